"""An identity provider that vouches for people: OpenID Connect Core 1.0 (errata set 2), by the authorisation code with
PKCE (RFC 7636), state and nonce. It is called through the guarded client alone.
"""

import logging
import secrets
import threading
import time
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import quote_plus, urlencode

import orjson

from api.access.errors import ProviderDown, ProviderRefused
from api.access.id_tokens import Keys, keys_of
from api.access.roles import Role
from engine.errors import OutgoingError, SettingUnusable
from engine.journal import journal, tell
from engine.outgoing.client import Bounds, Client
from engine.settings import Settings

LOG = journal("access")
LEEWAY = timedelta(seconds=60)
FRESH_S = 3600.0
AGAIN_S = 60.0  # keys are asked for anew at most so often, whatever tokens name
BOUNDS = Bounds(step_s=5.0, whole_s=15.0, most_bytes=1 << 20)
SLOW_S, REST_S = 2.0, 10.0  # after a call that was long in vain, nobody asks for so long: people are told at once
AT_ONCE, TURN_S = 8, 2.0  # calls at a time, and how long one waits for its turn
FINE = 200
SCOPES = "openid profile email"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderTerms:
    """Who vouches, who we are to them, and what their words for roles mean here."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    role_claim: str
    roles: Mapping[str, Role]
    merchant: str = "main"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """What a browser that was sent away must bring back."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouched:
    """Who somebody is, as the provider says. `email` is None unless the provider has verified it."""

    subject: str
    email: str | None
    name: str
    roles: tuple[Role, ...]


class Provider:
    """One provider, with what it publishes in memory. Safe for several threads.

    Anybody may have it called before they are signed in, so one that does not answer takes few threads, and not for
    long.
    """

    def __init__(self, terms: ProviderTerms, client: Client, ticks: Callable[[], float] = time.monotonic) -> None:
        self.terms = terms
        self._client = client
        self._ticks = ticks
        self._told: tuple[float, Mapping[str, str]] | None = None
        self._keys: tuple[float, Keys] | None = None
        self._turns = threading.BoundedSemaphore(AT_ONCE)
        self._rests_until = -REST_S

    def begin(self, back: str) -> tuple[str, Pending]:
        """Where to send a browser, and what it must bring `back`. Raises ProviderDown, ProviderRefused."""
        pending = Pending(
            state=secrets.token_urlsafe(32), nonce=secrets.token_urlsafe(32), verifier=secrets.token_urlsafe(48)
        )
        asked = {
            "response_type": "code",
            "client_id": self.terms.client_id,
            "redirect_uri": back,
            "scope": SCOPES,
            "state": pending.state,
            "nonce": pending.nonce,
            "code_challenge": challenge(pending.verifier),
            "code_challenge_method": "S256",
        }
        place = self._published()["authorization_endpoint"]
        return f"{place}{'&' if '?' in place else '?'}{urlencode(asked)}", pending

    def finish(self, pending: Pending, code: str, back: str, now: datetime) -> Vouched:
        """Who came back with this code. Raises ProviderDown, ProviderRefused."""
        sent = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": pending.verifier,
        }
        # RFC 6749, section 2.3.1: both are form-encoded before they are joined.
        basic = b64encode(f"{quote_plus(self.terms.client_id)}:{quote_plus(self.terms.client_secret)}".encode())
        headers = {
            "authorization": f"Basic {basic.decode('ascii')}",
            "content-type": "application/x-www-form-urlencoded",
            "accept": "application/json",
        }
        place = self._published()["token_endpoint"]
        with self._in_turn():
            reply = self._client.post(place, urlencode(sent).encode("ascii"), headers=headers, bounds=BOUNDS)
        token = _document(reply.body).get("id_token") if reply.status == FINE else None
        claims = self._signed(token) if isinstance(token, str) else None
        if claims is None or not self._is_for_us(claims, pending.nonce, now):
            raise ProviderRefused
        return self._vouched(claims)

    def _vouched(self, claims: Mapping[str, object]) -> Vouched:
        email = claims.get("email") if claims.get("email_verified") is True else None
        named = (claims.get(name) for name in ("name", "preferred_username"))
        name = next((each for each in named if isinstance(each, str) and each.strip()), str(claims["sub"]))
        found = {self.terms.roles[each] for each in _words(claims, self.terms.role_claim) if each in self.terms.roles}
        return Vouched(
            subject=str(claims["sub"]),
            email=email if isinstance(email, str) else None,
            name=name,
            roles=tuple(sorted(found)),
        )

    def _is_for_us(self, claims: Mapping[str, object], nonce: str, now: datetime) -> bool:
        """OpenID Connect Core 1.0, section 3.1.3.7."""
        audience = claims.get("aud")
        listed = audience if isinstance(audience, list) else [audience]
        party = claims.get("azp", self.terms.client_id if len(listed) == 1 else None)
        until, since = claims.get("exp"), claims.get("iat")
        if not isinstance(until, int | float) or not isinstance(since, int | float):
            return False
        at, leeway = now.timestamp(), LEEWAY.total_seconds()
        is_in_time = at < until + leeway and since <= at + leeway
        subject, told = claims.get("sub"), claims.get("nonce")
        return (
            claims.get("iss") == self.terms.issuer
            and self.terms.client_id in listed
            and party == self.terms.client_id
            and is_in_time
            and isinstance(subject, str)
            and 0 < len(subject) <= 255
            and isinstance(told, str)
            and secrets.compare_digest(told.encode(), nonce.encode())
        )

    def _signed(self, token: str) -> Mapping[str, object] | None:
        keys, is_old = self._key_set(FRESH_S)
        claims = keys.claims(token)
        if claims is None and is_old:  # the provider may have new keys
            claims = self._key_set(0)[0].claims(token)
        return claims

    def _key_set(self, within_s: float) -> tuple[Keys, bool]:
        """The keys, and whether they were read long enough ago to be read again."""
        now = self._ticks()
        if self._keys is None or now - self._keys[0] >= within_s:
            found = keys_of(self._fetched(self._published()["jwks_uri"]))
            if found is None:
                raise ProviderRefused("the identity provider publishes no key that can be read")
            self._keys = (now, found)
        return self._keys[1], now - self._keys[0] >= AGAIN_S

    def _published(self) -> Mapping[str, str]:
        """OpenID Connect Discovery 1.0, section 4."""
        now = self._ticks()
        if self._told is None or now - self._told[0] >= FRESH_S:
            found = self._fetched(self.terms.issuer.rstrip("/") + "/.well-known/openid-configuration")
            wanted = ("authorization_endpoint", "token_endpoint", "jwks_uri")
            places = {name: value for name in wanted if isinstance(value := found.get(name), str)}
            if found.get("issuer") != self.terms.issuer or len(places) < len(wanted):
                raise ProviderRefused(
                    "what is published at CLEARWAY_OIDC_ISSUER is another provider's, or not complete"
                )
            self._told = (now, places)
        return self._told[1]

    def _fetched(self, url: str) -> Mapping[str, object]:
        with self._in_turn():
            reply = self._client.get(url, headers={"accept": "application/json"}, bounds=BOUNDS)
        return _document(reply.body) if reply.status == FINE else {}

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """One call. Raises ProviderDown where it fails, and for a while after one that took long to."""
        since = self._ticks()
        if since < self._rests_until or not self._turns.acquire(timeout=TURN_S):
            raise ProviderDown
        try:
            yield
        except OutgoingError as error:
            ended = self._ticks()
            tell(LOG, logging.WARNING, "provider_failed", code=error.code, took_s=round(ended - since, 3))
            if ended - since >= SLOW_S:
                self._rests_until = ended + REST_S
            raise ProviderDown from error
        finally:
            self._turns.release()


