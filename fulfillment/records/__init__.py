"""What is kept: one frozen record a table, with the table's columns as fields. Moments carry their zone."""

from fulfillment.records.aftersales import Claim, ReturnCase
from fulfillment.records.cases import Case, Entry, Fulfilment, FulfilmentLine
from fulfillment.records.counts import CountLine, StockCount
from fulfillment.records.money import PaymentEntry, Refund
from fulfillment.records.notices import Notice
from fulfillment.records.shipments import Document, Manifest, Shipment, Tracked
from fulfillment.records.shortages import ExpectedReceipt, ShortageChoice, Substitute
from fulfillment.records.stock import Held, Movement, Place, Reservation, Stock
from fulfillment.records.warehouse import Parcel, PickLine, PickList
from fulfillment.records.warehouses import Bin, Lot, SharingTerms, Warehouse

__all__ = [
    "Bin",
    "Case",
    "Claim",
    "CountLine",
    "Document",
    "Entry",
    "ExpectedReceipt",
    "Fulfilment",
    "FulfilmentLine",
    "Held",
    "Lot",
    "Manifest",
    "Movement",
    "Notice",
    "Parcel",
    "PaymentEntry",
    "PickLine",
    "PickList",
    "Place",
    "Refund",
    "Reservation",
    "ReturnCase",
    "SharingTerms",
    "Shipment",
    "ShortageChoice",
    "Stock",
    "StockCount",
    "Substitute",
    "Tracked",
    "Warehouse",
]
