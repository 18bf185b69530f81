"""What is kept: one frozen record a table, with the table's columns as fields. Moments carry their zone."""

from fulfillment.records.aftersales import Claim, ReturnCase
from fulfillment.records.cases import Case, Entry, Fulfilment, FulfilmentLine
from fulfillment.records.disputes import Dispute
from fulfillment.records.instructions import Instruction, PaymentName
from fulfillment.records.money import PaymentEntry, Refund
from fulfillment.records.notices import Notice
from fulfillment.records.rates import ExchangeRate
from fulfillment.records.settlement import (
    AgreedFee,
    CaseEntry,
    Payout,
    SettledLine,
    SettlementCase,
    SettlementFile,
    StatedSum,
)
from fulfillment.records.shipments import Document, Manifest, Shipment, Tracked
from fulfillment.records.stock import Reservation, Stock
from fulfillment.records.warehouse import Parcel, PickLine, PickList

__all__ = [
    "AgreedFee",
    "Case",
    "CaseEntry",
    "Claim",
    "Dispute",
    "Document",
    "Entry",
    "ExchangeRate",
    "Fulfilment",
    "FulfilmentLine",
    "Instruction",
    "Manifest",
    "Notice",
    "Parcel",
    "PaymentEntry",
    "PaymentName",
    "Payout",
    "PickLine",
    "PickList",
    "Refund",
    "Reservation",
    "ReturnCase",
    "SettledLine",
    "SettlementCase",
    "SettlementFile",
    "Shipment",
    "StatedSum",
    "Stock",
    "Tracked",
]
