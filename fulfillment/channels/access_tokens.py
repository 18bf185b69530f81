"""Access tokens that live for an hour or so, kept in memory until shortly before they end.

A channel is made anew for each job, so the tokens outlive it; they are never written anywhere. The form is that of RFC
6749, section 5.1 (IETF, The OAuth 2.0 Authorization Framework, October 2012).
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from engine.outgoing.client import Reply
from fulfillment.channels.errors import AnswerRefused, SignInRefused
from fulfillment.channels.wire import json_of

EARLY = timedelta(seconds=60)
MOST = 10_000
USUAL_LIFE_S = 3600
REFUSED = 400


@dataclass(frozen=True, slots=True)
class Access:
    """A token and when it ends."""

    token: str = field(repr=False)
    until: datetime


@dataclass
class AccessTokens:
    """Tokens by whom they are for."""

    kept: dict[str, Access] = field(default_factory=dict, repr=False)
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def token(self, holder: str, now: datetime, fetch: Callable[[], Access]) -> str:
        """The token that is kept, or a new one. Two threads may fetch at once; both tokens are good."""
        with self.lock:
            kept = self.kept.get(holder)
        if kept is not None and now < kept.until - EARLY:
            return kept.token
        fetched = fetch()
        with self.lock:
            if len(self.kept) >= MOST:
                self.kept.clear()
            self.kept[holder] = fetched
        return fetched.token

    def forget(self, holder: str) -> None:
        """The channel does not take this one any more."""
        with self.lock:
            self.kept.pop(holder, None)


KEPT = AccessTokens()


def holder_of(*parts: str) -> str:
    """A name for whoever holds credentials, from which none can be read."""
    return sha256("\0".join(parts).encode()).hexdigest()


def access_of(reply: Reply, now: datetime) -> Access:
    """The token in an answer of a token endpoint. Raises SignInRefused with the endpoint's own words, AnswerRefused."""
    found = json_of(reply)
    if reply.status >= REFUSED:
        raise SignInRefused(": ".join(str(found[name]) for name in ("error", "error_description") if name in found))
    token, life = found.get("access_token"), found.get("expires_in", USUAL_LIFE_S)
    if not isinstance(token, str) or not isinstance(life, int):
        raise AnswerRefused("access token")
    return Access(token, now + timedelta(seconds=life))
