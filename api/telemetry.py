"""Traces by OpenTelemetry, sent to a collector as OTLP over HTTP. An extra: imported only where it is switched on.

A request or a job is one stretch (span), the parts of a decision are stretches inside it; an identifier or a number is
all that they carry. A request carries on the trace of who sent it, and what it sends out carries it on (W3C Trace
Context, 2021-11-23). The only importer of opentelemetry.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter
from typing import Protocol

from opentelemetry.exporter.otlp.proto.common.trace_encoder import encode_spans
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace import Span, SpanKind, Status, StatusCode, set_span_in_context
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from api.watching import Headers
from engine import __version__
from engine.errors import OutgoingError
from engine.journal import journal, tell
from engine.outgoing.client import Bounds, Reply
from engine.under_way import Work, work_under_way

LOG = journal("telemetry")
OK, SERVER_ERROR = 200, 500
# Four full batches may wait when a process ends, and a collector that is silent must not hold it up for minutes.
BOUNDS = Bounds(step_s=2.0, whole_s=5.0, most_bytes=64 << 10)
_PROPAGATOR = TraceContextTextMapPropagator()
_CARRIED = frozenset({b"traceparent", b"tracestate"})


class Poster(Protocol):
    """The one guarded client."""

    def post(self, url: str, content: bytes, *, headers: dict[str, str], bounds: Bounds) -> Reply: ...


def to_collector(url: str, client: Poster) -> "Telemetry":
    """Traces for a collector at this address; they leave in batches, from a thread of their own."""
    return Telemetry(_Sending(f"{url.rstrip('/')}/v1/traces", client))


class _Sending(SpanExporter):
    """Sends through the guarded client: a collector in a private network needs CLEARWAY_OUTGOING_OPEN like all else."""

    def __init__(self, url: str, client: Poster) -> None:
        self._url = url
        self._client = client

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """One request; what does not arrive is lost, since traces are not worth keeping for."""
        content = encode_spans(spans).SerializeToString()
        try:
            headers = {"content-type": "application/x-protobuf"}
            reply = self._client.post(self._url, content, headers=headers, bounds=BOUNDS)
        except OutgoingError as error:
            tell(LOG, logging.WARNING, "traces_lost", spans=len(spans), code=error.code)
            return SpanExportResult.FAILURE
        if reply.status != OK:
            tell(LOG, logging.WARNING, "traces_lost", spans=len(spans), status=reply.status)
            return SpanExportResult.FAILURE
        return SpanExportResult.SUCCESS

    def shutdown(self) -> None:
        """There is nothing to be closed."""


class Telemetry:
    """Makes stretches, and hands them to an exporter; `at_once` without a thread, for tests."""

    def __init__(self, exporter: SpanExporter, *, at_once: bool = False) -> None:
        resource = Resource.create({"service.name": "clearway", "service.version": __version__})
        self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        processor = SimpleSpanProcessor(exporter) if at_once else BatchSpanProcessor(exporter)
        self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer("clearway")

    @contextmanager
    def request(self, method: str, headers: Headers) -> Iterator["_Stretch"]:
        """A request."""
        carried = {name.decode("latin-1"): value.decode("latin-1") for name, value in headers if name in _CARRIED}
        span = self._tracer.start_span(method, _PROPAGATOR.extract(carried), SpanKind.SERVER)
        yield from self._held(span, method)

    @contextmanager
    def job(self, kind: str, job_id: str) -> Iterator["_Stretch"]:
        """A job."""
        span = self._tracer.start_span(f"job {kind}", None, SpanKind.CONSUMER, {"clearway.job_id": job_id})
        yield from self._held(span, kind)

    def _held(self, span: Span, method: str) -> Iterator["_Stretch"]:
        since = perf_counter()
        work = work_under_way() or Work()
        carrier: dict[str, str] = {}
        _PROPAGATOR.inject(carrier, set_span_in_context(span))
        work.traceparent = carrier.get("traceparent", "")
        try:
            yield _Stretch(span, method)
        except Exception as error:
            span.set_status(Status(StatusCode.ERROR, type(error).__name__))
            raise
        finally:
            self._add_parts(span, since, work)
            span.end()

    def _add_parts(self, span: Span, since: float, work: Work) -> None:
        """What is known once all is done: identifiers, statements, and what each part took."""
        if not isinstance(span, ReadableSpan) or span.start_time is None:
            return  # not kept: whoever sent the request asked for no trace of it
        span.set_attribute("clearway.statements", work.statements)
        for name, value in work.fields.items():
            span.set_attribute(f"clearway.{name}", value)
        context, began = set_span_in_context(span), span.start_time
        for name, first, last in work.stretches:
            part = self._tracer.start_span(name, context, start_time=began + int((first - since) * 1e9))
            part.end(began + int((last - since) * 1e9))

    def close(self) -> None:
        """Sends what was not sent yet."""
        self._provider.shutdown()


class _Stretch:
    def __init__(self, span: Span, method: str) -> None:
        self._span = span
        self._method = method

    def name(self, route: str, status: int, work: Work) -> None:
        """The template of the route, never the path."""
        del work
        self._span.update_name(f"{self._method} {route}")
        self._span.set_attribute("http.request.method", self._method)
        self._span.set_attribute("http.route", route)
        self._span.set_attribute("http.response.status_code", status)
        if status >= SERVER_ERROR:
            self._span.set_status(Status(StatusCode.ERROR))
