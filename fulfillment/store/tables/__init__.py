"""The tables of fulfilment. None of them holds a personal value: names and addresses are read from the order when a
label is printed or a notice written, so that erasing a person there erases them here.

A case is the root of all that belongs to one order: whoever changes anything compares and sets the case's `version`.
"""

from fulfillment.states import Machine
from fulfillment.store.tables.aftersales import CLAIM, RETURN
from fulfillment.store.tables.cases import CASE, ENTRY, FULFILMENT, FULFILMENT_LINE
from fulfillment.store.tables.metadata import METADATA
from fulfillment.store.tables.money import PAYMENT_EVENT, REFUND
from fulfillment.store.tables.notices import NOTICE
from fulfillment.store.tables.payments import DISPUTE, EXCHANGE_RATE, INSTRUCTION, PAYMENT_NAME
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
from fulfillment.store.tables.stock import RESERVATION, STOCK
from fulfillment.store.tables.warehouse import PARCEL, PICK_LINE, PICK_LIST

STATES = {
    Machine.FULFILMENT: FULFILMENT,
    Machine.SHIPMENT: SHIPMENT,
    Machine.RETURN: RETURN,
    Machine.CLAIM: CLAIM,
}

__all__ = [
    "CASE",
    "CLAIM",
    "DISPUTE",
    "DOCUMENT",
    "ENTRY",
    "EXCHANGE_RATE",
    "FULFILMENT",
    "FULFILMENT_LINE",
    "INSTRUCTION",
    "MANIFEST",
    "METADATA",
    "NOTICE",
    "PARCEL",
    "PAYMENT_EVENT",
    "PAYMENT_NAME",
    "PAYOUT",
    "PICK_LINE",
    "PICK_LIST",
    "REFUND",
    "RESERVATION",
    "RETURN",
    "SERIAL",
    "SETTLEMENT_BOOKS",
    "SETTLEMENT_CASE",
    "SETTLEMENT_ENTRY",
    "SETTLEMENT_FEE",
    "SETTLEMENT_FILE",
    "SETTLEMENT_LINE",
    "SETTLEMENT_TOTAL",
    "SHIPMENT",
    "STATES",
    "STOCK",
    "TRACKING",
]
