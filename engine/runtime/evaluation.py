"""What became of each rule on one sheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from engine.lexicon.sheet import Sheet
from engine.rulebook.rule import Rule
from engine.runtime.leaf import Truth

if TYPE_CHECKING:
    from engine.runtime.program import Program


class RuleState(StrEnum):
    """`not_applicable`: a fact that the rule needs is one that this channel never supplies."""

    FIRES = "fires"
    QUIET = "quiet"
    NOT_EVALUABLE = "not_evaluable"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class RuleResult:
    """One rule that was not quiet. `parts` counts from 0 and is empty for rules about the whole."""

    rule: Rule
    state: RuleState
    parts: tuple[int, ...] = ()
    wanting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All results that are not quiet, and the leaves' truths from which every rule can be explained."""

    sheet: Sheet
    program: "Program"
    results: Sequence[RuleResult]
    whole_truths: Sequence[Truth]
    part_truths: Sequence[Sequence[Truth]]

    def fired(self) -> Iterator[RuleResult]:
        """Results that fire."""
        return (result for result in self.results if result.state is RuleState.FIRES)
