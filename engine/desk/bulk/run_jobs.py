"""Runs worked on by workers: a job plans a run, and one job works on each chunk, through the same ledger as ever."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.desk.bulk.chunk_work import RescreenHere
from engine.desk.bulk.runs import CHUNK, MOST_ATTEMPTS, PLAN, finish, plan
from engine.desk.desk import Desk
from engine.errors import JobPostponed
from engine.store.chunk_work import Terms, do_chunk_on
from engine.store.chunks import chunk_state, goes_on, reclaim_chunks
from engine.store.handling import OutsideHandler
from engine.store.outbox import Job
from engine.store.sessions import WriteSession

AGAIN_S = 2.0
OVER = frozenset({"done", "dead"})


def run_handlers(desk: Desk) -> Mapping[str, OutsideHandler[None]]:
    """Handlers by kind of job. Both work before the transaction of their job: deciding keeps no writer waiting."""
    work = _Work(desk)
    return {PLAN: OutsideHandler(work.plan, _nothing), CHUNK: OutsideHandler(work.chunk, work.after_chunk)}


@dataclass(frozen=True, slots=True)
class _Work:
    desk: Desk

    def plan(self, job: Job) -> None:
        plan(self.desk, job.merchant, str(job.payload["run"]), by_jobs=True)

    def chunk(self, job: Job) -> None:
        """Works on a chunk, unless somebody paused or cancelled the run: then its chunk stays for whoever goes on."""
        run, number = str(job.payload["run"]), int(str(job.payload["chunk"]))
        with self.desk.database.read() as session:
            if not goes_on(session, run):
                return
        terms = Terms(owner=job.id, most_attempts=MOST_ATTEMPTS)
        if do_chunk_on(self.desk.database, run, number, RescreenHere(self.desk), terms) in OVER:
            return
        with self.desk.database.write() as session:
            reclaim_chunks(session, run, job.id, MOST_ATTEMPTS)
            state = chunk_state(session, run, number)
        if state not in OVER:
            raise JobPostponed(AGAIN_S, "the chunk is to be tried again, or somebody works on it")

    def after_chunk(self, session: WriteSession, job: Job, _: None) -> None:
        finish(self.desk, session, job.merchant, str(job.payload["run"]))


def _nothing(_: WriteSession, __: Job, ___: None) -> None:
    return
