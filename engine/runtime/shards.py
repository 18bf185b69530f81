"""Packs conjunctions into shards that durable_rules can hold without reaching any of its limits.

Its alpha network is a tree of tests; a fact walks every branch that holds, on a stack of 64. The tree is mirrored
here, and a shard is closed before the worst case of any fact could overflow it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.runtime.atoms import Atom

STACK_BOUND = 56  # of 64: branches that can hold at once
CHILDREN_BOUND = 400  # of 511: tests under one node; 512 make the engine loop for ever
SAME_ENDING_BOUND = 200  # of 255: rules with one and the same chain; 256 crash it
RULES_BOUND = 3500  # of 4096
FIELDS_BOUND = 200  # of 252: properties of one fact


@dataclass(frozen=True, slots=True)
class EngineRule:
    """One conjunction under one name. The first atom is always the tag of the fact it is about."""

    name: str
    atoms: tuple[Atom, ...]
    priority: int = 100


@dataclass(slots=True)
class _Node:
    """A test and what follows it; `bound` is the most branches below that can hold for one fact."""

    children: dict[Atom, "_Node"] = field(default_factory=dict)
    endings: int = 0
    bound: int = 1
    width: dict[object, int] = field(default_factory=dict)

    def settle(self, changed: Atom) -> None:
        """Recomputes the bound after the child `changed` grew: exclusive siblings count once, by the largest."""
        key: object = changed.field if changed.exclusive else changed
        self.width[key] = max(self.width.get(key, 0), self.children[changed].bound)
        self.bound = max(1, len(self.width) - 1 + max(self.width.values()))


@dataclass(slots=True)
class Shard:
    """Rules that are safe together."""

    rules: list[EngineRule] = field(default_factory=list)
    root: _Node = field(default_factory=_Node)
    fields: set[str] = field(default_factory=set)

    def admits(self, rule: EngineRule) -> bool:
        """Adds the rule unless the shard would then reach a limit."""
        path = self._grow(rule)
        self.fields.update(atom.field for atom in rule.atoms)
        if self.rules and (
            self.root.bound > STACK_BOUND
            or len(self.rules) >= RULES_BOUND
            or len(self.fields) > FIELDS_BOUND
            or path[-1].endings > SAME_ENDING_BOUND
            or any(len(node.children) > CHILDREN_BOUND for node in path)
        ):
            return False
        self.rules.append(rule)
        return True

    def _grow(self, rule: EngineRule) -> list[_Node]:
        path = [self.root]
        for atom in rule.atoms:
            path.append(path[-1].children.setdefault(atom, _Node()))
        path[-1].endings += 1
        for node, atom in zip(reversed(path[:-1]), reversed(rule.atoms), strict=True):
            node.settle(atom)
        return path


def pack(rules: Iterable[EngineRule]) -> tuple[Shard, ...]:
    """All rules in as few shards as their order allows."""
    shards: list[Shard] = []
    current = Shard()
    for rule in rules:
        if not current.admits(rule):
            shards.append(current)
            current = Shard()
            current.admits(rule)
    if current.rules:
        shards.append(current)
    return tuple(shards)
