"""The words of freight: what carriers charge for, what can differ, and where a difference stands."""

from collections.abc import Mapping
from enum import StrEnum


class Charge(StrEnum):
    """What a carrier charges for, over all carriers."""

    FREIGHT = "freight"  # by weight and zone, without surcharges
    FUEL = "fuel"
    REGISTRATION = "registration"
    REMOTE = "remote"
    OVERSIZE = "oversize"
    BATTERY = "battery"
    CUSTOMS = "customs"  # handling at the border
    DUTY = "duty"  # advanced to customs
    IMPORT_TAX = "import_tax"  # advanced to customs
    ADVANCE_FEE = "advance_fee"  # for advancing them
    SERVICE_TAX = "service_tax"  # on the carrier's own charges
    CLAIM = "claim"  # what it pays for what it lost or broke: negative
    OTHER = "other"


ADVANCED = frozenset({Charge.DUTY, Charge.IMPORT_TAX})
UNAUDITED = frozenset({Charge.SERVICE_TAX, Charge.CLAIM})  # reclaimed from the state; in the merchant's favour


class Place(StrEnum):
    """Where a line of a bill belongs."""

    PARCEL = "parcel"
    ACCOUNT = "account"  # it names no parcel
    UNKNOWN = "unknown"  # it names one that is not ours


class FreightDiffers(StrEnum):
    """What can differ between a bill and what we expect."""

    WEIGHT = "billed_weight"
    ZONE = "zone"
    RATE = "freight_rate"
    SURCHARGE = "surcharge"
    DUTY = "duty"
    IMPORT_TAX = "import_tax"
    ADVANCE_FEE = "advance_fee"
    TWICE = "billed_twice"
    NOT_OURS = "not_ours"
    VOIDED = "voided_billed"
    EARLY = "billed_before_hand_over"


class FreightState(StrEnum):
    """Where a difference stands. `accepted`: we pay it; `lost`: the carrier refused."""

    OPEN = "open"
    DISPUTED = "disputed"
    CREDITED = "credited"
    ACCEPTED = "accepted"
    LOST = "lost"


class Act(StrEnum):
    """What is done to a difference. `open`, `change`, `part_credit` and `close` are the books' own."""

    DISPUTE = "dispute"
    CREDIT = "credit"
    ACCEPT = "accept"
    LOSE = "lose"
    OPEN = "open"
    CHANGE = "change"
    PART_CREDIT = "part_credit"
    CLOSE = "close"
    REOPEN = "reopen"


STEPS: Mapping[tuple[FreightState, Act], FreightState] = {
    (FreightState.OPEN, Act.DISPUTE): FreightState.DISPUTED,
    (FreightState.OPEN, Act.ACCEPT): FreightState.ACCEPTED,
    (FreightState.OPEN, Act.CREDIT): FreightState.CREDITED,
    (FreightState.DISPUTED, Act.CREDIT): FreightState.CREDITED,
    (FreightState.DISPUTED, Act.ACCEPT): FreightState.ACCEPTED,
    (FreightState.DISPUTED, Act.LOSE): FreightState.LOST,
    (FreightState.ACCEPTED, Act.CREDIT): FreightState.CREDITED,
    (FreightState.LOST, Act.CREDIT): FreightState.CREDITED,
}
STANDS_OPEN = frozenset({FreightState.OPEN, FreightState.DISPUTED})
BY_PEOPLE = (Act.DISPUTE, Act.CREDIT, Act.ACCEPT, Act.LOSE)
