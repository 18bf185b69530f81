"""The stages of a way, by which silence is judged: how long a parcel may be without news depends on where it is."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType

from fulfillment.records import Tracked
from fulfillment.tracking.vocabulary import Word

UNSCANNED, ORIGIN, LINEHAUL, DESTINATION, DELIVERY = "unscanned", "origin", "linehaul", "destination", "delivery"
OF_STAGE: Mapping[str, tuple[Word, ...]] = MappingProxyType(
    {
        UNSCANNED: (Word.LABEL_CREATED,),
        ORIGIN: (Word.ACCEPTED, Word.ORIGIN_HUB, Word.EXPORT_CUSTOMS, Word.EXPORT_HELD, Word.EXPORT_RELEASED),
        LINEHAUL: (Word.DEPARTED_ORIGIN, Word.TRANSIT_HUB),
        DESTINATION: (Word.ARRIVED_DESTINATION, Word.IMPORT_CUSTOMS, Word.IMPORT_HELD, Word.CUSTOMS_CLEARED),
        DELIVERY: (Word.DELIVERY_HUB, Word.OUT_FOR_DELIVERY, Word.READY_FOR_PICKUP, Word.ATTEMPT_FAILED),
    }
)
STAGE: Mapping[str, str] = MappingProxyType({word: stage for stage, words in OF_STAGE.items() for word in words})
# What says nothing of a parcel: known codes for no news, and what we told the carrier ourselves.
NO_SIGN = frozenset({Word.NO_NEWS, Word.LABEL_CREATED, Word.CANCELLED})
DAY = timedelta(days=1)


def stage_of(status: str) -> str:
    """The stage of a status; of one that is none on the way out, such as a return, that of linehaul."""
    return STAGE.get(status, LINEHAUL)


def signs(events: Sequence[Tracked]) -> tuple[Tracked, ...]:
    """The events that show that the carrier has the parcel, by their time; also those of an unknown code."""
    found = (each for each in events if each.void_at is None and (each.status not in NO_SIGN or not each.is_known))
    return tuple(sorted(found, key=lambda each: (each.at, each.id)))


def whole_days(span: timedelta) -> int:
    """Days within which it was done, rounded up; never less than none."""
    return max(-(-span // DAY), 0)


def longest_gaps(left_at: datetime, events: Sequence[Tracked]) -> Mapping[str, int]:
    """The longest silence of each stage in whole days, from leaving to the last sign."""
    found: dict[str, int] = {}
    stage, since = UNSCANNED, left_at
    for each in signs(events):
        found[stage] = max(found.get(stage, 0), whole_days(each.at - since))
        stage, since = stage_of(each.status) if each.is_known else stage, max(since, each.at)
    return found
