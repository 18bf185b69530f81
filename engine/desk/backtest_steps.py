"""Backtests that were asked for over HTTP: planned by a run, then worked off by jobs, a few chunks each.

A job does what it can in some seconds and is followed by the next, so that other jobs get their turn. Chunks are
claimed from the ledger: `clearway backtest --resume` on another machine may work on the same run at the same time.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from engine.desk.backtesting import Plan, look, plan, settle
from engine.desk.desk import Caller, Desk
from engine.desk.draft_editions import edition_of_draft
from engine.desk.edition_reading import IN_FORCE, named
from engine.desk.rule_running import Answer, NumberedIds
from engine.errors import LeaseLost, StoreConflict
from engine.ids import Prefix
from engine.runtime.trial import trial
from engine.store.backtests import Wanted
from engine.store.chunk_work import Terms
from engine.store.chunks import (
    claim_chunk,
    close_run,
    fail_chunk,
    finish_chunk,
    goes_on,
    ready_chunks,
    reclaim_chunks,
    run_report,
)
from engine.store.handling import AnyHandler, OutsideHandler
from engine.store.outbox import Job, NewJob, enqueue
from engine.store.rule_runs import RuleRun
from engine.store.sessions import WriteSession

STEP = "rules.backtest_step"
AT_ONCE = timedelta(seconds=10)
AGAIN_IN = timedelta(seconds=5)  # where others have all the chunks that are left
CHUNK = 50  # orders: a second or so, and what is done again when a process dies


def plan_backtest(desk: Desk, caller: Caller, run: RuleRun) -> Answer:
    """Keeps the candidate, tries whether the engine holds it, and plans the run; answers its id."""
    asked = run.asked
    base = desk.editions.current(caller.merchant).digest
    against = named(desk, caller, str(asked.get("against") or IN_FORCE))
    candidate = _candidate(desk, caller, asked, base)
    law_on = None if asked.get("law_on") is None else date.fromisoformat(str(asked["law_on"]))
    if candidate != base:
        day = desk.clock.now() if law_on is None else datetime.combine(law_on, time(12), UTC)
        trial(desk.editions.load(candidate, caller.merchant).admission.program(day, day))
    sample = asked.get("sample")
    new = Plan(
        candidate=candidate,
        against=against,
        law_on=law_on,
        wanted=_wanted(asked),
        sample=sample if isinstance(sample, int) else None,
    )
    numbered = replace(desk, ids=NumberedIds(desk.ids, Prefix.RUN, run.id))
    try:
        with desk.database.write() as session:
            plan(numbered, session, caller, new, CHUNK)
            enqueue(session, desk.ids, [_step(run.merchant, run.id, 0, None)], desk.clock.now())
    except StoreConflict:  # of a worker that died behind it: the run is planned
        pass
    return {"backtest": run.id, "candidate": candidate, "against": against}


def _candidate(desk: Desk, caller: Caller, asked: Answer, base: str) -> str:
    draft = asked.get("draft")
    if draft is None:
        return named(desk, caller, str(asked.get("edition") or IN_FORCE))
    return edition_of_draft(desk, caller, str(draft), base)


def _wanted(asked: Answer) -> Wanted:
    return Wanted(
        since=_moment(asked.get("since")),
        until=_moment(asked.get("until")),
        shop=_word(asked.get("shop")),
        channel=_word(asked.get("channel")),
        country=_word(asked.get("country")),
    )


def _moment(said: object) -> datetime | None:
    return None if said is None else datetime.fromisoformat(str(said))


def _word(said: object) -> str | None:
    return None if said is None else str(said)


def _step(merchant: str, run: str, number: int, due: datetime | None) -> NewJob:
    return NewJob(
        kind=STEP,
        merchant=merchant,
        aggregate=run,
        payload={"run": run, "step": number},
        dedup=f"{STEP}:{run}:{number}",
        run_after=due,
        priority=200,  # behind whatever an order waits for
    )


class BacktestSteps:
    """Works on the chunks of a run."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def act(self, job: Job) -> bool:
        """Does chunks until the time of a step is over; answers whether any was done."""
        run, terms = str(job.payload["run"]), Terms(owner=job.id)
        last = self._desk.clock.now() + AT_ONCE
        with self._desk.database.write() as session:
            reclaim_chunks(session, run, terms.owner, terms.most_attempts)
        with self._desk.database.read() as session:
            ready = [number for number, _ in ready_chunks(session, run)] if goes_on(session, run) else []
        done = False
        for number in ready:
            if done and (self._desk.clock.now() >= last or not self._goes_on(run)):
                break
            done = self._chunk(run, number, terms) or done
        return done

    def _goes_on(self, run: str) -> bool:
        with self._desk.database.read() as session:
            return goes_on(session, run)

    def _chunk(self, run: str, number: int, terms: Terms) -> bool:
        with self._desk.database.write() as session:
            chunk = claim_chunk(session, run, number, terms.owner, terms.lease_s)
        if chunk is None:
            return False
        try:
            with self._desk.database.read() as session:
                seen = look(self._desk, session, chunk.merchant, chunk.ids, chunk.params)
            with self._desk.database.write() as session:
                finish_chunk(session, chunk, settle(session, chunk.merchant, run, seen))
        except LeaseLost:
            return False
        except Exception as error:  # noqa: BLE001 - whatever a chunk raises is kept with it
            with self._desk.database.write() as session:
                fail_chunk(session, chunk, error, terms.most_attempts)
        return True

    def settle(self, session: WriteSession, job: Job, done: bool) -> None:  # noqa: FBT001 - what `act` answers
        """Closes the run, or goes on."""
        run, now = str(job.payload["run"]), self._desk.clock.now()
        report = run_report(session, run, job.merchant)
        if report.state != "running":
            return
        if report.by_state.get("ready", 0) + report.by_state.get("running", 0):
            number = int(str(job.payload["step"])) + 1
            due = None if done else now + AGAIN_IN
            enqueue(session, self._desk.ids, [_step(job.merchant, run, number, due)], now)
        else:
            close_run(session, run, report)


def backtest_handlers(desk: Desk) -> Mapping[str, AnyHandler]:
    """The handler of steps by kind of job."""
    steps = BacktestSteps(desk)
    return {STEP: OutsideHandler(steps.act, steps.settle)}
