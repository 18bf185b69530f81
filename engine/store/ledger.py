"""Bulk runs: chunks out of the ledger into an executor, until all are done. Nothing is kept outside the database.

A chunk's effects commit with its completion, under a fence; so a process may be killed at any moment and costs its
chunk, a coordinator may be killed and another goes on, and totals are the same as if nothing had happened.
"""

import multiprocessing
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from functools import partial

from engine.store.chunk_work import ChunkWork, Terms, do_chunk, end_with_parent
from engine.store.chunks import (
    RunReport,
    chunk_states,
    close_run,
    goes_on,
    ready_chunks,
    reclaim_chunks,
    run_report,
)
from engine.store.database import Database

AHEAD = 2  # chunks handed out for each process, so that none waits for the next
OTHERS_S = 0.5  # between two looks at chunks that another coordinator has

Pool = Callable[[], Executor]
Hand = Callable[[str, int, ChunkWork, Terms], str]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is, in chunks."""

    done: int
    dead: int
    chunks: int


Watch = Callable[[Progress], None]


def process_pool(processes: int | None = None) -> Executor:
    """Processes of this machine, as many as cores. They begin empty: a copy of a process with threads may hang."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(processes or os.cpu_count(), mp_context=context, initializer=end_with_parent)


def nobody_watches(_: Progress) -> None:
    """Shows nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Runs what was planned.

    `pool` makes an executor, and a new one when that broke; it may span machines. `width` is how many chunks it works
    on at once. `hand` is what another process is asked to call with a run, a chunk, the work and the terms: where it
    is on another machine it opens the database by its own settings. `every_s` is the least time between the beginnings
    of two chunks. Whoever has more to do at the end than to keep the report closes runs itself, and says so by
    `closes`.
    """

    database: Database
    terms: Terms
    width: int = field(default_factory=lambda: os.cpu_count() or 1)
    pool: Pool | None = None
    hand: Hand | None = None
    every_s: float = 0.0
    closes: bool = True

    def run(
        self,
        run: str,
        merchant: str,
        work: ChunkWork,
        watch: Watch = nobody_watches,
        stop: threading.Event | None = None,
    ) -> RunReport:
        """Works until every chunk is done or dead, until `stop`, or until somebody pauses or cancels the run; a second
        call goes on where the first ended.

        `work` is what another process can import: a function at the top of a module, or a `LookThenSettle` of such.
        Raises UnknownRun when this merchant has no such run, BrokenExecutor when processes die before they begin.
        """
        stop = stop or threading.Event()
        with self.database.read() as session:
            run_report(session, run, merchant)
        self._reclaim(run)
        while not stop.is_set() and not self._is_over(run) and self._goes_on(run):
            self._round(run, work, watch, stop)
        return self._report(run, merchant)

    def _round(self, run: str, work: ChunkWork, watch: Watch, stop: threading.Event) -> None:
        with self.database.read() as session:
            ready, (_, before) = ready_chunks(session, run), chunk_states(session, run)
        if not ready:
            stop.wait(OTHERS_S)
            self._reclaim(run)
            return
        broken: BrokenExecutor | None = None
        try:
            with (self.pool or partial(process_pool, self.width))() as executor:
                self._hand_out(executor, run, ready, work, watch, stop)
        except BrokenExecutor as error:
            broken = error
        # Whatever this coordinator handed out has ended by now, so what still counts as running died.
        self._reclaim(run)
        with self.database.read() as session:
            after = chunk_states(session, run)[1]
        if broken is not None and after == before:
            raise broken

    def _hand_out(
        self,
        executor: Executor,
        run: str,
        ready: Sequence[tuple[int, int]],
        work: ChunkWork,
        watch: Watch,
        stop: threading.Event,
    ) -> None:
        fresh = [number for number, attempts in ready if not attempts]
        # What was tried before may be what ended its process: alone it takes no other chunk with it.
        tried = [number for number, attempts in ready if attempts]
        tally = self._tally(run, watch)
        hand = self.hand or partial(do_chunk, self.database.url)
        due = time.monotonic()
        for numbers, width in ((fresh, self.width * AHEAD), (tried, 1)):
            going: set[Future[str]] = set()
            for number in numbers:
                if stop.wait(max(0.0, due - time.monotonic())) or not self._goes_on(run):
                    break
                due = max(due, time.monotonic() - self.every_s) + self.every_s
                going.add(executor.submit(hand, run, number, work, self.terms))
                if len(going) >= width:
                    going = self._ended(going, tally)
            while going:
                going = self._ended(going, tally)

    @staticmethod
    def _ended(going: set[Future[str]], tally: Callable[[str], None]) -> set[Future[str]]:
        ended, left = wait(going, return_when=FIRST_COMPLETED)
        for each in ended:
            tally(each.result())
        return left

    def _tally(self, run: str, watch: Watch) -> Callable[[str], None]:
        with self.database.read() as session:
            states, _ = chunk_states(session, run)
        ended = Counter({"done": states.get("done", 0), "dead": states.get("dead", 0)})

        def add(state: str) -> None:
            ended[state] += 1
            watch(Progress(ended["done"], ended["dead"], sum(states.values())))

        return add

    def _goes_on(self, run: str) -> bool:
        with self.database.read() as session:
            return goes_on(session, run)

    def _is_over(self, run: str) -> bool:
        with self.database.read() as session:
            states, _ = chunk_states(session, run)
        return not states.keys() & {"ready", "running"}

    def _reclaim(self, run: str) -> None:
        with self.database.write() as session:
            reclaim_chunks(session, run, self.terms.owner, self.terms.most_attempts)

    def _report(self, run: str, merchant: str) -> RunReport:
        with self.database.write() as session:
            report = run_report(session, run, merchant)
            if self.closes and report.state == "running" and not report.by_state.keys() & {"ready", "running"}:
                close_run(session, run, report)
            return run_report(session, run, merchant)
