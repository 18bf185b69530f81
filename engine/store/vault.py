"""Seals personal values, and derives the installation's keys from its one secret.

AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce in front of each sealed text. A person's key is random and is
kept wrapped by the installation's; blanking the wrapped key makes all that was sealed with it unreadable for good.
Keys for different ends come from the secret by HKDF-SHA256 (RFC 5869), so that none of them tells another.
"""

import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from engine.errors import VaultLocked

NONCE = 12
KEY = 32


class Vault:
    """All that needs the secret. Safe for several threads."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) < KEY:
            raise VaultLocked(f"the secret has {len(secret)} bytes; set CLEARWAY_SECRET to 64 hexadecimal digits")
        self._secret = secret
        self._wrapping = AESGCM(self.derived("person keys"))
        self._unwrapped = lru_cache(maxsize=4096)(self._unwrap)

    def derived(self, purpose: str) -> bytes:
        """A key of 32 bytes for one end, always the same."""
        return HKDF(SHA256(), KEY, salt=None, info=f"clearway {purpose}".encode()).derive(self._secret)

    def new_key(self) -> bytes:
        """A new person's key, wrapped."""
        return _sealed(self._wrapping, os.urandom(KEY))

    def check(self, wrapped: bytes) -> None:
        """Raises VaultLocked when a person's key was wrapped under another secret."""
        self._unwrap(wrapped)

    def seal(self, wrapped: bytes, plain: bytes) -> bytes:
        """Encrypts with a person's key."""
        return _sealed(self._unwrapped(wrapped), plain)

    def open(self, wrapped: bytes, sealed: bytes) -> bytes:
        """Decrypts. Raises VaultLocked when the secret is not the one it was sealed under."""
        return _opened(self._unwrapped(wrapped), sealed)

    def seal_for(self, purpose: str, plain: bytes) -> bytes:
        """Encrypts what is the installation's own, with a key for one end."""
        return _sealed(AESGCM(self.derived(purpose)), plain)

    def open_for(self, purpose: str, sealed: bytes) -> bytes:
        """Decrypts it. Raises VaultLocked when the secret or the end is another."""
        return _opened(AESGCM(self.derived(purpose)), sealed)

    def _unwrap(self, wrapped: bytes) -> AESGCM:
        return AESGCM(_opened(self._wrapping, wrapped))


def _sealed(cipher: AESGCM, plain: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + cipher.encrypt(nonce, plain, None)


def _opened(cipher: AESGCM, sealed: bytes) -> bytes:
    try:
        return cipher.decrypt(sealed[:NONCE], sealed[NONCE:], None)
    except (InvalidTag, ValueError) as error:
        raise VaultLocked("what is sealed here was sealed under another secret; restore CLEARWAY_SECRET") from error
