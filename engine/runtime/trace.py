"""Why a rule ended as it did: every leaf with its field, actual value, operator, expected value and truth."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.lexicon.spec import Value
from engine.rulebook.condition import Resolved
from engine.runtime.evaluation import Evaluation
from engine.runtime.leaf import Truth
from engine.runtime.leaves import leaves_of
from engine.runtime.program import CompiledRule
from engine.runtime.reference import Truths, truth_of


@dataclass(frozen=True, slots=True)
class LeafTrace:
    """One test as it went. `source` names the list or parameter that `expected` was looked up in."""

    fact: str
    actual: Value | None
    operator: str
    expected: Value | tuple[Value, Value]
    source: str
    truth: Truth


@dataclass(frozen=True, slots=True)
class RuleTrace:
    """One rule on the whole, or on one part (from 1)."""

    rule: str
    part: int | None
    truth: Truth
    leaves: tuple[LeafTrace, ...]


def trace(evaluation: Evaluation) -> Iterator[RuleTrace]:
    """Every rule of the program, on the whole or on each part, in the rule book's order."""
    for compiled in evaluation.program.rules:
        yield from trace_of(evaluation, compiled)


def trace_of(evaluation: Evaluation, compiled: CompiledRule) -> Iterator[RuleTrace]:
    """One rule of the program."""
    sheet = evaluation.sheet
    if compiled.about_whole:
        yield _traced(compiled, None, sheet.whole, {}, evaluation.whole_truths, evaluation)
        return
    for number, (part, truths) in enumerate(zip(sheet.parts, evaluation.part_truths, strict=True), start=1):
        yield _traced(compiled, number, sheet.whole, part, truths, evaluation)


def _traced(
    compiled: CompiledRule,
    number: int | None,
    whole: Mapping[str, Value],
    part: Mapping[str, Value],
    truths: Truths,
    evaluation: Evaluation,
) -> RuleTrace:
    places = evaluation.program.table.places
    leaves = tuple(
        _leaf(leaf, part.get(leaf.fact, whole.get(leaf.fact)), truths[places[leaf]])
        for leaf in leaves_of(compiled.live.when)
    )
    return RuleTrace(compiled.rule.id, number, truth_of(compiled.live.when, places, truths), leaves)


def _leaf(leaf: Resolved, actual: Value | None, truth: Truth) -> LeafTrace:
    return LeafTrace(leaf.fact, actual, leaf.operator, leaf.expected, leaf.source, truth)
