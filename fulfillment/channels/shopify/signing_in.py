"""The access token: one that was given for good, or one that the app gets for a day by its own id and secret.

Apps made in the Dev Dashboard, the only kind that can be made since 2026, use the client credentials grant; its tokens
hold for 24 hours (Shopify, "Using the client credentials grant", read 2026-11; RFC 6749, section 4.4). Tokens are kept
in memory alone, for all adapters of this process.
"""

from dataclasses import dataclass
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
    token: str
    until: datetime


_HELD: dict[tuple[str, str, str], _Held] = {}
_LOCK = Lock()


@dataclass(frozen=True, slots=True)
class SigningIn:
    """Hands out the token of an account."""

    account: Account
    wire: Wire
    clock: Clock

    def token(self) -> str:
        """A token that holds now. Raises CredentialMissing, SignInRefused and what a call raises."""
        fixed = self.account.secrets.get("access_token", "")
        if fixed:
            return fixed
        with _LOCK:
            held = _HELD.get(self._key())
        if held is not None and self.clock.now() < held.until - EARLY:
            return held.token
        renewed = self._renewed()
        with _LOCK:
            _HELD[self._key()] = renewed
        return renewed.token

    def forget(self) -> bool:
        """Drops a token that Shopify refused; whether another one can be got."""
        with _LOCK:
            return _HELD.pop(self._key(), None) is not None

    def _key(self) -> tuple[str, str, str]:
        """By what a token is got: a renewed secret gets its own."""
        secrets = self.account.secrets
        return self.account.endpoint, secrets.get("client_id", ""), secrets.get("client_secret", "")

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
