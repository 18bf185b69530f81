"""A stretch of the past is read once more, at somebody's wish: orders from before the connection, or after a gap.

It goes beside the polling, page by page with a cursor of its own, and goes on where it was after a kill, an outage, or
while the connection was off. Known orders change nothing by it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from engine.desk.desk import Caller
from engine.desk.telling import audit_job
from engine.store.outbox import Job, NewJob, enqueue, is_live
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.channels.errors import BackfillRefused
from fulfillment.channels.paging import Looked, look
from fulfillment.channels.port import Port
from fulfillment.channels.stopping import stop
from fulfillment.channels.windows import next_window, pause_s
from fulfillment.channels.words import Power
from fulfillment.jobs import CHANNEL_BACKFILL
from fulfillment.records import Backfill, Connection
from fulfillment.store.channels import backfill_of, connection_of, connections_on, move_backfill, put_backfill

LOW = 150  # new orders go before old ones
MOST = timedelta(days=800)


@dataclass(frozen=True, slots=True)
class BackfillWork:
    """Reads one page of the stretch. `luck`: a random number from 0 to 1."""

    port: Port
    luck: Callable[[], float]

    def act(self, job: Job) -> Looked | None:
        """Reads the page, and takes its orders; None where the turn is over."""
        with self.port.desk.database.read() as session:
            found = _turn_of(session, job)
        if found is None:
            return None
        connection, backfill = found
        window = next_window(backfill.read_until, backfill.window_until, backfill.until, timedelta(0))
        if window is None:
            return Looked()
        return look(self.port, connection, window, backfill.after, backfill.since, _failures(job))

    def settle(self, session: WriteSession, job: Job, looked: Looked | None) -> None:
        """Moves the cursor, and adds the next page while there is one."""
        found = _turn_of(session, job)
        if found is None or looked is None:
            return
        connection, backfill = found
        if looked.refused is not None:
            stop(self.port, session, connection, looked.refused)
            return  # switched on again, it goes on
        now = self.port.desk.clock.now()
        moved = moved_on(backfill, looked, now)
        if move_backfill(session, backfill, moved) and moved.ended_at is None:
            wait_s = looked.wait_s or (pause_s(_failures(job) + 1, self.luck()) if looked.failed else 0.0)
            failures = _failures(job) + 1 if looked.failed and looked.wait_s is None else 0
            next_page = _job(moved, now + timedelta(seconds=wait_s), failures)
            enqueue(session, self.port.desk.ids, [next_page], now)


def moved_on(backfill: Backfill, looked: Looked, now: datetime) -> Backfill:
    """How far it is after a look."""
    turned = replace(backfill, turn=backfill.turn + 1, error=looked.failed)
    if looked.failed:
        return turned
    if looked.window is None:
        return replace(turned, ended_at=now)
    good = replace(turned, pages=backfill.pages + 1, shown=backfill.shown + looked.shown, after=looked.after)
    if looked.after is not None:
        return replace(good, window_until=looked.window.until)
    read = looked.window.until
    return replace(good, window_until=None, read_until=read, ended_at=now if read >= backfill.until else None)


def begin_backfill(
    port: Port, caller: Caller, connection: Connection, since: datetime, until: datetime | None = None
) -> Backfill:
    """Begins it: orders that changed in [since, until), now by default. One is made at a time; asked for the same again
    while it goes on, it is the one there is. Raises BackfillRefused."""
    now = port.desk.clock.now()
    end = min(until or now, now)
    if not timedelta(0) < end - since <= MOST:
        raise BackfillRefused(f"the time must end after it begins, and be no longer than {MOST.days} days")
    if connection.power is not Power.ON:
        raise BackfillRefused(f"the connection is `{connection.power}`; switch it on first")
    with port.desk.database.write() as session:
        before = backfill_of(session, connection.id)
        if before is not None and before.ended_at is None:
            if before.since == since and until in (None, before.until):
                return before
            raise BackfillRefused("another time is being read; wait for its end, or end it first")
        begun = Backfill(
            connection_id=connection.id,
            merchant_id=connection.merchant_id,
            since=since,
            until=end,
            read_until=since,
            turn=0 if before is None else before.turn + 1,
            begun_at=now,
            begun_by=caller.name,
        )
        put_backfill(session, begun)
        told = {"since": since.isoformat(), "until": end.isoformat()}
        audited = audit_job(caller, "channel.backfill_begun", connection.id, told, now)
        enqueue(session, port.desk.ids, [_job(begun, now, 0), audited], now)
    return begun


def end_backfill(port: Port, caller: Caller, connection: Connection) -> Backfill | None:
    """Ends what is being read; what was taken stays. None where nothing was."""
    now = port.desk.clock.now()
    with port.desk.database.write() as session:
        before = backfill_of(session, connection.id)
        if before is None or before.ended_at is not None:
            return None
        ended = replace(before, turn=before.turn + 1, ended_at=now, error="ended by hand")
        put_backfill(session, ended)
        audited = audit_job(caller, "channel.backfill_ended", connection.id, {}, now)
        enqueue(session, port.desk.ids, [audited], now)
    return ended


def go_on(port: Port, session: WriteSession, connection: Connection) -> None:
    """Goes on with what was not read to its end, when a connection is switched on."""
    before = backfill_of(session, connection.id)
    if before is not None and before.ended_at is None:
        now = port.desk.clock.now()
        # A cursor may be too old for the channel: the window begins anew.
        again = replace(before, turn=before.turn + 1, window_until=None, after=None)
        put_backfill(session, again)
        enqueue(session, port.desk.ids, [_job(again, now, 0)], now)


def keep_going_on(port: Port, session: WriteSession) -> int:
    """Goes on with those that broke off with a dead job; answers how many. Any number of workers may ask."""
    begun = 0
    for connection in connections_on(session):
        backfill = backfill_of(session, connection.id)
        if backfill is None or backfill.ended_at is not None:
            continue
        if not is_live(session, connection.merchant_id, _words(backfill)):
            go_on(port, session, connection)
            begun += 1
    return begun


def _words(backfill: Backfill) -> str:
    return f"{CHANNEL_BACKFILL}:{backfill.connection_id}:{backfill.turn}"


def _failures(job: Job) -> int:
    return int(str(job.payload.get("failures", 0)))


def _job(backfill: Backfill, due: datetime, failures: int) -> NewJob:
    return NewJob(
        kind=CHANNEL_BACKFILL,
        merchant=backfill.merchant_id,
        aggregate=f"{CHANNEL_BACKFILL}:{backfill.connection_id}",
        payload={"connection": backfill.connection_id, "turn": backfill.turn, "failures": failures},
        dedup=_words(backfill),
        priority=LOW,
        run_after=due,
    )


def _turn_of(session: ReadSession, job: Job) -> tuple[Connection, Backfill] | None:
    connection = connection_of(session, job.merchant, str(job.payload["connection"]))
    backfill = backfill_of(session, str(job.payload["connection"]))
    if connection is None or backfill is None or connection.power is not Power.ON or backfill.ended_at is not None:
        return None
    return (connection, backfill) if backfill.turn == job.payload["turn"] else None
