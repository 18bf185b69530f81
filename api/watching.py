"""Who looks at requests and jobs as they pass: metrics and traces, where they are switched on. Nobody, by default."""

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from engine.under_way import Work

Headers = Iterable[tuple[bytes, bytes]]


class Watch(Protocol):
    """Hears what was done, in the process that did it; called from several threads at once, so it must be quick."""

    def answered(self, method: str, route: str, status: int, seconds: float, work: Work) -> None:
        """A request was answered."""

    def handled(self, kind: str, state: str) -> None:
        """An attempt at a job is over: `done`, `ready` (to be tried again), `dead` or `lost`."""

    def worked(self, kind: str, seconds: float, work: Work) -> None:
        """The handler of a job has run."""


class Span(Protocol):
    """A stretch of a trace that has begun."""

    def name(self, route: str, status: int, work: Work) -> None:
        """Says what it turned out to be."""


class Tracing(Protocol):
    """Makes stretches of traces."""

    def request(self, method: str, headers: Headers) -> AbstractContextManager[Span]:
        """A request, which may carry on somebody's trace (W3C `traceparent`)."""

    def job(self, kind: str, job_id: str) -> AbstractContextManager[object]:
        """A job."""


class Unwatched:
    """Hears nothing."""

    def answered(self, method: str, route: str, status: int, seconds: float, work: Work) -> None:
        """Nothing follows."""

    def handled(self, kind: str, state: str) -> None:
        """Nothing follows."""

    def worked(self, kind: str, seconds: float, work: Work) -> None:
        """Nothing follows."""


class _NoSpan:
    def name(self, route: str, status: int, work: Work) -> None:
        """Nothing follows."""


class Untraced:
    """Makes none."""

    def request(self, method: str, headers: Headers) -> AbstractContextManager[Span]:
        """Nothing follows."""
        del method, headers
        return nullcontext(_NoSpan())

    def job(self, kind: str, job_id: str) -> AbstractContextManager[object]:
        """Nothing follows."""
        del kind, job_id
        return nullcontext()
