"""The distinct leaves of a rule book: tested once a sheet, shared by all rules and by both executors."""

from collections.abc import Iterable, Mapping

from engine.lexicon.spec import FactType, Lexicon, Scope
from engine.rulebook.condition import All, Any, Condition, Leaf, Not, Resolved
from engine.runtime.reference import unresolved


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
            raise unresolved(condition)


class LeafTable:
    """Gives every distinct leaf its place.

    Leaves of one fact lie side by side, so that one look at the fact's value tells them all; those of the whole come
    first, so that the truths of a part are the whole's with its own behind.
    """

    def __init__(self, conditions: Iterable[Condition], lexicon: Lexicon) -> None:
        by_fact: dict[str, dict[Resolved, None]] = {}
        for condition in conditions:
            for leaf in leaves_of(condition):
                by_fact.setdefault(leaf.fact, {})[leaf] = None
        self.whole = _of_scope(by_fact, lexicon, Scope.WHOLE)
        self.part = _of_scope(by_fact, lexicon, Scope.PART)
        leaves = [leaf for group in (*self.whole.values(), *self.part.values()) for leaf in group]
        self.places: Mapping[Resolved, int] = {leaf: place for place, leaf in enumerate(leaves)}


def _of_scope(
    by_fact: Mapping[str, Iterable[Resolved]], lexicon: Lexicon, scope: Scope
) -> dict[str, tuple[Resolved, ...]]:
    """Whole numbers first: they are looked up in a way of their own."""
    names = [name for name in by_fact if lexicon[name].scope is scope]
    names.sort(key=lambda name: lexicon[name].type is not FactType.INTEGER)
    return {name: tuple(by_fact[name]) for name in names}
