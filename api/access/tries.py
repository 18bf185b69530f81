"""How often an address may be wrong: so many tries at once, and as many more in each while, in one process.

A link cannot be guessed (its digest has 256 bits); this keeps those who try all the same from costing anything.
"""

from collections.abc import Callable
from threading import Lock
from time import monotonic

from api.access.buckets import Buckets, Policy
from api.access.subscriber import subscriber


class Tries:
    """Safe for several threads. `ticks` are seconds of any clock that only goes on."""

    def __init__(self, most: int = 30, within_s: float = 600.0, ticks: Callable[[], float] = monotonic) -> None:
        self._buckets = Buckets(Policy("tries", most / within_s, most), ticks)
        self._lock = Lock()

    def are_used_up(self, address: str) -> bool:
        """Whether an address has to wait."""
        with self._lock:
            return self._buckets.spent(subscriber(address)) is not None

    def note(self, address: str) -> None:
        """One more try."""
        with self._lock:
            self._buckets.of(subscriber(address)).spend()
