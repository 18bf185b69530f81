"""The tables of fulfilment. None of them holds a personal value: names and addresses are read from the order when a
label is printed or a notice written, so that erasing a person there erases them here.

A case is the root of all that belongs to one order: whoever changes anything compares and sets the case's `version`.
"""

from fulfillment.states import Machine
from fulfillment.store.tables.aftersales import (
    GOODWILL,
    GOODWILL_BUDGET,
    GOODWILL_SPENT,
    RETURN,
    RETURN_PHOTO,
    RETURNED_PIECES,
)
from fulfillment.store.tables.carriers import CARRIER_BOOKING, CARRIER_CONNECTION, MANIFEST_SENDING, PICKUP
from fulfillment.store.tables.cases import CASE, ENTRY, FULFILMENT, FULFILMENT_LINE
from fulfillment.store.tables.channel_stock import CHANNEL_RULE, CHANNEL_TOLD
from fulfillment.store.tables.channels import (
    BACKFILL,
    CHANNEL_ORDER,
    CONNECTION,
    DAY_COUNT,
    HEALTH_DAY,
    PROGRESS,
    SAYING,
)
from fulfillment.store.tables.claims import CLAIM, CLAIM_PAYMENT, CLAIM_PROOF
from fulfillment.store.tables.consignments import BOX_TYPE, CONSIGNMENT, CONSIGNMENT_MEMBER
from fulfillment.store.tables.counts import COUNT, COUNT_LINE
from fulfillment.store.tables.differences import DIFFERENCE, TOLERANCE
from fulfillment.store.tables.freight import FREIGHT_CASE, FREIGHT_ENTRY, FREIGHT_FILE, FREIGHT_LINE
from fulfillment.store.tables.inbox import INBOX_CASE, INBOX_FILE, INBOX_MESSAGE
from fulfillment.store.tables.learning import ORDER_OUTCOME, OUTCOME_FACT, OUTCOME_PART, SUGGESTION
from fulfillment.store.tables.metadata import METADATA
from fulfillment.store.tables.money import PAYMENT_EVENT, REFUND
from fulfillment.store.tables.notices import NOTICE, NOTICE_BOUNCED, NOTICE_CHOICE, NOTICE_TRY, NOTICE_WISH
from fulfillment.store.tables.payments import DISPUTE, EXCHANGE_RATE, INSTRUCTION, PAYMENT_NAME
from fulfillment.store.tables.profit import PROFIT_CURRENCY, PROFIT_KEPT, PROFIT_SHARE, PROFIT_TERM
from fulfillment.store.tables.senders import SENDER
from fulfillment.store.tables.settlement import (
    PAYOUT,
    SETTLEMENT_BOOKS,
    SETTLEMENT_CASE,
    SETTLEMENT_ENTRY,
    SETTLEMENT_FEE,
    SETTLEMENT_FILE,
    SETTLEMENT_LINE,
    SETTLEMENT_TOTAL,
)
from fulfillment.store.tables.shipments import DOCUMENT, MANIFEST, SERIAL, SHIPMENT, TRACKING
from fulfillment.store.tables.shipping import OWN_SERVICE, SERVICE_CHOICE, SHIPPING_RATE, SHIPPING_WISHES, WHAT_IF
from fulfillment.store.tables.shortages import CHOICE, EXPECTED, SUBSTITUTE
from fulfillment.store.tables.stock import HELD, MOVEMENT, PLACE, RESERVATION, STOCK
from fulfillment.store.tables.tracking import FOLLOWING, SOURCE, WATCH
from fulfillment.store.tables.transfers import CARTON, CARTON_LINE, LANDED_COST, TRANSFER, TRANSFER_LINE
from fulfillment.store.tables.trips import LANE_COUNT, TRIP
from fulfillment.store.tables.warehouse import PARCEL, PICK_LINE, PICK_LIST
from fulfillment.store.tables.warehouses import BIN, LOT, SHARING, WAREHOUSE
from fulfillment.store.tables.waves import PICK_TERMS, REVIEW_SCAN, SCAN, STOP, WALK, WAVE, WAVE_PART
from fulfillment.store.tables.wms import WMS_EVENT, WMS_SNAPSHOT, WMS_WORK

