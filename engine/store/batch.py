"""One transaction for several jobs, with a savepoint each, so that one that fails undoes nothing of the others."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event

from engine.errors import JobPostponed, LeaseLost
from engine.store.database import Database
from engine.store.ending import Retries, fail, finish, give_back, hold, spoken
from engine.store.handling import Effect, Ended
from engine.store.outbox import Job
from engine.store.sessions import WriteSession

Luck = Callable[[], float]  # a random number from 0 to 1
RetriesOf = Callable[[str], Retries]  # by kind of job


@dataclass(frozen=True, slots=True)
class Task:
    """A claimed job and what is to be written for it."""

    job: Job
    effect: Effect


@dataclass(slots=True)
class _Part:
    """What one transaction does."""

    done: list[Job] = field(default_factory=list)
    failed: list[tuple[Job, Exception]] = field(default_factory=list)
    lost: list[Job] = field(default_factory=list)
    back: list[Job] = field(default_factory=list)
    stuck: set[tuple[str, str]] = field(default_factory=set)  # aggregates whose later jobs have to wait


@dataclass(frozen=True, slots=True)
class Batch:
    """Commits tasks. `commit_after_s` bounds how long other writers wait for it."""

    database: Database
    retries: RetriesOf
    luck: Luck
    commit_after_s: float

    def commit(self, tasks: Sequence[Task], stop: Event) -> tuple[Sequence[Ended], Sequence[Task]]:
        """Does as many tasks as there is time for, at least one; answers how they ended, and those that are left.

        Once `stop` is set, those that are left are given back.
        """
        with self.database.write() as session:
            part, left = self._run(session, tasks, stop)
            finish(session, part.done)
            ended = [Ended(job, "done") for job in part.done]
            ended += [self._failed(session, job, error) for job, error in part.failed]
            if stop.is_set():
                part.back.extend(task.job for task in left)
                left = ()
            give_back(session, part.back)
        return [*ended, *(Ended(job, "lost") for job in part.lost)], left

    def _run(self, session: WriteSession, tasks: Sequence[Task], stop: Event) -> tuple[_Part, Sequence[Task]]:
        part = _Part()
        held = hold(session, [task.job for task in tasks])
        until = time.monotonic() + self.commit_after_s
        for number, task in enumerate(tasks):
            if number and (time.monotonic() >= until or stop.is_set()):
                return part, tasks[number:]
            self._do(session, task, part, is_ours=task.job.id in held)
        return part, ()

    def _do(self, session: WriteSession, task: Task, part: _Part, *, is_ours: bool) -> None:
        aggregate = (task.job.merchant, task.job.aggregate)
        if not is_ours:
            part.lost.append(task.job)
            part.stuck.add(aggregate)
        elif aggregate in part.stuck:
            part.back.append(task.job)
        else:
            self._attempt(session, task, part, aggregate)

    @staticmethod
    def _attempt(session: WriteSession, task: Task, part: _Part, aggregate: tuple[str, str]) -> None:
        try:
            with session.savepoint():
                task.effect(session)
        except Exception as error:  # noqa: BLE001 - whatever a handler raises is kept with its job
            part.failed.append((task.job, error))
            part.stuck.add(aggregate)
        else:
            part.done.append(task.job)

    def _failed(self, session: WriteSession, job: Job, error: Exception) -> Ended:
        state = fail(session, job, error, self.retries(job.kind), self.luck())
        return Ended(job, state, spoken(error), waits=isinstance(error, JobPostponed))

    def fail_all(self, tasks: Sequence[Task], error: Exception) -> Sequence[Ended]:
        """Counts a failed attempt for every task: their transaction could not commit, and any may be the reason."""
        ended = []
        with self.database.write() as session:
            for task in tasks:
                try:
                    ended.append(self._failed(session, task.job, error))
                except LeaseLost:
                    ended.append(Ended(task.job, "lost"))
        return ended
