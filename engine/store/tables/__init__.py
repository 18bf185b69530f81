"""The tables of the engine's part of the database; everything in them carries the merchant whose it is."""

from engine.store.tables.backtests import BACKTEST_ORDER
from engine.store.tables.desk import API_KEY, AUDIT, EVENT, HOLD, LABEL, REVIEW, SETTING, WAIVER
from engine.store.tables.editions import ACTIVATION, BLOB, DRAFT, EDITION, PROPOSAL
from engine.store.tables.hits import GUARD_TRIP, RULE_HIT
from engine.store.tables.links import FRAUD_KEY, LINK_KEY, LINK_ORDER, LINK_SIZE
from engine.store.tables.marks import MARK
from engine.store.tables.models import MODEL, MODEL_ACTIVATION, MODEL_STATE
from engine.store.tables.naming import METADATA
from engine.store.tables.orders import DECISION, ORDER_VERSION, REQUEST, SIGHTING
from engine.store.tables.papers import PAPER, PAPER_FILE
from engine.store.tables.parties import PARTY_LIST, PARTY_VERDICT
from engine.store.tables.products import ORDER_SKU, PRODUCT, PRODUCT_NAME, PRODUCT_PART, PRODUCT_TASK
from engine.store.tables.registrations import REGISTRATION
from engine.store.tables.rule_runs import RULE_RUN
from engine.store.tables.takedowns import TAKEDOWN
from engine.store.tables.work import BULK_CHUNK, BULK_RUN, JOB

__all__ = [
    "ACTIVATION",
    "API_KEY",
    "AUDIT",
    "BACKTEST_ORDER",
    "BLOB",
    "BULK_CHUNK",
    "BULK_RUN",
    "DECISION",
    "DRAFT",
    "EDITION",
    "EVENT",
    "FRAUD_KEY",
    "GUARD_TRIP",
    "HOLD",
    "JOB",
    "LABEL",
    "LINK_KEY",
    "LINK_ORDER",
    "LINK_SIZE",
    "MARK",
    "METADATA",
    "MODEL",
    "MODEL_ACTIVATION",
    "MODEL_STATE",
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
    "REGISTRATION",
    "REQUEST",
    "REVIEW",
    "RULE_HIT",
    "RULE_RUN",
    "SETTING",
    "SIGHTING",
    "TAKEDOWN",
    "WAIVER",
]
