"""Numbers that nobody has although they look right: one digit over and over, counting up, or set aside for drama."""

from functools import cache
from itertools import pairwise

from engine.address.sources import own_rows

SHORTEST = 6
LONGEST_HONEST_RUN = 6
FEWEST_DIGITS = 3
NANP = 1  # the calling code of North America and much of the Caribbean
NANP_LENGTH = 10
NANP_FICTION = "55501"


def obvious_fake(calling_code: int, region: str | None, national: str) -> bool:
    """Judges the national number, without trunk prefix. A region of None leaves only what is true everywhere."""
    if len(national) < SHORTEST:
        return False
    if len(set(national)) < FEWEST_DIGITS or _counts(national):
        return True
    if calling_code == NANP and len(national) == NANP_LENGTH and national[3:8] == NANP_FICTION:
        return True
    return any(
        national.startswith(prefix) and len(national) == len(prefix) + digits
        for prefix, digits in _fiction().get(region or "", ())
    )


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
