"""How a key looks: `cw_live_`, 37 random characters, and 6 that check them.

A scanner for leaked secrets finds keys by prefix and checksum; a mistyped key is told without asking the database.
"""

import hmac
import re
import secrets
import string
import zlib
from dataclasses import dataclass, field

PREFIX = "cw_live_"
RANDOM = 37
CHECK = 6
SHOWN = len(PREFIX) + 4
BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase
_FORM = re.compile(rf"{PREFIX}[0-9A-Za-z]{{{RANDOM + CHECK}}}")
# The installation's secret has other uses; hashes for one of them must mean nothing to another.
_USE = b"clearway api key\0"


@dataclass(frozen=True, slots=True)
class Token:
    """A key as its holder has it. It shows itself to nobody who prints it."""

    text: str = field(repr=False)

    @property
    def shown(self) -> str:
        """Its beginning, by which people tell keys apart."""
        return self.text[:SHOWN]

    def hash(self, secret: bytes) -> str:
        """What is kept of it: useless without the installation's secret."""
        return hmac.digest(secret, _USE + self.text.encode("ascii"), "sha256").hex()


def new_token() -> Token:
    """A key that nobody has had before."""
    body = PREFIX + "".join(secrets.choice(BASE62) for _ in range(RANDOM))
    return Token(body + checksum(body))


def read_token(text: str) -> Token | None:
    """The key that a text is, if its form and checksum are right."""
    if _FORM.fullmatch(text) is None or checksum(text[:-CHECK]) != text[-CHECK:]:
        return None
    return Token(text)


def checksum(body: str) -> str:
    """CRC-32 in base 62, six characters."""
    rest, digits = zlib.crc32(body.encode("ascii")), ""
    for _ in range(CHECK):
        rest, digit = divmod(rest, len(BASE62))
        digits = BASE62[digit] + digits
    return digits
