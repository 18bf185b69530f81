"""One rule by itself: whether it can fire at all, whether it always does, and which of its parts do nothing."""

from collections.abc import Iterator

from engine.rulebook.condition import All, Any, Condition, Operator, Resolved
from engine.rulebook.domain import Domain
from engine.rulebook.rule import OnMissing
from engine.runtime.leaves import leaves_of
from engine.runtime.normal import Literal
from engine.workbench.branches import Branch, alone, branches, span_of, without
from engine.workbench.demand import Way, said
from engine.workbench.inquiry import Inquiry, Verdict
from engine.workbench.needless import stays_open
from engine.workbench.observation import Observation
from engine.workbench.regions import EVERYTHING, Region, Search, beyond, case_in, narrowed, outside, within
from engine.workbench.subject import Subject
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
            yield from self._parts(subject)

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

    def _parts(self, subject: Subject) -> Iterator[Observation]:
        told: list[tuple[int, ...]] = []
        for branch in branches(subject.rule.when, subject.when, subject.rule.span):
            if any(branch.path[: len(path)] == path for path in told):
                continue  # what holds it is told already
            found = self._part(subject, branch)
            if found is not None:
                told.append(branch.path)
                yield found

    def _part(self, subject: Subject, branch: Branch) -> Observation | None:
        if branch.siblings == 0 or (branch.repeated and not branch.repeats):
            return None
        if branch.repeats:
            return self._told("R046", "says the same as a part before it", "keep one of them", subject, branch)
        if reads_empty_list(branch.part) or self._may_matter(subject, branch) or not self._is_idle(subject, branch):
            return None
        if not branch.narrows and self._is_dead(subject, branch):
            return self._told("R045", "can never be true here", "correct it, or take it out", subject, branch)
        why = "has no effect: what stands beside it says as much"
        return self._told("R045", why, "take it out, or correct it", subject, branch)

    def _told(self, code: str, what: str, hint: str, subject: Subject, branch: Branch) -> Observation:
        return Observation(
            code=code,
            message=f"`{_part_said(branch.part)}` in {subject.rule.id} {what}",
            hint=hint,
            span=branch.span,
            rule=subject.rule.id,
        )

    def _may_matter(self, subject: Subject, branch: Branch) -> bool:
        """A quick yes: a test of a fact that is tested nowhere else does something if it can go either way."""
        leaf = branch.part
        if not isinstance(leaf, Resolved):
            return False
        if sum(each.fact == leaf.fact for each in leaves_of(subject.when)) > 1:
            return False
        clauses = [self._inquiry.clause(Literal(leaf, positive)) for positive in (True, False)]
        answers = [self._inquiry.answer((number,)) for clause in clauses for number in (clause.holds, clause.fails)]
        alone_here = len(subject.facts) == sum(1 for _ in leaves_of(subject.when))
        return alone_here and all(answer.verdict is Verdict.FOUND for answer in answers)

    def _is_idle(self, subject: Subject, branch: Branch) -> bool:
        """Whether the rule fires on the same cases without the branch, and holds for want of facts on the same."""
        less = without(subject.when, branch.path)
        ways = self._inquiry.ways(less)
        if ways is None:
            return False
        more, fewer = (ways, subject.ways) if branch.narrows else (subject.ways, ways)
        if not beyond(self._inquiry, more, fewer).impossible:
            return False
        if subject.rule.on_missing is OnMissing.SKIP:
            return True
        return stays_open(self._inquiry, subject.when, less) and stays_open(self._inquiry, less, subject.when)

    def _is_dead(self, subject: Subject, branch: Branch) -> bool:
        ways = self._inquiry.ways(alone(subject.when, branch.path))
        return ways is not None and some_case(self._inquiry, ways).impossible


def reads_empty_list(condition: Condition) -> bool:
    """Whether a list that the condition reads has no value on the day, which is told of the list."""
    return any(leaf.source and leaf.expected == frozenset() for leaf in leaves_of(condition))


def some_case(inquiry: Inquiry, ways: tuple[Way, ...]) -> Search:
    """A case in which one of the ways is true; open when none is found and one may be."""
    searches = [case_in(inquiry, within(EVERYTHING, way)) for way in ways]
    found = next((each for each in searches if each.verdict is Verdict.FOUND), None)
    if found is not None:
        return found
    return next((each for each in searches if not each.impossible), Search(Verdict.IMPOSSIBLE))


def _part_said(part: Condition) -> str:
    if isinstance(part, Resolved):
        return said(part)
    kind = "all" if isinstance(part, All) else "any" if isinstance(part, Any) else "not"
    return f"{kind} over {', '.join(sorted({leaf.fact for leaf in leaves_of(part)}))}"
