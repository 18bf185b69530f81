"""Signed tokens of identity providers: whose signature they bear, and what they claim. The only importer of joserfc.

Only signatures by key pairs are believed: `none`, and HMAC with the client's secret, are refused whatever a token says
of itself (RFC 8725, February 2020, section 3.1).
"""

from collections.abc import Mapping

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]


class Keys:
    """A provider's published keys (RFC 7517)."""

    def __init__(self, document: Mapping[str, object]) -> None:
        listed = document.get("keys")
        usable = [each for each in listed if _signs(each)] if isinstance(listed, list) else []
        self._set = KeySet.import_key_set({"keys": usable})

    def claims(self, token: str) -> Mapping[str, object] | None:
        """What a token claims; None when none of the keys signed it."""
        try:
            return dict(jwt.decode(token, self._set, algorithms=ALGORITHMS).claims)
        except (JoseError, ValueError):
            return None


def keys_of(document: Mapping[str, object]) -> Keys | None:
    """The keys; None where the document holds none that we can read."""
    try:
        return Keys(document)
    except (JoseError, ValueError, TypeError, KeyError):
        return None


def _signs(key: object) -> bool:
    return isinstance(key, dict) and key.get("kty") in {"RSA", "EC", "OKP"} and key.get("use", "sig") == "sig"
