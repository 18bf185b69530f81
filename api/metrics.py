"""Metrics for Prometheus: what this process has done, and what stands in the database when somebody looks.

The only importer of prometheus_client. Requests and jobs add to counters in memory; the database is asked when metrics
are read, at most once in `FRESH_S` seconds. They are read on a port of their own, without a key: let nobody but the
collector reach it.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from typing import Protocol

from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
    start_http_server,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from engine import __version__
from engine.errors import StoreError
from engine.store.database import PoolState
from engine.store.figures import Figures, ModelFigures
from engine.under_way import Work

FRESH_S = 15.0
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
_PARTS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5)

_METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})

Key = tuple[str, ...]  # values of labels
Look = Callable[[], Figures]


class Metrics:
    """The counters of one process; hears of requests and jobs as a `Watch`."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        self._requests = self._histogram(
            "request_seconds", "Requests, by template of the route and status.", ("method", "route", "status"), _SECONDS
        )
        self._parts = self._histogram(
            "part_seconds", "What parts of a decision took: read, standing, memory, decision, record, write.",
            ("part",), _PARTS,
        )  # fmt: skip
        self._decisions = self._counter("decisions", "Decisions, by outcome.", ("outcome",))
        self._faults = self._counter("engine_faults", "Decisions held since the engine failed.", ("outcome",))
        self._jobs = self._counter("jobs", "Attempts at jobs, by kind and how they ended.", ("kind", "state"))
        self._job_seconds = self._histogram("job_seconds", "What handlers of jobs took.", ("kind",), _SECONDS)
        self._counted = {"decision": self._decisions, "engine_fault": self._faults}

    def answered(self, method: str, route: str, status: int, seconds: float, work: Work) -> None:
        """A request was answered."""
        known = method if method in _METHODS else "other"  # a caller may send any word for a method
        self._requests.labels(known, route, str(status)).observe(seconds)
        self._count(work)

    def handled(self, kind: str, state: str) -> None:
        """An attempt at a job is over."""
        self._jobs.labels(kind, state).inc()

    def worked(self, kind: str, seconds: float, work: Work) -> None:
        """The handler of a job has run."""
        self._job_seconds.labels(kind).observe(seconds)
        self._count(work)

    def _count(self, work: Work) -> None:
        for part, seconds in work.parts.items():
            self._parts.labels(part).observe(seconds)
        for kind, label in work.happened:
            self._counted[kind].labels(label).inc()

    def show(self, look: Look, pool: Callable[[], PoolState]) -> None:
        """Adds what the database says to what is read."""
        self.registry.register(_OfDatabase(look, pool))

    def text(self) -> str:
        """All of it, in the text format of Prometheus."""
        return generate_latest(self.registry).decode()

    def _counter(self, name: str, text: str, labels: tuple[str, ...]) -> Counter:
        return Counter(f"clearway_{name}_total", text, labels, registry=self.registry)

    def _histogram(self, name: str, text: str, labels: tuple[str, ...], buckets: tuple[float, ...]) -> Histogram:
        return Histogram(f"clearway_{name}", text, labels, registry=self.registry, buckets=buckets)


class _OfDatabase(Collector):
    """Asks when metrics are read, and remembers the answer for a while: several collectors cost no more than one."""

    def __init__(self, look: Look, pool: Callable[[], PoolState]) -> None:
        self._look = look
        self._pool = pool
        self._lock = Lock()
        self._seen: Figures | None = None
        self._until = 0.0

    def describe(self) -> Iterator[Metric]:
        """Nothing, so that registering asks no database."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """Gauges as they stand now. A database that does not answer is told as such, and the rest is left out."""
        yield _gauge("build_info", "The version that runs.", {(__version__,): 1}, ("version",))
        pool = self._pool()
        yield _gauge(
            "pool_connections", "Connections of the pool.", {("used",): pool.used, ("idle",): pool.idle}, ("state",)
        )
        found = self._figures()
        yield _gauge("database_up", "Whether the database answered.", {(): 0 if found is None else 1})
        if found is not None:
            yield from _gauges(found)

    def _figures(self) -> Figures | None:
        with self._lock:
            if time.monotonic() >= self._until:
                try:
                    self._seen = self._look()
                except StoreError:
                    self._seen = None
                self._until = time.monotonic() + FRESH_S
            return self._seen


def _gauges(found: Figures) -> Iterator[Metric]:
    for name, text, label, values in (
        ("outbox_waiting", "Jobs that are due, by kind.", "kind", found.waiting),
        ("outbox_oldest_seconds", "Age of the oldest job that is due, by kind.", "kind", found.oldest_s),
        ("outbox_dead", "Jobs that were given up, by kind.", "kind", found.dead),
        ("holds_open", "Open holds, by reason.", "reason", found.holds),
        ("reviews_waiting", "Reviews that wait, by queue.", "queue", found.reviews),
        ("guard_trips_open", "Trips of the guard that nobody acknowledged, by measure.", "measure", found.trips),
        ("webhook_deliveries", "Deliveries of webhooks, by state.", "state", found.deliveries),
    ):
        yield _gauge(name, text, {(key,): value for key, value in values.items()}, (label,))
    yield _gauge("workers_alive", "Workers that gave a sign of life lately.", {(): found.workers})
    keys: list[Key] = list(found.editions.items())
    editions = dict.fromkeys(keys, 1.0)
    yield _gauge("edition_info", "The edition in force.", editions, ("merchant", "edition"))
    yield from _of_models(found)


def _of_models(found: Figures) -> Iterator[Metric]:
    about: dict[ModelFigures, Key] = {each: (each.merchant, each.digest[:12]) for each in found.models}
    labels = ("merchant", "model")
    status: dict[Key, float] = {(*key, each.status): 1.0 for each, key in about.items()}
    yield _gauge("model_info", "The model last measured, and its status.", status, (*labels, "status"))
    psi = {key: each.largest_psi for each, key in about.items() if each.largest_psi is not None}
    yield _gauge("model_largest_psi", "Largest stability index of its features and score.", psi, labels)
    alerts = {key: each.alert_rate for each, key in about.items() if each.alert_rate is not None}
    yield _gauge("model_alert_ratio", "Share of orders from percentile 99 on.", alerts, labels)


def _gauge(name: str, text: str, values: Mapping[Key, float], labels: tuple[str, ...] = ()) -> GaugeMetricFamily:
    made = GaugeMetricFamily(f"clearway_{name}", text, labels=labels)
    for key, value in values.items():
        made.add_metric(key, value)
    return made


class _Server(Protocol):
    def shutdown(self) -> None: ...
    def server_close(self) -> None: ...


@contextmanager
def metrics_read(metrics: Metrics, host: str, port: int) -> Iterator[None]:
    """Lets collectors read at this address while the block runs. Raises OSError when it is taken."""
    server: _Server
    server, thread = start_http_server(port, host, registry=metrics.registry)
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
