"""What a worker is given: a handler for each kind of job, and how it is to go about them."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from engine.store.ending import Retries
from engine.store.outbox import Handler, Job
from engine.store.sessions import WriteSession

T = TypeVar("T")
Effect = Callable[[WriteSession], None]


class Outside(ABC):
    """A handler that acts on the outside before the transaction that completes its job.

    Kinds of one `lane` share threads, which those of other lanes neither use nor wait for.
    """

    __slots__ = ()
    lane: str

    @abstractmethod
    def attempt(self, job: Job) -> Effect:
        """Acts, and answers what is to be written about it."""


@dataclass(frozen=True, slots=True)
class OutsideHandler(Outside, Generic[T]):
    """Acts on the outside first, in no transaction, then settles what came of it with the job's completion.

    A worker may die between the two, so `act` runs again for the same job: the outside must be given `job.id` as
    idempotency key. Both may be called from several threads at once.
    """

    act: Callable[[Job], T]
    settle: Callable[[WriteSession, Job, T], None]
    lane: str = ""

    def attempt(self, job: Job) -> Effect:
        """Acts, and answers what is to be written about it."""
        result = self.act(job)
        return lambda session: self.settle(session, job, result)


AnyHandler = Handler | Outside


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How a worker goes about its jobs."""

    batch: int = 25  # jobs that commit together
    # A batch that takes longer commits in several parts: on SQLite, where all others who write wait for it, and on
    # PostgreSQL, where those wait who want the same rows.
    commit_after_s: float = 0.05
    commit_rows_after_s: float = 0.2
    lease_s: float = 30.0  # extended while a job takes longer; others take over when it ends
    idle_s: float = 0.25  # the longest pause between two looks for jobs
    outside: int = 4  # threads for jobs that act on the outside, one job each; in each lane, unless `lanes` says more
    lanes: Mapping[str, int] = field(default_factory=dict)
    at_once: Mapping[str, int] = field(default_factory=dict)  # jobs that a thread claims, in lanes that are never slow
    sweep_s: float = 1.0  # between two looks for leases that ran out
    keep_done_s: float = 7 * 86_400.0  # how long a job that is done is remembered
    retries: Retries = field(default_factory=Retries)


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of one attempt: `done`, `ready` (to be tried again), `dead`, or `lost` to another worker. One that
    `waits` was not tried in vain: it said itself when to try it again."""

    job: Job
    state: str
    error: str = ""
    waits: bool = False


class Listener(Protocol):
    """Hears what a worker does, after it was committed; may be called from several threads at once."""

    def ended(self, ended: Ended) -> None:
        """An attempt is over."""

    def troubled(self, error: str) -> None:
        """The worker could not do its round, and tries again."""


class Nobody:
    """Hears nothing."""

    def ended(self, ended: Ended) -> None:
        """Nothing follows."""

    def troubled(self, error: str) -> None:
        """Nothing follows."""
