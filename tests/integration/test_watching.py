"""Metrics and traces: what requests, jobs and the database come to, and that neither names an order's values."""

import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx2
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from prometheus_client.parser import text_string_to_metric_families

from api.composition.job_log import JobLog, Watching, watched
from api.composition.readiness import _HasRoom, _Works
from api.metrics import Metrics, metrics_read
from api.services import Services
from api.telemetry import to_collector
from api.watching import Untraced
from engine.desk.intake import submit
from engine.desk.telling import handlers
from engine.errors import JobPostponed
from engine.outgoing.client import Client
from engine.outgoing.target import Opening
from engine.store.beats import alive, beat, silent_for_s
from engine.store.database import Database, PoolState
from engine.store.figures import figures
from engine.store.outbox import Job
from engine.store.sessions import WriteSession
from engine.store.worker import Worker
from engine.under_way import Work, under_way
from tests.desks import MAIN, a_desk, an_honest_order, an_unpaid_order, document
from tests.http.conftest import Service, a_service
from tests.http.test_orders import sent
from tests.impatient import LONGEST_S, Hurry, Impatient
from tests.web_peer import SLOW, Answer, a_peer


def samples(metrics: Metrics) -> dict[tuple[str, ...], float]:
    """Name and values of labels -> value."""
    return {
        (each.name, *each.labels.values()): each.value
        for family in text_string_to_metric_families(metrics.text())
        for each in family.samples
    }


@contextmanager
def a_watched_service(database: Database, metrics: Metrics) -> Iterator[Service]:
    with a_service(database) as service:
        services: Services = service.app.state.services
        object.__setattr__(services, "watch", metrics)
        yield service


def test_metrics_when_orders_were_decided_then_count_requests_outcomes_and_parts(sqlite_file: Database) -> None:
    metrics = Metrics()
    with a_watched_service(sqlite_file, metrics) as service:
        sent(service, document(an_honest_order()))
        sent(service, document(an_unpaid_order("A-2")))
        service.client.request("BREW", "/v1/orders")
    found = samples(metrics)
    assert found["clearway_request_seconds_count", "POST", "/v1/orders", "201"] == 2
    assert {name for name in found if name[0].endswith("decisions_total")} == {
        ("clearway_decisions_total", "admit"),
        ("clearway_decisions_total", "hold"),
    }
    assert all(found["clearway_part_seconds_count", part] == 2 for part in ("read", "memory", "decision", "write"))
    assert not [name for name in found if "BREW" in name]


def test_metrics_when_the_worker_ran_then_count_jobs(sqlite_file: Database) -> None:
    metrics, desk = Metrics(), a_desk(sqlite_file)
    submit(desk, MAIN, document(an_honest_order()))
    looked_at = watched(handlers(desk.ids), Watching(metrics, Untraced()))
    Worker(sqlite_file, looked_at, "tests", luck=lambda: 0.0, listener=JobLog(metrics)).run_once()
    found = samples(metrics)
    assert found["clearway_jobs_total", "desk.decided", "done"] == 1
    assert found["clearway_job_seconds_count", "desk.decided"] == 1


@pytest.mark.parametrize(("error", "is_told"), [(JobPostponed(60.0), False), (ValueError("x"), True)])
def test_job_when_it_waits_for_its_time_then_warns_nobody(
    sqlite_file: Database, caplog: pytest.LogCaptureFixture, error: Exception, is_told: bool
) -> None:
    desk = a_desk(sqlite_file)
    submit(desk, MAIN, document(an_honest_order()))

    def ends(_: WriteSession, __: Job) -> None:
        raise error

    looked_at = watched(dict.fromkeys(handlers(desk.ids), ends), Watching(Metrics(), Untraced()))
    with caplog.at_level(logging.INFO):
        Worker(sqlite_file, looked_at, "tests", luck=lambda: 0.0, listener=JobLog(Metrics())).run_once()
    assert ("job_ended" in {each.message for each in caplog.records}) is is_told


def test_figures_when_asked_then_say_what_waits(database: Database) -> None:
    desk = a_desk(database)
    submit(desk, MAIN, document(an_unpaid_order()))
    with database.read() as session:
        found = figures(session)
    assert found.waiting == {"desk.decided": 1, "hold.clocks": 1}
    assert found.oldest_s["desk.decided"] >= 0
    assert sum(found.holds.values()) == 1
    assert (found.workers, found.dead, found.trips) == (0, {}, {})


def test_database_when_metrics_are_read_often_then_is_asked_once(sqlite_file: Database) -> None:
    asked: list[int] = []

    def look() -> object:
        asked.append(1)
        with sqlite_file.read() as session:
            return figures(session)

    metrics = Metrics()
    metrics.show(look, lambda: PoolState(1, 2))  # type: ignore[arg-type]
    for _ in range(3):
        found = samples(metrics)
    assert (len(asked), found["clearway_database_up",], found["clearway_pool_connections", "idle"]) == (1, 1, 2)


