"""Fields that are filled but say nothing: dashes, `n/a`, `null`, `test`, one sign over and over."""

import re
from functools import cache

from engine.address.sources import own_rows
from engine.address.spelling import fold

LETTER = re.compile(r"[^\W\d_]")
SAYS_SOMETHING = re.compile(r"[^\W_]")
LETTER_AND_SPACE = 2
SHORTEST_REPETITION = 3
COUNTING = "01234567890123456789"
LONGEST_COUNT = 5


def blank(text: str | None) -> bool:
    """Nothing at all, or nothing that is a letter or digit in any script."""
    return text is None or SAYS_SOMETHING.search(text) is None


def lettered(text: str) -> bool:
    """Whether there is a letter in it, of any script."""
    return LETTER.search(text) is not None


def placeholder(text: str, field: str) -> bool:
    """A stand-in where a value belongs. A field that is blank is not a stand-in but missing."""
    folded = fold(text)
    return folded in _stand_ins(field) or (len(set(folded)) <= LETTER_AND_SPACE and _repeats(folded))


def no_real_postcode(text: str) -> bool:
    """A stand-in as forms want it: all zeros, one digit over and over, or counting up."""
    compact = fold(text).replace(" ", "")
    if placeholder(text, "postcode"):
        return True
    return compact.isdigit() and (set(compact) == {"0"} or (len(compact) > LONGEST_COUNT and compact in COUNTING))


def _repeats(folded: str) -> bool:
    compact = folded.replace(" ", "")
    return len(set(compact)) == 1 and (compact == "0" or (len(compact) >= SHORTEST_REPETITION and compact.isalpha()))


@cache
def _stand_ins(field: str) -> frozenset[str]:
    return frozenset(row["text"] for row in own_rows("placeholders") if row["field"] in {"", field})
