"""A decision in words: each reason as staff read it, what to do next, and what the buyer may be told."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from engine.decision import Decision, Finding, Quote
from engine.lexicon.feature_words import standing_words
from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import Value
from engine.lexicon.wording import NOT_STATED, language_of, worded
from engine.policy_books import Judgement
from engine.rulebook.book import Message, RuleBook
from engine.rulebook.overriding import messages_of

FALLBACK = "en"
MODELS = ("anomaly", "fraud")  # as a record names their answers
WORST_FIRST = ("critical", "high", "medium", "low", "info")
# A fact, and words by its number: for 1 and others, or for 0, 1 and others; `#` in them is the value.
_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_.]*)((?:\|[^{}|]+){2,3})?\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason in words. `lines` counts from 1 and is empty when it is about the order as a whole.

    `customer` is what the buyer may read, in the buyer's language, and empty when the buyer is not told.
    `quotes` are the written words that it rests on, `wanting` names facts that were missing, `waived_by` the person
    who released the finding.
    """

    rule: str
    reason: str
    verdict: str
    severity: str
    actor: str
    text: str
    fix: str
    customer: str
    score: int = 0
    lines: tuple[int, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)
    quotes: tuple[Quote, ...] = ()
    wanting: tuple[str, ...] = ()
    waived_by: str | None = None


@dataclass(frozen=True, slots=True)
class NextStep:
    """What one actor has to do so that the order can go on."""

    actor: str
    text: str


def reasons(decision: Decision, book: RuleBook, locale: str, buyer: str | None = None) -> tuple[Reason, ...]:
    """The reasons, worst first; those that read the same for several lines are one. `buyer` is the buyer's locale."""
    together: dict[tuple[object, ...], Reason] = {}
    for each in single_reasons(decision, book, locale, buyer):
        key = (each.rule, each.reason, each.verdict, each.text, each.fix, each.customer, each.quotes, each.waived_by)
        first = together.get(key)
        together[key] = each if first is None else replace(first, lines=(*first.lines, *each.lines))
    return tuple(together.values())


def single_reasons(decision: Decision, book: RuleBook, locale: str, buyer: str | None = None) -> tuple[Reason, ...]:
    """The reasons, worst first, one for each finding."""
    sheet = None if decision.evaluation is None else decision.evaluation.sheet
    words = _Words(book, sheet, decision.receipt.overrides, locale, buyer)
    found = (words.reason(each) for each in decision.findings)
    return tuple(sorted(found, key=lambda each: _rank(each, each.lines, book)))


def policy_reasons(judgement: Judgement, book: RuleBook, locale: str, buyer: str | None = None) -> tuple[Reason, ...]:
    """The reasons of a policy's judgement, worst first, one for each finding; `lines` are its parts."""
    words = _Words(book, judgement.facts, (), locale, buyer)
    found = (words.reason(each) for each in judgement.findings)
    return tuple(sorted(found, key=lambda each: _rank(each, each.lines, book)))


def reason_codes(decision: Decision, book: RuleBook) -> tuple[str, ...]:
    """The codes of all reasons that are not neutral, each once, in the order of `reasons`, without their texts."""
    ranked = sorted(decision.findings, key=lambda each: _rank(each, _lines(each), book))
    return tuple(dict.fromkeys(each.reason for each in ranked if each.verdict != book.domain.neutral))


def next_steps(decision: Decision, book: RuleBook, locale: str) -> tuple[NextStep, ...]:
    """What has to be done, by whom: the fixes of the findings that decided the outcome; none when it is admitted."""
    if decision.outcome == book.domain.neutral:
        return ()
    deciding = (
        each
        for each in reasons(decision, book, locale)
        if each.verdict == decision.outcome and each.waived_by is None and each.fix
    )
    return tuple(dict.fromkeys(NextStep(each.actor, each.fix) for each in deciding))


