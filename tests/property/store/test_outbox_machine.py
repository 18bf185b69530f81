"""The outbox against a simple model of it, by random histories: what may be claimed, in which order, who may end it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from engine.errors import LeaseLost
from engine.store.database import Database
from engine.store.dead_letters import replay
from engine.store.ending import Retries, fail, finish, give_back, hold, reclaim
from engine.store.outbox import Job
from engine.store.sessions import WriteSession
from tests.jobs import LATER, a_job, add, change, claimed, column, come_due, expire, states

MOST = 3
AGGREGATES = st.sampled_from(["a", "b", "c"])


@dataclass(slots=True)
class Known:
    """A job as the model knows it."""

    aggregate: str
    is_due: bool
    state: str = "ready"
    attempts: int = 0
    fence: int = 0


class Outbox(RuleBasedStateMachine):
    """Each step does the same to the database and to the model."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self.database = database
        self.jobs: dict[str, Known] = {}
        self.claims: list[Job] = []
        self.words: set[str] = set()
        change(database, "DELETE FROM job")

    @rule(aggregate=AGGREGATES, timer=st.booleans(), words=st.sampled_from([None, "x", "y"]), urgent=st.booleans())
    def enqueue(self, aggregate: str, timer: bool, words: str | None, urgent: bool) -> None:
        job = a_job(aggregate, dedup=words, after=LATER if timer else None, priority=1 if urgent else 100)
        is_new = words is None or words not in self.words
        assert add(self.database, job) == is_new
        if is_new:
            self.words.update([] if words is None else [words])
            new = next(str(id_) for id_ in column(self.database, "id") if id_ not in self.jobs)
            self.jobs[new] = Known(aggregate, is_due=not timer)

    @rule(most=st.integers(1, 4))
    def claim(self, most: int) -> None:
        may = self.claimable()
        jobs = claimed(self.database, most)
        assert bool(jobs) == bool(may)
        assert {job.id for job in jobs} <= may
        for job in jobs:
            known = self.jobs[job.id]
            assert not [each for each in self.before(job.id) if each.state == "ready" and each.is_due]
            known.state, known.attempts, known.fence = "running", known.attempts + 1, known.fence + 1
            assert (job.attempts, job.fence) == (known.attempts, known.fence)
        self.claims.extend(jobs)

    def before(self, id_: str) -> Sequence[Known]:
        """Older jobs of the same aggregate."""
        return [each for key, each in self.jobs.items() if key < id_ and each.aggregate == self.jobs[id_].aggregate]

    def claimable(self) -> set[str]:
        """What may be claimed if there is room: due, in an aggregate that rests, and with no older one in its pause."""
        busy = {each.aggregate for each in self.jobs.values() if each.state == "running"}
        return {
            key
            for key, each in self.jobs.items()
            if each.state == "ready" and each.is_due and each.aggregate not in busy
            if not [old for old in self.before(key) if old.state == "ready" and old.attempts and not old.is_due]
        }

    def mine(self, job: Job) -> bool:
        known = self.jobs[job.id]
        return known.state == "running" and known.fence == job.fence

    @precondition(lambda self: self.claims)
    @rule(data=st.data())
    def finish(self, data: st.DataObject) -> None:
        job = data.draw(st.sampled_from(self.claims))
        self.end(job, lambda known: setattr(known, "state", "done"), lambda session: finish(session, [job]))

    @precondition(lambda self: self.claims)
    @rule(data=st.data(), pauses=st.booleans())
    def fail(self, data: st.DataObject, pauses: bool) -> None:
        job = data.draw(st.sampled_from(self.claims))
        retries = Retries(MOST, base_s=3600.0 if pauses else 0.0)

        def failed(known: Known) -> None:
            known.state = "dead" if known.attempts >= MOST else "ready"
            known.is_due = known.is_due and not (pauses and known.state == "ready")

        self.end(job, failed, lambda session: fail(session, job, ValueError("no"), retries, 1.0))

    def end(self, job: Job, to_model: Callable[[Known], None], to_database: Callable[[WriteSession], object]) -> None:
        if self.mine(job):
            with self.database.write() as session:
                assert hold(session, [job]) == {job.id}
                to_database(session)
            to_model(self.jobs[job.id])
            return
        with self.database.write() as session:
            assert not hold(session, [job])
        with pytest.raises(LeaseLost), self.database.write() as session:
            to_database(session)

    @precondition(lambda self: self.claims)
    @rule(data=st.data())
    def give_back(self, data: st.DataObject) -> None:
        job = data.draw(st.sampled_from(self.claims))
        with self.database.write() as session:
            give_back(session, [job])
        if self.mine(job):
            known = self.jobs[job.id]
            known.state, known.attempts = "ready", known.attempts - 1

    @rule()
    def leases_run_out(self) -> None:
        expire(self.database)
        running = [each for each in self.jobs.values() if each.state == "running"]
        with self.database.write() as session:
            assert reclaim(session, MOST) == len(running)
        for each in running:
            each.state = "dead" if each.attempts >= MOST else "ready"

    @rule()
    def time_passes(self) -> None:
        come_due(self.database)
        for each in self.jobs.values():
            each.is_due = each.is_due or each.state == "ready"

    @precondition(lambda self: any(each.state == "dead" for each in self.jobs.values()))
    @rule(data=st.data())
    def replay(self, data: st.DataObject) -> None:
        id_ = data.draw(st.sampled_from(sorted(key for key, each in self.jobs.items() if each.state == "dead")))
        with self.database.write() as session:
            replay(session, id_, "main")
        known = self.jobs[id_]
        known.state, known.attempts, known.is_due = "ready", 0, True

    @invariant()
    def agrees(self) -> None:
        assert states(self.database) == [each.state for _, each in sorted(self.jobs.items())]


def test_outbox_when_any_history_happens_then_agrees_with_its_model(database: Database) -> None:
    class OfThis(Outbox):
        def __init__(self) -> None:
            super().__init__(database)

    run_state_machine_as_test(OfThis, settings=settings(max_examples=40, stateful_step_count=30, deadline=None))
