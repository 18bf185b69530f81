"""What can go wrong with a parcel, and what tells of it."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from fulfillment.tracking.vocabulary import Word


class Mishap(StrEnum):
    """What happened to a parcel. `silent`: nobody has told anything of it for too long."""

    LOSS = "loss"
    DAMAGE = "damage"
    LATE = "late"
    SILENT = "silent"
    WRONG_DELIVERY = "wrong_delivery"
    RETURNED = "returned_to_sender"
    CUSTOMS = "customs_refusal"


class Proof(StrEnum):
    """What supports a claim. Some of it is in the house already, the rest is handed in."""

    LABEL = "label"
    HAND_OVER = "hand_over"
    DECLARATION = "declaration"
    INVOICE = "invoice"
    TRACKING = "tracking"
    PACKING = "packing"
    PHOTOS = "photos"
    STATEMENT = "statement"
    COST = "cost"
    NON_DELIVERY = "non_delivery"


TOLD_BY_TRACKING: Mapping[str, Mishap] = MappingProxyType(
    {
        Word.LOST: Mishap.LOSS,
        Word.DESTROYED: Mishap.LOSS,
        Word.DAMAGED: Mishap.DAMAGE,
        Word.RETURNED: Mishap.RETURNED,
    }
)
OF_CUSTOMS = "customs"  # how the reasons of customs begin
ARRIVAL_ENDS = frozenset({Mishap.LOSS, Mishap.SILENT})
"""What was wrong once the parcel is delivered."""
CALLED_BY_BUYERS: Mapping[str, Mishap] = MappingProxyType(
    {
        "not_received": Mishap.LOSS,
        "damaged": Mishap.DAMAGE,
        "late": Mishap.LATE,
        "delivered_elsewhere": Mishap.WRONG_DELIVERY,
    }
)
"""What customers say, in the words by which their messages are sorted."""


def told_by(word: str, reason: str = "") -> Mishap | None:
    """What a scan tells of: a parcel that customs sent back was refused by them. None for a scan of the ordinary."""
    found = TOLD_BY_TRACKING.get(word)
    if found is Mishap.RETURNED and reason.lower().startswith(OF_CUSTOMS):
        return Mishap.CUSTOMS
    return found
