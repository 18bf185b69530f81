"""A lane of a worker: jobs of some kinds, claimed, done and committed, round after round."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from threading import Event
from typing import NoReturn

from engine.errors import JobHopeless
from engine.store.batch import Batch, Task
from engine.store.claiming import Kinds, claim, is_waiting
from engine.store.database import Database
from engine.store.ending import spoken
from engine.store.handling import AnyHandler, Ended, Listener, Outside
from engine.store.outbox import Job
from engine.store.pulse import Pulse
from engine.store.sessions import WriteSession

FIRST_PAUSE_S = 0.02
MOST_TROUBLE_S = 5.0

Prepare = Callable[[Job], Task]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """Claims up to `most` jobs of its kinds a round. May be run by several threads at once."""

    database: Database
    owner: str
    kinds: Kinds
    most: int
    lease_s: float
    pulse: Pulse[Sequence[Job]]
    idle_s: float
    prepare: Prepare
    batch: Batch
    listener: Listener

    def round(self, stop: Event) -> int:
        """Claims and does one batch; answers how many jobs were in it."""
        with self.database.write() as session:
            jobs = claim(session, self.owner, self.lease_s, self.most, self.kinds)
        if jobs:
            with self.pulse.holding(jobs):
                self._commit([self.prepare(job) for job in jobs], stop)
        return len(jobs)

    def run_until(self, stop: Event) -> None:
        """Round after round. Pauses when there is nothing to do, for longer and longer up to `idle_s`."""
        pause = trouble = FIRST_PAUSE_S
        while not stop.is_set():
            try:
                # A lane that found nothing only looks, since on SQLite a claim keeps every other writer waiting.
                handled = self.round(stop) if pause == FIRST_PAUSE_S or self._sees_work() else 0
            except Exception as error:  # noqa: BLE001 - the database may be gone for a while; a worker outlives that
                self.listener.troubled(spoken(error))
                stop.wait(trouble)
                trouble = min(MOST_TROUBLE_S, trouble * 2)
                continue
            trouble = FIRST_PAUSE_S
            if handled:
                pause = FIRST_PAUSE_S
            else:
                stop.wait(pause)
                pause = min(self.idle_s, pause * 2)

    def _sees_work(self) -> bool:
        with self.database.read() as session:
            return is_waiting(session, self.kinds)

    def _commit(self, tasks: Sequence[Task], stop: Event) -> None:
        while tasks:
            ended: Sequence[Ended]
            try:
                ended, tasks = self.batch.commit(tasks, stop)
            except Exception as error:  # noqa: BLE001 - a commit may fail in as many ways as there are handlers
                ended, tasks = self.batch.fail_all(tasks, error), ()
            for each in ended:
                self.listener.ended(each)


def inside(handlers: Mapping[str, AnyHandler]) -> Prepare:
    """Tasks that only write; a kind that nobody handles is hopeless."""

    def prepare(job: Job) -> Task:
        handler = handlers.get(job.kind)
        if handler is None or isinstance(handler, Outside):
            unknown = JobHopeless(f"no handler for jobs of kind `{job.kind}`; add one to `api.worker`, then replay it")
            return Task(job, partial(_refuse, unknown))
        return Task(job, lambda session: handler(session, job))

    return prepare


def outside(handlers: Mapping[str, Outside]) -> Prepare:
    """Tasks that have acted on the outside already; what went wrong there is raised when they are committed."""

    def prepare(job: Job) -> Task:
        try:
            return Task(job, handlers[job.kind].attempt(job))
        except Exception as error:  # noqa: BLE001 - whatever the outside does is kept with the job
            return Task(job, partial(_refuse, error))

    return prepare


def _refuse(error: Exception, _: WriteSession) -> NoReturn:
    raise error
