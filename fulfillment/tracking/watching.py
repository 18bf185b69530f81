"""Which parcels somebody has to see to, before their customer asks. Pure: the same events, the same answer.

Silent: no event for longer than the lane's quantile for its stage. Late: not there when 95 of a hundred are. Held by
customs, an attempt that failed, waiting to be fetched: by its status. Unknown: the carrier does not know its number.
Orders that are to leave and returns have looks of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from fulfillment.records import ParcelTrip, Shipment, Tracked
from fulfillment.states import Voyage
from fulfillment.tracking.counting import END, began
from fulfillment.tracking.expected import GAP, P95, LaneSeen
from fulfillment.tracking.histogram import Tally, quantile
from fulfillment.tracking.priors import Priors
from fulfillment.tracking.stages import UNSCANNED, signs, stage_of
from fulfillment.tracking.vocabulary import RANK, Word, current


class Kind(StrEnum):
    """Why somebody has to see to it."""

    SILENT = "silent"
    LATE = "late"
    CUSTOMS_HELD = "customs_held"
    ATTEMPT_FAILED = "attempt_failed"
    PICKUP_WAITING = "pickup_waiting"
    UNKNOWN_NUMBER = "unknown_number"
    SHIP_BY_NEAR = "ship_by_near"
    RETURN_SILENT = "return_silent"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A watch as it should stand open."""

    kind: Kind
    since: datetime
    due: datetime


@dataclass(frozen=True, slots=True)
class Outlook:
    """What should stand open now, and when to look again; never, once the way ended."""

    open: tuple[Wanted, ...] = ()
    look_at: datetime | None = None


STANDING = {
    Word.IMPORT_HELD: Kind.CUSTOMS_HELD,
    Word.EXPORT_HELD: Kind.CUSTOMS_HELD,
    Word.ATTEMPT_FAILED: Kind.ATTEMPT_FAILED,
    Word.READY_FOR_PICKUP: Kind.PICKUP_WAITING,
}
OVER = frozenset({*END, Voyage.VOIDED, Voyage.LABELLED})
AGAIN = timedelta(days=1)  # what is open already is looked at once a day, should nothing happen


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a parcel. `is_unknown`: every source that was asked knows nothing of its number."""

    trip: ParcelTrip
    shipment: Shipment
    events: Sequence[Tracked]
    lane: LaneSeen
    tally: Tally | None
    is_unknown: bool = False


def outlook(known: Known, priors: Priors, now: datetime) -> Outlook:
    """What somebody has to see to now."""
    if Voyage(known.shipment.state) in OVER:
        return Outlook()
    coming = [*_by_time(known, priors), *_by_status(known, priors)]
    opened = tuple(sorted((wanted for at, wanted in coming if at <= now), key=lambda each: (each.kind, each.since)))
    later = [at for at, _ in coming if at > now]
    return Outlook(opened, min([*later, now + AGAIN]))


def _by_time(known: Known, priors: Priors) -> list[tuple[datetime, Wanted]]:
    """What begins when a time passes: with that time."""
    left_at, found = began(known.trip, known.events), signs(known.events)
    best = current(known.events)
    last_at = max((left_at, *(each.at for each in found)))
    late_at = left_at + timedelta(days=known.lane.p95_days)
    coming = [(late_at, _wanted(priors, Kind.LATE, left_at, late_at))]
    if known.is_unknown and not found:
        at = left_at + priors.unknown_after
        return [*coming, (at, _wanted(priors, Kind.UNKNOWN_NUMBER, left_at, at))]
    if best is None or best.status != Word.READY_FOR_PICKUP:
        stage = UNSCANNED if best is None or not found else stage_of(best.status)
        silent_at = last_at + timedelta(days=quiet_days(known, priors, stage))
        coming.append((silent_at, _wanted(priors, Kind.SILENT, last_at, silent_at)))
    return coming


def _by_status(known: Known, priors: Priors) -> list[tuple[datetime, Wanted]]:
    best = current(known.events)
    kind = None if best is None else STANDING.get(Word(best.status))
    if best is None or kind is None:
        return []
    # Since the first event of a run: a carrier tells of the same attempt or hold more than once.
    run = [each.at for each in known.events if each.void_at is None and each.status == best.status]
    others = [each.at for each in known.events if each.void_at is None and each.status != best.status
              and RANK[each.status] >= RANK[best.status] and each.at < best.at]  # fmt: skip
    since = min(at for at in run if at > max(others, default=datetime.min.replace(tzinfo=at.tzinfo)))
    return [(since, _wanted(priors, kind, since, since))]


def quiet_days(known: Known, priors: Priors, stage: str) -> int:
    """How many days a parcel may be without news there: 95 of a hundred of the lane were not longer."""
    gaps = {} if known.tally is None else known.tally.days(f"{GAP}{stage}")
    if sum(gaps.values()) < priors.least_parcels:
        return priors.silence[stage].on(known.lane.p90_days)
    return max(quantile(gaps, P95), 1)


def _wanted(priors: Priors, kind: Kind, since: datetime, at: datetime) -> Wanted:
    return Wanted(kind, since, at + priors.act_within[kind])
