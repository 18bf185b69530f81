"""How fast this process has answered in the last hour: counts by minute, merchant and route, in memory alone.

Metrics for Prometheus add up for ever and need a collector; people who look at the console want the last hour, of their
own merchant. A percentile is told as the upper end of its bucket, which is at most a fifth above the true value.
"""

import math
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock

MINUTES = 60
MINUTE_S = 60.0
SMALLEST_MS, STEP, LAST = 0.5, 1.2, 63  # the last bucket holds all above 40 seconds
MOST_KEYS = 2000  # of one minute; what is beyond is told as `-`
FAILED = 500
Key = tuple[str, str, str]  # merchant, method, template of the route


@dataclass(slots=True)
class Stretch:
    """Requests of a stretch of time: how many by bucket of what they took, and how many failed on our side."""

    buckets: Counter[int] = field(default_factory=Counter)
    failed: int = 0

    @property
    def requests(self) -> int:
        """How many were answered."""
        return self.buckets.total()

    def percentile(self, percent: float) -> float | None:
        """Milliseconds within which so many were answered; None without requests."""
        wanted, seen = percent / 100 * self.requests, 0
        for bucket, many in sorted(self.buckets.items()):
            seen += many
            if seen >= wanted:
                return round(SMALLEST_MS * STEP**bucket, 1)
        return None

    def add(self, other: "Stretch") -> None:
        """Puts another stretch to this one."""
        self.buckets.update(other.buckets)
        self.failed += other.failed


@dataclass(frozen=True, slots=True)
class LastHour:
    """Of one merchant. `minutes` has those with requests, by how long ago they were; `routes` is by method and
    template."""

    whole: Stretch
    minutes: Mapping[int, Stretch]
    routes: Mapping[tuple[str, str], Stretch]
    running_s: float


class Tempo:
    """Hears of every request of this process, from several threads."""

    def __init__(self, ticks: Callable[[], float] = time.monotonic) -> None:
        self._ticks = ticks
        self._began = ticks()
        self._lock = Lock()
        self._minutes: dict[int, dict[Key, Stretch]] = {}

    def answered(self, merchant: str, method: str, route: str, status: int, took_s: float) -> None:
        """A request was answered."""
        bucket = _bucket(took_s * 1000)
        minute = int(self._ticks() // MINUTE_S)
        with self._lock:
            held = self._minutes.get(minute)
            if held is None:
                self._minutes = {at: each for at, each in self._minutes.items() if at > minute - MINUTES}
                held = self._minutes[minute] = {}
            key = (merchant, method, route)
            if key not in held and len(held) >= MOST_KEYS:
                key = (merchant, method, "-") if (merchant, method, "-") in held else ("", "", "-")
            stretch = held.setdefault(key, Stretch())
            stretch.buckets[bucket] += 1
            stretch.failed += status >= FAILED

    def last_hour(self, merchant: str) -> LastHour:
        """What was answered for one merchant."""
        now = self._ticks()
        minute = int(now // MINUTE_S)
        with self._lock:
            held = [
                (minute - at, method, route, Stretch(Counter(each.buckets), each.failed))
                for at, keys in self._minutes.items()
                for (whose, method, route), each in keys.items()
                if whose == merchant and at > minute - MINUTES
            ]
        minutes, routes = dict[int, Stretch](), dict[tuple[str, str], Stretch]()
        for ago, method, route, each in held:
            minutes.setdefault(ago, Stretch()).add(each)
            routes.setdefault((method, route), Stretch()).add(each)
        return LastHour(_sum(minutes.values()), minutes, routes, now - self._began)


def _bucket(ms: float) -> int:
    return 0 if ms <= SMALLEST_MS else min(LAST, math.ceil(math.log(ms / SMALLEST_MS, STEP)))


def _sum(stretches: Iterable[Stretch]) -> Stretch:
    whole = Stretch()
    for each in stretches:
        whole.add(each)
    return whole
