"""How fast somebody may call: a token bucket for each key, and one for each address that comes with no good key.

In the process, on its event loop, without a lock or a query: with several processes each counts for itself, so that a
key gets as many times its rate. Fields of the answers after draft-ietf-httpapi-ratelimit-headers-10 (2025).
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from fastapi import Request

from api.access.subscriber import subscriber
from api.refusals import TooManyRequests

MOST = 10_000  # buckets that are kept; the one that was idle longest goes first, and is full again when it comes back
MINUTE = 60.0
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What an operator set: for a key, for keys that differ, and for addresses that fail to show one."""

    key: Policy = Policy("key")
    keys: Mapping[str, Policy] = field(default_factory=dict)
    failures: Policy = Policy("failures")


class Rates:
    """The limits of one process."""

    def __init__(self, limits: Limits | None = None, ticks: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits or Limits()
        self._keys = Buckets(self._limits.key, ticks)
        self._failures = Buckets(self._limits.failures, ticks)

    def count(self, request: Request, holder: str) -> None:
        """Counts a call of a key or session, and has its answer tell what is left. Raises TooManyRequests."""
        policy = self._limits.keys.get(holder, self._limits.key)
        if not policy.rate:
            return
        bucket = self._keys.of(holder, policy)
        is_in = bucket.spend()
        request.state.rate = bucket.headers
        if not is_in:
            raise TooManyRequests(f"wait {bucket.after_s} s before the next call with this key", bucket.after_s)

    def count_failure(self, request: Request) -> None:
        """Counts a call without a good key. Raises TooManyRequests once its address had enough of them."""
        if self._limits.failures.rate:
            self._refuse(self._failures.of(_address(request)), spends=True)

    def count_login(self, request: Request) -> None:
        """Counts a login before anybody knows whether it is right, since each of many may name another person, whose
        own count it leaves low. Raises TooManyRequests."""
        self.count_failure(request)

    def refuse_spent(self, request: Request) -> None:
        """Raises TooManyRequests where an address had enough failures: no database is asked about its next guess."""
        if self._limits.failures.rate:
            self._refuse(self._failures.of(_address(request)), spends=False)

    @staticmethod
    def _refuse(bucket: Bucket, *, spends: bool) -> None:
        if bucket.left >= 1.0 if not spends else bucket.spend():
            return
        raise TooManyRequests(f"too many calls without a good key; wait {bucket.after_s} s", bucket.after_s)


def read_limits(rate: float, burst: int, keys: str, failures_per_minute: int) -> Limits:
    """The limits as settings say them; `keys` as `key_…=50/100`, separated by blanks. Raises ValueError."""
    differing = {}
    for each in keys.split():
        name, _, numbers = each.partition("=")
        its_rate, _, its_burst = numbers.partition("/")
        differing[name] = _policy(float(its_rate), int(its_burst or math.ceil(float(its_rate))))
    failures = Policy("failures", failures_per_minute / MINUTE, failures_per_minute)
    return Limits(key=_policy(rate, burst), keys=differing, failures=failures)


def _policy(rate: float, burst: int) -> Policy:
    return Policy("key", rate, max(1, burst)) if rate > 0 else Policy("key")


def _address(request: Request) -> str:
    host = request.client.host if request.client is not None else ""
    return subscriber(host)
