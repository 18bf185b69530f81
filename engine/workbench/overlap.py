"""Two rules together: one that another makes needless, and two that meet and want different outcomes."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from engine.rulebook.domain import Domain
from engine.workbench.inquiry import Inquiry
from engine.workbench.meeting import Bench, related
from engine.workbench.needless import Needless
from engine.workbench.observation import Observation
from engine.workbench.regions import EVERYTHING, Case, are_apart, beyond, case_of_both, some_case, within
from engine.workbench.subject import IsFirm, Subject
from engine.workbench.witness import Witness, witness_of

MOST_TOLD = 3  # overlaps of one rule: who has seen three knows what to look for


class Overlaps:
    """Compares the rules of one day, `new` of them with each other and with the rest."""

    def __init__(
        self, domain: Domain, inquiry: Inquiry, subjects: Sequence[Subject], firm: IsFirm, new: Collection[str]
    ) -> None:
        self._domain = domain
        self._inquiry = inquiry
        self._subjects = subjects
        self._firm = [firm(each.rule) for each in subjects]
        self._new = [each.rule.id in new for each in subjects]
        self._judge = Needless(domain, inquiry)
        self._every = range(len(subjects))
        self._newest = [number for number in self._every if self._new[number]]
        self._bench = Bench(subjects, domain.lexicon)
        self._new_bench = Bench([subjects[number] for number in self._newest], domain.lexicon)
        self._regions = [[within(EVERYTHING, way) for way in each.ways] for each in subjects]
        self._beside = [self._firing_with(number) for number in self._every]

    def observations(self) -> Iterator[Observation]:
        """R043 of every rule that another makes needless, R044 of pairs that neither does."""
        needless: set[int] = set()
        for number in self._every:
            by = next((other for other in self._beside[number] if self._needless(number, other)), None)
            if by is not None:
                needless.add(number)
                yield self._subsumed(self._subjects[number], self._subjects[by])
        yield from self._meetings(needless)

    def _firing_with(self, number: int) -> list[int]:
        """The rules that fire on a case of this one: no other can be true whenever it is."""
        case = some_case(self._inquiry, self._subjects[number].ways).case
        if case is None:
            return []
        if self._new[number]:
            return self._bench.firing(case)
        return [self._newest[place] for place in self._new_bench.firing(case)]

    def _needless(self, number: int, by: int) -> bool:
        if number == by or not self._firm[by]:
            return False
        one, other = self._subjects[number], self._subjects[by]
        if not self._judge.beside(one, other):
            return False
        # Of two rules that are needless beside each other, the one that came first is kept.
        return by < number or not self._firm[number] or not self._judge.beside(other, one)

    def _subsumed(self, one: Subject, other: Subject) -> Observation:
        outcome = other.rule.then.verdict
        return Observation(
            code="R043",
            message=f"{one.rule.id} changes nothing: whenever it fires, {other.rule.id} fires and wants {outcome}",
            hint=f"retire {one.rule.id}, or let it notice what {other.rule.id} does not",
            span=one.rule.span,
            rule=one.rule.id,
            other=other.rule.id,
            wins=other.rule.id,
            witness=self._witness(one, some_case(self._inquiry, one.ways).case),
        )

    def _meetings(self, needless: set[int]) -> Iterator[Observation]:
        told = Counter[int]()
        for number, by in related(self._subjects):
            one, other = self._subjects[number], self._subjects[by]
            if not (self._new[number] or self._new[by]) or number in needless or by in needless:
                continue
            if told[number] == MOST_TOLD or not self._are_at_odds(one, other) or self._are_apart(number, by):
                continue
            both = case_of_both(self._inquiry, one.ways, other.ways)
            if both.case is not None and not self._implied(number, by) and not self._implied(by, number):
                told[number] += 1
                yield self._overlapping(one, other, both.case)

    def _are_apart(self, number: int, by: int) -> bool:
        return all(
            are_apart(self._inquiry, region, beside) for region in self._regions[number] for beside in self._regions[by]
        )

    def _are_at_odds(self, one: Subject, other: Subject) -> bool:
        """Whether both want something, and not the same. A rule with the neutral verdict remarks or adds points: beside
        one that decides it does what it is for."""
        first, second, neutral = one.rule.then.verdict, other.rule.then.verdict, self._domain.neutral
        return first != second and neutral not in (first, second)

    def _implied(self, number: int, by: int) -> bool:
        """Whether one rule is a special case of the other, as exceptions to a rule are."""
        if by not in self._beside[number]:
            return False
        return beyond(self._inquiry, self._subjects[number].ways, self._subjects[by].ways).impossible

    def _overlapping(self, one: Subject, other: Subject, case: Case) -> Observation:
        verdicts = one.rule.then.verdict, other.rule.then.verdict
        winner = one if self._domain.worst(*verdicts) == verdicts[0] else other
        beaten = other if winner is one else one
        return Observation(
            code="R044",
            message=f"{one.rule.id} wants {verdicts[0]} and {other.rule.id} {verdicts[1]}; both can fire on one case",
            hint=f"{winner.rule.id} wins; if it must not, say in it what {beaten.rule.id} is for",
            span=one.rule.span,
            rule=one.rule.id,
            other=other.rule.id,
            wins=winner.rule.id,
            witness=self._witness(one, case),
        )

    def _witness(self, subject: Subject, case: Case | None) -> Witness | None:
        return None if case is None else witness_of(case, self._domain.lexicon, subject.rule.scope)
