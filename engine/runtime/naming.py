"""Names of properties, chosen for the engine's hash tables.

A node of the engine's tree keeps its tests in a table that a property enters at one of 32 places, by the last bits of
its name's hash, and from there reads on to the next gap: a table in use is a list that every property of a fact reads.
So the names of tags, of which there are many at a node, all enter at the last place, and no other name does: a fact
reads such a list for its tag only, and finds a gap at once for whatever else it has.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import count

_LAST = 31


@lru_cache(maxsize=4096)
def tag_name(stem: str) -> str:
    """A name for a tag, beginning with the stem."""
    return next(name for name in _spellings(stem) if _entry(name) == _LAST)


@lru_cache(maxsize=4096)
def other_name(stem: str) -> str:
    """A name for a property that is not a tag, beginning with the stem."""
    return next(name for name in _spellings(stem) if _entry(name) != _LAST)


def _spellings(stem: str) -> Iterator[str]:
    yield stem
    yield from (f"{stem}_{number}" for number in count())


def _entry(name: str) -> int:
    """Where the engine enters: the 32-bit hash by Fowler, Noll and Vo, of which only the last five bits matter here."""
    found = 0x811C9DC5
    for byte in name.encode():
        found = (found ^ byte) * 0x01000193 & 0xFFFFFFFF
    return found & _LAST
