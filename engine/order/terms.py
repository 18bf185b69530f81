"""Closed sets of the trade: what kind of order, how it is paid, how it travels."""

from enum import StrEnum


class OrderKind(StrEnum):
    RETAIL = "retail"
    B2B = "b2b"
    SAMPLE = "sample"
    GIFT = "gift"
    PRE_ORDER = "pre_order"
    RESHIP = "reship"
    WARRANTY = "warranty"


class Fulfiller(StrEnum):
    """Who ships: what a marketplace fulfils itself is recorded, never held."""

    SELLER = "seller"
    MARKETPLACE = "marketplace"


class TransportMode(StrEnum):
    POST = "post"
    COURIER = "courier"
    AIR = "air"
    SEA = "sea"
    ROAD = "road"


class PaymentMethod(StrEnum):
    CARD = "card"
    WALLET = "wallet"
    BANK_TRANSFER = "bank_transfer"
    BNPL = "bnpl"
    CASH_ON_DELIVERY = "cash_on_delivery"
    VOUCHER = "voucher"
    MARKETPLACE = "marketplace"
    INVOICE = "invoice"
    NONE = "none"


class PaymentStatus(StrEnum):
    """One vocabulary over the gateways' own; `authorised` is a promise, `captured` and `settled` are money."""

    CREATED = "created"
    PENDING_ACTION = "pending_action"
    PENDING = "pending"
    AUTHORISED = "authorised"
    PARTIALLY_CAPTURED = "partially_captured"
    CAPTURED = "captured"
    SETTLED = "settled"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"
    DISPUTED = "disputed"
    VOIDED = "voided"
    EXPIRED = "expired"
    FAILED = "failed"


class CheckResult(StrEnum):
    """One answer of an address or card-code check. Only `no_match` speaks against the buyer."""

    MATCH = "match"
    NO_MATCH = "no_match"
    NOT_CHECKED = "not_checked"
    UNAVAILABLE = "unavailable"
    UNSUPPORTED = "unsupported"


class LiabilityShift(StrEnum):
    YES = "yes"
    NO = "no"
    POSSIBLE = "possible"
    UNKNOWN = "unknown"


class BatteryKind(StrEnum):
    LITHIUM_ION = "lithium_ion"
    LITHIUM_METAL = "lithium_metal"
    SODIUM_ION = "sodium_ion"
    NICKEL = "nickel"
    ALKALINE = "alkaline"
    LEAD_ACID = "lead_acid"


class BatteryPacking(StrEnum):
    """How the cell travels: by itself, in the box beside its device, or inside the device."""

    ALONE = "alone"
    WITH_EQUIPMENT = "with_equipment"
    IN_EQUIPMENT = "in_equipment"


class GoodsSeal(StrEnum):
    """What the seal of the packing is for: health protection or hygiene, or a recording or software. Once it is broken
    after delivery, the right to withdraw is lost (Directive 2011/83/EU, Article 16(e) and (i))."""

    HYGIENE = "hygiene"
    SOFTWARE = "software"


class Incoterm(StrEnum):
    """Who pays duty and tax on arrival (Incoterms 2020): DDP the seller, DAP the buyer."""

    DDP = "DDP"
    DAP = "DAP"
