"""Values of a fact that its tests tell apart: at, beside and between bounds, in and out of lists, known and unknown.

Two values on which every test of a rule is equally true are one value to the rule. So one value of each such class
stands for all, and trying them in all combinations is trying every case there is, where the classes are `complete`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise

from engine.lexicon.spec import Fact, FactType, Value
from engine.rulebook.condition import Operator, Resolved
from engine.rulebook.fitness import AFFIXES, ALWAYS
from engine.runtime.leaf import Test, Truth, of_unknown, test_of
from engine.runtime.values import is_blank
from engine.workbench.steps import beside

MOST_OUTSIDE = 3
MOST_WORD_CLASSES = 6  # of a set fact: their unions are all tried up to here
_OTHER_TEXTS = ("other", "another", "one more")
_OTHER_COUNTRIES = ("NO", "NZ", "JP", "CH", "CA", "KR", "XK", "ZZ")
_WORD = re.compile(r"[^\W_]{2,}")
_UNSURE = AFFIXES | {Operator.MATCHES}


@dataclass(frozen=True, slots=True)
class Neighbours:
    """One value of each class of a fact's values; None is unknown. `truths` are those of the fact's leaves."""

    fact: str
    values: tuple[Value | None, ...]
    truths: tuple[tuple[Truth, ...], ...]
    complete: bool


def neighbours(fact: Fact, leaves: Sequence[Resolved], seen: Iterable[Value]) -> Neighbours:
    """The classes of a fact's values under these leaves. Values that tests have `seen` are preferred."""
    tests = [(test_of(leaf, fact), of_unknown(leaf)) for leaf in leaves]
    classes: dict[tuple[Truth, ...], Value | None] = {}
    for value in (*seen, *_candidates(fact, leaves), None):
        classes.setdefault(_vector(value, tests), value)
    complete = fact.type is not FactType.TEXT or not any(leaf.operator in _UNSURE for leaf in leaves)
    if fact.type is FactType.SET:
        classes, complete = _with_unions(classes, tests)
    return Neighbours(fact.name, tuple(classes.values()), tuple(classes), complete)


def _vector(value: Value | None, tests: Sequence[tuple[Test, Truth]]) -> tuple[Truth, ...]:
    if value is None or is_blank(value):
        return tuple(unknown for _, unknown in tests)
    return tuple(test(value) for test, _ in tests)


def _with_unions(
    classes: dict[tuple[Truth, ...], Value | None], tests: Sequence[tuple[Test, Truth]]
) -> tuple[dict[tuple[Truth, ...], Value | None], bool]:
    """A set may hold words of several classes at once."""
    words = [value for value in classes.values() if isinstance(value, frozenset) and value]
    complete = len(words) <= MOST_WORD_CLASSES
    for size in range(2, len(words) + 1 if complete else 3):
        for chosen in combinations(words, size):
            union = frozenset[str]().union(*chosen)
            classes.setdefault(_vector(union, tests), union)
    return classes, complete


def _candidates(fact: Fact, leaves: Sequence[Resolved]) -> Iterator[Value]:
    match fact.type:
        case FactType.BOOLEAN:
            yield from (True, False)
        case FactType.INTEGER:
            yield from _around(sorted(_numbers(leaves)))
        case FactType.NUMBER:
            yield from _between(sorted(_numbers(leaves)))
        case FactType.DATE:
            yield from _days(leaves)
        case FactType.SET:
            yield frozenset()
            yield from (frozenset({word}) for word in _words(fact, leaves))
        case FactType.ENUM | FactType.COUNTRY | FactType.TEXT:
            yield from _words(fact, leaves)


def _words(fact: Fact, leaves: Sequence[Resolved]) -> Iterator[str]:
    """What the leaves name, and words that none of them names."""
    named = sorted({text for leaf in leaves if leaf.operator not in ALWAYS for text in _texts(leaf)})
    others = fact.values or (_OTHER_COUNTRIES if fact.type is FactType.COUNTRY else _OTHER_TEXTS)
    outside = [word for word in others if word not in named]
    yield from named
    yield from outside if fact.values else outside[:MOST_OUTSIDE]


def _texts(leaf: Resolved) -> Iterator[str]:
    values = leaf.expected if isinstance(leaf.expected, frozenset) else {leaf.expected}
    for value in values:
        if isinstance(value, str) and leaf.operator is Operator.MATCHES:
            yield from _WORD.findall(value)  # a pattern often finds the words that stand in it
        elif isinstance(value, str):
            yield value
            if leaf.operator in AFFIXES:
                yield {Operator.STARTS_WITH: f"{value}0", Operator.ENDS_WITH: f"0{value}"}.get(
                    leaf.operator, f"0{value}0"
                )


def _numbers(leaves: Sequence[Resolved]) -> set[int | float]:
    return {
        bound
        for leaf in leaves
        if leaf.operator not in ALWAYS
        for bound in (leaf.expected if isinstance(leaf.expected, tuple | frozenset) else (leaf.expected,))
        if isinstance(bound, (int, float))
    }


def _around(bounds: Sequence[int | float]) -> Iterator[int]:
    """Each bound and its two neighbours: every whole number behaves like one of them."""
    for bound in bounds or (0,):
        yield from (int(bound), *beside(int(bound)))


def _between(bounds: Sequence[int | float]) -> Iterator[float]:
    if not bounds:
        yield 1.0
        return
    yield from map(float, bounds)
    yield from ((low + high) / 2 for low, high in pairwise(bounds))
    yield bounds[0] - max(1.0, abs(bounds[0]))
    yield bounds[-1] + max(1.0, abs(bounds[-1]))


def _days(leaves: Sequence[Resolved]) -> Iterator[date]:
    pairs = (leaf.expected if isinstance(leaf.expected, tuple | frozenset) else (leaf.expected,) for leaf in leaves)
    days = sorted({bound for pair in pairs for bound in pair if isinstance(bound, date)})
    for bound in days or (date(2026, 1, 1),):
        yield from (bound, *beside(bound))
