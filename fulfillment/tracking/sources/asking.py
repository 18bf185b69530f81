"""Sources are asked in turns: a job asks for the parcels that are due, keeps what is told, and adds the next turn.

Of a source there is one chain of turns; a job whose turn is over does nothing. A worker that dies anywhere leaves the
parcels due, so they are asked for again, and known events change nothing.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from engine.errors import ClearwayError
from engine.ids import Ids
from engine.journal import journal
from engine.journal import tell as log
from engine.store.outbox import Job, NewJob, enqueue, is_live
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.channels.errors import ChannelError, Throttled
from fulfillment.channels.port import Port
from fulfillment.channels.stopping import FOR_PEOPLE, MOST_WHY
from fulfillment.channels.windows import pause_s
from fulfillment.jobs import TRACKING_POLL
from fulfillment.records import Following, TrackingSource
from fulfillment.store.shipments import shipments_of_number
from fulfillment.store.tracking import (
    due_of,
    follow_new,
    following_of,
    is_under_way_number,
    move_turn,
    next_due,
    put_following,
    save_source,
    source_of,
    sources_on,
)
from fulfillment.tracking.sources.adapters import adapter_of
from fulfillment.tracking.sources.hearing import take_job
from fulfillment.tracking.sources.protocol import Answer, Found, Wanted
from fulfillment.tracking.sources.words import Power

LOG = journal("tracking")
LANE = "tracking"
IDLE_S = 600.0  # between two looks for parcels that left, where none is due
SOON_S = 300.0  # after a number was registered: sources need a while to find the first event
MOST_NEW = 500
NOTHING = Answer()


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of a turn: the parcels that were asked for, and the answer, or why there is none."""

    asked: tuple[Following, ...] = ()
    answer: Answer = NOTHING
    pause_s: float = 0.0
    wait_s: float | None = None
    failed: str = ""
    refused: ClearwayError | None = None


@dataclass(frozen=True, slots=True)
class AskWork:
    """A turn of a source. `luck`: a random number from 0 to 1."""

    port: Port
    luck: Callable[[], float]

    def act(self, job: Job) -> Looked | None:
        """Asks for what is due; None where the turn is over."""
        now = self.port.desk.clock.now()
        with self.port.desk.database.write() as session:
            source = _turn_of(session, job)
            if source is None:
                return None
            follow_new(session, source, now, MOST_NEW)
        try:
            adapter = adapter_of(self.port.accounts, source)
            with self.port.desk.database.read() as session:
                due = due_of(session, source, now, adapter.most_numbers)
                wanted = [_wanted(session, each) for each in due]
            answer = adapter.ask(wanted) if wanted else Answer()
        except Throttled as throttled:
            return Looked(wait_s=throttled.after_s, failed=f"{throttled.code}: {throttled}")
        except FOR_PEOPLE as refused:
            return Looked(refused=refused)
        except ChannelError as error:
            return Looked(failed=f"{error.code}: {error}")
        return Looked(due, answer, adapter.pause_s)

    def settle(self, session: WriteSession, job: Job, looked: Looked | None) -> None:
        """Keeps how each parcel is followed, has its events taken, and adds the next turn."""
        source = _turn_of(session, job)
        if source is None or looked is None:
            return
        now = self.port.desk.clock.now()
        if looked.refused is not None:
            stop_source(session, source, looked.refused, now)
            return
        moved = replace(source, turn=source.turn + 1, error=(looked.failed or looked.answer.error)[:MOST_WHY])
        moved = replace(moved, failures=source.failures + 1) if looked.failed and looked.wait_s is None else replace(
            moved, failures=0, good_at=source.good_at if looked.failed else now)  # fmt: skip
        if not move_turn(session, source, moved):
            return
        jobs = _keep(session, source, looked, now)
        due = now + timedelta(seconds=self._pause(session, moved, looked, now))
        enqueue(session, self.port.desk.ids, [ask_job(moved, due), *jobs], now)

    def _pause(self, session: ReadSession, source: TrackingSource, looked: Looked, now: datetime) -> float:
        if looked.wait_s is not None:
            return looked.wait_s
        if looked.failed:
            return pause_s(source.failures, self.luck())
        upcoming = next_due(session, source)
        left = IDLE_S if upcoming is None else min((upcoming - now).total_seconds(), IDLE_S)
        return max(left, looked.pause_s)


