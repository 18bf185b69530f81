"""Whether two names are of one person, and whether a name is of anybody."""

import unicodedata

from engine.desk.edition_errors import NameNeeded

LONGEST_NAME = 100
NOBODY = frozenset({"command line", "first start", "guard", "rules", "rescreen"})  # what does things without a person


def same_person(one: str, other: str) -> bool:
    """Names are compared without regard to case, width of letters, and white space."""
    return _told(one) == _told(other)


def somebody(name: str) -> str:
    """The name as it is kept. Raises NameNeeded when it is blank, too long, not printable, or names a program."""
    kept = " ".join(unicodedata.normalize("NFKC", name).split())
    if not kept or len(kept) > LONGEST_NAME or not kept.isprintable() or kept.casefold() in NOBODY:
        raise NameNeeded
    return kept


def _told(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
