"""Strikes whatever acts on the outside: it fails before it acts, or the process is gone before what came is noted.

What the other side does wrong (a fault after the effect, an answer that is lost) is for the servers of tests.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from engine.store.handling import AnyHandler, Effect, Outside
from engine.store.outbox import Job

T = TypeVar("T")


class Fault(StrEnum):
    """When it strikes. All but the first two are the other side's, by the names of `Faults` of its server; those that
    hang accept the call and never answer, with nothing done, or with everything."""

    BEFORE = "before"
    KILLED = "killed"
    REFUSED = "break_before"
    BROKEN = "fail_after"
    LOST = "lose_after"
    SILENT = "hang_before"
    LATE = "hang_after"


OURS = (Fault.BEFORE, Fault.KILLED)


class Struck(Exception):
    """The process is gone."""


@dataclass
class Strikes:
    """So many times, for the kinds of jobs that are named."""

    fault: Fault
    kinds: frozenset[str]
    left: int = 2
    seen: list[str] = field(default_factory=list)

    def acting(self, act: Callable[[Job], T]) -> Callable[[Job], T]:
        """The same act, which is struck."""

        def struck(job: Job) -> T:
            if job.kind not in self.kinds:
                return act(job)
            self.seen.append(job.id)
            self._strike(Fault.BEFORE)
            done = act(job)
            self._strike(Fault.KILLED)
            return done

        return struck

    def handlers(self, handlers: Mapping[str, AnyHandler]) -> Mapping[str, AnyHandler]:
        """All of them, those that act on the outside struck."""
        return {kind: _Struck(each, self) if isinstance(each, Outside) else each for kind, each in handlers.items()}

    def _strike(self, when: Fault) -> None:
        if self.fault is when and self.left:
            self.left -= 1
            raise Struck(when)


class _Struck(Outside):
    """Implements `Outside` by another, whose effect is lost where it is struck."""

    def __init__(self, inner: Outside, strikes: Strikes) -> None:
        self.lane = inner.lane
        self._act = strikes.acting(inner.attempt)

    def attempt(self, job: Job) -> Effect:
        return self._act(job)
