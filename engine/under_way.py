"""What is being worked on, so that logs, metrics and traces can say so: a request, an order, a job, a run.

A context variable holds one record for each request or job. It goes with the work into threads, and whoever knows more
(which order, which decision, how long a part took) notes it there. Nothing here is written anywhere; identifiers and
numbers alone belong in it, never what an order says.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from time import perf_counter
from types import TracebackType


@dataclass(slots=True)
class Work:
    """One request or job. `fields` are identifiers by name, `stretches` what parts took (name, beginning and end in
    seconds of `perf_counter`), `happened` what there is to be counted (a kind and its label), `statements` how many the
    database was asked, where somebody counts them. `traceparent` is what goes with outgoing requests, where somebody
    traces."""

    fields: dict[str, str] = field(default_factory=dict)
    stretches: list[tuple[str, float, float]] = field(default_factory=list)
    happened: list[tuple[str, str]] = field(default_factory=list)
    statements: int = 0
    traceparent: str = ""

    @property
    def parts(self) -> dict[str, float]:
        """Seconds by part."""
        found: dict[str, float] = {}
        for name, since, until in self.stretches:
            found[name] = found.get(name, 0.0) + until - since
        return found


_NOW: ContextVar[Work | None] = ContextVar("clearway_under_way", default=None)


def work_under_way() -> Work | None:
    """What this thread or task works on."""
    return _NOW.get()


@contextmanager
def under_way(**fields: str) -> Iterator[Work]:
    """The block works on this. Fields of what it is part of go on to hold."""
    around = _NOW.get()
    work = Work(fields if around is None else {**around.fields, **fields})
    token = _NOW.set(work)
    try:
        yield work
    finally:
        _NOW.reset(token)


def note(**fields: str) -> None:
    """More is known of what is worked on."""
    work = _NOW.get()
    if work is not None:
        work.fields.update(fields)


def happened(kind: str, label: str) -> None:
    """Something that is counted, such as a decision with its outcome."""
    work = _NOW.get()
    if work is not None:
        work.happened.append((kind, label))


class timed:  # noqa: N801 - reads as a word in `with timed("facts"):`
    """Notes what the block takes, as a part of what is worked on. A class, since it is on the way of every order."""

    __slots__ = ("_name", "_since")

    def __init__(self, name: str) -> None:
        self._name = name
        self._since = 0.0

    def __enter__(self) -> None:
        self._since = perf_counter()

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        work = _NOW.get()
        if work is not None:
            work.stretches.append((self._name, self._since, perf_counter()))
