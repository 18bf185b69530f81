"""Whether two names are of one person, and whether a name is of anybody."""

import re
import unicodedata

from engine.desk.desk import Caller
from engine.desk.edition_errors import NameNeeded

LONGEST_NAME = 100
NOBODY = frozenset({"command line", "first start", "guard", "rules", "rescreen"})  # what does things without a person

# Printable by their class, and shown as nothing (Default_Ignorable_Code_Point of the Unicode Character Database).
_UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def same_person(one: str, other: str) -> bool:
    """Names are compared without regard to case, width of letters, and white space."""
    return known_as(one) == known_as(other)


def are_two(caller: Caller, name: str, identity: str | None) -> bool:
    """Whether a caller is somebody else than who did something under this name, and perhaps a known identity.

    Names must differ in any case. Where the door knew both, the person behind must too: a key counts as whoever made
    it, however it is called.
    """
    is_known = bool(caller.identity) and identity is not None
    return not same_person(caller.name, name) and not (is_known and caller.identity == identity)


def somebody(name: str) -> str:
    """The name as it is kept. Raises NameNeeded when it is blank, too long, not all to be seen, or names a program."""
    kept = " ".join(unicodedata.normalize("NFKC", name).split())
    is_seen = kept.isprintable() and _UNSEEN.search(kept) is None
    if not kept or len(kept) > LONGEST_NAME or not is_seen or kept.casefold() in NOBODY:
        raise NameNeeded
    return kept


def known_as(name: str) -> str:
    """A name as it is compared: two that look the same are the same."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
