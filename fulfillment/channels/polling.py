"""Connections are read in turns: a job looks at one page, takes what is new, moves the cursor, and adds the next look.

Of a connection there is one chain of looks: each has a turn, and one whose turn is over does nothing. A worker that
dies anywhere leaves the cursor where it was, so the page is read again, and known orders change nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from engine.store.outbox import Job, NewJob, enqueue, is_live
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.channels.paging import Looked, look
from fulfillment.channels.port import Port
from fulfillment.channels.stopping import stop
from fulfillment.channels.windows import next_window, pause_s
from fulfillment.channels.words import Power
from fulfillment.jobs import CHANNEL_POLL
from fulfillment.records import Connection, Progress
from fulfillment.store.channels import (
    connection_of,
    connections_on,
    move_progress,
    progress_of,
    put_progress,
)


@dataclass(frozen=True, slots=True)
class PollWork:
    """A look at a connection. `luck`: a random number from 0 to 1."""

    port: Port
    luck: Callable[[], float]

    def act(self, job: Job) -> Looked | None:
        """Reads the next page, and takes its orders; None where the turn is over."""
        with self.port.desk.database.read() as session:
            found = _turn_of(session, job)
        if found is None:
            return None
        connection, progress = found
        latest = self.port.desk.clock.now() - timedelta(seconds=connection.lag_s)
        overlap = timedelta(seconds=connection.overlap_s)
        window = next_window(progress.read_until, progress.window_until, latest, overlap)
        return (
            Looked()
            if window is None
            else look(self.port, connection, window, progress.after, failures=progress.failures)
        )

    def settle(self, session: WriteSession, job: Job, looked: Looked | None) -> None:
        """Moves the cursor, and adds the next look."""
        found = _turn_of(session, job)
        if found is None or looked is None:
            return
        connection, progress = found
        if looked.refused is not None:
            stop(self.port, session, connection, looked.refused)
            words = f"{looked.refused.code}: {looked.refused}"
            move_progress(session, progress, replace(progress, turn=progress.turn + 1, error=words))
            return
        now = self.port.desk.clock.now()
        moved = moved_on(progress, looked, now)
        if move_progress(session, progress, moved):
            due = now + timedelta(seconds=self._pause_s(connection, moved, looked, now))
            enqueue(session, self.port.desk.ids, [look_job(moved, due)], now)

    def _pause_s(self, connection: Connection, moved: Progress, looked: Looked, now: datetime) -> float:
        """Until the next look: as the channel asks, longer the more failed, at once where there is more to read."""
        if looked.wait_s is not None:
            return looked.wait_s
        if looked.failed:
            return pause_s(moved.failures, self.luck())
        behind = now - timedelta(seconds=connection.lag_s + connection.every_s) - moved.read_until
        if moved.window_until is not None or behind > timedelta(0):
            return 0.0
        return float(connection.every_s)


def moved_on(progress: Progress, looked: Looked, now: datetime) -> Progress:
    """How far the reading is after a look."""
    turned = replace(progress, turn=progress.turn + 1)
    if looked.wait_s is not None:
        return replace(turned, error=looked.failed)
    if looked.failed:
        return replace(turned, error=looked.failed, failures=progress.failures + 1)
    good = replace(turned, error="", failures=0, last_good_at=now)
    if looked.window is None:
        return good
    good = replace(good, pages=progress.pages + 1, shown=progress.shown + looked.shown, after=looked.after)
    if looked.after is not None:
        return replace(good, window_until=looked.window.until)
    return replace(good, window_until=None, read_until=max(progress.read_until, looked.window.until))


def begin_looking(port: Port, session: WriteSession, connection: Connection) -> Progress:
    """Starts the chain of looks of a connection that is on, behind whatever was read before; a chain that there was is
    over. One that is never asked has none."""
    now = port.desk.clock.now()
    before = progress_of(session, connection.id)
    begun = before or Progress(
        connection_id=connection.id, merchant_id=connection.merchant_id, read_until=connection.since
    )
    # The window begins anew: what was set may have changed, and a cursor may be too old for the channel.
    begun = replace(begun, turn=begun.turn + 1, window_until=None, after=None, failures=0, error="")
    put_progress(session, begun)
    if connection.every_s > 0:
        enqueue(session, port.desk.ids, [look_job(begun, now)], now)
    return begun


def keep_looking(port: Port, session: WriteSession) -> int:
    """Starts anew the chains that broke off with a dead job; answers how many. Any number of workers may ask."""
    begun = 0
    for connection in connections_on(session):
        progress = progress_of(session, connection.id)
        words = "" if progress is None else _words(progress)
        if connection.every_s > 0 and not is_live(session, connection.merchant_id, words):
            begin_looking(port, session, connection)
            begun += 1
    return begun


def look_job(progress: Progress, due: datetime) -> NewJob:
    """The look of a turn; there is one, whoever asks for it."""
    return NewJob(
        kind=CHANNEL_POLL,
        merchant=progress.merchant_id,
        aggregate=f"{CHANNEL_POLL}:{progress.connection_id}",
        payload={"connection": progress.connection_id, "turn": progress.turn},
        dedup=_words(progress),
        run_after=due,
    )


def _words(progress: Progress) -> str:
    return f"{CHANNEL_POLL}:{progress.connection_id}:{progress.turn}"


def _turn_of(session: ReadSession, job: Job) -> tuple[Connection, Progress] | None:
    """The connection and its progress, while it is on and it is this job's turn."""
    connection = connection_of(session, job.merchant, str(job.payload["connection"]))
    progress = progress_of(session, str(job.payload["connection"]))
    if connection is None or progress is None or connection.power is not Power.ON:
        return None
    return (connection, progress) if progress.turn == job.payload["turn"] else None
