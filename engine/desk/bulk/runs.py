"""Runs that decide known orders anew: announced, planned, paused, cancelled, gone on with, finished.

One run is under way for a merchant at a time. A run holds still the edition and the moment at which it was planned, so
that it comes to the same however often it is broken off, and whoever works on it.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from engine.desk.bulk.frozen import Asked, Frozen, asked_of, frozen_desk
from engine.desk.bulk.moved import Moves
from engine.desk.bulk.run_errors import RescreenOver, RescreenUnderWay
from engine.desk.bulk.why import told
from engine.desk.desk import Caller, Desk
from engine.desk.errors import NotFound
from engine.desk.rule_telling import tell
from engine.errors import StoreConflict
from engine.ids import Prefix
from engine.store.chunks import (
    NewRun,
    chunk_states,
    close_run,
    plan_run,
    ready_chunks,
    reclaim_chunks,
    revive,
    run_report,
)
from engine.store.outbox import NewJob, enqueue
from engine.store.rescreens import (
    KIND,
    UNDER_WAY,
    RescreenRow,
    announce,
    editions_of_wanted,
    is_alive,
    move,
    orders_wanted,
    rescreen_of,
    under_way,
)
from engine.store.rescreens import waiting as waiting_run
from engine.store.sessions import ReadSession, WriteSession

PLAN, CHUNK = "rescreen.plan", "rescreen.chunk"
CHUNK_ORDERS = 200
BEHIND_OTHERS = 200  # priority: orders that come in go first
BY = "rescreen"
MOST_ATTEMPTS = 3


def start(desk: Desk, caller: Caller, asked: Asked, *, by_jobs: bool) -> RescreenRow:
    """Announces a run; `by_jobs` has workers plan it and work on it. Raises RescreenUnderWay."""
    run, now = desk.ids.new(Prefix.RUN), desk.clock.now()
    try:
        with desk.database.write() as session:
            active = under_way(session, caller.merchant)
            if active is not None:
                raise RescreenUnderWay(active.run)
            announce(session, run, caller.merchant, asked.params(), state="planning", at=now, by=caller.name)
            if by_jobs:
                enqueue(session, desk.ids, [plan_job(caller.merchant, run)], now)
    except StoreConflict as conflict:
        raise RescreenUnderWay("of somebody else") from conflict
    return the_run(desk, caller.merchant, run)


def the_run(desk: Desk, merchant: str, run: str) -> RescreenRow:
    """A run. Raises NotFound."""
    with desk.database.read() as session:
        return found_run(session, merchant, run)


def found_run(session: ReadSession, merchant: str, run: str) -> RescreenRow:
    """A run. Raises NotFound."""
    found = rescreen_of(session, merchant, run)
    if found is None:
        raise NotFound("run", run)
    return found


def plan_job(merchant: str, run: str) -> NewJob:
    """Has a worker plan a run."""
    return NewJob(kind=PLAN, merchant=merchant, aggregate=run, payload={"run": run}, dedup=f"{PLAN}:{run}")


def plan(desk: Desk, merchant: str, run: str, *, by_jobs: bool) -> RescreenRow:
    """Writes down which orders the run is about, and why; does nothing where that is done. Raises NoEdition."""
    desk.editions.look()  # what came into force a moment ago counts
    loaded, at = desk.editions.current(merchant), desk.clock.now()
    row = the_run(desk, merchant, run)
    if row.state != "planning":
        return row
    asked = asked_of(row.params)
    frozen = Frozen(asked=asked, edition=loaded.digest, at=at)
    with desk.database.read() as session:
        editions = editions_of_wanted(session, merchant, asked.narrowed)
        moves = Moves(frozen_desk(desk, at), loaded, merchant)
        why = told(moves, session, editions, at.date()) if asked.touched_only else ()
    params = frozen.params() | {"why": list(why), "editions": dict(editions.most_common())}
    new = NewRun(kind=KIND, merchant=merchant, created_by=row.created_by, params=params, chunk=CHUNK_ORDERS, run=run)
    with desk.database.write() as session:
        plan_run(session, desk.ids, new, orders_wanted(session, merchant, asked.narrowed), at)
        begun = found_run(session, merchant, run)
        _tell(desk, session, begun, "rescreen.started", {"orders": begun.orders})
        if by_jobs:
            _hand_out(desk, session, begun)
            finish(desk, session, merchant, run)
    return begun


def _hand_out(desk: Desk, session: WriteSession, row: RescreenRow) -> None:
    """A job for each chunk that nobody has. One too many does no harm: a chunk is claimed once."""
    now, per_second = desk.clock.now(), asked_of(row.params).per_second
    jobs = [
        NewJob(
            kind=CHUNK,
            merchant=row.merchant,
            aggregate=f"{row.run}:{number}",
            payload={"run": row.run, "chunk": number},
            priority=BEHIND_OTHERS,
            run_after=_due(now, place, per_second),
        )
        for place, (number, _) in enumerate(ready_chunks(session, row.run))
    ]
    for first in range(0, len(jobs), 1000):
        enqueue(session, desk.ids, jobs[first : first + 1000], now)


def _due(now: datetime, place: int, per_second: int) -> datetime | None:
    if not per_second or not place:
        return None
    return datetime.fromtimestamp(now.timestamp() + place * CHUNK_ORDERS / per_second, now.tzinfo)


def pause(desk: Desk, caller: Caller, run: str) -> RescreenRow:
    """Has nobody begin another chunk; those begun are finished. Raises NotFound and RescreenOver."""
    return _moved(desk, caller, run, ("running",), "paused")


def cancel(desk: Desk, caller: Caller, run: str) -> RescreenRow:
    """Ends a run; what was decided stays. Raises NotFound and RescreenOver."""
    row = _moved(desk, caller, run, (*UNDER_WAY, "waiting"), "cancelled")
    with desk.database.write() as session:
        next_turn(desk, session, caller.merchant)
    return row


def resume(desk: Desk, caller: Caller, run: str, *, by_jobs: bool) -> RescreenRow:
    """Goes on with a run that was paused, whose workers are gone, or of which chunks were given up.

    Raises NotFound, RescreenOver, RescreenUnderWay.
    """
    try:
        with desk.database.write() as session:
            row = found_run(session, caller.merchant, run)
            if row.state == "stopped":
                revive(session, run, caller.merchant)
            elif row.state == "planning":
                if by_jobs:
                    enqueue(session, desk.ids, [replace(plan_job(caller.merchant, run), dedup=None)], desk.clock.now())
            elif not move(session, run, ("paused", "running"), "running"):
                raise RescreenOver(run, row.state)
            row = found_run(session, caller.merchant, run)
            if by_jobs and row.state == "running":
                _hand_out(desk, session, row)
    except StoreConflict as conflict:
        raise RescreenUnderWay("of somebody else") from conflict
    return row


def take_over(desk: Desk, session: WriteSession, row: RescreenRow) -> None:
    """Has workers go on with a run on which nobody works any more, such as one of a terminal that was closed."""
    if row.state == "planning":
        enqueue(session, desk.ids, [replace(plan_job(row.merchant, row.run), dedup=None)], desk.clock.now())
    elif not is_alive(session, row.run):
        reclaim_chunks(session, row.run, "", MOST_ATTEMPTS)
        _hand_out(desk, session, row)
        finish(desk, session, row.merchant, row.run)


def _moved(desk: Desk, caller: Caller, run: str, before: tuple[str, ...], after: str) -> RescreenRow:
    now = desk.clock.now()
    with desk.database.write() as session:
        row = found_run(session, caller.merchant, run)
        if not move(session, run, before, after, now if after == "cancelled" else None):
            raise RescreenOver(run, row.state)
        row = found_run(session, caller.merchant, run)
        _tell(desk, session, row, f"rescreen.{after}", {}, caller.name)
    return row


def finish(desk: Desk, session: WriteSession, merchant: str, run: str) -> bool:
    """Ends a run all of whose chunks are done or given up, once; then whoever waits has its turn."""
    states, _ = chunk_states(session, run)
    if states.keys() & {"ready", "running"}:
        return False
    report = run_report(session, run, merchant)
    if not move(session, run, ("running",), "stopped" if report.dead else "done"):
        return False
    close_run(session, run, report)
    _tell(desk, session, found_run(session, merchant, run), "rescreen.finished", {"totals": _counts(report.totals)})
    next_turn(desk, session, merchant)
    return True


def _counts(totals: Mapping[str, int]) -> Mapping[str, int]:
    """How many orders went which way, by names that a message may carry: `looked at` is `looked_at`."""
    return {name.replace(" ", "_"): count for name, count in totals.items() if ":" not in name and ">" not in name}


def next_turn(desk: Desk, session: WriteSession, merchant: str) -> None:
    """Begins the run that waits for one to end."""
    row = waiting_run(session, merchant)
    if row is not None and under_way(session, merchant) is None and move(session, row.run, ("waiting",), "planning"):
        enqueue(session, desk.ids, [plan_job(merchant, row.run)], desk.clock.now())


def _tell(
    desk: Desk, session: WriteSession, row: RescreenRow, type_: str, data: Mapping[str, object], by: str = BY
) -> None:
    asked = asked_of(row.params)
    about = {"run": row.run, "causes": list(asked.causes), "dry_run": asked.dry_run, **data}
    tell(desk, session, Caller(merchant=row.merchant, name=by), type_, row.run, about, desk.clock.now())