STATES = {
    Machine.FULFILMENT: FULFILMENT,
    Machine.SHIPMENT: SHIPMENT,
    Machine.RETURN: RETURN,
    Machine.CLAIM: CLAIM,
}

__all__ = [
    "BACKFILL",
    "BIN",
    "BOX_TYPE",
    "CARRIER_BOOKING",
    "CARRIER_CONNECTION",
    "CARTON",
    "CARTON_LINE",
    "CASE",
    "CHANNEL_ORDER",
    "CHANNEL_RULE",
    "CHANNEL_TOLD",
    "CHOICE",
    "CLAIM",
    "CLAIM_PAYMENT",
    "CLAIM_PROOF",
    "CONNECTION",
    "CONSIGNMENT",
    "CONSIGNMENT_MEMBER",
    "COUNT",
    "COUNT_LINE",
    "DAY_COUNT",
    "DIFFERENCE",
    "DISPUTE",
    "DOCUMENT",
    "ENTRY",
    "EXCHANGE_RATE",
    "EXPECTED",
    "FOLLOWING",
    "FREIGHT_CASE",
    "FREIGHT_ENTRY",
    "FREIGHT_FILE",
    "FREIGHT_LINE",
    "FULFILMENT",
    "FULFILMENT_LINE",
    "GOODWILL",
    "GOODWILL_BUDGET",
    "GOODWILL_SPENT",
    "HEALTH_DAY",
    "HELD",
    "INBOX_CASE",
    "INBOX_FILE",
    "INBOX_MESSAGE",
    "INSTRUCTION",
    "LANDED_COST",
    "LANE_COUNT",
    "LOT",
    "MANIFEST",
    "MANIFEST_SENDING",
    "METADATA",
    "MOVEMENT",
    "NOTICE",
    "NOTICE_BOUNCED",
    "NOTICE_CHOICE",
    "NOTICE_TRY",
    "NOTICE_WISH",
    "ORDER_OUTCOME",
    "OUTCOME_FACT",
    "OUTCOME_PART",
    "OWN_SERVICE",
    "PARCEL",
    "PAYMENT_EVENT",
    "PAYMENT_NAME",
    "PAYOUT",
    "PICKUP",
    "PICK_LINE",
    "PICK_LIST",
    "PICK_TERMS",
    "PLACE",
    "PROFIT_CURRENCY",
    "PROFIT_KEPT",
    "PROFIT_SHARE",
    "PROFIT_TERM",
    "PROGRESS",
    "REFUND",
    "RESERVATION",
    "RETURN",
    "RETURNED_PIECES",
    "RETURN_PHOTO",
    "REVIEW_SCAN",
    "SAYING",
    "SCAN",
    "SENDER",
    "SERIAL",
    "SERVICE_CHOICE",
    "SETTLEMENT_BOOKS",
    "SETTLEMENT_CASE",
    "SETTLEMENT_ENTRY",
    "SETTLEMENT_FEE",
    "SETTLEMENT_FILE",
    "SETTLEMENT_LINE",
    "SETTLEMENT_TOTAL",
    "SHARING",
    "SHIPMENT",
    "SHIPPING_RATE",
    "SHIPPING_WISHES",
    "SOURCE",
    "STATES",
    "STOCK",
    "STOP",
    "SUBSTITUTE",
    "SUGGESTION",
    "TOLERANCE",
    "TRACKING",
    "TRANSFER",
    "TRANSFER_LINE",
    "TRIP",
    "WALK",
    "WAREHOUSE",
    "WATCH",
    "WAVE",
    "WAVE_PART",
    "WHAT_IF",
    "WMS_EVENT",
    "WMS_SNAPSHOT",
    "WMS_WORK",
]
