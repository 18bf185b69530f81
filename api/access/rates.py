"""How fast somebody may call: a token bucket for each key, and one for each address that comes with no good key.

In the process, on its event loop, without a lock or a query: with several processes each counts for itself, so that a
key gets as many times its rate. Fields of the answers after draft-ietf-httpapi-ratelimit-headers-10 (2025).
"""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from fastapi import Request

from api.access.buckets import Bucket, Buckets, Policy
from api.access.subscriber import subscriber
from api.refusals import TooManyRequests

MINUTE = 60.0
NO_LIMIT, NO_FAILURES = Policy("key"), Policy("failures")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What an operator set: for a key, for keys that differ, and for addresses that fail to show one."""

    key: Policy = NO_LIMIT
    keys: Mapping[str, Policy] = field(default_factory=dict)
    failures: Policy = NO_FAILURES


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
            bucket = self._failures.of(_address(request))
            if not bucket.spend():
                _refuse(bucket)

    def count_login(self, request: Request) -> None:
        """Counts a login before anybody knows whether it is right, since each of many may name another person, whose
        own count it leaves low. Raises TooManyRequests."""
        self.count_failure(request)

    def refuse_spent(self, request: Request) -> None:
        """Raises TooManyRequests where an address had enough failures: no database is asked about its next guess."""
        spent = self._failures.spent(_address(request))
        if spent is not None:
            _refuse(spent)


def _refuse(bucket: Bucket) -> NoReturn:
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
    return Policy("key", rate, max(1, burst)) if rate > 0 else NO_LIMIT


def _address(request: Request) -> str:
    host = request.client.host if request.client is not None else ""
    return subscriber(host)
