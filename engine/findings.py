"""Results of the rules -> findings that carry the values the rules read, and what could not be checked."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import orjson

from engine.decision import Finding, NotChecked, Quote
from engine.lexicon.spec import Value
from engine.rulebook.domain import Domain
from engine.rulebook.quieting import bucket, rests
from engine.rulebook.rule import OnMissing, Rule, Status
from engine.runtime.evaluation import Evaluation, RuleResult, RuleState
from engine.runtime.trace import LeafTrace, trace_of

NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Gathered:
    """Findings that count, findings of shadow rules, and rules that could not speak."""

    live: list[Finding]
    shadow: list[Finding]
    not_checked: list[NotChecked]


def gather(evaluation: Evaluation, domain: Domain, key: str = "", anchors: Mapping[str, str] = NOTHING) -> Gathered:
    """All findings of an evaluation, in the rule book's order.

    `key` names the case the same way whenever it is decided: it draws the bucket of rules in roll-out, whose findings
    stand with those of shadow rules for cases that they do not act on yet. `anchors` are the moments in whose place
    facts run on with the time.
    """
    gathered, suppressing = Gathered([], [], []), evaluation.program.suppressing
    for result in evaluation.results:
        rule = result.rule
        if rule.id in suppressing:
            continue
        in_shadow = rule.status is Status.SHADOW or (rule.rollout is not None and rests(rule, key, domain))
        findings = gathered.shadow if in_shadow else gathered.live
        if result.state is RuleState.FIRES:
            drawn = None if rule.rollout is None else bucket(rule.id, key)
            findings.extend(_fired(result, evaluation, drawn, anchors))
        elif result.state is RuleState.NOT_EVALUABLE and result.rule.on_missing is OnMissing.HOLD:
            findings.append(_missing(result, evaluation, domain))
        else:
            gathered.not_checked.append(NotChecked(rule=result.rule.id, state=result.state, wanting=result.wanting))
    return gathered


def _fired(
    result: RuleResult, evaluation: Evaluation, drawn: int | None, anchors: Mapping[str, str]
) -> Iterator[Finding]:
    rule, then = result.rule, result.rule.then
    for part in result.parts or (None,):
        values = values_read(rule, evaluation, part)
        yield Finding(
            rule=rule.id,
            set=rule.set,
            verdict=then.verdict,
            reason=then.reason,
            severity=then.severity,
            actor=then.actor,
            score=then.score,
            part=None if part is None else part + 1,
            values=values,
            quotes=quotes(rule, evaluation, part),
            ask=then.ask,
            fingerprint=fingerprint(rule, {**values, **_standing(values, anchors)}, evaluation),
            bucket=drawn,
        )


def _missing(result: RuleResult, evaluation: Evaluation, domain: Domain) -> Finding:
    rule = result.rule
    return Finding(
        rule=rule.id,
        set=rule.set,
        verdict=domain.missing_verdict,
        reason=domain.missing_reason,
        severity=rule.then.severity,
        actor=rule.then.actor,
        part=result.parts[0] + 1 if result.parts else None,
        values=values_read(rule, evaluation, result.parts[0] if result.parts else None),
        wanting=result.wanting,
    )


def values_read(rule: Rule, evaluation: Evaluation, part: int | None) -> dict[str, Value]:
    """The known facts that the rule's condition names."""
    whole = evaluation.sheet.whole
    own: Mapping[str, Value] = {} if part is None else evaluation.sheet.parts[part]
    names = evaluation.program.facts_of(rule.id)
    return {name: value for name in names if (value := own.get(name, whole.get(name))) is not None}


def quotes(rule: Rule, evaluation: Evaluation, part: int | None) -> tuple[Quote, ...]:
    """The written words behind the rule's true tests; a wish that it did not ask for is not quoted."""
    evidence, program = evaluation.sheet.evidence, evaluation.program
    if evidence.keys().isdisjoint(program.facts_of(rule.id)):
        return ()
    compiled = next(each for each in program.rules if each.rule is rule)
    number = None if part is None else part + 1
    tests = next(each.leaves for each in trace_of(evaluation, compiled) if each.part == number)
    true = ((test, evidence.get(test.fact, {})) for test in tests if test.truth)
    found = (
        Quote(test.fact, word, text) for test, passages in true for word, text in passages.items() if _names(test, word)
    )
    return tuple(dict.fromkeys(found))


def _standing(values: Mapping[str, Value], anchors: Mapping[str, str]) -> Mapping[str, Value]:
    """What stands still of the values that run on with the time."""
    return {name: anchors[name] for name in values.keys() & anchors.keys()}


def _names(test: LeafTrace, word: str) -> bool:
    return word in test.expected if isinstance(test.expected, frozenset) else word == test.expected


def fingerprint(rule: Rule, values: Mapping[str, Value], evaluation: Evaluation) -> str:
    """Names the rule as it stands today and the values it read: a release ends when either changes."""
    law = evaluation.program.law_of(rule.id)
    content = orjson.dumps([rule.id, law, sorted((name, plain(value)) for name, value in values.items())])
    return hashlib.sha256(content).hexdigest()[:32]


def plain(value: Value | tuple[Value, Value]) -> object:
    """A value as JSON can hold it: sets sorted, dates as ISO 8601."""
    match value:
        case frozenset():
            return sorted(value)
        case date():
            return value.isoformat()
        case tuple():
            return [plain(each) for each in value]
    return value
