"""The distinct leaves of a rule book, tested once a sheet and shared by all rules and both executors."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.errors import EngineFault
from engine.lexicon.spec import Fact, Lexicon, Scope, Value
from engine.rulebook.condition import All, Any, Condition, Leaf, Not, Resolved
from engine.runtime.leaf import PYTHON_TYPES, Test, Truth, of_unknown, test_of
from engine.runtime.sheet import Sheet


def leaves_of(condition: Condition) -> Iterable[Resolved]:
    """All leaves below, in reading order, repeated ones too."""
    match condition:
        case Resolved():
            yield condition
        case Not(part):
            yield from leaves_of(part)
        case All(parts) | Any(parts):
            for part in parts:
                yield from leaves_of(part)
        case Leaf():
            msg = f"`{condition.fact}` is not resolved for a day"
            raise TypeError(msg)


@dataclass(frozen=True, slots=True)
class FactLeaves:
    """The leaves of one fact: where their truths go, and how to find them."""

    fact: Fact
    types: tuple[type, ...]
    places: tuple[int, ...]
    tests: tuple[Test, ...]
    unknown: tuple[Truth, ...]


class LeafTable:
    """Leaves by place: those of the whole first, then those of a part, so that one list of truths serves a part."""

    def __init__(self, conditions: Iterable[Condition], lexicon: Lexicon) -> None:
        distinct = dict.fromkeys(leaf for condition in conditions for leaf in leaves_of(condition))
        of_whole = [leaf for leaf in distinct if lexicon[leaf.fact].scope is Scope.WHOLE]
        of_part = [leaf for leaf in distinct if lexicon[leaf.fact].scope is Scope.PART]
        self.leaves: tuple[Resolved, ...] = (*of_whole, *of_part)
        self.places: Mapping[Resolved, int] = {leaf: place for place, leaf in enumerate(self.leaves)}
        self.whole_count = len(of_whole)
        self._whole = self._by_fact(of_whole, lexicon, offset=0)
        self._part = self._by_fact(of_part, lexicon, offset=len(of_whole))

    def _by_fact(self, leaves: list[Resolved], lexicon: Lexicon, offset: int) -> tuple[FactLeaves, ...]:
        names = dict.fromkeys(leaf.fact for leaf in leaves)
        grouped = {name: [leaf for leaf in leaves if leaf.fact == name] for name in names}
        return tuple(
            FactLeaves(
                fact=lexicon[name],
                types=PYTHON_TYPES[lexicon[name].type],
                places=tuple(self.places[leaf] - offset for leaf in group),
                tests=tuple(test_of(leaf, lexicon[name]) for leaf in group),
                unknown=tuple(of_unknown(leaf) for leaf in group),
            )
            for name, group in grouped.items()
        )

    def truths(self, sheet: Sheet) -> tuple[list[Truth], list[list[Truth]]]:
        """Truths of the whole's leaves, and for each part those of all leaves.

        Raises EngineFault when a fact does not have its type: a rule about it would mean something else.
        """
        whole = _test(self._whole, sheet.whole, self.whole_count)
        part_count = len(self.leaves) - self.whole_count
        return whole, [whole + _test(self._part, part, part_count) for part in sheet.parts]


def _test(groups: tuple[FactLeaves, ...], facts: Mapping[str, Value], count: int) -> list[Truth]:
    truths: list[Truth] = [None] * count
    for group in groups:
        value = facts.get(group.fact.name)
        if value is None or value == "":
            answers: tuple[Truth, ...] = group.unknown
            for place, answer in zip(group.places, answers, strict=True):
                truths[place] = answer
            continue
        if type(value) not in group.types:
            raise EngineFault(
                f"fact `{group.fact.name}` is {type(value).__name__} and should be {group.fact.type}; "
                "mend the code that states it"
            )
        for place, test in zip(group.places, group.tests, strict=True):
            truths[place] = test(value)
    return truths