def stop_source(session: WriteSession, source: TrackingSource, error: ClearwayError, now: datetime) -> None:
    """It refuses us: nothing is asked until a person has seen to it and switches it on again."""
    why = f"{error.code}: {error}"[:MOST_WHY]
    if save_source(session, source, replace(source, power=Power.STOPPED, why=why, changed_at=now)) is not None:
        log(LOG, logging.WARNING, "tracking_source_stopped", source=source.id, kind=source.kind, code=error.code)


def begin_asking(session: WriteSession, ids: Ids, source: TrackingSource, now: datetime) -> TrackingSource:
    """Starts the chain of turns of a source that is on; a chain that there was is over. One that pushes has none."""
    begun = replace(source, turn=source.turn + 1)
    move_turn(session, source, begun)
    if source.every_s > 0:
        enqueue(session, ids, [ask_job(begun, now)], now)
    return begun


def keep_asking(session: WriteSession, ids: Ids, now: datetime) -> int:
    """Starts anew the chains that broke off with a dead job; answers how many. Any number of workers may ask."""
    begun = 0
    for source in sources_on(session):
        if source.every_s > 0 and not is_live(session, source.merchant_id, _words(source)):
            begin_asking(session, ids, source, now)
            begun += 1
    return begun


def ask_job(source: TrackingSource, due: datetime) -> NewJob:
    """The turn of a source; there is one, whoever asks for it."""
    return NewJob(
        kind=TRACKING_POLL,
        merchant=source.merchant_id,
        aggregate=f"{TRACKING_POLL}:{source.id}",
        payload={"source": source.id, "turn": source.turn},
        dedup=_words(source),
        run_after=due,
    )


def followed(source: TrackingSource, each: Following, found: Found | None, *, is_under_way: bool,
             now: datetime) -> Following:  # fmt: skip
    """How a parcel is followed after it was asked for."""
    if found is None:
        return replace(each, next_at=now + timedelta(seconds=source.every_s))
    asked = replace(each, asked_at=now, unknown=not found.known, refused=found.refused,
                    remote=found.remote or each.remote)  # fmt: skip
    registered = (each.registered_at or now) if found.registered else None
    is_new = registered is not None and each.registered_at is None
    pause = SOON_S if is_new and not found.events else float(source.every_s)
    ends = found.refused or not is_under_way
    return replace(asked, registered_at=registered, next_at=None if ends else now + timedelta(seconds=pause))


def _keep(session: WriteSession, source: TrackingSource, looked: Looked, now: datetime) -> Sequence[NewJob]:
    by_number: Mapping[str, Found] = {each.number: each for each in looked.answer.found}
    jobs: list[NewJob] = []
    for each in looked.asked:
        found = by_number.get(each.number)
        before = following_of(session, source.id, each.number) or each
        is_under_way = is_under_way_number(session, source.merchant_id, each.number)
        put_following(session, followed(source, before, found, is_under_way=is_under_way, now=now))
        if found is not None and found.events:
            jobs.append(take_job(source, found))
    return jobs


def _wanted(session: ReadSession, each: Following) -> Wanted:
    parcels = shipments_of_number(session, each.merchant_id, each.number)
    carrier = parcels[0].carrier if parcels else ""
    return Wanted(number=each.number, carrier=carrier, remote=each.remote, registered=each.registered_at is not None)


def _words(source: TrackingSource) -> str:
    return f"{TRACKING_POLL}:{source.id}:{source.turn}"


def _turn_of(session: ReadSession, job: Job) -> TrackingSource | None:
    """The source, while it is on and it is this job's turn."""
    source = source_of(session, job.merchant, str(job.payload["source"]))
    if source is None or source.power is not Power.ON or source.turn != job.payload["turn"]:
        return None
    return source
