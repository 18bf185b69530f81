"""One rule by itself: whether it can fire at all, and whether it always does."""

from collections.abc import Iterator

from engine.rulebook.condition import Operator
from engine.rulebook.domain import Domain
from engine.runtime.leaves import leaves_of
from engine.workbench.branches import span_of
from engine.workbench.idle import IdleParts
from engine.workbench.inquiry import Inquiry, Verdict
from engine.workbench.observation import Observation
from engine.workbench.regions import EVERYTHING, Region, Search, narrowed, outside, some_case, within
from engine.workbench.subject import Subject, reads_empty_list
from engine.workbench.witness import Witness, witness_of

_PRESENCE = frozenset({Operator.MISSING, Operator.PRESENT})


class Soundness:
    """Judges rules one by one."""

    def __init__(self, domain: Domain, inquiry: Inquiry) -> None:
        self._domain = domain
        self._inquiry = inquiry

    def observations(self, subject: Subject) -> Iterator[Observation]:
        """R041, R042, R045 and R046 of a rule. Of a rule that never fires, the parts are not looked at."""
        firing = self.firing(subject)
        if firing.impossible:
            if not reads_empty_list(subject.when):
                yield self._never(subject)
        elif self._left_quiet(subject).impossible:
            yield self._always(subject, firing)
        else:
            yield from IdleParts(self._inquiry, subject).observations()

    def firing(self, subject: Subject) -> Search:
        """A case in which the rule fires."""
        return some_case(self._inquiry, subject.ways)

    def _left_quiet(self, subject: Subject) -> Search:
        """A case in which all that the rule reads is known, but for what it asks to be missing, and it is quiet."""
        asks = {leaf.fact for leaf in leaves_of(subject.when) if leaf.operator in _PRESENCE}
        region: Region = EVERYTHING
        for fact in sorted(subject.facts - asks):
            region = narrowed(region, fact, self._inquiry.known(fact).holds)
        return outside(self._inquiry, region, subject.ways)

    def _never(self, subject: Subject) -> Observation:
        clash = next(iter(self._clash(subject)), "")
        return Observation(
            code="R041",
            message=f"{subject.rule.id} never fires{clash}",
            hint="correct the test that is wrong, or retire the rule",
            span=span_of(subject.rule.when, subject.rule.span),
            rule=subject.rule.id,
        )

    def _clash(self, subject: Subject) -> Iterator[str]:
        """Which tests of one fact cannot be true together, of the first way that names some."""
        by_fact: dict[str, list[str]] = {}
        for fact, demands in within(EVERYTHING, subject.ways[0] if subject.ways else ()).items():
            if self._inquiry.answer(demands).verdict is Verdict.IMPOSSIBLE:
                by_fact[fact] = [f"`{self._inquiry.said(number)}`" for number in demands]
        for tests in by_fact.values():
            yield f": nothing passes {' and '.join(tests)}"

    def _always(self, subject: Subject, firing: Search) -> Observation:
        return Observation(
            code="R042",
            message=f"{subject.rule.id} fires on every case in which what it reads is known",
            hint="test something that tells cases apart",
            span=span_of(subject.rule.when, subject.rule.span),
            rule=subject.rule.id,
            witness=self._witness(subject, firing),
        )

    def _witness(self, subject: Subject, search: Search) -> Witness | None:
        if search.case is None:
            return None
        return witness_of(search.case, self._domain.lexicon, subject.rule.scope)
