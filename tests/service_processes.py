"""The service as processes of its own: an API and workers on one database, which tests kill and start again.

Everything listens on loopback, is bounded in time, and is ended by the id of the process that was started.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx2

ROOT = Path(__file__).parents[1]
STARTS_WITHIN_S = 180
ANSWERS_WITHIN_S = 400  # longer than it takes to start a few times on a machine that is busy


def a_free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Api:
    """`clearway serve` without a worker, always at the same address. `module` is what is run in its place."""

    def __init__(
        self, folder: Path, database_url: str, more: Mapping[str, str] | None = None, module: str = "api"
    ) -> None:
        self.port = a_free_port()
        self.module = module
        self._environment = settings(folder, database_url) | {"CLEARWAY_PORT": str(self.port)} | dict(more or {})
        self._log = (folder / "api.log").open("ab")
        self.process = self._started()
        self.token = ""

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _started(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-m", self.module, "serve", "--no-worker"],
            cwd=ROOT,
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=self._log,
        )

    def wait_until_ready(self) -> None:
        until = time.monotonic() + STARTS_WITHIN_S
        with httpx2.Client(trust_env=False, timeout=5) as client:
            while time.monotonic() < until:
                try:
                    if client.get(f"{self.origin}/readyz").status_code == 200:
                        return
                except httpx2.HTTPError:
                    pass
                time.sleep(0.1)
        raise AssertionError("the API is not ready")

    def kill_and_start(self) -> None:
        self.process.kill()
        self.process.wait(30)
        self.process = self._started()

    def start_if_ended(self) -> None:
        """What a supervisor does: one that ended by itself, since it found no database at its start, begins again."""
        if self.process.poll() is not None:
            self.process = self._started()

    def end(self) -> None:
        self.process.kill()
        self.process.wait(30)
        self._log.close()


class Worker:
    """`clearway worker`."""

    def __init__(
        self, folder: Path, database_url: str, more: Mapping[str, str] | None = None, module: str = "api"
    ) -> None:
        self.module = module
        self._environment = settings(folder, database_url) | dict(more or {})
        self._log = (folder / "worker.log").open("ab")
        self.process = self._started()

    def _started(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-m", self.module, "worker"],
            cwd=ROOT,
            env=self._environment,
            stdout=self._log,
            stderr=self._log,
        )

    def kill_and_start(self) -> None:
        self.process.kill()
        self.process.wait(30)
        self.process = self._started()

    def start_if_ended(self) -> None:
        """What a supervisor does: one that ended by itself, since it found no database at its start, begins again."""
        if self.process.poll() is not None:
            self.process = self._started()

    def end(self) -> None:
        self.process.kill()
        self.process.wait(30)
        self._log.close()


def settings(folder: Path, database_url: str) -> dict[str, str]:
    """The environment of a process of this installation."""
    own = {"CLEARWAY_FOLDER": str(folder), "CLEARWAY_DATABASE_URL": database_url}
    return {**os.environ, **own}


@contextmanager
def a_service(
    folder: Path, database_url: str, more: Mapping[str, str] | None = None, module: str = "api"
) -> Iterator[tuple[Api, Worker]]:
    """One API and one worker, and a key in `api.token`. `more` are settings beside those of the installation."""
    api = Api(folder, database_url, more, module)
    try:
        api.wait_until_ready()
        api.token = a_key(folder, database_url)
        worker = Worker(folder, database_url, more, module)
        try:
            yield api, worker
        finally:
            worker.end()
    finally:
        api.end()


def a_key(folder: Path, database_url: str, scopes: Sequence[str] = ()) -> str:
    """A new key of the main merchant; it may do what a storefront needs, or what is named."""
    named = [word for each in scopes for word in ("--scope", each)]
    made = subprocess.run(
        [sys.executable, "-m", "api", "keys", "create", "--name", "tests", *named],
        cwd=ROOT,
        env=settings(folder, database_url),
        capture_output=True,
        text=True,
        check=True,
        timeout=STARTS_WITHIN_S,
    )
    return next(word for word in made.stdout.split() if word.startswith("cw_live_"))


def post(
    client: httpx2.Client,
    api: Api,
    path: str,
    body: Mapping[str, object],
    key: str,
    more: Mapping[str, str] | None = None,
) -> httpx2.Response:
    """Sends until there is an answer that is final, as a careful storefront does: same key, same body."""
    headers = {"Authorization": f"Bearer {api.token}", "Idempotency-Key": key, **(more or {})}
    until = time.monotonic() + ANSWERS_WITHIN_S
    while time.monotonic() < until:
        try:
            response = client.post(f"{api.origin}{path}", json=body, headers=headers)
            if response.status_code < 500:
                return response
        except httpx2.HTTPError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"no answer for {key}")
