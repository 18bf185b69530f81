"""How orders, decisions, holds, reviews and events look on the wire: models for the documentation, and the functions
that fill them."""

from collections.abc import Mapping
from datetime import datetime

import orjson
from pydantic import BaseModel, Field

from api.decision_document import decision_parts
from engine.desk.deadlines import Clock
from engine.desk.deciding import Decided
from engine.desk.queueing import urgency
from engine.desk.reading import OrderFile
from engine.order.masking import masked, veiled
from engine.rulebook.holds_block import Expiry
from engine.store.decision_rows import Listed, Past
from engine.store.feed import Event
from engine.store.holds import Hold
from engine.store.labels import Label
from engine.store.reviews import Review

Shown = dict[str, object]


class ReasonShown(BaseModel):
    """Why: the rule, the values that it read, and in words what is wrong, what to do and what the buyer may read."""

    rule: str
    reason: str = Field(description="Stable code of the reason.", examples=["ADR_POSTCODE"])
    verdict: str
    severity: str
    score: int
    acts: str = Field(description="Who can do something about it.", examples=["buyer"])
    line: int | None = Field(description="The line that it is about, from 1; null for the whole order.")
    values: dict[str, object]
    quotes: list[dict[str, str]]
    wanting: list[str]
    text: str
    fix: str
    customer: str
    waived_by: str | None


class ModelReasonShown(BaseModel):
    """One feature that raised a score, with its value and where that stands among the orders of training."""

    model: str = Field(description="Whose score it raised: `anomaly` or `fraud`.", examples=["anomaly"])
    feature: str
    value: float | None = Field(description="Null where it was not known.")
    percentile: float | None = Field(description="Percent of training orders with a lower value.")
    bits: float = Field(description="Doublings of the anomaly score, or of the odds of fraud.")
    text: str


class ModelAnswerShown(BaseModel):
    """What the model in force said of the order when it was decided. By itself it may hold, never cancel."""

    version: str = Field(description="SHA-256 of the model's artefact.")
    status: str
    percentile: float | None = Field(description="Percent of training orders that are less unusual.")
    probability: float | None = Field(description="Of fraud, calibrated, 0 to 1; null while there is no classifier.")
    reasons: list[ModelReasonShown]


class FactChanged(BaseModel):
    """A fact that has another value than when somebody released; values of personal facts are not shown."""

    fact: str
    before: object = None
    now: object = None
    personal: bool = False


class HoldChanged(BaseModel):
    """Why what a person released holds again: facts, signs or the law are different, or the release was for a time."""

    hold_id: str = Field(description="The hold that was released.")
    released_by: str | None
    facts: list[FactChanged] = Field(default_factory=list)
    signs: dict[str, list[str]] | None = Field(
        None, description="Rules that count anew (`added`), no more (`gone`), or by other values (`otherwise`)."
    )
    law: dict[str, str] | None = Field(None, description="Editions of the rule book and its data, then and now.")
    until: datetime | None = Field(None, description="Until when the release counted.")


class HoldShown(BaseModel):
    """One reason to wait. `waivable` says whether a release may end it; `expires_at` is when the time is over by the
    clock that is named, `on_expiry` what follows then."""

    id: str
    order_id: str
    decision_id: str | None
    source: str
    rule: str
    reason: str
    verdict: str
    line: int | None
    acts: str
    waivable: bool
    state: str
    placed_at: datetime
    placed_by: str
    expires_at: datetime | None
    clock: str = Field(json_schema_extra={"enum": [each.value for each in Clock]})
    on_expiry: str = Field(json_schema_extra={"enum": [each.value for each in Expiry]})
    owner: str | None = Field(description="Who minds it.")
    escalated_at: datetime | None = Field(description="When a first end had come, and people were told to hurry.")
    changed: HoldChanged | None = Field(description="Null, but for what a person had released before.")
    ended_at: datetime | None
    ended_by: str | None
    end_reason: str
    reason_code: str = Field(description="Why it was released, in one word; empty where nobody said.")
    task: str | None = Field(description="The task of product data whose answer ends it; null for other holds.")
    subject: str = Field(description="The part of the order that alone waits; empty where all of it does.")
    texts: dict[str, str] = Field(description="By language, why; empty where the decision says it.")


class DecisionShown(BaseModel):
    """What was decided, and all that it rests on. A refusal is an answer like others: `outcome` says so."""

    id: str
    order_id: str
    merchant_order_id: str
    order_version: int
    number: int = Field(description="Counts the decisions of this order from 1.")
    outcome: str = Field(examples=["hold"], json_schema_extra={"enum": ["admit", "ask_customer", "hold", "cancel"]})
    score: int
    cause: str
    placed_at: datetime
    decided_at: datetime
    edition: str
    superseded_by: str | None
    reasons: list[ReasonShown]
    next_steps: list[dict[str, str]]
    not_checked: list[dict[str, object]]
    shadow: list[dict[str, object]]
    model: ModelAnswerShown | None = Field(description="Null where no model was in force, or it failed.")
    marks: list[dict[str, object]] = Field(description="Marks of people that match the order's keys.")
    holds: list[HoldShown]
    receipt: dict[str, object]
    links: dict[str, str]


class OrderLine(BaseModel):
    """An order in a list, with its current decision."""

    id: str
    merchant_order_id: str
    version: int
    shop: str
    channel: str
    country: str | None
    currency: str
    total: int
    placed_at: datetime
    outcome: str
    score: int
    reasons: list[str]
    decision_id: str
    decided_at: datetime


