"""Numbers that nobody has although they look right: one digit over and over, counting up, or set aside for drama."""

from enum import StrEnum
from functools import cache
from itertools import pairwise

from engine.address.sources import own_rows

SHORTEST = 6
LONGEST_HONEST_RUN = 6
FEWEST_DIGITS = 3
NANP = 1  # the calling code of North America and much of the Caribbean
NANP_LENGTH = 10
NANP_FICTION = "55501"


class Invented(StrEnum):
    """By what one sees that nobody has a number."""

    REPEATED = "repeated"
    SEQUENCE = "sequence"
    SET_ASIDE = "set_aside"


def invented(calling_code: int, region: str | None, national: str) -> Invented | None:
    """Judges the national number, without trunk prefix; None for one that somebody may have. A region of None leaves
    only what is true everywhere."""
    if len(national) < SHORTEST:
        return None
    if len(set(national)) < FEWEST_DIGITS:
        return Invented.REPEATED
    if _counts(national):
        return Invented.SEQUENCE
    if calling_code == NANP and len(national) == NANP_LENGTH and national[3:8] == NANP_FICTION:
        return Invented.SET_ASIDE
    is_set_aside = any(
        national.startswith(prefix) and len(national) == len(prefix) + digits
        for prefix, digits in _fiction().get(region or "", ())
    )
    return Invented.SET_ASIDE if is_set_aside else None


def _counts(national: str) -> bool:
    """A run of seven digits or more, each one above or each one below the one before."""
    steps = "".join(_step(int(after) - int(before)) for before, after in pairwise(national))
    return "u" * LONGEST_HONEST_RUN in steps or "d" * LONGEST_HONEST_RUN in steps


def _step(difference: int) -> str:
    # Nine is followed by zero on a keypad.
    return {1: "u", -9: "u", -1: "d", 9: "d"}.get(difference, ".")


@cache
def _fiction() -> dict[str, tuple[tuple[str, int], ...]]:
    listed: dict[str, tuple[tuple[str, int], ...]] = {}
    for row in own_rows("fictional_numbers"):
        listed[row["region"]] = (*listed.get(row["region"], ()), (row["prefix"], int(row["digits"])))
    return listed