def test_metrics_when_read_over_the_network_then_are_there_and_gone_with_the_block() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with metrics_read(Metrics(), "127.0.0.1", port), httpx2.Client(trust_env=False) as client:
        assert "process_resident_memory_bytes" in client.get(f"http://127.0.0.1:{port}/metrics").text
    with httpx2.Client(trust_env=False) as client, pytest.raises(httpx2.ConnectError):
        client.get(f"http://127.0.0.1:{port}/metrics")


def test_beats_when_a_worker_sweeps_then_it_is_alive(database: Database) -> None:
    check = _Works(database)
    assert "no worker has run yet" in str(check())
    Worker(database, {}, "box:1", luck=lambda: 0.0).run_once()
    with database.write() as session:
        beat(session, "box:2")
        beat(session, "box:2")
        assert alive(session, 30) == 2
        assert (silent_for_s(session) or 0) < 30
    assert check() is None


def test_disk_when_little_is_left_then_says_how_much(tmp_path: object) -> None:
    full = _HasRoom(tmp_path, 256, free=lambda _: 100 << 20)  # type: ignore[arg-type]
    assert full() == "100 MB are left where 256 are wanted; make room"


class _Collector(BaseHTTPRequestHandler):
    """Keeps what is posted."""

    kept: list[tuple[str, dict[str, str], bytes]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.kept.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def a_collector() -> Iterator[tuple[str, list[tuple[str, dict[str, str], bytes]]]]:
    kept: list[tuple[str, dict[str, str], bytes]] = []
    server = HTTPServer(("127.0.0.1", 0), type("Kept", (_Collector,), {"kept": kept}))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", kept
    server.shutdown()
    server.server_close()
    thread.join()


def _client(url: str) -> Client:
    return Client([Opening.parse(f"127.0.0.1/32:{url.rpartition(':')[2]}")])


def test_trace_when_a_request_is_traced_then_the_collector_gets_it_with_its_parts(sqlite_file: Database) -> None:
    with a_collector() as (url, kept), a_service(sqlite_file) as service, sqlite_file.counting_statements():
        telemetry = to_collector(url, _client(url))
        object.__setattr__(service.app.state.services, "tracing", telemetry)
        parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        body = document(an_honest_order())
        headers = {"traceparent": parent, "Idempotency-Key": "k-1"}
        assert service.call("POST", "/v1/orders", body, headers=headers).status_code == 201
        telemetry.close()
    ((path, _, content),) = kept
    spans = list(ExportTraceServiceRequest.FromString(content).resource_spans[0].scope_spans[0].spans)
    top = next(each for each in spans if each.name == "POST /v1/orders")
    assert path == "/v1/traces"
    assert {each.trace_id.hex() for each in spans} == {"0af7651916cd43dd8448eb211c80319c"}
    assert top.parent_span_id.hex() == "b7ad6b7169203331"
    assert {"read", "standing", "memory", "decision", "record", "write"} <= {each.name for each in spans}
    attributes = {each.key: each.value for each in top.attributes}
    assert attributes["clearway.statements"].int_value >= 6
    assert attributes["clearway.order_id"].string_value.startswith("ord_")
    assert b"Erika" not in content


@pytest.mark.parametrize("how", SLOW)
def test_traces_when_their_collector_takes_its_time_then_are_lost_and_nobody_waits(
    how: str, caplog: pytest.LogCaptureFixture
) -> None:
    with a_peer(lambda _: SLOW[how]) as peer:
        client = Impatient(peer)
        telemetry = to_collector(peer.url(""), client)
        with telemetry.request("GET", []) as span:
            span.name("/v1/orders", 200, Work())
        telemetry.close()
    assert (len(peer.asked), client.hurry.is_bounded) == (1, True)
    assert "traces_lost" in caplog.text


@pytest.mark.parametrize("how", [Answer(503), Answer(cut=True)])
def test_traces_when_their_collector_is_gone_or_out_of_order_then_are_lost_and_nobody_waits(
    how: Answer, caplog: pytest.LogCaptureFixture
) -> None:
    with a_peer(lambda _: how) as peer:
        telemetry = to_collector(peer.url(""), Impatient(peer, Hurry(LONGEST_S)))
        with telemetry.request("GET", []) as span:
            span.name("/v1/orders", 200, Work())
        telemetry.close()
    assert "traces_lost" in caplog.text


def test_trace_when_a_job_calls_out_then_its_trace_goes_with_it() -> None:
    with a_collector() as (url, kept):
        client = _client(url)
        telemetry = to_collector(url, client)
        with under_way(job_id="job_1") as work, telemetry.job("tell", "job_1"):
            client.post(f"{url}/hook", b"{}")
        telemetry.close()
    assert kept[0][1]["traceparent"] == work.traceparent
    trace = work.traceparent.split("-")[1]
    (span,) = ExportTraceServiceRequest.FromString(kept[1][2]).resource_spans[0].scope_spans[0].spans
    assert (span.name, span.trace_id.hex()) == ("job tell", trace)
