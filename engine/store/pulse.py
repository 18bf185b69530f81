"""A heartbeat: while work takes long, its lease is extended from a thread."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Generic, TypeVar

from engine.errors import StoreError

T = TypeVar("T")
BEATS_A_LEASE = 3


class Pulse(Generic[T]):
    """Calls `beat` three times a lease with what is held. A beat that fails is left out: the next may succeed.

    The thread starts with the first thing that is held, and ends when it finds nothing to do.
    """

    def __init__(self, lease_s: float, beat: Callable[[T], object]) -> None:
        self._every_s = lease_s / BEATS_A_LEASE
        self._beat = beat
        self._lock = threading.Lock()
        self._held: dict[int, T] = {}
        self._is_running = False

    @contextmanager
    def holding(self, thing: T) -> Iterator[None]:
        """Extends the lease of `thing` until the block ends."""
        with self._lock:
            self._held[id(thing)] = thing
            if not self._is_running:
                self._is_running = True
                threading.Thread(target=self._run, name="clearway-pulse", daemon=True).start()
        try:
            yield
        finally:
            with self._lock:
                del self._held[id(thing)]

    def _run(self) -> None:
        pause = threading.Event()
        while True:
            pause.wait(self._every_s)
            with self._lock:
                things = list(self._held.values())
                if not things:
                    self._is_running = False
                    return
            for thing in things:
                with suppress(StoreError):
                    self._beat(thing)
