"""An identity provider for tests: a web server on loopback that speaks OpenID Connect, and lies when it is told to."""

from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlsplit

import orjson
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey

from api.access.providers import Provider, ProviderTerms, challenge
from api.access.roles import Role
from engine.outgoing.client import Client
from engine.outgoing.target import Opening
from tests.web_peer import Answer, Answering, Asked, Peer, a_peer, to_loopback

CLIENT, SECRET = "clearway", "a secret: of the provider's & ours"
ROLES = {"risk-team": Role.ANALYST, "it": Role.ADMIN}

Key = RSAKey | ECKey | OctKey


@dataclass
class IdentityProvider:
    """Who it knows, and how it answers. `claims` goes over what an ID token claims, `key` signs it."""

    now: datetime
    peer: Peer | None = None
    key: Key = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "k1"}))
    published: list[Key] = field(default_factory=list)
    algorithm: str = "ES256"
    claims: dict[str, Any] = field(default_factory=dict)
    issuer: str = ""
    asked: dict[str, str] = field(default_factory=dict)
    code: str = "a-code"
    used: bool = False

    def __post_init__(self) -> None:
        self.published.append(self.key)

    def answer(self, asked: Asked) -> Answer:
        """The three places that it has."""
        path = urlsplit(asked.path).path
        if path == "/.well-known/openid-configuration":
            return _json(
                {
                    "issuer": self.issuer or self.origin,
                    "authorization_endpoint": f"{self.origin}/authorize",
                    "token_endpoint": f"{self.origin}/token",
                    "jwks_uri": f"{self.origin}/keys",
                }
            )
        if path == "/keys":
            public = [each for each in self.published if not isinstance(each, OctKey)]
            return _json(KeySet([*public]).as_dict(private=False))
        return self._token(asked)

    @property
    def origin(self) -> str:
        """Where it is."""
        assert self.peer is not None
        return self.peer.url("")

    def visit(self, url: str) -> dict[str, str]:
        """What a browser that was sent here brings back, once somebody signed in."""
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        return {"code": self.code, "state": self.asked["state"], "iss": self.origin}

    def _token(self, asked: Asked) -> Answer:
        sent = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
        user, _, secret = b64decode(asked.headers["authorization"].removeprefix("Basic ")).decode().partition(":")
        right = (
            (unquote_plus(user), unquote_plus(secret)) == (CLIENT, SECRET)
            and sent["code"] == self.code
            and sent["redirect_uri"] == self.asked["redirect_uri"]
            and challenge(sent["code_verifier"]) == self.asked["code_challenge"]
            and not self.used
        )
        if not right:
            return Answer(400, b'{"error": "invalid_grant"}')
        self.used = True
        at = int(self.now.timestamp())
        claims = {
            "iss": self.origin,
            "sub": "248289761001",
            "aud": CLIENT,
            "exp": at + 300,
            "iat": at,
            "nonce": self.asked["nonce"],
            "email": "ana@shop.example",
            "email_verified": True,
            "name": "Ana",
            "groups": ["risk-team", "chess"],
        } | self.claims
        kid = self.key.kid
        header = {"alg": self.algorithm} | ({"kid": kid} if kid else {})
        token = jwt.encode(header, claims, self.key, algorithms=[self.algorithm])
        return _json({"id_token": token, "access_token": "x", "token_type": "Bearer"})

    def provider(self, client: Client | None = None, ticks: Callable[[], float] = lambda: 0.0) -> Provider:
        """We, as its client."""
        assert self.peer is not None
        terms = ProviderTerms(
            issuer=self.origin, client_id=CLIENT, client_secret=SECRET, role_claim="groups", roles=ROLES
        )
        usual = Client([Opening.parse(self.peer.opening)], lookup=to_loopback, trust=self.peer.trust)
        return Provider(terms, client or usual, ticks)


@contextmanager
def an_identity_provider(
    folder: Path, now: datetime, strike: Callable[[Answering], Answering] = lambda answering: answering
) -> Iterator[IdentityProvider]:
    """Serves over TLS until the end of the block, struck where a test wants it."""
    made = IdentityProvider(now)
    with a_peer(strike(made.answer), folder) as peer:
        made.peer = peer
        yield made


def _json(document: object) -> Answer:
    return Answer(200, orjson.dumps(document), {"content-type": "application/json"})
