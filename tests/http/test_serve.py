"""`clearway serve` as a process of its own, on a free port, ended by its id."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import orjson

from api.composition.sample import SAMPLE_ORDER
from engine.order.reading import read_order

ROOT = Path(__file__).parents[2]
STARTS_WITHIN_S = 300


@dataclass
class Server:
    """A server that runs, and what it printed."""

    process: "subprocess.Popen[str]"
    greeting: str

    @property
    def origin(self) -> str:
        return str(re.findall(r"http://127\.0\.0\.1:\d+", self.greeting)[0])

    def end(self, how: int = signal.SIGTERM) -> tuple[int, str]:
        """Ends it; answers the exit code and what it logged."""
        self.process.send_signal(how)
        _, log = self.process.communicate(timeout=60)
        return self.process.returncode, log


@contextmanager
def a_server(folder: Path, *options: str) -> Iterator[Server]:
    environment = {**os.environ, "CLEARWAY_FOLDER": str(folder), "CLEARWAY_PORT": "0"}
    process = subprocess.Popen(
        [sys.executable, "-m", "api", "serve", *options],
        cwd=ROOT,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        yield Server(process, _greeting(process))
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def _greeting(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    lines: list[str] = []
    began = time.monotonic()
    while not (lines and lines[-1].startswith("curl ")):
        line = process.stdout.readline()
        assert line, "the server ended before it said how to use it"
        assert time.monotonic() - began < STARTS_WITHIN_S
        lines.append(line)
    return "".join(lines)


def _get(url: str, **headers: str) -> httpx2.Response:
    with httpx2.Client(trust_env=False, timeout=30) as client:
        for _ in range(100):
            try:
                return client.get(url, headers=headers)
            except httpx2.ConnectError:  # it listens already, but may not yet answer
                time.sleep(0.1)
    raise AssertionError(url)


def test_serve_when_started_and_started_again_then_answers_ends_in_order_and_keeps_secret_and_key(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "var"
    with a_server(folder) as server:
        assert _get(f"{server.origin}/readyz").json()["status"] == "ready"
        assert _get(f"{server.origin}/docs").status_code == 200
        unknown = _get(f"{server.origin}/v1/nothing")
        assert (unknown.status_code, unknown.headers["content-type"]) == (404, "application/problem+json")
        assert "server" not in unknown.headers
        first = server.greeting
        ended_in_order(*server.end(signal.SIGTERM), first)
    secret = (folder / "secret").read_text()
    assert re.search(r"first admin +http://127\.0\.0\.1:\d+/welcome/[\w-]{43}\b", first)
    with a_server(folder, "--host", "127.0.0.1", "--port", "0") as server:
        again = server.greeting
        assert _get(f"{server.origin}/readyz").json()["status"] == "ready"
        ended_in_order(*server.end(signal.SIGINT), first)
    assert "cw_live_" not in again
    assert "clearway keys create" in again
    assert (folder / "secret").read_text() == secret


def ended_in_order(code: int, log: str, first: str) -> None:
    """It logged what was asked, and neither a fault nor the key that its first greeting showed."""
    assert code == 0, log
    assert "Traceback" not in log
    told = [orjson.loads(line) for line in log.splitlines()]
    assert ("/readyz", 200) in {(each.get("route"), each.get("status")) for each in told}
    keys = re.findall(r"cw_live_\w+", first)
    assert len(set(keys)) == 1
    assert keys[0] not in log


def test_serve_when_the_port_is_taken_then_one_clear_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ran = subprocess.run(
            [sys.executable, "-m", "api", "serve", "--port", str(taken.getsockname()[1])],
            cwd=ROOT,
            env={**os.environ, "CLEARWAY_FOLDER": str(tmp_path / "other")},
            text=True,
            capture_output=True,
            timeout=300,
            check=False,
        )
    assert ran.returncode == 2
    assert ran.stderr.count("\n") == 1
    assert "--port" in ran.stderr
    assert "cw_live_" not in ran.stdout


def test_sample_order_when_read_then_is_an_order() -> None:
    assert read_order(SAMPLE_ORDER).id == "1001"
