"""Parts of a condition that do nothing: the rule fires on the same cases without them."""

from collections.abc import Iterator, Sequence

from engine.rulebook.condition import All, Any, Condition, Resolved
from engine.rulebook.rule import OnMissing
from engine.runtime.leaves import leaves_of
from engine.runtime.normal import Literal
from engine.workbench.branches import Branch, Path, alone, branches, without
from engine.workbench.demand import said
from engine.workbench.inquiry import Inquiry, Verdict
from engine.workbench.needless import stays_open
from engine.workbench.observation import Observation
from engine.workbench.regions import beyond, some_case
from engine.workbench.subject import Subject, reads_empty_list


class IdleParts:
    """Looks at the branches of one rule, from the outside in. What is told is taken as gone: of two parts that make
    each other idle, one must stay."""

    def __init__(self, inquiry: Inquiry, subject: Subject) -> None:
        self._inquiry = inquiry
        self._subject = subject
        self._gone: list[Path] = []

    def observations(self) -> Iterator[Observation]:
        """R045 and R046 of the rule."""
        rule = self._subject.rule
        for branch in branches(rule.when, self._subject.when, rule.span):
            if any(branch.path[: len(path)] == path for path in self._gone) or not self._has_others(branch):
                continue
            found = self._part(branch)
            if found is not None:
                self._gone.append(branch.path)
                yield found

    def _has_others(self, branch: Branch) -> bool:
        """Whether something would be left of its group."""
        return branch.siblings > sum(path[:-1] == branch.path[:-1] for path in self._gone)

    def _part(self, branch: Branch) -> Observation | None:
        if branch.repeats and (not self._is_touched(branch) or self._is_idle(branch)):
            return self._told("R046", "says the same as a part before it", "keep one of them", branch)
        if branch.repeated or reads_empty_list(branch.part) or self._surely_matters(branch):
            return None
        if not self._is_idle(branch):
            return None
        if not branch.narrows and self._is_dead(branch):
            return self._told("R045", "can never be true here", "correct it, or take it out", branch)
        why = "has no effect: what stands beside it says as much"
        return self._told("R045", why, "take it out, or correct it", branch)

    def _is_touched(self, branch: Branch) -> bool:
        """Whether something beside it is taken as gone already, so that what it repeats may not be whole any more."""
        group = branch.path[:-1]
        return any(path[: len(group)] == group for path in self._gone)

    def _told(self, code: str, what: str, hint: str, branch: Branch) -> Observation:
        name = self._subject.rule.id
        return Observation(
            code=code,
            message=f"`{_part_said(branch.part)}` in {name} {what}",
            hint=hint,
            span=branch.span,
            rule=name,
        )

    def _surely_matters(self, branch: Branch) -> bool:
        """A quick yes: where no fact is tested twice, a test does something if it can go either way."""
        leaf = branch.part
        if not isinstance(leaf, Resolved) or sum(1 for _ in leaves_of(self._subject.when)) > len(self._subject.facts):
            return False
        clauses = [self._inquiry.clause(Literal(leaf, positive)) for positive in (True, False)]
        answers = (self._inquiry.answer((number,)) for each in clauses for number in (each.holds, each.fails))
        return all(answer.verdict is Verdict.FOUND for answer in answers)

    def _is_idle(self, branch: Branch) -> bool:
        """Whether the rule fires on the same cases without the branch, and holds for want of facts on the same."""
        standing = _without_all(self._subject.when, self._gone)
        less = _without_all(self._subject.when, [*self._gone, branch.path])
        with_it, without_it = self._inquiry.ways(standing), self._inquiry.ways(less)
        if with_it is None or without_it is None:
            return False
        wider, narrower = (without_it, with_it) if branch.narrows else (with_it, without_it)
        if not beyond(self._inquiry, wider, narrower).impossible:
            return False
        if self._subject.rule.on_missing is OnMissing.SKIP:
            return True
        return stays_open(self._inquiry, standing, less) and stays_open(self._inquiry, less, standing)

    def _is_dead(self, branch: Branch) -> bool:
        ways = self._inquiry.ways(alone(self._subject.when, branch.path))
        return ways is not None and some_case(self._inquiry, ways).impossible


def _without_all(condition: Condition, paths: Sequence[Path]) -> Condition:
    """The condition without several branches; the last is taken first, so that the others keep their numbers."""
    for path in sorted(paths, reverse=True):
        condition = without(condition, path)
    return condition


def _part_said(part: Condition) -> str:
    if isinstance(part, Resolved):
        return said(part)
    kind = "all" if isinstance(part, All) else "any" if isinstance(part, Any) else "not"
    return f"{kind} over {', '.join(sorted({leaf.fact for leaf in leaves_of(part)}))}"
