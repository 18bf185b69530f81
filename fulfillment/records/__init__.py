"""What is kept: one frozen record a table, with the table's columns as fields. Moments carry their zone."""

from fulfillment.records.aftersales import ReturnCase
from fulfillment.records.cases import Case, Entry, Fulfilment, FulfilmentLine
from fulfillment.records.channel_stock import ChannelRule, ChannelTold
from fulfillment.records.channels import Backfill, ChannelOrder, Connection, DayCount, HealthDay, Progress, Saying
from fulfillment.records.claims import Claim, ClaimPayment, ClaimProof
from fulfillment.records.consignments import BoxType, Consignment, ConsignmentMember
from fulfillment.records.counts import CountLine, StockCount
from fulfillment.records.differences import StockDifference, Tolerance
from fulfillment.records.disputes import Dispute
from fulfillment.records.instructions import Instruction, PaymentName
from fulfillment.records.money import PaymentEntry, Refund
from fulfillment.records.notices import Notice
from fulfillment.records.rates import ExchangeRate
from fulfillment.records.senders import SenderProfile
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
from fulfillment.records.shipping import ShippingRate
from fulfillment.records.shortages import ExpectedReceipt, ShortageChoice, Substitute
from fulfillment.records.stock import Held, Movement, Place, Reservation, Stock
from fulfillment.records.transfers import Carton, CartonLine, LandedCost, Transfer, TransferLine
from fulfillment.records.warehouse import Parcel, PickLine, PickList
from fulfillment.records.warehouses import Bin, Lot, SharingTerms, Warehouse
from fulfillment.records.waves import PickScan, PickTerms, ReviewScan, Walk, WalkStop, Wave, WavePart
from fulfillment.records.wms import WmsEvent, WmsSnapshot, WmsWork

__all__ = [
    "AgreedFee",
    "Backfill",
    "Bin",
    "BoxType",
    "Carton",
    "CartonLine",
    "Case",
    "CaseEntry",
    "ChannelOrder",
    "ChannelRule",
    "ChannelTold",
    "Claim",
    "ClaimPayment",
    "ClaimProof",
    "Connection",
    "Consignment",
    "ConsignmentMember",
    "CountLine",
    "DayCount",
    "Dispute",
    "Document",
    "Entry",
    "ExchangeRate",
    "ExpectedReceipt",
    "Fulfilment",
    "FulfilmentLine",
    "HealthDay",
    "Held",
    "Instruction",
    "LandedCost",
    "Lot",
    "Manifest",
    "Movement",
    "Notice",
    "Parcel",
    "PaymentEntry",
    "PaymentName",
    "Payout",
    "PickLine",
    "PickList",
    "PickScan",
    "PickTerms",
    "Place",
    "Progress",
    "Refund",
    "Reservation",
    "ReturnCase",
    "ReviewScan",
    "Saying",
    "SenderProfile",
    "SettledLine",
    "SettlementCase",
    "SettlementFile",
    "SharingTerms",
    "Shipment",
    "ShippingRate",
    "ShortageChoice",
    "StatedSum",
    "Stock",
    "StockCount",
    "StockDifference",
    "Substitute",
    "Tolerance",
    "Tracked",
    "Transfer",
    "TransferLine",
    "Walk",
    "WalkStop",
    "Warehouse",
    "Wave",
    "WavePart",
    "WmsEvent",
    "WmsSnapshot",
    "WmsWork",
]
