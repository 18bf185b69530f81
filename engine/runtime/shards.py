"""Bounds within which durable_rules is fast and stays far from its limits.

The engine's alpha network is a tree of tests in which every property of a fact is looked for among the tests of every
node that the fact reaches, one by one. Cost is properties times tests. So each conjunction has facts of its own, with
just what it reads, under two tags that no other conjunction of the shard has together, as a seat has a row and a
number: at the root only rows are tested, behind a row only its seats. A fact reaches one branch, far from the 64 that
the engine can keep open, whatever its values are.
"""

from dataclasses import dataclass

from engine.runtime.atoms import Atom

MOST_IN_ROW = 20
MOST_IN_SHARD = 400  # in 20 rows; measured, more in one save nothing


@dataclass(frozen=True, slots=True)
class EngineRule:
    """One conjunction under one name. The first atoms are always the tags of the facts it is about."""

    name: str
    atoms: tuple[Atom, ...]
    priority: int = 100
