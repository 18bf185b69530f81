"""Tokens that mean nothing by themselves: of sessions and of one-time links. Only a keyed hash of one is kept."""

import hmac
import re
import secrets
from enum import StrEnum

BYTES = 32
_FORM = re.compile(r"[A-Za-z0-9_-]{43}")


class Use(StrEnum):
    """What a token is for; a hash for one use means nothing to another."""

    SESSION = "session"
    LINK = "one-time link"
    CSRF = "csrf"


def new_opaque() -> str:
    """256 random bits, 43 characters."""
    return secrets.token_urlsafe(BYTES)


def is_opaque(text: str) -> bool:
    """Whether it has the form of one."""
    return _FORM.fullmatch(text) is not None


def opaque_hash(secret: bytes, use: Use, text: str) -> str:
    """What is kept of a token: useless without the installation's secret."""
    return hmac.digest(secret, f"clearway {use}\0{text}".encode(), "sha256").hex()
