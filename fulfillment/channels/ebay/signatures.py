"""Signatures to eBay and from eBay; the only place here that knows of cryptography.

Sources: eBay Developers Program, "Digital Signatures for APIs" (2023; HTTP message signatures, RFC 9421, and digests,
RFC 9530) and "Notification API overview" (2026): a notification is signed with an elliptic curve key of eBay's, whose
name the header carries.
"""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_der_public_key, load_pem_private_key

from fulfillment.channels.errors import ConnectionRefused

BEGIN, END = "-----BEGIN {}-----", "-----END {}-----"
# eBay's own library signs with SHA-1 and says so beside the key.
DIGESTS: Mapping[str, hashes.HashAlgorithm] = {"SHA1": hashes.SHA1(), "SHA256": hashes.SHA256()}  # noqa: S303


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs requests for a seller in the EU or the UK; `jwe` names the key to eBay."""

    jwe: str
    key: Ed25519PrivateKey | rsa.RSAPrivateKey = field(repr=False)

    def headers(self, method: str, url: str, content: bytes | None, created: int) -> dict[str, str]:
        """The four headers; three for a request without a body."""
        digest = f"sha-256=:{b64encode(sha256(content).digest()).decode()}:" if content else None
        parts = urlsplit(url)
        covered = ([("content-digest", digest)] if digest else []) + [
            ("x-ebay-signature-key", self.jwe),
            ("@method", method),
            ("@path", parts.path),
            ("@authority", parts.netloc),
        ]
        terms = f"({' '.join(f'{_quoted(name)}' for name, _ in covered)});created={created}"
        base = "\n".join([*(f"{_quoted(name)}: {value}" for name, value in covered), f'"@signature-params": {terms}'])
        signed = {
            "x-ebay-signature-key": self.jwe,
            "signature-input": f"sig1={terms}",
            "signature": f"sig1=:{b64encode(self._signed(base.encode())).decode()}:",
        }
        return signed | ({"content-digest": digest} if digest else {})

    def _signed(self, base: bytes) -> bytes:
        if isinstance(self.key, Ed25519PrivateKey):
            return self.key.sign(base)
        return self.key.sign(base, padding.PKCS1v15(), hashes.SHA256())


def _quoted(name: str) -> str:
    return f'"{name}"'


def signer(key: str, jwe: str) -> Signer:
    """Raises ConnectionRefused for a key that is none of eBay's kinds."""
    try:
        loaded = load_pem_private_key(_pem(key, "PRIVATE KEY").encode(), None)
    except (TypeError, ValueError) as broken:
        raise ConnectionRefused("signing_key", "is no private key; store what the Key Management API gave") from broken
    if not isinstance(loaded, Ed25519PrivateKey | rsa.RSAPrivateKey):
        raise ConnectionRefused("signing_key", "is neither Ed25519 nor RSA, which is all that eBay takes")
    return Signer(jwe, loaded)


def is_signed(key: str, digest: str, signature: bytes, body: bytes) -> bool:
    """Whether a notification is eBay's: `key` as `getPublicKey` gives it."""
    algorithm = DIGESTS.get(digest.upper().replace("-", ""))
    try:
        loaded = load_der_public_key(b64decode(_bare(key)))
        if algorithm is None or not isinstance(loaded, ec.EllipticCurvePublicKey):
            return False
        loaded.verify(signature, body, ec.ECDSA(algorithm))
    except (InvalidSignature, TypeError, ValueError):
        return False
    return True


def _pem(key: str, kind: str) -> str:
    """A key with its frame, whichever way it was stored: environment variables often lose line ends."""
    begin, end = BEGIN.format(kind), END.format(kind)
    if "BEGIN RSA" in key:
        return key
    return f"{begin}\n{_bare(key)}\n{end}\n"


def _bare(key: str) -> str:
    for kind in ("PRIVATE KEY", "PUBLIC KEY"):
        key = key.replace(BEGIN.format(kind), "").replace(END.format(kind), "")
    return "".join(key.split())
