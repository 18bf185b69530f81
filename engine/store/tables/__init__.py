"""The tables of the engine's part of the database; everything in them carries the merchant whose it is."""

from engine.store.tables.access import ACCOUNT, LEGAL_ENTITY, LOGIN_TRY, ONE_TIME_LINK, ROLE_GRANT, SHOP, SIGN_IN
from engine.store.tables.aftersales import AFTERSALE
from engine.store.tables.audit import AUDIT_ANCHOR, AUDIT_HEAD
from engine.store.tables.backtests import BACKTEST_ORDER
from engine.store.tables.beats import WORKER_BEAT
from engine.store.tables.customer_requests import CUSTOMER_REQUEST, CUSTOMER_REQUEST_FILE
from engine.store.tables.desk import API_KEY, AUDIT, EVENT, HOLD, LABEL, REVIEW, REVIEW_CHANGE, SETTING, WAIVER
from engine.store.tables.editions import ACTIVATION, BLOB, DRAFT, EDITION, PROPOSAL
from engine.store.tables.hits import GUARD_TRIP, RULE_HIT
from engine.store.tables.links import FRAUD_KEY, LINK_KEY, LINK_ORDER, LINK_SIZE
from engine.store.tables.marks import MARK
from engine.store.tables.models import MODEL, MODEL_ACTIVATION, MODEL_OVERRIDE, MODEL_STATE
from engine.store.tables.naming import METADATA
from engine.store.tables.order_files import COLUMN_PROFILE, ORDER_FILE, ORDER_FILE_ROW
from engine.store.tables.orders import DECISION, ORDER_VERSION, REQUEST, SIGHTING
from engine.store.tables.papers import PAPER, PAPER_FILE
from engine.store.tables.parties import PARTY_LIST, PARTY_VERDICT
from engine.store.tables.products import ORDER_SKU, PRODUCT, PRODUCT_NAME, PRODUCT_PART, PRODUCT_TASK
from engine.store.tables.queue_views import QUEUE_VIEW
from engine.store.tables.registrations import REGISTRATION
from engine.store.tables.rescreens import RESCREEN_ORDER
from engine.store.tables.rule_runs import RULE_RUN
from engine.store.tables.submissions import BATCH, KEPT_ANSWER, SUBMISSION
from engine.store.tables.takedowns import TAKEDOWN
from engine.store.tables.told import TOLD_EVENT
from engine.store.tables.webhooks import (
    WEBHOOK_ATTEMPT,
    WEBHOOK_DELIVERY,
    WEBHOOK_ENDPOINT,
    WEBHOOK_SECRET,
)
from engine.store.tables.work import BULK_CHUNK, BULK_RUN, JOB

__all__ = [
    "ACCOUNT",
    "ACTIVATION",
    "AFTERSALE",
    "API_KEY",
    "AUDIT",
    "AUDIT_ANCHOR",
    "AUDIT_HEAD",
    "BACKTEST_ORDER",
    "BATCH",
    "BLOB",
    "BULK_CHUNK",
    "BULK_RUN",
    "COLUMN_PROFILE",
    "CUSTOMER_REQUEST",
    "CUSTOMER_REQUEST_FILE",
    "DECISION",
    "DRAFT",
    "EDITION",
    "EVENT",
    "FRAUD_KEY",
    "GUARD_TRIP",
    "HOLD",
    "JOB",
    "KEPT_ANSWER",
    "LABEL",
    "LEGAL_ENTITY",
    "LINK_KEY",
    "LINK_ORDER",
    "LINK_SIZE",
    "LOGIN_TRY",
    "MARK",
    "METADATA",
    "MODEL",
    "MODEL_ACTIVATION",
    "MODEL_OVERRIDE",
    "MODEL_STATE",
    "ONE_TIME_LINK",
    "ORDER_FILE",
    "ORDER_FILE_ROW",
    "ORDER_SKU",
    "ORDER_VERSION",
    "PAPER",
    "PAPER_FILE",
    "PARTY_LIST",
    "PARTY_VERDICT",
    "PRODUCT",
    "PRODUCT_NAME",
    "PRODUCT_PART",
    "PRODUCT_TASK",
    "PROPOSAL",
    "QUEUE_VIEW",
    "REGISTRATION",
    "REQUEST",
    "RESCREEN_ORDER",
    "REVIEW",
    "REVIEW_CHANGE",
    "ROLE_GRANT",
    "RULE_HIT",
    "RULE_RUN",
    "SETTING",
    "SHOP",
    "SIGHTING",
    "SIGN_IN",
    "SUBMISSION",
    "TAKEDOWN",
    "TOLD_EVENT",
    "WAIVER",
    "WEBHOOK_ATTEMPT",
    "WEBHOOK_DELIVERY",
    "WEBHOOK_ENDPOINT",
    "WEBHOOK_SECRET",
    "WORKER_BEAT",
]
