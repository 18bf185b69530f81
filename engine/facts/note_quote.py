"""The words of a note that are shown as a reason: a clause as it was written, cut to what stands around the hit."""

from bisect import bisect_right
from collections.abc import Callable

LONGEST = 80
SPARED = 100  # up to here a clause is left whole: half a line more reads better than a cut
BEFORE = 20  # characters of a cut clause that stay in front of the hit
CUT = "…"


def quote_of(clause: str, start: int, prepared: Callable[[str], str]) -> str:
    """The clause, or LONGEST characters of a long one. `start` is the hit's place in the prepared clause."""
    whole = " ".join(clause.split())
    if len(whole) <= SPARED:
        return whole
    at = _place(whole, start, prepared)
    begin = max(0, min(at - BEFORE, len(whole) - LONGEST))
    end = min(len(whole), begin + LONGEST)
    begin, end = _between_words(whole, begin, at, end)
    return (CUT if begin else "") + whole[begin:end] + (CUT if end < len(whole) else "")


def _place(whole: str, start: int, prepared: Callable[[str], str]) -> int:
    """Where the hit stands as written: preparing drops marks and joins words, so lengths are compared, not places."""
    beyond = bisect_right(range(len(whole) + 1), start, key=lambda end: len(prepared(whole[:end])))
    return max(0, beyond - 1)


def _between_words(whole: str, begin: int, at: int, end: int) -> tuple[int, int]:
    """The cuts moved to the nearest space inside, if there is one on that side of the hit."""
    if begin and (space := whole.find(" ", begin - 1, at)) >= 0:
        begin = space + 1
    if end < len(whole) and (space := whole.rfind(" ", at, end + 1)) >= 0:
        end = space
    return begin, end
