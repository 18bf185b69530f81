"""Arranges conjunctions so that durable_rules is fast and stays far from its limits.

The engine's alpha network is a tree of tests in which every property of a fact is looked for among the tests of every
node that the fact reaches, one by one. Cost is properties times tests, so conjunctions are put into small groups
that read the same fields, and each group gets a fact of its own, with just these fields, under its own tag: some
small trees instead of a broad one. No fact can reach more branches than its group has conjunctions, which keeps the
engine's stack of 64 safe whatever the values are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from engine.runtime.atoms import Atom

MOST_IN_GROUP = 48  # of 64 branches that the engine can keep open for a fact; beyond, it drops matches
MOST_FIELDS = 80  # of 252 properties of a fact
MOST_GROUPS = 4  # under one node: measured, a broader root costs more than another shard


@dataclass(frozen=True, slots=True)
class EngineRule:
    """One conjunction under one name. The first atom is always the tag of the fact it is about."""

    name: str
    atoms: tuple[Atom, ...]
    priority: int = 100


class Reading(Protocol):
    """Something that reads fields of a fact."""

    @property
    def reads(self) -> frozenset[str]: ...


T = TypeVar("T", bound=Reading)
G = TypeVar("G")


def grouped(rows: Sequence[T]) -> list[list[T]]:
    """The rows in groups that read few fields each. Starts with what reads most; adds what reads least anew."""
    bits = {name: 1 << place for place, name in enumerate(sorted(frozenset[str]().union(*(row.reads for row in rows))))}
    left = [(sum(bits[name] for name in row.reads), row) for row in rows]  # sets as integers: this loop is quadratic
    left.sort(key=lambda pair: pair[0].bit_count())
    groups: list[list[T]] = []
    while left:
        fields, first = left.pop()
        group = [first]
        while left and len(group) < MOST_IN_GROUP:
            best = min(range(len(left)), key=lambda place: (left[place][0] & ~fields).bit_count())
            if (fields | left[best][0]).bit_count() > MOST_FIELDS:
                break
            mask, row = left.pop(best)
            fields |= mask
            group.append(row)
        groups.append(group)
    return groups


def packed(groups: Sequence[G]) -> list[Sequence[G]]:
    """Groups in shards, as few as their number allows."""
    return [groups[start : start + MOST_GROUPS] for start in range(0, len(groups), MOST_GROUPS)]
