"""Passwords: argon2id, and what one must be. The only importer of argon2.

The cost is the second recommended one of RFC 9106 (September 2021), section 4: 3 passes over 64 MiB with 4 lanes. A
hash carries its parameters, so that one made under others is checked as it was made, and made anew at the next login.
"""

import unicodedata
from functools import cached_property
from threading import BoundedSemaphore

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

PASSES, KIBIBYTES, LANES = 3, 64 * 1024, 4
# NIST SP 800-63B-4 (August 2025), section 3.1.1.2: 15 characters where nothing else is asked for; no rules of mixture.
SHORTEST, LONGEST = 15, 256
FEWEST_DIFFERENT = 5
AT_ONCE = 2  # checks of passwords in one process, since each takes its memory


class Passwords:
    """Makes and checks hashes. Safe for several threads."""

    def __init__(self, passes: int = PASSES, kibibytes: int = KIBIBYTES, lanes: int = LANES) -> None:
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=kibibytes, parallelism=lanes, type=Type.ID)
        self._busy = BoundedSemaphore(AT_ONCE)

    @cached_property
    def _nobodys(self) -> str:
        return self.hash("a password that nobody has")

    def hash(self, password: str) -> str:
        """Encoded with salt and parameters."""
        with self._busy:
            return self._hasher.hash(_normal(password))

    def fits(self, kept: str, password: str) -> bool:
        """Whether it is the one. An empty hash is nobody's, and takes as long to find out."""
        against = kept or self._nobodys
        with self._busy:
            try:
                self._hasher.verify(against, _normal(password))
            except (InvalidHashError, VerificationError):
                return False
        return bool(kept)

    def is_outdated(self, kept: str) -> bool:
        """Whether a hash was made at another cost than today's."""
        return self._hasher.check_needs_rehash(kept)


def weakness(password: str, *known: str) -> str | None:
    """Why a password will not do, as a snippet; nothing where it will. `known`: what others know of the person."""
    plain = _normal(password)
    if len(plain) < SHORTEST:
        return f"must have at least {SHORTEST} characters; take a few words that do not belong together"
    if len(plain) > LONGEST:
        return f"must have at most {LONGEST} characters"
    if len(set(plain)) < FEWEST_DIFFERENT:
        return "repeats too few characters; take a few words that do not belong together"
    folded = plain.casefold()
    if any(len(each) > SHORTEST // 4 and each.casefold() in folded for each in known):
        return "holds the name or the e-mail address; take words that nobody connects with you"
    return None


def _normal(password: str) -> str:
    # NIST SP 800-63B-4, section 3.1.1.2: the same on every keyboard.
    return unicodedata.normalize("NFKC", password)
