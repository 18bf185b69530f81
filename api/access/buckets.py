"""How often somebody may do something: a token bucket for each name, kept by one process for so many of them."""

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

MOST = 10_000  # buckets that are kept; the one that was idle longest goes first, and is full again when it comes back
Header = tuple[bytes, bytes]


@dataclass(frozen=True, slots=True)
class Policy:
    """`rate` calls a second for as long as one likes, `burst` at once. No rate: no limit."""

    name: str
    rate: float = 0.0
    burst: int = 0

    @property
    def window_s(self) -> int:
        """In which an empty bucket fills."""
        return max(1, math.ceil(self.burst / self.rate))

    @property
    def header(self) -> bytes:
        """`RateLimit-Policy`."""
        return f'"{self.name}";q={self.burst};w={self.window_s}'.encode()


@dataclass(slots=True)
class Bucket:
    """What is left for one caller."""

    policy: Policy
    left: float
    at: float

    def fill(self, now: float) -> None:
        """Adds what has come since; a clock that goes back adds nothing."""
        self.left = min(float(self.policy.burst), self.left + max(0.0, now - self.at) * self.policy.rate)
        self.at = now

    def spend(self) -> bool:
        """Takes one, if there is one."""
        if self.left < 1.0:
            return False
        self.left -= 1.0
        return True

    @property
    def after_s(self) -> int:
        """Seconds until there is one again."""
        return max(1, math.ceil((1.0 - self.left) / self.policy.rate))

    @property
    def headers(self) -> tuple[Header, Header]:
        """What is left, in how many seconds all of it is, and the policy."""
        full_s = math.ceil((self.policy.burst - self.left) / self.policy.rate)
        told = f'"{self.policy.name}";r={int(self.left)};t={full_s}'.encode()
        return (b"ratelimit", told), (b"ratelimit-policy", self.policy.header)


class Buckets:
    """One for each name, made when it first comes."""

    def __init__(self, policy: Policy, ticks: Callable[[], float], most: int = MOST) -> None:
        self._policy = policy
        self._ticks = ticks
        self._most = most
        self._held: OrderedDict[str, Bucket] = OrderedDict()

    def of(self, name: str, policy: Policy | None = None) -> Bucket:
        """The bucket of a name, filled until now."""
        now, wanted = self._ticks(), policy or self._policy
        bucket = self._held.get(name)
        if bucket is None:
            bucket = self._held[name] = Bucket(wanted, float(wanted.burst), now)
            if len(self._held) > self._most:
                self._held.popitem(last=False)
        else:
            self._held.move_to_end(name)
            bucket.fill(now)
        return bucket

    def spent(self, name: str) -> Bucket | None:
        """The bucket of a name that has to wait; nothing is kept of one that spent nothing."""
        bucket = self._held.get(name)
        if bucket is None:
            return None
        bucket.fill(self._ticks())
        return None if bucket.left >= 1.0 else bucket