def challenge(verifier: str) -> str:
    """RFC 7636, section 4.2, method S256."""
    return urlsafe_b64encode(sha256(verifier.encode("ascii")).digest()).rstrip(b"=").decode("ascii")


def provider_of(settings: Settings, client: Client) -> Provider | None:
    """The provider that is set, if one is. Raises SettingUnusable."""
    if not settings.oidc_issuer:
        return None
    if not settings.oidc_client_id or not settings.oidc_client_secret.get_secret_value():
        raise SettingUnusable("CLEARWAY_OIDC_ISSUER", "set CLEARWAY_OIDC_CLIENT_ID and CLEARWAY_OIDC_CLIENT_SECRET too")
    if not settings.origin:
        raise SettingUnusable(
            "CLEARWAY_OIDC_ISSUER", "set CLEARWAY_ORIGIN too, to which the provider sends people back"
        )
    terms = ProviderTerms(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret.get_secret_value(),
        role_claim=settings.oidc_role_claim,
        roles=_roles(settings.oidc_roles),
    )
    return Provider(terms, client)


def _roles(setting: str) -> Mapping[str, Role]:
    found: dict[str, Role] = {}
    for word in setting.split():
        theirs, sign, ours = word.rpartition("=")
        if not sign or not theirs or ours not in set(Role):
            listed = ", ".join(Role)
            raise SettingUnusable("CLEARWAY_OIDC_ROLES", f"`{word}` is not of the form group=role with one of {listed}")
        found[theirs] = Role(ours)
    return found


def _words(claims: Mapping[str, object], path: str) -> tuple[str, ...]:
    """The words of a claim that is a text or a list; `a.b` looks into objects."""
    found: object = claims
    for name in path.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    listed = found if isinstance(found, list) else [found]
    return tuple(each for each in listed if isinstance(each, str))


def _document(body: bytes) -> Mapping[str, object]:
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}
