"""Ends a call when its time is over, whatever it is doing: a peer that sends a byte now and then keeps nobody for ever.

Time bounds of single reads do not see that. When the time is over the connection is shut, and whoever waits for it
wakes up with an error.
"""

import os
import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType
from typing import Protocol, cast, runtime_checkable

_CONNECTED = "connection.connect_tcp.complete"


@runtime_checkable
class _Stream(Protocol):
    def get_extra_info(self, info: str) -> object: ...


class Ending:
    """A bound on one call. `heard` is told what the client does; `has_come` says whether the time is over.

    Args:
        seconds: what is left of the time.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = max(0.0, seconds)
        self._sockets: list[socket.socket] = []
        self._over = threading.Event()
        self._timer: threading.Timer | None = None
        self._lock = threading.Lock()

    @property
    def has_come(self) -> bool:
        """Whether the connection was shut for want of time."""
        return self._over.is_set()

    def __enter__(self) -> "Ending":
        self._timer = threading.Timer(self._seconds, self._end)
        self._timer.daemon = True
        self._timer.start()
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._timer is not None:
            self._timer.cancel()
        with self._lock:
            for each in self._sockets:
                each.close()
            self._sockets.clear()

    def heard(self, name: str, info: Mapping[str, object]) -> None:
        """The client's trace of a request: keeps hold of the connection."""
        stream = info.get("return_value")
        if name == _CONNECTED and isinstance(stream, _Stream):
            self.hold(cast("socket.socket", stream.get_extra_info("socket")))

    def hold(self, connection: socket.socket) -> None:
        """Shuts this connection when the time is over; under a handle of our own, since encryption takes the caller's
        one over."""
        with self._lock:
            self._sockets.append(socket.socket(fileno=os.dup(connection.fileno())))
        if self.has_come:
            self._shut()

    def _end(self) -> None:
        self._over.set()
        self._shut()

    def _shut(self) -> None:
        with self._lock:
            for each in self._sockets:
                with suppress(OSError):  # gone already
                    each.shutdown(socket.SHUT_RDWR)
