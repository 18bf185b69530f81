"""A trace on the wire."""

from collections.abc import Mapping

from pydantic import BaseModel

from api.decision_document import plain_values
from api.schemas.alternatives import AlternativesShown
from api.ways_document import ways_document
from engine.decision import Decision
from engine.findings import plain
from engine.runtime.trace import LeafTrace, RuleTrace, trace
from engine.workbench.ways_out import Alternatives


class TestShown(BaseModel):
    """One test as it went. `source` names the list or parameter that `expected` was looked up in."""

    fact: str
    actual: object
    operator: str
    expected: object
    source: str
    truth: bool | None


class RuleShown(BaseModel):
    """One rule, on the whole order or on one line (from 1)."""

    rule: str
    line: int | None
    truth: bool | None
    tests: list[TestShown]


class TraceShown(BaseModel):
    """All facts and all rules. `erased`: personal values are gone, so tests of them show no value.

    `alternatives` is null unless asked for, and where the engine failed before it could test the rules.
    """

    decision_id: str
    facts: dict[str, object]
    lines: list[dict[str, object]]
    rules: list[RuleShown]
    erased: bool
    alternatives: AlternativesShown | None


def shown_trace(
    decision_id: str, decision: Decision, found: Alternatives | None = None, *, is_whole: bool
) -> Mapping[str, object]:
    """The trace; without rules when the engine failed before it could test them."""
    evaluation = decision.evaluation
    return {
        "decision_id": decision_id,
        "facts": {} if evaluation is None else plain_values(evaluation.sheet.whole),
        "lines": [] if evaluation is None else [plain_values(part) for part in evaluation.sheet.parts],
        "rules": [] if evaluation is None else [_rule(each) for each in trace(evaluation)],
        "erased": not is_whole,
        "alternatives": None if found is None else ways_document(found),
    }


def _rule(rule: RuleTrace) -> Mapping[str, object]:
    return {"rule": rule.rule, "line": rule.part, "truth": rule.truth, "tests": [_test(each) for each in rule.leaves]}


def _test(leaf: LeafTrace) -> Mapping[str, object]:
    return {
        "fact": leaf.fact,
        "actual": None if leaf.actual is None else plain(leaf.actual),
        "operator": leaf.operator,
        "expected": plain(leaf.expected),
        "source": leaf.source,
        "truth": leaf.truth,
    }