def next_step(decision: Decision, book: RuleBook, locale: str) -> str:
    """The next steps as one text; empty for an admitted order."""
    return " ".join(dict.fromkeys(each.text for each in next_steps(decision, book, locale)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelReason:
    """One feature that raised a score. `model` says whose: anomaly or fraud; `bits` by how many doublings."""

    model: str
    feature: str
    value: float | None
    percentile: float | None
    bits: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelAnswer:
    """What the model in force said. `percentile` of orders are less unusual; `probability` is 0..1, of fraud."""

    version: str
    status: str
    percentile: float | None
    probability: float | None
    reasons: tuple[ModelReason, ...]


def model_answer(decision: Decision, book: RuleBook, locale: str) -> ModelAnswer | None:
    """What the model said of the order, in words; none where there was no model, or it failed."""
    sheet = None if decision.evaluation is None else decision.evaluation.sheet
    detail = {} if sheet is None or sheet.scored is None else sheet.scored.detail
    version = detail.get("version")
    if sheet is None or not isinstance(version, str):
        return None
    anomaly, fraud = (_part_of(detail, name) for name in MODELS)
    return ModelAnswer(
        version=version,
        status=str(sheet.whole.get("model.status", "")),
        percentile=_number(anomaly, "percentile"),
        probability=_number(fraud, "probability"),
        reasons=tuple(_model_reasons(detail, book, language_of(locale))),
    )


def _model_reasons(detail: Mapping[str, object], book: RuleBook, language: str) -> Iterator[ModelReason]:
    for model in MODELS:
        rows = _part_of(detail, model).get("reasons")
        for row in rows if isinstance(rows, list) else ():
            name, value, below = str(row.get("feature")), _number(row, "value"), _number(row, "percentile")
            share = (below, _number(row, "equal") or 0.0)
            yield ModelReason(
                model=model,
                feature=name,
                value=value,
                percentile=below,
                bits=_number(row, "bits") or 0.0,
                text=standing_words(name, value, share, book.domain.lexicon.get(name), language),
            )


def _part_of(detail: Mapping[str, object], name: str) -> Mapping[str, object]:
    part = detail.get(name)
    return part if isinstance(part, dict) else {}


def _number(part: Mapping[str, object], name: str) -> float | None:
    value = part.get(name)
    return float(value) if isinstance(value, int | float) else None


def _lines(finding: Finding) -> tuple[int, ...]:
    return () if finding.part is None else (finding.part,)


def _rank(
    reason: Reason | Finding, lines: tuple[int, ...], book: RuleBook
) -> tuple[int, int, int, str, tuple[int, ...]]:
    severity = WORST_FIRST.index(reason.severity) if reason.severity in WORST_FIRST else len(WORST_FIRST)
    verdict = book.domain.precedence.index(reason.verdict)
    return verdict, severity, -reason.score, reason.rule, lines


class _Words:
    """Texts of one case: messages in the languages asked for, with the case's values in their places."""

    def __init__(
        self, book: RuleBook, sheet: Sheet | None, overrides: tuple[str, ...], locale: str, buyer: str | None
    ) -> None:
        self._book = book
        self._sheet = sheet
        self._overrides = overrides
        self._staff = language_of(locale)
        self._buyer = language_of(buyer if buyer is not None else locale)

    def reason(self, finding: Finding) -> Reason:
        return Reason(
            rule=finding.rule,
            reason=finding.reason,
            verdict=finding.verdict,
            severity=finding.severity,
            actor=finding.actor,
            text=self._text(finding, self._staff, "text"),
            fix=self._text(finding, self._staff, "fix"),
            customer=self._text(finding, self._buyer, "customer"),
            score=finding.score,
            lines=_lines(finding),
            values=finding.values,
            quotes=finding.quotes,
            wanting=finding.wanting,
            waived_by=finding.waived_by,
        )

    def _text(self, finding: Finding, language: str, part: str) -> str:
        for each in (language, FALLBACK):
            for message in messages_of(self._book, self._overrides, each, finding.reason):
                written = _part(message, part)
                if written:
                    return self._filled(written, finding, each)
        return finding.reason if part == "text" else ""

    def _filled(self, written: str, finding: Finding, language: str) -> str:
        def filled(found: re.Match[str]) -> str:
            value = self._value(finding, found[1], language)
            if found[2] is None:
                return value
            *none, one, many = found[2][1:].split("|")
            return {0: none[0] if none else many, 1: one}.get(self._number(finding, found[1]), many).replace("#", value)

        return _PLACEHOLDER.sub(filled, written)

    def _number(self, finding: Finding, name: str) -> int:
        value = self._stated(finding, name)
        return value if isinstance(value, int) else -1

    def _stated(self, finding: Finding, name: str) -> Value | None:
        return next((sheet[name] for sheet in self._sheets(finding) if name in sheet), None)

    def _value(self, finding: Finding, name: str, language: str) -> str:
        value = self._stated(finding, name)
        if value is None:
            return NOT_STATED[language] if language in NOT_STATED else NOT_STATED[FALLBACK]
        return worded(value, self._book.domain.lexicon.get(name), language, self._currency())

    def _sheets(self, finding: Finding) -> Iterator[Mapping[str, Value]]:
        yield finding.values
        if self._sheet is not None:
            if finding.part is not None:
                yield self._sheet.parts[finding.part - 1]
            yield self._sheet.whole

    def _currency(self) -> str | None:
        currency = None if self._sheet is None else self._sheet.whole.get("order.currency")
        return currency if isinstance(currency, str) else None


def _part(message: Message, part: str) -> str:
    return {"text": message.text, "fix": message.fix, "customer": message.customer}[part]
