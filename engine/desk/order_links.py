"""Links by which a customer follows an order: which order, until when, and a keyed digest.

A token is 54 bytes in base64url without padding (RFC 4648 section 5): one byte that numbers the key, 16 of the order's
UUID, 5 of the end in seconds since 1970, 32 of HMAC-SHA256 (RFC 2104) over these. Keys are those of their own end, so
that no link of a form opens an order, nor the other way round; as for forms, a raised number signs with another key.
Nothing is stored: the same order and end make the same link, and a link ends by itself.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import UTC, datetime

from engine.desk.links import LinkTerms
from engine.desk.person import Seal
from engine.ids import Prefix

LENGTH = 72  # characters of every token
_CONTENT, _DIGEST, _UUID = 22, 32, 32


@dataclass(frozen=True, slots=True)
class OrderOpened:
    """What a token says, once its digest was right. `expires_at` is in whole seconds."""

    order_id: str
    expires_at: datetime


class OrderLinks:
    """Signs and reads tokens. Reading tells nothing of why a token is not right, in equal time for equal lengths."""

    def __init__(self, seal: Seal, terms: LinkTerms) -> None:
        self._seal = seal
        self._terms = terms

    def token(self, order_id: str, expires_at: datetime) -> str:
        """The token that opens an order until then, rounded down to a second. Raises ValueError for another id."""
        hexadecimal = order_id.removeprefix(f"{Prefix.ORDER}_")
        if len(hexadecimal) != _UUID:
            msg = f"`{order_id}` is no id of an order"
            raise ValueError(msg)
        content = bytes([self._terms.key]) + bytes.fromhex(hexadecimal) + int(expires_at.timestamp()).to_bytes(5, "big")
        return urlsafe_b64encode(content + self._digest(content)).decode("ascii")

    def url(self, order_id: str, expires_at: datetime) -> str:
        """The address of the page."""
        return f"{self._terms.public_url.rstrip('/')}/t/{self.token(order_id, expires_at)}"

    def read(self, token: str) -> OrderOpened | None:
        """What a token of ours says, in force or not; None for every other text."""
        raw = _decoded(token)
        if raw is None or raw[0] not in (self._terms.key, self._terms.key - 1):
            return None
        content, digest = raw[:_CONTENT], raw[_CONTENT:]
        if not hmac.compare_digest(digest, self._digest(content)):
            return None
        return OrderOpened(
            order_id=f"{Prefix.ORDER}_{content[1:17].hex()}",
            expires_at=datetime.fromtimestamp(int.from_bytes(content[17:22], "big"), UTC),
        )

    def _digest(self, content: bytes) -> bytes:
        return hmac.digest(self._seal.following_key(content[0]), content, "sha256")


def _decoded(token: str) -> bytes | None:
    if len(token) != LENGTH or not token.isascii():
        return None
    try:
        raw = urlsafe_b64decode(token)
    except NotBase64:
        return None
    # One text for each token: base64 leaves out signs that it does not know.
    is_ours = urlsafe_b64encode(raw).decode("ascii") == token
    return raw if is_ours and len(raw) == _CONTENT + _DIGEST else None
