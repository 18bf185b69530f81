"""The words of live carriers: which adapters there are, what each can do, where bookings and pick-ups stand."""

from enum import StrEnum


class AdapterName(StrEnum):
    """A published API of a carrier."""

    DHL_EXPRESS = "dhl_express"
    YANWEN = "yanwen"
    OWN_CARRIER = "own_carrier"


class Act(StrEnum):
    """What an API may have beside booking."""

    RATE = "rate"
    LABEL = "label"
    VOID = "void"
    MANIFEST = "manifest"
    PICKUP = "pickup"
    RECALL = "recall"


class BookingState(StrEnum):
    """How far the booking of a parcel is.

    `refused`: the carrier will not take it as it is, a person must look. `unwanted`: what was booked, or may have been,
    is to be voided. `void_refused`: it stands at the carrier though nobody wants it. `lost`: it was booked, and its
    label cannot be had any more.
    """

    WAITING = "waiting"
    BOOKED = "booked"
    REFUSED = "refused"
    LOST = "lost"
    UNWANTED = "unwanted"
    VOIDED = "voided"
    VOID_REFUSED = "void_refused"


class PickupState(StrEnum):
    """How far a pick-up is."""

    WAITING = "waiting"
    BOOKED = "booked"
    REFUSED = "refused"
    CANCELLING = "cancelling"
    CANCELLED = "cancelled"


class SendingState(StrEnum):
    """Whether the carrier was told of a manifest."""

    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"


class Refusal(StrEnum):
    """Why a carrier does not take something, as far as its own words say so."""

    ADDRESS = "address"
    GOODS = "goods"
    SUSPENDED = "suspended"
    SIZE = "size"
    PRODUCT = "product"
    PAPERS = "papers"
    TIME = "time"
    TOO_LATE = "too_late"
    UNKNOWN = "unknown"
    LABEL_LOST = "label_lost"
    UNSURE = "unsure"
    OTHER = "other"
