"""Jobs as logs, metrics and traces see them: what a handler works on while it runs, and how each attempt ended."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter

from api.watching import Tracing, Untraced, Unwatched, Watch
from engine.ids import Prefix
from engine.journal import journal, tell
from engine.store.handling import AnyHandler, Effect, Ended, Listener, Nobody, Outside
from engine.store.outbox import Handler, Job
from engine.store.sessions import WriteSession
from engine.under_way import under_way

LOG = journal("jobs")
_LEVEL = {"done": logging.DEBUG, "ready": logging.WARNING, "dead": logging.ERROR, "lost": logging.WARNING}


@dataclass(frozen=True, slots=True)
class Watching:
    """What looks at jobs of a process."""

    watch: Watch
    tracing: Tracing


UNWATCHED = Watching(Unwatched(), Untraced())


def watched(handlers: Mapping[str, AnyHandler], watching: Watching) -> Mapping[str, AnyHandler]:
    """The same handlers; what they log names their job."""
    return {kind: _watched(handler, watching) for kind, handler in handlers.items()}


def _watched(handler: AnyHandler, watching: Watching) -> AnyHandler:
    return _Outside(handler, watching, handler.lane) if isinstance(handler, Outside) else _Inside(handler, watching)


@dataclass(frozen=True, slots=True)
class _Inside:
    handler: Handler
    watching: Watching

    def __call__(self, session: WriteSession, job: Job, /) -> None:
        since = perf_counter()
        with under_way(**_about(job)) as work, self.watching.tracing.job(job.kind, job.id):
            self.handler(session, job)
        self.watching.watch.worked(job.kind, perf_counter() - since, work)


@dataclass(frozen=True, slots=True)
class _Outside(Outside):
    handler: Outside
    watching: Watching
    lane: str

    def attempt(self, job: Job) -> Effect:
        """Acts, with the job named."""
        since = perf_counter()
        with under_way(**_about(job)) as work, self.watching.tracing.job(job.kind, job.id):
            effect = self.handler.attempt(job)
        self.watching.watch.worked(job.kind, perf_counter() - since, work)
        return effect


def _about(job: Job) -> dict[str, str]:
    """Identifiers alone; an aggregate that is no order may be an article's or a setting's name."""
    named = {"job_id": job.id, "job_kind": job.kind, "merchant": job.merchant}
    return named | {"order_id": job.aggregate} if job.aggregate.startswith(f"{Prefix.ORDER}_") else named


class JobLog:
    """Logs how attempts ended, counts them, and tells the next listener."""

    def __init__(self, watch: Watch, then: Listener | None = None) -> None:
        self._watch = watch
        self._then = then or Nobody()

    def ended(self, ended: Ended) -> None:
        """What is done, or waits for its time, is told at the level `debug`; what failed louder."""
        job = ended.job
        with under_way(**_about(job)):
            error = {"error": ended.error} if ended.error else {}
            level = logging.DEBUG if ended.waits else _LEVEL[ended.state]
            tell(LOG, level, "job_ended", state=ended.state, attempt=job.attempts, **error)
        self._watch.handled(job.kind, ended.state)
        self._then.ended(ended)

    def troubled(self, error: str) -> None:
        """A round that could not be done."""
        tell(LOG, logging.WARNING, "worker_troubled", error=error)
        self._then.troubled(error)
