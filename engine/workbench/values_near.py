"""Values that a fact could have instead: one for each way in which its tests can come out, the nearest first.

Whatever the rules can tell of a value is which of their tests it passes; so one value stands for all that pass the
same, and a search over these leaves nothing out, but for texts that only a regular expression knows and for sets, of
which the words that tests name are taken one and two at a time.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations, pairwise
from math import inf

from engine.lexicon.spec import Fact, FactType, Value
from engine.rulebook.condition import Operator, Resolved
from engine.rulebook.form import parse_day
from engine.runtime.atoms import LARGEST_INTEGER
from engine.runtime.leaf import Test, Truth, of_unknown, test_of
from engine.workbench.steps import beside

OTHER_TEXT, OTHER_COUNTRIES = "otherwise", ("CH", "UY", "IS", "BW")
HALF = 0.5
SOME_DAY = date(2026, 1, 1)  # where the lexicon has no example
MOST_WORDS = 24  # of a set, before pairs are tried


class Tests:
    """The distinct tests of one fact, and how a value comes out in all of them."""

    def __init__(self, fact: Fact, leaves: Sequence[Resolved]) -> None:
        self.fact = fact
        self.leaves = tuple(leaves)
        self._tests: tuple[tuple[Resolved, Test], ...] = tuple((leaf, test_of(leaf, fact)) for leaf in leaves)

    def truths(self, value: Value | None) -> tuple[Truth, ...]:
        """One truth a test, in the order of `leaves`."""
        return tuple(of_unknown(leaf) if value is None else test(value) for leaf, test in self._tests)

    def alternatives(self, actual: Value | None) -> tuple[Value, ...]:
        """Known values that come out otherwise than the actual one, one for each way, the nearest first."""
        seen = {self.truths(actual)}
        found: list[Value] = []
        for value in self._pool(actual):
            truths = self.truths(value)
            if truths not in seen:
                seen.add(truths)
                found.append(value)
        return tuple(found)

    def _pool(self, actual: Value | None) -> Iterable[Value]:
        match self.fact.type:
            case FactType.BOOLEAN:
                return (True, False)
            case FactType.INTEGER | FactType.NUMBER:
                return self._numbers(actual)
            case FactType.DATE:
                return self._days(actual)
            case FactType.SET:
                return self._sets(actual)
        return self._words()

    def _numbers(self, actual: Value | None) -> list[Value]:
        bounds = sorted({each for each in _singles(self.leaves) if isinstance(each, int | float)})
        is_whole = self.fact.type is FactType.INTEGER
        step = 1 if is_whole else HALF
        near = {value for bound in bounds for value in (bound - step, bound, bound + step)}
        if not is_whole:  # between two bounds, and below and above all of them, however close or large they are
            near |= {(low + high) / 2 for low, high in pairwise(bounds)}
            near |= {edge for bound in bounds for edge in (bound / 2, bound * 2)}
        example = self.fact.example
        usual = example if isinstance(example, int | float) else 0
        near.add(usual)
        here = actual if isinstance(actual, int | float) else usual
        # What is counted is not negative, unless a test asks about less than nothing.
        least = min([0, *bounds]) - (step if any(bound < 0 for bound in bounds) else 0)
        if is_whole:
            least = max(least, -LARGEST_INTEGER)
        most = LARGEST_INTEGER if is_whole else inf
        return [value for value in sorted(near, key=lambda each: (abs(each - here), each)) if least <= value <= most]

    def _days(self, actual: Value | None) -> list[Value]:
        bounds = [each for each in _singles(self.leaves) if isinstance(each, date)]
        example = parse_day(str(self.fact.example))
        near = {example or SOME_DAY, *bounds, *(day for bound in bounds for day in beside(bound))}
        here = actual if isinstance(actual, date) else example or SOME_DAY
        return [*sorted(near, key=lambda each: (abs((each - here).days), each))]

    def _sets(self, actual: Value | None) -> Iterator[Value]:
        """Without what a test names, then with a word more; words that all tests treat alike count as one."""
        here = actual if isinstance(actual, frozenset) else frozenset[str]()
        yield here
        yield from (here - _words_of(leaf) for leaf in self.leaves)
        named = frozenset[str]().union(*map(_words_of, self.leaves))
        bare = here - named
        yield bare
        words = self._representatives(named)
        for base in (here, bare):
            yield from (base | {word} for word in words)
        for pair in combinations(words[:MOST_WORDS], 2):
            yield bare | set(pair)

    def _representatives(self, named: Iterable[str]) -> list[str]:
        alike: dict[tuple[bool, ...], str] = {}
        for word in sorted(named):
            alike.setdefault(tuple(word in _words_of(leaf) for leaf in self.leaves), word)
        return list(alike.values())

    def _words(self) -> Iterator[Value]:
        yield from self.fact.values
        example = self.fact.example
        if isinstance(example, str):
            yield example
        yield from sorted({word for leaf in self.leaves for word in _words_of(leaf)})
        yield from (
            OTHER_COUNTRIES if self.fact.type is FactType.COUNTRY else ((OTHER_TEXT,) if not self.fact.values else ())
        )


def tests_by_fact(lexicon: Mapping[str, Fact], leaves: Iterable[Resolved]) -> dict[str, Tests]:
    """The tests of each fact that some are about."""
    grouped: dict[str, dict[Resolved, None]] = {}
    for leaf in leaves:
        grouped.setdefault(leaf.fact, {})[leaf] = None
    return {name: Tests(lexicon[name], tuple(found)) for name, found in grouped.items()}


def _singles(leaves: Iterable[Resolved]) -> Iterator[object]:
    for leaf in leaves:
        if isinstance(leaf.expected, tuple | frozenset):
            yield from leaf.expected
        elif not isinstance(leaf.expected, bool):
            yield leaf.expected


def _words_of(leaf: Resolved) -> frozenset[str]:
    """The texts that a test names; a regular expression names none."""
    if leaf.operator in {Operator.PRESENT, Operator.MISSING, Operator.MATCHES}:
        return frozenset()
    if isinstance(leaf.expected, frozenset):
        return leaf.expected
    return frozenset({leaf.expected}) if isinstance(leaf.expected, str) else frozenset()
