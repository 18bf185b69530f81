"""Secrets and signatures of Standard Webhooks 1.0.0 (specification of the Standard Webhooks project, 2023).

A secret is `whsec_` and the base64 of 24 to 64 random bytes. What is signed is `id.timestamp.body`, by HMAC-SHA256; the
header holds `v1,` and the base64 of it, once for each secret that counts, so that a receiver may change from one to the
next at any moment of the overlap.
"""

import hmac
import secrets
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping, Sequence

PREFIX = "whsec_"
LEAST, MOST = 24, 64
USUAL = 32  # bytes: as many as the hash has
ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
_VERSION = "v1"


def new_secret() -> str:
    """A secret that nobody has had before."""
    return PREFIX + b64encode(secrets.token_bytes(USUAL)).decode("ascii")


def key_of(secret: str) -> bytes:
    """The bytes of a secret. Raises ValueError for a text that is none."""
    try:
        key = b64decode(secret.removeprefix(PREFIX), validate=True)
    except NotBase64 as error:
        msg = f"a secret is `{PREFIX}` and base64"
        raise ValueError(msg) from error
    if not secret.startswith(PREFIX) or not LEAST <= len(key) <= MOST:
        msg = f"a secret is `{PREFIX}` and the base64 of {LEAST} to {MOST} bytes"
        raise ValueError(msg)
    return key


def signed(keys: Sequence[str], id_: str, timestamp: int, body: bytes) -> Mapping[str, str]:
    """The headers of one attempt. `keys`: secrets that count, the newest first; `timestamp`: seconds since 1970."""
    content = f"{id_}.{timestamp}.".encode("ascii") + body
    signatures = [b64encode(hmac.digest(key_of(each), content, "sha256")).decode("ascii") for each in keys]
    return {
        ID: id_,
        TIMESTAMP: str(timestamp),
        SIGNATURE: " ".join(f"{_VERSION},{each}" for each in signatures),
    }
