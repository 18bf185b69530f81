"""What is kept: one frozen record a table, with the table's columns as fields. Moments carry their zone."""

from fulfillment.records.aftersales import (
    Goodwill,
    GoodwillBudget,
    GoodwillSpent,
    ReturnCase,
    ReturnedPieces,
    ReturnPhoto,
)
from fulfillment.records.carriers import CarrierBooking, CarrierConnection, ManifestSending, Pickup
from fulfillment.records.cases import Case, Entry, Fulfilment, FulfilmentLine
from fulfillment.records.channel_stock import ChannelRule, ChannelTold
from fulfillment.records.channels import Backfill, ChannelOrder, Connection, DayCount, HealthDay, Progress, Saying
from fulfillment.records.claims import Claim, ClaimPayment, ClaimProof
from fulfillment.records.consignments import BoxType, Consignment, ConsignmentMember
from fulfillment.records.counts import CountLine, StockCount
from fulfillment.records.differences import StockDifference, Tolerance
from fulfillment.records.disputes import Dispute
from fulfillment.records.freight import FreightCase, FreightEntry, FreightFile, FreightLine
from fulfillment.records.inbox import InboxCase, InboxFile, InboxMessage
from fulfillment.records.instructions import Instruction, PaymentName
from fulfillment.records.learning import LearntSuggestion, OrderOutcome, OutcomeFact, OutcomePart
from fulfillment.records.money import PaymentEntry, Refund
from fulfillment.records.notices import BouncedAddress, Notice, NoticeChoice, NoticeTry, NoticeWish
from fulfillment.records.profit import DueProfit, ProfitCurrency, ProfitShare, ProfitTerm
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
from fulfillment.records.shipping import OwnService, ServiceChoice, ShippingRate, ShippingWishes, WhatIfRun
from fulfillment.records.shortages import ExpectedReceipt, ShortageChoice, Substitute
from fulfillment.records.stock import Held, Movement, Place, Reservation, Stock
from fulfillment.records.tracking import Following, ParcelWatch, TrackingSource
from fulfillment.records.transfers import Carton, CartonLine, LandedCost, Transfer, TransferLine
from fulfillment.records.trips import LaneCount, ParcelTrip
from fulfillment.records.warehouse import Parcel, PickLine, PickList
from fulfillment.records.warehouses import Bin, Lot, SharingTerms, Warehouse
from fulfillment.records.waves import PickScan, PickTerms, ReviewScan, Walk, WalkStop, Wave, WavePart
from fulfillment.records.wms import WmsEvent, WmsSnapshot, WmsWork

__all__ = [
    "AgreedFee",
    "Backfill",
    "Bin",
    "BouncedAddress",
    "BoxType",
    "CarrierBooking",
    "CarrierConnection",
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
    "DueProfit",
    "Entry",
    "ExchangeRate",
    "ExpectedReceipt",
    "Following",
    "FreightCase",
    "FreightEntry",
    "FreightFile",
    "FreightLine",
    "Fulfilment",
    "FulfilmentLine",
    "Goodwill",
    "GoodwillBudget",
    "GoodwillSpent",
    "HealthDay",
    "Held",
    "InboxCase",
    "InboxFile",
    "InboxMessage",
    "Instruction",
    "LandedCost",
    "LaneCount",
    "LearntSuggestion",
    "Lot",
    "Manifest",
    "ManifestSending",
    "Movement",
    "Notice",
    "NoticeChoice",
    "NoticeTry",
    "NoticeWish",
    "OrderOutcome",
    "OutcomeFact",
    "OutcomePart",
    "OwnService",
    "Parcel",
    "ParcelTrip",
    "ParcelWatch",
    "PaymentEntry",
    "PaymentName",
    "Payout",
    "PickLine",
    "PickList",
    "PickScan",
    "PickTerms",
    "Pickup",
    "Place",
    "ProfitCurrency",
    "ProfitShare",
    "ProfitTerm",
    "Progress",
    "Refund",
    "Reservation",
    "ReturnCase",
    "ReturnPhoto",
    "ReturnedPieces",
    "ReviewScan",
    "Saying",
    "SenderProfile",
    "ServiceChoice",
    "SettledLine",
    "SettlementCase",
    "SettlementFile",
    "SharingTerms",
    "Shipment",
    "ShippingRate",
    "ShippingWishes",
    "ShortageChoice",
    "StatedSum",
    "Stock",
    "StockCount",
    "StockDifference",
    "Substitute",
    "Tolerance",
    "Tracked",
    "TrackingSource",
    "Transfer",
    "TransferLine",
    "Walk",
    "WalkStop",
    "Warehouse",
    "Wave",
    "WavePart",
    "WhatIfRun",
    "WmsEvent",
    "WmsSnapshot",
    "WmsWork",
]
