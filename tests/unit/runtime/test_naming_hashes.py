"""The engine tells properties apart by a hash of 32 bits alone, so two names must never share one."""

from engine.runtime.naming import other_name, tag_name
from engine.runtime.shards import MOST_IN_ROW, MOST_IN_SHARD

KINDS = ("f", "p", "n")
MOST_NUMBERS = 8192  # far more distinct tests than a rule book has


def _hash(name: str) -> int:
    """The hash by Fowler, Noll and Vo, variant 1a."""
    found = 0x811C9DC5
    for byte in name.encode():
        found = (found ^ byte) * 0x01000193 & 0xFFFFFFFF
    return found


def test_names_when_all_are_made_then_no_two_share_a_hash() -> None:
    tags = [tag_name(f"a{row}") for row in range(MOST_IN_SHARD // MOST_IN_ROW)]
    tags += [tag_name(f"c{seat}") for seat in range(MOST_IN_ROW)]
    names = {*tags, *(other_name(f"{kind}{number}") for kind in KINDS for number in range(MOST_NUMBERS))}
    assert len({_hash(name) for name in names}) == len(names)
