"""Leaf coverage: has each test of a rule's condition been seen true, seen false, and seen to decide?

A leaf is one test of one fact, as written; the same test written twice is two leaves. On each case of the rule's tests
(the whole, or each part) its truth is taken. It has three goals:

* *true*: on some case it is true;
* *false*: on some case it is false;
* *decisive*: on some case it is known, and the other truth in its place alone would have changed the truth of the
  whole condition, in three-valued logic.

`leaf_coverage` is the share of goals that are reached, 0..1. `missing` and `present` count like every other test, and
lists as a whole (which of their values are tested is mutation's affair). A leaf that cannot decide because of how the
rule is built counts as uncovered: the analysis says of it that it has no effect (R045), and it should go.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from engine.lexicon.spec import FactType, Lexicon, Value
from engine.rulebook.book import RuleBook
from engine.rulebook.condition import Condition, Leaf, Resolved
from engine.rulebook.governance import leaves
from engine.rulebook.resolve import LiveRule
from engine.rulebook.rule import Rule
from engine.runtime.leaf import Truth
from engine.runtime.proving import day_of, in_force, proved
from engine.workbench.bounds import Bound, Untested, bounds_of
from engine.workbench.readings import Facts, Reading, cases_of, numbered

GOALS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafSeen:
    """What the tests show of one leaf. `untested` are values at and beside its bounds that no test gives the fact."""

    leaf: Leaf
    true: bool
    false: bool
    decisive: bool
    untested: tuple[Untested, ...] = ()

    @property
    def covered(self) -> int:
        """How many of its goals are reached."""
        return self.true + self.false + self.decisive


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the tests of one rule show of its leaves, in reading order."""

    rule: Rule
    leaves: tuple[LeafSeen, ...]

    @property
    def covered(self) -> int:
        return sum(each.covered for each in self.leaves)

    @property
    def goals(self) -> int:
        return GOALS * len(self.leaves)


def cover(book: RuleBook) -> tuple[Coverage, ...]:
    """The coverage of every rule that is not retired, by its own tests."""
    days = _Days(book)
    return tuple(_cover(rule, days) for rule in proved(book))


def _cover(rule: Rule, days: "_Days") -> Coverage:
    sights = [_Sight(leaf) for leaf in leaves(rule.when)]
    by_day: dict[date, list[Facts]] = {}
    for test in rule.tests:
        by_day.setdefault(day_of(rule, test), []).extend(cases_of(rule, test))
    for day, cases in by_day.items():
        live = days.on(day).get(rule.id)
        if live is not None:
            _look(live.when, cases, sights, days.lexicon)
    return Coverage(rule, tuple(sight.seen() for sight in sights))


class _Days:
    """What the rules of a book mean on the days of their tests; each looked up once."""

    def __init__(self, book: RuleBook) -> None:
        self.lexicon = book.domain.lexicon
        self._book = book
        self._known: dict[date, dict[str, LiveRule]] = {}

    def on(self, day: date) -> dict[str, LiveRule]:
        if day not in self._known:
            self._known[day] = in_force(self._book, day)
        return self._known[day]


def _look(condition: Condition, cases: Sequence[Facts], sights: Sequence["_Sight"], lexicon: Lexicon) -> None:
    """Takes the truth of every leaf on every case, and tries what the other truth would have done."""
    marked = numbered(condition)
    reading = Reading((marked,), lexicon)
    for leaf, sight in zip(reading.leaves, sights, strict=True):
        sight.watch(leaf, lexicon[leaf.fact].type)
    for facts in cases:
        truths = reading.truths(facts)
        for place, sight in enumerate(sights):
            decides = sight.decisive or reading.decides(marked, place, truths)
            sight.take(truths[place], facts.get(sight.leaf.fact), decides=decides)


class _Sight:
    """What has been seen of one leaf so far."""

    def __init__(self, leaf: Leaf) -> None:
        self.leaf = leaf
        self.decisive = False
        self._truths: set[bool] = set()
        self._bounds: tuple[Bound, ...] = ()
        self._met: set[tuple[int, int]] = set()

    def watch(self, resolved: Resolved, type_: FactType) -> None:
        """The leaf as it is on the day of the cases that follow."""
        self._bounds = bounds_of(resolved, type_)

    def take(self, truth: Truth, value: Value | None, *, decides: bool) -> None:
        self.decisive = decides
        if truth is not None:
            self._truths.add(truth)
        if value is not None:
            self._met.update((number, bound.side(value)) for number, bound in enumerate(self._bounds))

    def seen(self) -> LeafSeen:
        wanting = (
            bound.at(side)
            for number, bound in enumerate(self._bounds)
            for side in bound.wanted
            if (number, side) not in self._met and bound.has(side)
        )
        return LeafSeen(
            leaf=self.leaf,
            true=True in self._truths,
            false=False in self._truths,
            decisive=self.decisive,
            untested=tuple(wanting),
        )
