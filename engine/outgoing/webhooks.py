"""Sends one message to one endpoint, once, and says in our words what came of it.

By Standard Webhooks 1.0.0 (2023): only a 2xx is a success, redirects are not followed, 410 means that nobody wants
these any more, and 429, 502 and 504 ask for a rest. What the receiver answers beyond that is not kept.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum

from engine.clock import Clock
from engine.errors import OutgoingError
from engine.outgoing.client import Bounds, Client, Reply

BOUNDS = Bounds(step_s=10.0, whole_s=20.0, most_bytes=16 << 10, cuts=True)
MOST_ERROR = 300  # characters
GONE = 410
THROTTLING = frozenset({429, 502, 504})
_JSON = "application/json"


class Outcome(StrEnum):
    """What came of an attempt."""

    DELIVERED = "delivered"
    FAILED = "failed"
    THROTTLED = "throttled"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """An attempt. No status: there was no answer. `asked`: how long the receiver wants to be left in peace."""

    outcome: Outcome
    at: datetime
    took_ms: int
    status: int | None = None
    error: str = ""
    asked: timedelta | None = None


def send(client: Client, clock: Clock, url: str, headers: Mapping[str, str], body: bytes) -> Sent:
    """Sends. Whatever goes wrong outside is an outcome, not an error."""
    at, since = clock.now(), time.monotonic()
    try:
        reply = client.post(url, body, headers={"content-type": _JSON, **headers}, bounds=BOUNDS)
    except OutgoingError as error:
        took_ms = int((time.monotonic() - since) * 1000)
        return Sent(outcome=Outcome.FAILED, at=at, took_ms=took_ms, error=f"{error.code}: {error}"[:MOST_ERROR])
    took_ms = int((time.monotonic() - since) * 1000)
    outcome = outcome_of(reply.status)
    return Sent(
        outcome=outcome,
        at=at,
        took_ms=took_ms,
        status=reply.status,
        error="" if outcome is Outcome.DELIVERED else _why(reply.status),
        asked=_asked(reply, at) if outcome is Outcome.THROTTLED else None,
    )


def outcome_of(status: int) -> Outcome:
    """What a status means."""
    if 200 <= status < 300:
        return Outcome.DELIVERED
    if status == GONE:
        return Outcome.GONE
    return Outcome.THROTTLED if status in THROTTLING else Outcome.FAILED


def retry_after(text: str, now: datetime) -> timedelta | None:
    """What `Retry-After` asks for (RFC 9110, 10.2.3): seconds, or a date; nothing where it is neither."""
    stripped = text.strip()
    if stripped.isascii() and stripped.isdigit():
        return timedelta(seconds=min(int(stripped[:9]), 10**8))
    try:
        at = parsedate_to_datetime(stripped)
    except ValueError:
        return None
    return None if at.tzinfo is None else max(at - now, timedelta(0))


def _asked(reply: Reply, now: datetime) -> timedelta | None:
    told = reply.headers.get("retry-after")
    return None if told is None else retry_after(told, now)


def _why(status: int) -> str:
    if 300 <= status < 400:
        return f"answers {status}; redirects are not followed"
    return f"answers {status}"
