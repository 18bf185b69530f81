"""What a process of a bulk run does: claim one chunk, work on it, and commit its effects with its completion."""

import multiprocessing
import os
import signal
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from engine.errors import LeaseLost, StoreBusy
from engine.store.chunks import Chunk, claim_chunk, fail_chunk, finish_chunk, renew_chunk
from engine.store.database import Database
from engine.store.pulse import Pulse
from engine.store.sessions import ReadSession, WriteSession
from engine.under_way import under_way

T = TypeVar("T")
Counters = Mapping[str, int]
Settle = Callable[[WriteSession], Counters]
# Opened once in each process: connections do not survive into another.
_OPEN: dict[tuple[int, str], Database] = {}
_OPENING = threading.Lock()
ChunkFunction = Callable[[WriteSession, str, Sequence[str], Mapping[str, object]], Counters]


class InSteps(ABC):
    """Work on a chunk that begins before the transaction in which it is completed."""

    __slots__ = ()

    @abstractmethod
    def begin(self, database: Database, chunk: Chunk) -> Settle:
        """Does what can be done before, and answers what is to be written."""


@dataclass(frozen=True, slots=True)
class LookThenSettle(InSteps, Generic[T]):
    """Reads and computes first, then writes what came of it: SQLite has one writer, which must not wait for a thought.

    Both are functions at the top of a module, so that another process can find them.
    """

    look: Callable[[ReadSession, str, Sequence[str], Mapping[str, object]], T]
    settle: Callable[[WriteSession, str, T], Counters]

    def begin(self, database: Database, chunk: Chunk) -> Settle:
        """Looks, in a session that only reads."""
        with database.read() as session:
            seen = self.look(session, chunk.merchant, chunk.ids, chunk.params)
        return lambda session: self.settle(session, chunk.merchant, seen)


ChunkWork = ChunkFunction | InSteps


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms chunks are handed out. `owner` is unique among all that run at the same time."""

    owner: str
    lease_s: float = 30.0
    most_attempts: int = 3


def do_chunk(url: str, run: str, number: int, work: ChunkWork, terms: Terms) -> str:
    """Works on one chunk; answers `done`, `ready` (failed, to be tried again), `dead`, or `lost` (somebody else's)."""
    return do_chunk_on(_opened(url), run, number, work, terms)


def do_chunk_on(database: Database, run: str, number: int, work: ChunkWork, terms: Terms) -> str:
    """The same, where there is a database already."""
    try:
        with database.write() as session:
            chunk = claim_chunk(session, run, number, terms.owner, terms.lease_s)
    except StoreBusy:
        return "ready"
    if chunk is None:
        return "lost"
    with under_way(run_id=run), Pulse(terms.lease_s, partial(_renew, database, terms.lease_s)).holding(chunk):
        return _complete(database, chunk, work, terms)


def _complete(database: Database, chunk: Chunk, work: ChunkWork, terms: Terms) -> str:
    try:
        settle = _begun(database, chunk, work)
        with database.write() as session:
            finish_chunk(session, chunk, settle(session))
    except LeaseLost:
        return "lost"
    except Exception as error:  # noqa: BLE001 - whatever a chunk raises is kept with it
        with database.write() as session:
            return fail_chunk(session, chunk, error, terms.most_attempts)
    return "done"


def _begun(database: Database, chunk: Chunk, work: ChunkWork) -> Settle:
    if isinstance(work, InSteps):
        return work.begin(database, chunk)
    return lambda session: work(session, chunk.merchant, chunk.ids, chunk.params)


def _renew(database: Database, lease_s: float, chunk: Chunk) -> None:
    with database.write() as session:
        renew_chunk(session, chunk, lease_s)


def _opened(url: str) -> Database:
    key = (os.getpid(), url)
    with _OPENING:
        if key not in _OPEN:
            _OPEN[key] = Database(url)
        return _OPEN[key]


def close_opened() -> None:
    """Closes what this process has opened for chunks; they open it again when they need it."""
    with _OPENING:
        while _OPEN:
            _OPEN.popitem()[1].close()


def end_with_parent() -> None:
    """For a new process: ends when the one that made it has died, and leaves interrupts to that one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent,), daemon=True).start()


def _follow(parent: "multiprocessing.process.BaseProcess") -> None:
    parent.join()
    os._exit(1)  # there is nobody left to tell, and the ledger knows what was done
