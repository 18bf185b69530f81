"""Would the tests beside a rule notice a slip? Every mutant of the rule is run on them.

A test kills a mutant when the mutant does not end as the test says. A mutant that differs in `on_missing` alone is
killed by a test in which the rule cannot be evaluated: there the one holds the case and the other passes it. Mutants
that no case tells from the rule are set aside. The score is what was killed of the rest.
"""

from dataclasses import dataclass
from difflib import ndiff

from engine.rulebook.book import RuleBook
from engine.rulebook.rule import Rule
from engine.workbench.herd import Herd
from engine.workbench.mutants import Mutant, Mutator
from engine.workbench.written import condition_lines


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mutant that no test notices: the lines that differ, and a test that would (empty when none was found)."""

    mutant: Mutant
    diff: tuple[str, ...]
    suggested: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutation:
    """What became of a rule's mutants. `equivalent` are those that provably decide the same."""

    rule: Rule
    mutants: int
    killed: int
    equivalent: int
    survivors: tuple[Survivor, ...]

    @property
    def score(self) -> float:
        """Killed of those that differ from the rule, 0..1; 1 when none does."""
        return share(self.killed, self.mutants - self.equivalent)


def share(part: int, whole: int) -> float:
    """A part of a whole, 0..1; of nothing it is all."""
    return part / whole if whole else 1.0


class MutationBench:
    """Mutates the rules of one book, and runs them on the plain reading."""

    def __init__(self, book: RuleBook) -> None:
        self._mutator = Mutator(book)

    def judge(self, rule: Rule) -> Mutation:
        """Runs every mutant of one rule on the rule's tests."""
        mutants = self._mutator.mutants(rule)
        herd = Herd(rule, mutants, self._mutator.book)
        alive = herd.survivors()
        equivalent = 0
        survivors: list[Survivor] = []
        for number in alive:
            mutant = mutants[number]
            suggested = herd.suggestion(number)
            if not suggested and herd.is_same(number):
                equivalent += 1
            else:
                survivors.append(Survivor(mutant, _diff(rule, mutant), suggested))
        return Mutation(
            rule=rule,
            mutants=len(mutants),
            killed=len(mutants) - len(alive),
            equivalent=equivalent,
            survivors=tuple(survivors),
        )


def _diff(rule: Rule, mutant: Mutant) -> tuple[str, ...]:
    """The lines that differ: `-` as the rule has them, `+` as the mutant has."""
    before, after = ([*condition_lines(each.when), f"on_missing: {each.on_missing}"] for each in (rule, mutant.rule))
    return tuple(f"{line[0]} {line[2:].strip()}" for line in ndiff(before, after) if line[0] in "-+")
