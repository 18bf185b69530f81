"""The count: which orders of a day the channel lists, and which of them we do not know. Each of those is fetched, and
the day is told of, so that nobody finds a lost order by an angry buyer.

A job counts one page of one day; the sums lie in the day's row until the last page.
"""

import logging
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from engine.desk.rule_telling import RULES_TOLD
from engine.errors import ClearwayError, JobPostponed
from engine.journal import journal, tell
from engine.store.outbox import Job, NewJob, enqueue
from engine.store.sessions import WriteSession
from fulfillment.channels.errors import Throttled
from fulfillment.channels.fetching import fetch_jobs
from fulfillment.channels.port import Port
from fulfillment.channels.protocol import Listed
from fulfillment.channels.stopping import FOR_PEOPLE, stop
from fulfillment.channels.words import Power, Taken
from fulfillment.jobs import CHANNEL_COUNT
from fulfillment.records import Connection, DayCount
from fulfillment.store.channels import connection_of, day_count, kept_refs, known_refs, put_day_count, refs_taken

LOG = journal("channels")
MISSING = "channel.orders_missing"
MOST_TOLD = 100
MOST_WAITING = 500
LOW = 150  # the priority of what nobody waits for


@dataclass(frozen=True, slots=True)
class Counted:
    """A page of a count; nothing `listed` where the connection is off, `refused` where a person must look."""

    connection: Connection | None = None
    listed: Listed | None = None
    refused: ClearwayError | None = None


@dataclass(frozen=True, slots=True)
class CountWork:
    """Counts a page of a day."""

    port: Port

    def act(self, job: Job) -> Counted:
        """Asks for the page. Raises JobPostponed, and ChannelErrors, after which it is tried again."""
        with self.port.desk.database.read() as session:
            connection = connection_of(session, job.merchant, str(job.payload["connection"]))
        if connection is None or connection.power is not Power.ON:
            return Counted()
        since, until = _bounds(connection, str(job.payload["day"]), self.port.desk.clock.now())
        if since >= until:
            return Counted()
        after = job.payload.get("after")
        try:
            channel = self.port.accounts.of(connection)
            return Counted(connection, channel.listed(since, until, None if after is None else str(after)))
        except Throttled as throttled:
            raise JobPostponed(throttled.after_s, str(throttled)) from throttled
        except FOR_PEOPLE as refused:
            return Counted(connection, refused=refused)

    def settle(self, session: WriteSession, job: Job, counted: Counted) -> None:
        """Adds the page to the day, has fetched what is missing, and goes on or tells of it."""
        connection, listed = counted.connection, counted.listed
        if connection is not None and counted.refused is not None:
            stop(self.port, session, connection, counted.refused)
        if connection is None or listed is None:
            return
        now, day = self.port.desk.clock.now(), str(job.payload["day"])
        is_first = job.payload.get("after") is None
        before = None if is_first else day_count(session, connection.id, day)
        refs = tuple(dict.fromkeys(listed.refs))
        known = known_refs(session, connection.id, refs)
        missing = tuple(ref for ref in refs if ref not in known)
        count = _sum(connection, day, before, (len(refs), len(known), missing), is_whole=listed.after is None, now=now)
        put_day_count(session, count)
        jobs = fetch_jobs(connection, missing, f"count {job.payload['run']}")
        jobs += [] if listed.after is None else [_job(connection, day, str(job.payload["run"]), listed.after)]
        if count.is_whole and count.missing:
            jobs.append(_told(connection, count, now))
            tell(LOG, logging.WARNING, "channel_orders_missing", connection=connection.id, day=day,
                 missing=len(count.missing))  # fmt: skip
        enqueue(session, self.port.desk.ids, jobs, now)


def begin_count(port: Port, session: WriteSession, connection: Connection, run: str, days: int | None = None) -> int:
    """Counts the last days, today included, and has looked at what waits or lies here unread; answers how many days.
    `run` names the count: the same is begun once."""
    now = port.desk.clock.now()
    today = now.astimezone(UTC).date()
    wanted = [today - timedelta(days=back) for back in range((connection.count_days if days is None else days) + 1)]
    named = [each.isoformat() for each in wanted if _end_of(each) > connection.since]
    jobs = [_job(connection, day, run) for day in named]
    waiting = refs_taken(session, connection.id, Taken.WAITING, MOST_WAITING)
    unread = kept_refs(session, connection.id, MOST_WAITING)
    enqueue(session, port.desk.ids, jobs + fetch_jobs(connection, (*waiting, *unread), f"count {run}"), now)
    return len(named)


def _bounds(connection: Connection, day: str, now: datetime) -> tuple[datetime, datetime]:
    """The part of a day that lies behind the connection's beginning, and long enough ago to have been read."""
    begins = datetime.combine(date.fromisoformat(day), time(tzinfo=UTC))
    settled = now - timedelta(seconds=connection.lag_s + connection.overlap_s)
    return max(begins, connection.since), min(begins + timedelta(days=1), settled)


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(tzinfo=UTC)) + timedelta(days=1)


def _sum(
    connection: Connection,
    day: str,
    before: DayCount | None,
    page: tuple[int, int, tuple[str, ...]],
    *,
    is_whole: bool,
    now: datetime,
) -> DayCount:
    listed, known, missing = page
    started = before or DayCount(
        merchant_id=connection.merchant_id, connection_id=connection.id, day=day, listed=0, known=0, counted_at=now
    )
    return replace(
        started,
        listed=started.listed + listed,
        known=started.known + known,
        missing=tuple(dict.fromkeys((*started.missing, *missing))),
        is_whole=is_whole,
        counted_at=now,
    )


def _told(connection: Connection, count: DayCount, now: datetime) -> NewJob:
    payload = {
        "type": MISSING,
        "at": now.isoformat(),
        "connection_id": connection.id,
        "channel": connection.channel,
        "name": connection.name,
        "day": count.day,
        "listed": count.listed,
        "missing": len(count.missing),
        "refs": list(count.missing[:MOST_TOLD]),
    }
    return NewJob(kind=RULES_TOLD, merchant=connection.merchant_id, aggregate=connection.id, payload=payload)


def _job(connection: Connection, day: str, run: str, after: str | None = None) -> NewJob:
    payload = {"connection": connection.id, "day": day, "run": run}
    payload |= {} if after is None else {"after": after}
    return NewJob(
        kind=CHANNEL_COUNT,
        merchant=connection.merchant_id,
        aggregate=f"{CHANNEL_COUNT}:{connection.id}",
        payload=payload,
        # A page has no words of its own: it is added with the end of the page before it, which happens once.
        dedup=f"{CHANNEL_COUNT}:{connection.id}:{day}:{run}" if after is None else None,
        priority=LOW,
    )
