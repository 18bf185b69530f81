"""What was kept is read again by the tables of today: a job of a merchant, a chunk of events at a time.

Only what another edition of a table has read is touched, so a second run finds nothing to do.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from engine.clock import Clock
from engine.ids import Ids
from engine.store.outbox import Handler, Job, NewJob, enqueue
from engine.store.sessions import WriteSession
from fulfillment.jobs import TRACKING_REREAD
from fulfillment.records import Tracked
from fulfillment.site import Occasion, Site
from fulfillment.store.cases import find_case
from fulfillment.store.shipments import find_shipment, set_read
from fulfillment.store.tracking import read_by_another
from fulfillment.thread import at_work
from fulfillment.tracking.arriving import catch_up_one
from fulfillment.tracking.code_tables import TableName, code_table
from fulfillment.tracking.reading import read
from fulfillment.tracking.told import Told
from fulfillment.tracking.trips import lane_of, news_of

CHUNK = 200
ACTOR = "system"


@dataclass(frozen=True, slots=True)
class Reread:
    """How many events were read again, how many mean something else now, and behind which id to go on."""

    events: int = 0
    changed: int = 0
    after: str | None = None


def reread_some(session: WriteSession, site: Site, merchant: str, after: str, now: datetime,
                limit: int = CHUNK) -> Reread:  # fmt: skip
    """Reads the next events again; the parcels of those that mean something else now follow."""
    digests = [code_table(name).digest for name in TableName]
    events = read_by_another(session, merchant, digests, after, limit)
    changed: dict[str, str] = {}
    many = 0
    for each in events:
        anew = _anew(session, site, each)
        set_read(session, anew)
        if (anew.status, anew.reason, anew.at) != (each.status, each.reason, each.at):
            changed[each.shipment_id] = each.order_id
            many += 1
    for shipment_id, order_id in sorted(changed.items(), key=lambda pair: (pair[1], pair[0])):
        if find_case(session, merchant, order_id) is not None:
            with at_work(session, site, Occasion(merchant=merchant, order_id=order_id, now=now, actor=ACTOR)) as file:
                file.touch()
                catch_up_one(file, shipment_id)
                news_of(file, shipment_id)
    return Reread(len(events), many, events[-1].id if len(events) == limit else None)


def _anew(session: WriteSession, site: Site, event: Tracked) -> Tracked:
    shipment = find_shipment(session, event.merchant_id, event.shipment_id)
    if shipment is None:
        return event
    found = read(Told.of(event.data), lane_of(session, site, shipment), event.received_at)
    return replace(event, status=found.word, reason=found.reason, at=found.when.at, local=found.when.local,
                   zone_from=found.when.zone_from, read_by=found.table_digest, is_known=found.is_known)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Work:
    site: Site
    clock: Clock

    def __call__(self, session: WriteSession, job: Job, /) -> None:
        now = self.clock.now()
        done = reread_some(session, self.site, job.merchant, str(job.payload["after"]), now)
        if done.after is not None:
            enqueue(session, self.site.ids, [reread_job(job.merchant, done.after)], now)


def reread_job(merchant: str, after: str = "") -> NewJob:
    """The next chunk of a merchant."""
    return NewJob(kind=TRACKING_REREAD, merchant=merchant, aggregate=TRACKING_REREAD, payload={"after": after})


def begin_rereading(session: WriteSession, ids: Ids, merchant: str, now: datetime) -> None:
    """Has everything of a merchant read again that older tables have read."""
    enqueue(session, ids, [reread_job(merchant)], now)


def reread_handlers(site: Site, clock: Clock) -> Mapping[str, Handler]:
    """Kind of job -> its handler."""
    return {TRACKING_REREAD: _Work(site, clock)}
