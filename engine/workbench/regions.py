"""Regions of cases: for each fact, what is asked of it. A region is empty exactly when one of its facts cannot be met.

Whether ways of being true cover a region is found by splitting it: what is left of it when the first literal of a way
fails, when the first holds and the second fails, and so on, has to be covered by the others.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.lexicon.spec import Value
from engine.workbench.demand import Clause, Way
from engine.workbench.inquiry import Inquiry, Verdict

MOST_SPLITS = 4000
Region = Mapping[str, tuple[int, ...]]
Case = dict[str, Value]
EVERYTHING: Region = {}


@dataclass(frozen=True, slots=True)
class Search:
    """What came of looking for a case: `case` has its known facts when one was found."""

    verdict: Verdict
    case: Case | None = None

    @property
    def impossible(self) -> bool:
        """There is no such case, and that is sure."""
        return self.verdict is Verdict.IMPOSSIBLE


def narrowed(region: Region, fact: str, demand: int) -> Region:
    """The region with one thing more asked of a fact."""
    asked = region.get(fact, ())
    return region if demand in asked else {**region, fact: tuple(sorted((*asked, demand)))}


def within(region: Region, way: Iterable[Clause]) -> Region:
    """The part of a region in which a way is true."""
    for clause in way:
        region = narrowed(region, clause.fact, clause.holds)
    return region


def case_in(inquiry: Inquiry, region: Region) -> Search:
    """A case of the region."""
    case: Case = {}
    verdict = Verdict.FOUND
    for fact, demands in region.items():
        answer = inquiry.answer(demands)
        if answer.verdict is Verdict.IMPOSSIBLE:
            return Search(Verdict.IMPOSSIBLE)
        if answer.verdict is Verdict.OPEN:
            verdict = Verdict.OPEN
        elif answer.value is not None:
            case[fact] = answer.value
    return Search(verdict, case if verdict is Verdict.FOUND else None)


def some_case(inquiry: Inquiry, ways: Sequence[Way]) -> Search:
    """A case in which one of the ways is true; open when none is found and one may be."""
    return _first(case_in(inquiry, within(EVERYTHING, way)) for way in ways)


def case_of_both(inquiry: Inquiry, one: Sequence[Way], other: Sequence[Way]) -> Search:
    """A case in which both conditions are true."""
    return _first(case_in(inquiry, within(within(EVERYTHING, way), beside)) for way in one for beside in other)


def are_apart(inquiry: Inquiry, one: Region, other: Region) -> bool:
    """Whether two regions have no case in common."""
    return any(fact in other and inquiry.apart(demands, other[fact]) for fact, demands in one.items())


def outside(inquiry: Inquiry, region: Region, ways: Sequence[Way]) -> Search:
    """A case of the region in which none of the ways is true; impossible when they cover it."""
    return _Split(inquiry, sorted(of_use(inquiry, region, ways), key=len)).left_of(region)


def telling(inquiry: Inquiry, region: Region, ways: Sequence[Way]) -> Search:
    """As `outside`, with a case that says why: facts of the region's ways are known in it wherever they can be."""
    plain = outside(inquiry, region, ways)
    if plain.case is None:
        return plain
    near = [way for way in ways if any(clause.fact in region for clause in way)]
    told = _Split(inquiry, sorted(near, key=len)).left_of(region)
    return plain if told.case is None or any(is_true(inquiry, way, told.case) for way in ways) else told


def is_true(inquiry: Inquiry, way: Way, case: Case) -> bool:
    """Whether a way is true on a case."""
    return all(inquiry.is_met(clause.holds, case.get(clause.fact)) for clause in way)


def beyond(inquiry: Inquiry, one: Sequence[Way], other: Sequence[Way]) -> Search:
    """A case in which the first condition is true and the second is not; impossible when the first implies it."""
    return _first(outside(inquiry, within(EVERYTHING, way), other) for way in one)


def _first(searches: Iterable[Search]) -> Search:
    """The first case found; open when none was and one of the searches is."""
    verdict = Verdict.IMPOSSIBLE
    for search in searches:
        if search.verdict is Verdict.FOUND:
            return search
        if search.verdict is Verdict.OPEN:
            verdict = Verdict.OPEN
    return Search(verdict)


def of_use(inquiry: Inquiry, region: Region, ways: Sequence[Way]) -> Sequence[Way]:
    """The ways that can help to cover a region.

    Make every fact unknown of which neither the region nor a way that is true on unknown says anything: the case stays
    in the region, and a way that covers it now says nothing of these facts. So ways that do are not needed.
    """
    while True:
        speaking = {clause.fact for way in ways for clause in way if inquiry.unknown_will_do(clause.holds)}
        kept = [way for way in ways if all(clause.fact in region or clause.fact in speaking for clause in way)]
        if len(kept) == len(ways):
            return kept
        ways = kept


class _Split:
    def __init__(self, inquiry: Inquiry, ways: Sequence[Way]) -> None:
        self._inquiry = inquiry
        self._ways = ways
        self._splits = 0

    def left_of(self, region: Region, number: int = 0) -> Search:
        """A case of the region outside all ways from this number on."""
        self._splits += 1
        if self._splits > MOST_SPLITS:
            return Search(Verdict.OPEN)
        while number < len(self._ways) and self._apart(region, self._ways[number]):
            number += 1
        if number == len(self._ways):
            return case_in(self._inquiry, region)
        return _first(self._pieces(region, number))

    def _pieces(self, region: Region, number: int) -> Iterable[Search]:
        """The searches in what remains of a region without one way, literal by literal."""
        if self._is_empty(region):
            return
        for clause in self._ways[number]:
            without = narrowed(region, clause.fact, clause.fails)
            if not self._impossible(without[clause.fact]):
                yield self.left_of(without, number + 1)
            region = narrowed(region, clause.fact, clause.holds)
            if self._impossible(region[clause.fact]):
                return

    def _apart(self, region: Region, way: Way) -> bool:
        """Whether a way is true nowhere in a region, by one of its literals."""
        return any(self._impossible(narrowed(region, clause.fact, clause.holds)[clause.fact]) for clause in way)

    def _is_empty(self, region: Region) -> bool:
        return any(map(self._impossible, region.values()))

    def _impossible(self, demands: tuple[int, ...]) -> bool:
        return self._inquiry.answer(demands).verdict is Verdict.IMPOSSIBLE
