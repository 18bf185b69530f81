"""How well a rule book is proved: its tests, what they cover, and what they would notice. The gates ask this."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from engine.rulebook.book import RuleBook
from engine.rulebook.rule import Rule
from engine.runtime.proving import FailedTest, prove, proved
from engine.workbench.coverage import Coverage, cover
from engine.workbench.mutation import Mutation, MutationBench, share

Step = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleProof:
    """One rule: its failed tests, its coverage, and what became of its mutants (None when it was not mutated)."""

    rule: Rule
    failed: tuple[FailedTest, ...]
    coverage: Coverage
    mutation: Mutation | None

    @property
    def leaf_coverage(self) -> float:
        return share(self.coverage.covered, self.coverage.goals)

    @property
    def mutation_score(self) -> float | None:
        return None if self.mutation is None else self.mutation.score


@dataclass(frozen=True, slots=True)
class Proof:
    """A whole book, rule by rule, by id. Retired rules are left out."""

    by_rule: tuple[RuleProof, ...]

    @property
    def rules(self) -> int:
        """How many rules were proved."""
        return len(self.by_rule)

    @property
    def tests(self) -> int:
        """How many tests stand beside them."""
        return sum(len(each.rule.tests) for each in self.by_rule)

    @property
    def failed(self) -> tuple[FailedTest, ...]:
        """The tests that do not end as they say."""
        return tuple(failed for each in self.by_rule for failed in each.failed)

    @property
    def leaf_coverage(self) -> float:
        """Goals reached of all goals of all leaves, 0..1 (see `engine.workbench.coverage`)."""
        goals = sum(each.coverage.goals for each in self.by_rule)
        return share(sum(each.coverage.covered for each in self.by_rule), goals)

    @property
    def mutation_score(self) -> float | None:
        """Mutants killed of all that differ from their rule, 0..1; None when no rule was mutated."""
        mutations = [each.mutation for each in self.by_rule if each.mutation is not None]
        if len(mutations) < len(self.by_rule) or not mutations:
            return None
        return share(sum(each.killed for each in mutations), sum(each.mutants - each.equivalent for each in mutations))


def proof_of(
    book: RuleBook,
    *,
    mutation: bool,
    only: str | None = None,
    step: Step = lambda _: None,
) -> Proof:
    """Runs every test on both executors, and measures what the tests show.

    `only` is the id of a rule, to leave the others out. `step` is told how many rules are done.
    """
    chosen = book if only is None else replace(book, rules=tuple(rule for rule in book.rules if rule.id == only))
    failed: dict[str, list[FailedTest]] = {}
    for each in prove(chosen):
        failed.setdefault(each.rule.id, []).append(each)
    bench = MutationBench(book) if mutation else None
    found: list[RuleProof] = []
    for rule, coverage in zip(proved(chosen), cover(chosen), strict=True):
        judged = None if bench is None else bench.judge(rule)
        own = tuple(failed.get(rule.id, ()))
        found.append(RuleProof(rule=rule, failed=own, coverage=coverage, mutation=judged))
        step(len(found))
    return Proof(tuple(found))
