"""One vocabulary over all carriers, and which of many events says where a parcel is.

Events come late, twice and in any order. So the status is the event of the highest milestone, and of those the latest
by the carrier's own time; `delivered` is the highest of all. What is no milestone (a delay, damage, silence) stays
visible in the list of events and counts only while nothing else is known.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from fulfillment.records import Tracked
from fulfillment.states import Voyage


class Word(StrEnum):
    """What can be told about a parcel."""

    NO_NEWS = "no_news"
    DELAYED = "delayed"
    DAMAGED = "damaged"
    LABEL_CREATED = "label_created"
    CANCELLED = "cancelled"
    ACCEPTED = "accepted"
    ORIGIN_HUB = "origin_hub"
    EXPORT_CUSTOMS = "export_customs"
    EXPORT_HELD = "export_held"
    EXPORT_RELEASED = "export_released"
    DEPARTED_ORIGIN = "departed_origin"
    TRANSIT_HUB = "transit_hub"
    ARRIVED_DESTINATION = "arrived_destination"
    IMPORT_CUSTOMS = "import_customs"
    IMPORT_HELD = "import_held"
    CUSTOMS_CLEARED = "customs_cleared"
    DELIVERY_HUB = "delivery_hub"
    OUT_FOR_DELIVERY = "out_for_delivery"
    READY_FOR_PICKUP = "ready_for_pickup"
    ATTEMPT_FAILED = "attempt_failed"
    RETURNING = "returning"
    LOST = "lost"
    RETURNED = "returned"
    DESTROYED = "destroyed"
    DELIVERED = "delivered"


# From the lowest milestone to the highest; words of one group follow each other by time.
MILESTONES: tuple[tuple[Word, ...], ...] = (
    (Word.NO_NEWS, Word.DELAYED, Word.DAMAGED),
    (Word.LABEL_CREATED, Word.CANCELLED),
    (Word.ACCEPTED,),
    (Word.ORIGIN_HUB,),
    (Word.EXPORT_CUSTOMS, Word.EXPORT_HELD, Word.EXPORT_RELEASED),
    (Word.DEPARTED_ORIGIN,),
    (Word.TRANSIT_HUB,),
    (Word.ARRIVED_DESTINATION,),
    (Word.IMPORT_CUSTOMS, Word.IMPORT_HELD, Word.CUSTOMS_CLEARED),
    (Word.DELIVERY_HUB,),
    (Word.OUT_FOR_DELIVERY, Word.READY_FOR_PICKUP, Word.ATTEMPT_FAILED),
    (Word.RETURNING, Word.LOST),
    (Word.RETURNED, Word.DESTROYED),
    (Word.DELIVERED,),
)
RANK: Mapping[str, int] = MappingProxyType({word: rank for rank, words in enumerate(MILESTONES) for word in words})
STUCK = frozenset({Word.EXPORT_HELD, Word.IMPORT_HELD, Word.ATTEMPT_FAILED})
PHASES: Mapping[str, Voyage] = MappingProxyType(
    {
        Word.RETURNING: Voyage.RETURNING,
        Word.RETURNED: Voyage.RETURNED,
        Word.LOST: Voyage.LOST,
        Word.DESTROYED: Voyage.LOST,
        Word.DELIVERED: Voyage.DELIVERED,
        **dict.fromkeys(STUCK, Voyage.STUCK),
    }
)


def current(events: Iterable[Tracked]) -> Tracked | None:
    """The event that says where the parcel is; the same for any order of arrival. What was taken back says nothing."""
    counted = (each for each in events if each.void_at is None)
    return max(counted, key=lambda each: (RANK[each.status], each.at, each.status, each.id), default=None)


def phase_of(status: str) -> Voyage:
    """The phase that a status belongs to."""
    return PHASES.get(status, Voyage.IN_TRANSIT if is_under_way(status) else Voyage.HANDED_OVER)


def is_under_way(status: str) -> bool:
    """Whether a carrier must have the parcel for this to be told."""
    return RANK[status] >= RANK[Word.ACCEPTED]
