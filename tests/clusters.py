"""A Dask cluster of this machine for tests: a scheduler and workers, each a process, that speak TLS alone."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import trustme

STANDS_WITHIN_S = 90
ROOT = Path(__file__).parents[1]


@dataclass
class TlsCluster:
    """A scheduler with its certificates. `start_worker` adds a worker; `kill` ends one as a power cut would."""

    folder: Path
    address: str = ""
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def files(self) -> Mapping[str, str]:
        """What whoever joins has in its environment."""
        names = {"CA": "ca", "CERT": "cert", "KEY": "key"}
        return {f"CLEARWAY_CLUSTER_{name}": str(self.folder / f"{file}.pem") for name, file in names.items()}

    def start_worker(self, env: Mapping[str, str]) -> subprocess.Popen[bytes]:
        """A worker with settings of its own."""
        asked = ["dask_worker", self.address, "--no-nanny", "--nthreads", "1", "--no-dashboard", *self._tls()]
        return self._begun([*asked, "--local-directory", str(self.folder)], env, r"Registered to")

    def start_scheduler(self, env: Mapping[str, str]) -> None:
        """The scheduler, at a free port."""
        asked = ["dask_scheduler", "--protocol", "tls", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
        file = self.folder / "scheduler.json"
        self._begun([*asked, *self._tls(), "--scheduler-file", str(file)], env, r"Scheduler at:")
        found = re.search(r'"address": "(tls://[^"]+)"', file.read_text())
        assert found is not None
        self.address = found[1]

    def _tls(self) -> list[str]:
        return [
            "--tls-ca-file", str(self.folder / "ca.pem"), "--tls-cert", str(self.folder / "cert.pem"),
            "--tls-key", str(self.folder / "key.pem"),
        ]  # fmt: skip

    def _begun(self, asked: list[str], env: Mapping[str, str], stands: str) -> subprocess.Popen[bytes]:
        log = self.folder / f"{len(self.processes)}.log"
        with log.open("wb") as out:
            made = subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{asked[0]}", *asked[1:]],
                env={**os.environ, **env, "PYTHONPATH": str(ROOT)},
                stdout=out,
                stderr=out,
                cwd=ROOT,
            )
        self.processes.append(made)
        until = monotonic() + STANDS_WITHIN_S
        while re.search(stands, log.read_text(errors="replace")) is None:
            assert made.poll() is None and monotonic() < until, log.read_text(errors="replace")  # noqa: PT018
            sleep(0.1)
        return made


def kill_after(process: "subprocess.Popen[bytes]", seconds: float) -> None:
    """As a power cut would end it."""

    def kill() -> None:
        sleep(seconds)
        process.send_signal(signal.SIGKILL)

    Thread(target=kill, daemon=True).start()


@contextmanager
def tls_cluster(folder: Path, env: Mapping[str, str]) -> Iterator[TlsCluster]:
    """A scheduler with fresh certificates; all its processes are ended with the block."""
    authority = trustme.CA()
    issued = authority.issue_cert("127.0.0.1", "localhost")
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    (folder / "cert.pem").write_bytes(b"".join(each.bytes() for each in issued.cert_chain_pems))
    issued.private_key_pem.write_to_path(str(folder / "key.pem"))
    cluster = TlsCluster(folder)
    try:
        cluster.start_scheduler(env)
        yield cluster
    finally:
        for each in reversed(cluster.processes):
            each.kill()
            each.wait()
