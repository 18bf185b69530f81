"""The worker: claims jobs, has them handled, and takes over what dead workers left. Any number may run at once.

Jobs that stay inside the database commit in batches; those that act on the outside run beside them, one a thread, so
that a slow carrier keeps no order waiting. Nothing is remembered here: a worker may be killed at any moment.
"""

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event

from engine.store.batch import Batch, Luck
from engine.store.beats import beat
from engine.store.claiming import Kinds, is_anything_due
from engine.store.database import Database
from engine.store.ending import SWEEP, Retries, has_expired, purge, reclaim, renew, spoken
from engine.store.handling import AnyHandler, Listener, Nobody, Outside, Pace
from engine.store.lane import Lane, Prepare, inside, outside
from engine.store.outbox import Job
from engine.store.pulse import Pulse

PURGE_EVERY_S = 60.0
BEAT_EVERY_S = 10.0


class Worker:
    """Works off the outbox of one database.

    Args:
        database: may be shared with others of this process.
        handlers: by kind of job; a kind that is missing makes its jobs dead letters.
        owner: names this worker to people who look at leases.
        luck: a random number from 0 to 1, for the pauses between attempts.
        pace: how it goes about its jobs.
        retries: by kind of job, where they differ from those of the pace.
        listener: hears what was done.
    """

    def __init__(
        self,
        database: Database,
        handlers: Mapping[str, AnyHandler],
        owner: str,
        *,
        luck: Luck,
        pace: Pace | None = None,
        retries: Mapping[str, Retries] | None = None,
        listener: Listener | None = None,
    ) -> None:
        self._pace = pace or Pace()
        self._listener = listener or Nobody()
        self._database = database
        self._kinds = tuple(sorted(handlers))
        self._sweep = _Sweep(database, self._pace, owner)
        by_kind = dict(retries or {})
        pulse = Pulse(self._pace.lease_s, self._renew)
        commit_after_s = self._pace.commit_after_s if database.is_sqlite else self._pace.commit_rows_after_s
        batch = Batch(database, lambda kind: by_kind.get(kind, self._pace.retries), luck, commit_after_s)

        def lane(kinds: Kinds, most: int, prepare: Prepare) -> Lane:
            return Lane(
                database=database,
                owner=owner,
                kinds=kinds,
                most=most,
                lease_s=self._pace.lease_s,
                pulse=pulse,
                idle_s=self._pace.idle_s,
                prepare=prepare,
                batch=batch,
                listener=self._listener,
            )

        acting = {kind: each for kind, each in handlers.items() if isinstance(each, Outside)}
        self._inside = lane(Kinds(frozenset(acting)), self._pace.batch, inside(handlers))
        self._outside = [
            (
                lane(Kinds(kinds, only=True), self._pace.at_once.get(name, 1), outside(acting)),
                self._pace.lanes.get(name, self._pace.outside),
            )
            for name, kinds in _by_lane(acting).items()
        ]

    @property
    def kinds(self) -> Sequence[str]:
        """What it has handlers for."""
        return self._kinds

    def run_once(self) -> int:
        """Takes over what ran out, then does one batch of each sort; answers how many jobs were in them.

        Raises StoreError when the database does not answer; no job is lost by it.
        """
        self._sweep.run()
        stop = Event()
        handled = self._inside.round(stop) if self._is_due() else 0
        if self._is_due():
            handled += sum(lane.round(stop) for lane, threads in self._outside if threads)
        return handled

    def _is_due(self) -> bool:
        """Asked once for all lanes."""
        with self._database.read() as session:
            return is_anything_due(session)

    def run_outside_once(self) -> int:
        """Does one job of each lane that acts on the outside, and touches no other kinds: for whoever has handlers of
        some kinds alone. Answers how many jobs that were."""
        stop = Event()
        return sum(lane.round(stop) for lane, threads in self._outside if threads)

    def run_until(self, stop: Event) -> None:
        """Works until `stop` is set; then finishes what is begun, and gives back what is not."""
        lanes = [self._inside, *(lane for lane, threads in self._outside for _ in range(threads))]
        with ThreadPoolExecutor(len(lanes), thread_name_prefix="clearway-worker") as pool:
            for lane in lanes:
                pool.submit(lane.run_until, stop)
            while not stop.wait(self._pace.sweep_s):
                try:
                    self._sweep.run()
                except Exception as error:  # noqa: BLE001 - the database may be gone for a while
                    self._listener.troubled(spoken(error))

    def _renew(self, jobs: Sequence[Job]) -> None:
        with self._database.write() as session:
            renew(session, jobs, self._pace.lease_s)


def _by_lane(acting: Mapping[str, Outside]) -> Mapping[str, frozenset[str]]:
    names = sorted({each.lane for each in acting.values()})
    return {name: frozenset(kind for kind, each in acting.items() if each.lane == name) for name in names}


@dataclass(slots=True)
class _Sweep:
    """Takes over jobs whose leases ran out, says that the worker lives, and now and then deletes old jobs."""

    database: Database
    pace: Pace
    owner: str
    next_purge: float = field(default=0.0)
    next_beat: float = field(default=0.0)

    def run(self) -> None:
        """Writes only when there is something to sweep, or a sign of life is due."""
        with self.database.read() as session:
            found = has_expired(session)
        if found:
            with self.database.write() as session:
                reclaim(session, self.pace.retries.most_attempts)
        if time.monotonic() >= self.next_beat:
            with self.database.write() as session:
                beat(session, self.owner)
            self.next_beat = time.monotonic() + BEAT_EVERY_S
        if time.monotonic() >= self.next_purge and self._purge() < SWEEP:
            self.next_purge = time.monotonic() + PURGE_EVERY_S

    def _purge(self) -> int:
        with self.database.write() as session:
            return purge(session, self.pace.keep_done_s)
