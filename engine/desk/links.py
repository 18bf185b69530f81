"""Links by which a customer opens one form: which request, until when, the how many-th link, and a keyed digest.

A token is 56 bytes in base64url without padding (RFC 4648 section 5): one byte that numbers the key, 16 of the
request's UUID, 5 of the end in seconds since 1970, 2 of the link's number, 32 of HMAC-SHA256 (RFC 2104) over these.
Keys come from the installation's secret, one for each number: a raised number signs with another key, links of the
number before still open until they end, older ones do not. What a link opens, the row decides: it may have ended.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import UTC, datetime

from engine.desk.person import Seal
from engine.ids import Prefix

LENGTH = 75  # characters of every token
LATEST = (1 << 40) - 1  # seconds that five bytes hold
MOST_KEYS, MOST_LINKS = 255, 65535
_CONTENT, _DIGEST = 24, 32


@dataclass(frozen=True, slots=True)
class LinkTerms:
    """Where the service is reached by customers, and the number of the key that signs."""

    public_url: str = "http://127.0.0.1:8080"
    key: int = 1


@dataclass(frozen=True, slots=True)
class Opened:
    """What a token says, once its digest was right. `expires_at` is in whole seconds."""

    request: str
    expires_at: datetime
    link: int


class CustomerLinks:
    """Signs and reads tokens. Reading tells nothing of why a token is not right, in equal time for equal lengths."""

    def __init__(self, seal: Seal, terms: LinkTerms) -> None:
        self._seal = seal
        self._terms = terms

    def token(self, request: str, expires_at: datetime, link: int) -> str:
        """The token that opens a request until then, rounded down to a second."""
        seconds = int(expires_at.timestamp())
        content = bytes([self._terms.key]) + bytes.fromhex(request.removeprefix(f"{Prefix.CUSTOMER_REQUEST}_"))
        content += seconds.to_bytes(5, "big") + link.to_bytes(2, "big")
        return urlsafe_b64encode(content + self._digest(content)).rstrip(b"=").decode("ascii")

    def url(self, token: str) -> str:
        """The address of the form."""
        return f"{self._terms.public_url.rstrip('/')}/r/{token}"

    def read(self, token: str) -> Opened | None:
        """What a token of ours says, in force or not; None for every other text."""
        raw = _decoded(token)
        if raw is None or raw[0] not in (self._terms.key, self._terms.key - 1):
            return None
        content, digest = raw[:_CONTENT], raw[_CONTENT:]
        if not hmac.compare_digest(digest, self._digest(content)):
            return None
        return Opened(
            request=f"{Prefix.CUSTOMER_REQUEST}_{content[1:17].hex()}",
            expires_at=datetime.fromtimestamp(int.from_bytes(content[17:22], "big"), UTC),
            link=int.from_bytes(content[22:], "big"),
        )

    def _digest(self, content: bytes) -> bytes:
        return hmac.digest(self._seal.link_key(content[0]), content, "sha256")


def _decoded(token: str) -> bytes | None:
    if len(token) != LENGTH or not token.isascii():
        return None
    try:
        raw = urlsafe_b64decode(f"{token}=")
    except NotBase64:
        return None
    # One text for each token: base64 leaves out signs that it does not know, and the last one has spare bits.
    is_ours = urlsafe_b64encode(raw).rstrip(b"=").decode("ascii") == token
    return raw if is_ours and len(raw) == _CONTENT + _DIGEST else None
