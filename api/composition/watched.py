"""What looks at the work of a process, as the settings say: metrics, and traces where they are switched on."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol

from api.composition.house import House
from api.composition.job_log import Watching
from api.metrics import Metrics, metrics_read
from api.watching import Tracing, Untraced, Unwatched
from engine.errors import SettingUnusable
from engine.outgoing.client import Client
from engine.outgoing.target import Opening
from engine.settings import Settings
from engine.store.figures import Figures, figures


class Traces(Tracing, Protocol):
    """Traces that are sent to a collector."""

    def close(self) -> None:
        """Sends what was not sent yet."""


@dataclass(frozen=True, slots=True)
class Watched:
    """`beside` is what runs while a house is open, such as the port on which metrics are read."""

    watching: Watching
    beside: Callable[[House], AbstractContextManager[None]]


def make_watched(settings: Settings) -> Watched:
    """Nothing is counted or traced that nobody asked for."""
    metrics = Metrics() if settings.metrics_port else None
    tracing = _tracing(settings)

    @contextmanager
    def beside(house: House) -> Iterator[None]:
        with ExitStack() as stack:
            if metrics is not None:
                metrics.show(lambda: _figures(house), lambda: house.database.pool)
                stack.enter_context(_read(metrics, settings))
            if tracing is not None:
                stack.callback(tracing.close)
                stack.enter_context(house.database.counting_statements())
            yield

    watching = Watching(metrics or Unwatched(), Untraced() if tracing is None else tracing)
    return Watched(watching, beside)


@contextmanager
def _read(metrics: Metrics, settings: Settings) -> Iterator[None]:
    try:
        reading = metrics_read(metrics, settings.metrics_host, settings.metrics_port)
        reading.__enter__()
    except OSError as error:
        raise SettingUnusable("CLEARWAY_METRICS_PORT", f"{error.strerror or error}; choose another") from error
    try:
        yield
    finally:
        reading.__exit__(None, None, None)


def _figures(house: House) -> Figures:
    with house.database.read() as session:
        return figures(session)


def _tracing(settings: Settings) -> Traces | None:
    if not settings.telemetry:
        return None
    try:
        telemetry = import_module("api.telemetry")  # an extra, which is not installed unless it is wanted
    except ImportError as error:
        raise SettingUnusable("CLEARWAY_TELEMETRY", "the extra `telemetry` is not installed") from error
    made: Traces = telemetry.to_collector(
        settings.telemetry, Client([Opening.parse(each) for each in settings.outgoing_open.split()])
    )
    return made
