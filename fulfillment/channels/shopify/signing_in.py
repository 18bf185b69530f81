"""The access token: one that was given for good, or one that the app gets for a day by its own id and secret.

Apps made in the Dev Dashboard, the only kind that can be made since 2026, use the client credentials grant; its tokens
hold for 24 hours (Shopify, "Using the client credentials grant", read 2026-11; RFC 6749, section 4.4). A token is kept
in memory alone, as long as the adapter.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from urllib.parse import urlencode

from engine.clock import Clock
from fulfillment.channels.credentials import credential
from fulfillment.channels.errors import SignInRefused
from fulfillment.channels.node import Node
from fulfillment.channels.protocol import Account
from fulfillment.channels.wire import Wire, json_of

EARLY = timedelta(minutes=5)  # renewed before it ends, since a call takes time
FORM = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}


@dataclass(frozen=True, slots=True)
class _Held:
    token: str = field(repr=False)
    until: datetime


@dataclass(slots=True)
class SigningIn:
    """Hands out the token of an account. Safe for several threads: one renews it, the others wait."""

    account: Account
    wire: Wire
    clock: Clock
    _held: _Held | None = None
    _lock: Lock = field(default_factory=Lock)

    def token(self) -> str:
        """A token that holds now. Raises CredentialMissing, SignInRefused and what a call raises."""
        fixed = self.account.secrets.get("access_token", "")
        if fixed:
            return fixed
        with self._lock:
            if self._held is None or self.clock.now() >= self._held.until - EARLY:
                self._held = self._renewed()
            return self._held.token

    def forget(self) -> bool:
        """Drops a token that Shopify refused; whether another one can be got."""
        with self._lock:
            dropped, self._held = self._held, None
        return dropped is not None

    def _renewed(self) -> _Held:
        asked = {
            "grant_type": "client_credentials",
            "client_id": credential(self.account, "client_id"),
            "client_secret": credential(self.account, "client_secret"),
        }
        url = f"{self.account.endpoint.rstrip('/')}/admin/oauth/access_token"
        reply = self.wire.call("POST", url, headers=FORM, content=urlencode(asked).encode())
        answer = Node(json_of(reply))
        if not answer.has("access_token"):
            words = answer.maybe("error_description") or answer.maybe("error") or f"status {reply.status}"
            raise SignInRefused(words)
        lasts = timedelta(seconds=answer.whole("expires_in"))
        return _Held(answer.text("access_token"), self.clock.now() + lasts)
