"""What is kept: one frozen record a table, with the table's columns as fields. Moments carry their zone."""

from fulfillment.records.aftersales import Claim, ReturnCase
from fulfillment.records.cases import Case, Entry, Fulfilment, FulfilmentLine
from fulfillment.records.money import PaymentEntry, Refund
from fulfillment.records.notices import Notice
from fulfillment.records.senders import SenderProfile
from fulfillment.records.shipments import Document, Manifest, Shipment, Tracked
from fulfillment.records.stock import Reservation, Stock
from fulfillment.records.warehouse import Parcel, PickLine, PickList

__all__ = [
    "Case",
    "Claim",
    "Document",
    "Entry",
    "Fulfilment",
    "FulfilmentLine",
    "Manifest",
    "Notice",
    "Parcel",
    "PaymentEntry",
    "PickLine",
    "PickList",
    "Refund",
    "Reservation",
    "ReturnCase",
    "SenderProfile",
    "Shipment",
    "Stock",
    "Tracked",
]
