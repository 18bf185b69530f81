"""Who an order is about, as a token, and the sealing of their values."""

import hmac
from collections.abc import Mapping
from hashlib import blake2b

import orjson

from engine.facts.entities import Entities, Tokeniser, entities, tokeniser
from engine.order.order import Order
from engine.order.personal import put_back, take_out
from engine.store.vault import Vault

Part = dict[str, object]


class Seal:
    """Tokens and sealed values of persons. Tokens are keyed: nobody without the secret can make or compare them."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._digests = vault.derived("digests")
        self._signing = vault.derived("signatures")
        self.token: Tokeniser = tokeniser(vault.derived("tokens"))

    def person(self, order: Order, keys: Entities | None = None) -> int:
        """The token of the order's person: by e-mail, else phone, else door and name, else by the order alone."""
        keys = entities(order) if keys is None else keys
        door = None if keys.address is None else f"{keys.address}|{keys.recipient}"
        known = next((key for key in (keys.email, keys.phone, door) if key is not None), None)
        return self.token(order.merchant, "person", known or f"{order.shop}|{order.channel}|{order.id}")

    def digest(self, text: str) -> str:
        """A keyed digest, in hexadecimal: of what people wrote, a plain one could be found out by trying."""
        return blake2b(text.encode(), key=self._digests, digest_size=32).hexdigest()

    def signature(self, content: bytes) -> str:
        """HMAC-SHA256 (RFC 2104), in hexadecimal: nobody without the secret can make it."""
        return hmac.digest(self._signing, content, "sha256").hex()

    def link_key(self, number: int) -> bytes:
        """The key of this number that signs links of customers."""
        return self._vault.derived(f"customer links {number}")

    def following_key(self, number: int) -> bytes:
        """The key of this number that signs links by which orders are followed."""
        return self._vault.derived(f"order links {number}")

    def new_key(self) -> bytes:
        """A key for somebody new, wrapped."""
        return self._vault.new_key()

    def closed(self, key: bytes, values: Mapping[str, object]) -> bytes | None:
        """Sealed values; None where there are none."""
        return self._vault.seal(key, orjson.dumps(values)) if values else None

    def opened(self, key: bytes | None, sealed: bytes | None) -> Part | None:
        """The values; None when the person was erased."""
        if sealed is None:
            return {}
        if key is None:
            return None
        values = orjson.loads(self._vault.open(key, sealed))
        return values if isinstance(values, dict) else {}

    def closed_bytes(self, key: bytes, content: bytes) -> bytes:
        """A sealed file."""
        return self._vault.seal(key, content)

    def opened_bytes(self, key: bytes, sealed: bytes) -> bytes:
        """The file again."""
        return self._vault.open(key, sealed)

    def closed_for(self, purpose: str, content: str) -> bytes:
        """A text of the installation's own, sealed for one end."""
        return self._vault.seal_for(purpose, content.encode())

    def opened_for(self, purpose: str, sealed: bytes) -> str:
        """The text again. Raises VaultLocked under another secret."""
        return self._vault.open_for(purpose, sealed).decode()

    def split(self, document: Part, key: bytes) -> tuple[bytes, bytes | None]:
        """A document as it is stored: what is public, and the rest sealed. Changes the document given."""
        taken = take_out(document)
        return orjson.dumps(document), self.closed(key, taken)

    def joined(self, document: bytes, sealed: bytes | None, key: bytes | None) -> tuple[Part, bool]:
        """The document, and whether it is whole; after an erasure the personal fields are missing."""
        public = orjson.loads(document)
        taken = self.opened(key, sealed)
        put_back(public, taken or {})
        return public, taken is not None
