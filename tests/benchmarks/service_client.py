"""A client that costs little: it sends prepared bytes over connections that stay open, and looks at the status only."""

import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import accumulate, cycle, islice
from pathlib import Path
from random import Random
from typing import Any

from tests.benchmarks.service_process import Served

CLOSED = 2  # connections that send one order after the other
OPEN = 24  # connections for orders that come when they come
TIMEOUT_S = 20
CREATED = b"HTTP/1.1 201"

Numbered = tuple[int, bytes]  # an order's body, and a number that makes its request's key


class Connection:
    """One connection of a shop."""

    def __init__(self, to: Served) -> None:
        self._socket = socket.create_connection(("127.0.0.1", to.port), timeout=TIMEOUT_S)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._head = (
            f"POST /v1/orders HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {to.token}\r\n"
            "Content-Type: application/json\r\nAccept-Language: en\r\n"
        ).encode()

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def send(self, number: int, body: bytes) -> None:
        """Sends an order and waits for its decision."""
        own = f"Idempotency-Key: order-{number}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        self._socket.sendall(self._head + own + body)
        got = self._socket.recv(65536)
        while b"\r\n\r\n" not in got:
            got += self._more()
        head, _, rest = got.partition(b"\r\n\r\n")
        assert head.startswith(CREATED), got
        missing = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]) - len(rest)
        while missing > 0:
            missing -= len(self._more())

    def _more(self) -> bytes:
        more = self._socket.recv(65536)
        assert more, "the service hung up"
        return more


@dataclass(frozen=True, slots=True)
class Load:
    """What orders that come by themselves, whether or not those before them are done, had to wait.

    `busy` is the share of the machine that was not idle, whoever used it.
    """

    rate: float
    decided: float
    p50_ms: float
    p99_ms: float
    busy: float


class Sender:
    """Sends orders that nobody sent before."""

    def __init__(self, bodies: Iterator[bytes]) -> None:
        self._orders = enumerate(bodies)

    def send(self, to: Served, count: int) -> None:
        """One order after the other."""
        send_all(to, list(islice(self._orders, count)))

    def load(self, to: Sequence[Served], rate: float, seconds: float) -> Load:
        """Orders that come by themselves."""
        return under_load(to, list(islice(self._orders, round(rate * seconds))), rate)


def send_all(to: Served, orders: Sequence[Numbered], connections: int = CLOSED) -> None:
    """One order after the other on each of some connections."""
    left = _shared(iter(orders))

    def send_mine(connection: Connection) -> None:
        for number, body in iter(left, None):
            connection.send(number, body)

    _on_connections([to], connections, send_mine)


def under_load(to: Sequence[Served], orders: Sequence[Numbered], rate: float, connections: int = OPEN) -> Load:
    """Sends orders at random times, `rate` a second on average; each one's wait counts from when it was to be sent."""
    chance = Random(rate)
    moments = list(accumulate(chance.expovariate(rate) for _ in orders))
    began, idle = time.perf_counter() + 0.2, _machine()
    left = _shared(zip(moments, orders, strict=True))
    waits: list[float] = []

    def send_when_due(connection: Connection) -> None:
        for moment, (number, body) in iter(left, None):
            time.sleep(max(0.0, began + moment - time.perf_counter()))
            connection.send(number, body)
            waits.append((time.perf_counter() - began - moment) * 1000)

    _on_connections(to, connections, send_when_due)
    took, after = time.perf_counter() - began, _machine()
    waits.sort()
    share = 1 - (after[0] - idle[0]) / (after[1] - idle[1])
    return Load(rate, len(waits) / took, waits[len(waits) // 2], waits[len(waits) * 99 // 100], share)


def _on_connections(to: Sequence[Served], count: int, work: Callable[[Connection], None]) -> None:
    """As many connections, to the processes in turn."""
    with ExitStack() as stack, ThreadPoolExecutor(count) as threads:
        opened = [stack.enter_context(Connection(each)) for each in islice(cycle(to), count)]
        list(threads.map(work, opened))


def _shared(rows: Iterator[tuple[Any, Any]]) -> Callable[[], Any]:
    """Hands out rows to several threads, then nothing."""
    guard = threading.Lock()

    def take() -> tuple[Any, Any] | None:
        with guard:
            return next(rows, None)

    return take


def _machine() -> tuple[int, int]:
    """Ticks in which the machine was idle, and all."""
    ticks = [int(each) for each in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return ticks[3] + ticks[4], sum(ticks)
