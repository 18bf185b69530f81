"""How often an address may be wrong: bounded tries within a while, kept by one process for so many addresses.

A link cannot be guessed (its digest has 256 bits); this keeps those who try all the same from costing anything.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from api.access.subscriber import subscriber

MOST_ADDRESSES = 10_000


@dataclass(slots=True)
class Tries:
    """Safe for several threads. `ticks` are seconds of any clock that only goes on."""

    most: int = 30
    within_s: float = 600.0
    ticks: Callable[[], float] = monotonic
    _seen: OrderedDict[str, tuple[float, int]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def are_used_up(self, address: str) -> bool:
        """Whether an address has to wait."""
        with self._lock:
            since, count = self._seen.get(subscriber(address), (0.0, 0))
            return count >= self.most and self.ticks() - since < self.within_s

    def note(self, address: str) -> None:
        """One more try; the count begins anew when the while is over."""
        name, now = subscriber(address), self.ticks()
        with self._lock:
            since, count = self._seen.pop(name, (now, 0))
            self._seen[name] = (since, count + 1) if now - since < self.within_s else (now, 1)
            while len(self._seen) > MOST_ADDRESSES:
                self._seen.popitem(last=False)