class OrderShown(OrderLine):
    """An order with its document, versions, decisions and holds. `erased` says that personal values are gone.

    Of the consignee's numbers only the end is shown; sent back like that, they mean the number that stands there.
    """

    document: dict[str, object]
    erased: bool
    decisions: list[dict[str, object]]
    holds: list[HoldShown]


class ReviewShown(BaseModel):
    """An order that waits for a person. `urgency` grows as its end comes nearer; it is counted when asked."""

    id: str
    order_id: str
    queue: str
    priority: int
    state: str
    assignee: str | None
    locked_until: datetime | None
    opened_at: datetime
    resolved_at: datetime | None
    disposition: str | None
    note: str
    reason_code: str = Field(description="Why it was resolved as it was, in one word; empty where nobody said.")
    version: int
    due_at: datetime | None = Field(description="The earliest end of the order's holds.")
    clock: str | None = Field(description="Whose end that is, as in a hold.")
    urgency: int
    decision_id: str | None = Field(description="The decision that it is about.")


class EventShown(BaseModel):
    """Something that happened. Ask for what is behind `seq` and nothing is missed."""

    seq: int
    id: str
    type: str
    order_id: str | None = Field(description="Null where it is about no order, such as the end of a registration.")
    order_seq: int = Field(description="Counts the events of this order; ignore one that is lower than you have seen.")
    at: datetime
    data: dict[str, object]


class LabelShown(BaseModel):
    """What an order turned out to be."""

    id: str
    order_id: str
    kind: str
    source: str
    reason_code: str | None
    note: str
    known_at: datetime
    created_at: datetime
    created_by: str


def shown_decision(decided: Decided, language: str) -> Shown:
    """A decision, in the language of whoever asks; the buyer's texts in the buyer's."""
    row, book = decided.row, decided.loaded.admission.book
    return {
        "id": row.id,
        "order_id": row.order_id,
        "merchant_order_id": decided.ref,
        "order_version": row.version,
        "number": row.number,
        "cause": row.cause,
        "placed_at": row.placed_at,
        "decided_at": row.decided_at,
        "edition": row.edition,
        "superseded_by": row.superseded_by,
        **decision_parts(decided.decision, book, language, decided.locale),
        "holds": [shown_hold(each) for each in decided.holds],
        "links": {"order": f"/v1/orders/{row.order_id}", "trace": f"/v1/decisions/{row.id}/trace"},
    }


def shown_hold(hold: Hold) -> Shown:
    """A hold."""
    return {
        "id": hold.id,
        "order_id": hold.order_id,
        "decision_id": hold.decision_id,
        "source": hold.source,
        "rule": hold.rule,
        "reason": hold.reason,
        "verdict": hold.verdict,
        "line": hold.part,
        "acts": hold.actor,
        "waivable": hold.waivable,
        "state": hold.state,
        "placed_at": hold.placed_at,
        "placed_by": hold.placed_by,
        "expires_at": hold.expires_at,
        "clock": hold.clock,
        "on_expiry": hold.on_expiry,
        "owner": hold.owner,
        "escalated_at": hold.acted_at,
        "changed": orjson.loads(hold.changed) if hold.changed else None,
        "ended_at": hold.ended_at,
        "ended_by": hold.ended_by,
        "end_reason": hold.end_reason,
        "reason_code": hold.end_code,
        "task": hold.task,
        "subject": hold.subject,
        "texts": orjson.loads(hold.texts) if hold.texts else {},
    }


def shown_line(line: Listed) -> Shown:
    """An order in a list."""
    return {
        "id": line.order_id,
        "merchant_order_id": line.ref,
        "version": line.version,
        "shop": line.shop,
        "channel": line.channel,
        "country": line.country,
        "currency": line.currency,
        "total": line.total,
        "placed_at": line.placed_at,
        "outcome": line.outcome,
        "score": line.score,
        "reasons": list(line.reasons),
        "decision_id": line.decision,
        "decided_at": line.decided_at,
    }


def shown_order(file: OrderFile, *, in_clear: bool) -> Shown:
    """An order with all that is kept of it; what is about a person in clear, or masked."""
    last, current = file.versions[-1], file.current
    return {
        "id": file.order_id,
        "merchant_order_id": last.key.ref,
        "version": last.version,
        "shop": last.key.shop,
        "channel": last.key.channel,
        "country": last.country,
        "currency": last.currency,
        "total": last.total,
        "placed_at": last.placed_at,
        "outcome": current.outcome,
        "score": current.score,
        "reasons": list(current.reasons),
        "decision_id": current.id,
        "decided_at": current.decided_at,
        "document": masked(file.document) if in_clear else veiled(masked(file.document)),
        "erased": not file.is_whole,
        "decisions": [_past(each) for each in file.decisions],
        "holds": [shown_hold(each) for each in file.holds],
    }


def _past(row: Past) -> Mapping[str, object]:
    return {
        "id": row.id,
        "order_version": row.version,
        "number": row.number,
        "outcome": row.outcome,
        "score": row.score,
        "reasons": list(row.reasons),
        "cause": row.cause,
        "decided_at": row.decided_at,
        "superseded_by": row.superseded_by,
    }


def shown_review(review: Review, now: datetime) -> Shown:
    """A review, as urgent as it is now."""
    plain = {name: getattr(review, name) for name in ReviewShown.model_fields if name != "urgency"}
    return plain | {"urgency": urgency(review.priority, review.due_at, now)}


def shown_event(event: Event) -> Shown:
    """An event."""
    return {name: getattr(event, name) for name in EventShown.model_fields} | {"order_id": event.order_id or None}


def shown_label(label: Label) -> Shown:
    """A label."""
    return {name: getattr(label, name) for name in LabelShown.model_fields}
