"""A Dask cluster as the place where chunks are worked on. Only over TLS, with certificates on both sides.

The only importer of `distributed`, which is an extra (`clearway[cluster]`). What is sent to workers is the name of a
function, of a run and of a chunk: no address of a database, no secret, no order. Each worker has its own settings in
its environment, and the ledger is in the database.
"""

from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from engine.errors import ClearwayError
from engine.settings import Settings

if TYPE_CHECKING:
    from distributed import Client

TLS = "tls"
CONNECT_S = 20


class ClusterRefused(ClearwayError):
    """this cluster cannot be used"""

    code = "cluster_refused"


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster that answers. `width` is how many chunks it works on at once."""

    client: "Client"
    width: int

    def executor(self) -> Executor:
        """Hands calls to its workers. A call that a worker took with it into its end is made again by another, whom
        the ledger then tells that the chunk is somebody's."""
        made: Executor = self.client.get_executor(pure=False, retries=3)  # type: ignore[no-untyped-call]
        return made

    def close(self) -> None:
        """Leaves the cluster, which goes on."""
        self.client.close()  # type: ignore[no-untyped-call]


def cluster_of(address: str, settings: Settings) -> Cluster:
    """Joins a cluster. Raises ClusterRefused where the address, the certificates or the cluster are not fit."""
    _check_address(address)
    files = {
        "CLEARWAY_CLUSTER_CA": settings.cluster_ca,
        "CLEARWAY_CLUSTER_CERT": settings.cluster_cert,
        "CLEARWAY_CLUSTER_KEY": settings.cluster_key,
    }
    _check_files(files)
    client = _joined(address, *map(str, files.values()))
    width = sum(client.nthreads().values())  # type: ignore[no-untyped-call]
    if not width:
        client.close()  # type: ignore[no-untyped-call]
        raise ClusterRefused("the cluster has no worker; start one with `dask worker`")
    return Cluster(client, width)


def _check_address(address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme != TLS:
        raise ClusterRefused(
            f"`{address}` is not encrypted: anybody on the way could read and start work; use tls://HOST:PORT"
        )
    if not parts.hostname or parts.port is None:
        raise ClusterRefused(f"`{address}` names no host and port; write tls://HOST:PORT")


def _check_files(files: dict[str, Path | None]) -> None:
    for name, path in files.items():
        if path is None:
            raise ClusterRefused(f"{name} is not set; a cluster is joined with certificates only")
        if not path.is_file():
            raise ClusterRefused(f"{name}: there is no file {path}")


def _joined(address: str, ca: str, cert: str, key: str) -> "Client":
    try:
        from distributed import Client  # noqa: PLC0415 - an extra that few need
        from distributed.security import Security  # noqa: PLC0415
    except ImportError as missing:
        raise ClusterRefused("Dask is not installed; install `clearway[cluster]`") from missing
    security = Security(tls_ca_file=ca, tls_client_cert=cert, tls_client_key=key, require_encryption=True)  # type: ignore[no-untyped-call]
    try:
        return Client(address, security=security, timeout=CONNECT_S, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as error:
        raise ClusterRefused(f"the scheduler at {address} does not answer: {_first_line(error)}") from error


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
