"""Why goods come back, as codes, and whose matter that is. Shops' own words are taken as they come."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Family(StrEnum):
    """Whose matter a reason is: the goods', the way's, the customer's; `other` where nobody has a rule for it."""

    QUALITY = "quality"
    LOGISTICS = "logistics"
    CUSTOMER = "customer"
    OTHER = "other"


class Cause(StrEnum):
    """Reasons that rules know. `OTHER` is any other; a person reads what was written."""

    DEFECTIVE = "defective"
    NOT_AS_DESCRIBED = "not_as_described"
    WRONG_ITEM = "wrong_item"
    MISSING_PART = "missing_part"
    DAMAGED_ON_ARRIVAL = "damaged_on_arrival"
    LATE = "late"
    LOST = "lost"
    CUSTOMS_REFUSED = "customs_refused"
    WRONG_ADDRESS_CARRIER = "wrong_address_carrier"
    CHANGED_MIND = "changed_mind"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    DUPLICATE = "duplicate"
    OTHER = "other"


FAMILIES: Mapping[Cause, Family] = MappingProxyType(
    {
        **dict.fromkeys(
            (Cause.DEFECTIVE, Cause.NOT_AS_DESCRIBED, Cause.WRONG_ITEM, Cause.MISSING_PART, Cause.DAMAGED_ON_ARRIVAL),
            Family.QUALITY,
        ),
        **dict.fromkeys((Cause.LATE, Cause.LOST, Cause.CUSTOMS_REFUSED, Cause.WRONG_ADDRESS_CARRIER), Family.LOGISTICS),
        **dict.fromkeys((Cause.CHANGED_MIND, Cause.REFUSED, Cause.UNREACHABLE, Cause.DUPLICATE), Family.CUSTOMER),
        Cause.OTHER: Family.OTHER,
    }
)
# What the carrier brings back of itself has always been entered under this word.
SENT_BACK = "sent_back"
_KNOWN: Mapping[str, Cause] = MappingProxyType(
    {
        SENT_BACK: Cause.UNREACHABLE,
        "unwanted": Cause.CHANGED_MIND,
        "faulty": Cause.DEFECTIVE,
        "damaged": Cause.DAMAGED_ON_ARRIVAL,
        "not_received": Cause.LOST,
        "never_came": Cause.LOST,
    }
)


def cause_of(reason: str) -> Cause:
    """The code of a reason as it was told: one of ours, a word that we know, else `other`."""
    word = "_".join(reason.lower().replace("-", " ").replace("_", " ").split())
    return Cause(word) if word in set(Cause) else _KNOWN.get(word, Cause.OTHER)


def family_of(cause: str) -> Family:
    """Whose matter it is."""
    return FAMILIES[Cause(cause)]
