"""A decision as a JSON object: what `clearway screen --json` prints, a stable interface, and what the API answers."""

from collections.abc import Mapping
from dataclasses import asdict

from engine.decision import Decision, Finding
from engine.explanation import ModelAnswer, Reason, model_answer, next_steps, single_reasons
from engine.findings import plain
from engine.lexicon.spec import Value
from engine.mark import Mark
from engine.rulebook.book import RuleBook


def decision_document(
    decision: Decision, book: RuleBook, locale: str, buyer: str | None, number: int
) -> dict[str, object]:
    """The object. `number` is the record's number in its file, `buyer` the locale of the buyer."""
    return {
        "order_id": decision.receipt.order_id,
        "number": number,
        **decision_parts(decision, book, locale, buyer),
    }


def decision_parts(decision: Decision, book: RuleBook, locale: str, buyer: str | None) -> dict[str, object]:
    """What every document about a decision says of it."""
    return {
        "outcome": decision.outcome,
        "score": decision.score,
        "reasons": [_reason(each) for each in single_reasons(decision, book, locale, buyer)],
        "not_checked": [
            {"rule": each.rule, "state": each.state, "wanting": list(each.wanting)} for each in decision.not_checked
        ],
        "next_steps": [{"acts": each.actor, "text": each.text} for each in next_steps(decision, book, locale)],
        "shadow": [_in_shadow(each) for each in decision.shadow],
        "model": _model(model_answer(decision, book, locale)),
        "marks": [_mark(each) for each in decision.marks],
        "receipt": receipt_parts(decision),
    }


def plain_values(values: Mapping[str, Value]) -> dict[str, object]:
    """Values of facts as JSON can hold them."""
    return {name: plain(value) for name, value in values.items()}


def _reason(reason: Reason) -> dict[str, object]:
    return {
        "rule": reason.rule,
        "reason": reason.reason,
        "verdict": reason.verdict,
        "severity": reason.severity,
        "score": reason.score,
        "acts": reason.actor,
        "line": reason.lines[0] if reason.lines else None,
        "values": plain_values(reason.values),
        "quotes": [{"fact": each.fact, "word": each.word, "text": each.text} for each in reason.quotes],
        "wanting": list(reason.wanting),
        "text": reason.text,
        "fix": reason.fix,
        "customer": reason.customer,
        "waived_by": reason.waived_by,
    }


def _model(answer: ModelAnswer | None) -> dict[str, object] | None:
    """What the model said; null where there was none."""
    if answer is None:
        return None
    return {
        "version": answer.version,
        "status": answer.status,
        "percentile": answer.percentile,
        "probability": answer.probability,
        "reasons": [asdict(each) for each in answer.reasons],
    }


def _mark(mark: Mark) -> dict[str, object]:
    """What people know of a key of the order: why, from where, since when, until when."""
    return {
        "id": mark.id,
        "kind": mark.kind,
        "verdict": mark.verdict,
        "scope": mark.scope,
        "reason": mark.reason,
        "source": mark.source,
        "source_id": mark.source_id,
        "since": mark.since.isoformat(),
        "until": None if mark.until is None else mark.until.isoformat(),
    }


def receipt_parts(decision: Decision) -> dict[str, object]:
    """All that went in, by content."""
    receipt = decision.receipt
    return {
        "order_id": receipt.order_id,
        "order_digest": receipt.order_digest,
        "edition": receipt.edition,
        "data_editions": dict(receipt.data_editions),
        "engine": receipt.engine,
        "model": receipt.model,
        "placed_at": receipt.placed_at.isoformat(),
        "decided_at": receipt.decided_at.isoformat(),
        "waivers": list(receipt.waivers),
        **({"overrides": list(receipt.overrides)} if receipt.overrides else {}),
    }


def _in_shadow(finding: Finding) -> dict[str, object]:
    """A finding that decided nothing; with the order's bucket where its rule acts on other orders already."""
    bucket = {} if finding.bucket is None else {"bucket": finding.bucket}
    return {"rule": finding.rule, "verdict": finding.verdict, "line": finding.part, **bucket}
