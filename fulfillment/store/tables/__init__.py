"""The tables of fulfilment. None of them holds a personal value: names and addresses are read from the order when a
label is printed or a notice written, so that erasing a person there erases them here.

A case is the root of all that belongs to one order: whoever changes anything compares and sets the case's `version`.
"""

from fulfillment.states import Machine
from fulfillment.store.tables.aftersales import RETURN
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
from fulfillment.store.tables.metadata import METADATA
from fulfillment.store.tables.money import PAYMENT_EVENT, REFUND
from fulfillment.store.tables.notices import NOTICE
from fulfillment.store.tables.payments import DISPUTE, EXCHANGE_RATE, INSTRUCTION, PAYMENT_NAME
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
from fulfillment.store.tables.shipping import SHIPPING_RATE
from fulfillment.store.tables.shortages import CHOICE, EXPECTED, SUBSTITUTE
from fulfillment.store.tables.stock import HELD, MOVEMENT, PLACE, RESERVATION, STOCK
from fulfillment.store.tables.transfers import CARTON, CARTON_LINE, LANDED_COST, TRANSFER, TRANSFER_LINE
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
    "FULFILMENT",
    "FULFILMENT_LINE",
    "HEALTH_DAY",
    "HELD",
    "INSTRUCTION",
    "LANDED_COST",
    "LOT",
    "MANIFEST",
    "METADATA",
    "MOVEMENT",
    "NOTICE",
    "PARCEL",
    "PAYMENT_EVENT",
    "PAYMENT_NAME",
    "PAYOUT",
    "PICK_LINE",
    "PICK_LIST",
    "PICK_TERMS",
    "PLACE",
    "PROGRESS",
    "REFUND",
    "RESERVATION",
    "RETURN",
    "REVIEW_SCAN",
    "SAYING",
    "SCAN",
    "SENDER",
    "SERIAL",
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
    "STATES",
    "STOCK",
    "STOP",
    "SUBSTITUTE",
    "TOLERANCE",
    "TRACKING",
    "TRANSFER",
    "TRANSFER_LINE",
    "WALK",
    "WAREHOUSE",
    "WAVE",
    "WAVE_PART",
    "WMS_EVENT",
    "WMS_SNAPSHOT",
    "WMS_WORK",
]
