"""All that happened to an order in one list: versions, decisions, holds, people's work, messages, webhooks, money, the
warehouse and carriers. Each source is asked once; an order has some hundred rows at most."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import chain

from engine.store.decision_rows import past_of
from engine.store.feed import events_of
from engine.store.holds import holds_of
from engine.store.labels import labels_of
from engine.store.order_rows import versions
from engine.store.sessions import ReadSession
from engine.store.webhook_deliveries import deliveries_about
from fulfillment.errors import NotFound
from fulfillment.states import Machine
from fulfillment.store.inbox_messages import messages_of_order
from fulfillment.store.notices import notices_of
from fulfillment.timeline import TimelineEntry, timeline


class About(StrEnum):
    """What something that happened is about."""

    VERSION = "version"
    DECISION = "decision"
    HOLD = "hold"
    REVIEW = "review"
    CUSTOMER = "customer"
    MESSAGE = "message"
    WEBHOOK = "webhook"
    PAYMENT = "payment"
    FULFILMENT = "fulfilment"
    TRACKING = "tracking"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One thing. `what` is a code, `by` who did it, empty where nobody is named; `data` has codes and numbers only,
    never what a person wrote."""

    at: datetime
    kind: About
    what: str
    id: str
    by: str = ""
    data: Mapping[str, object] = field(default_factory=dict)


_OF_MACHINE = {
    Machine.ORDER: About.FULFILMENT, Machine.PAYMENT: About.PAYMENT, Machine.FULFILMENT: About.FULFILMENT,
    Machine.SHIPMENT: About.TRACKING, Machine.RETURN: About.FULFILMENT, Machine.CLAIM: About.FULFILMENT,
}  # fmt: skip
_OF_TYPE = {"review": About.REVIEW, "customer_request": About.CUSTOMER, "payment": About.PAYMENT,
            "dispute": About.PAYMENT, "case": About.MESSAGE, "parcel": About.TRACKING}  # fmt: skip
_WORDS = (
    "queue", "assignee", "disposition", "reason_code", "state", "round", "reminded", "rule", "reason", "clock",
    "expires_at", "on_expiry", "action", "kind", "line",
)  # fmt: skip
# What the rows of versions, decisions and holds tell better, and what the machines enter themselves.
_TOLD_BY_ROWS = frozenset({
    "decision.created", "decision.superseded", "order.admitted", "order.cancelled", "order.hold_placed",
    "order.hold_released",
})  # fmt: skip
_MACHINES = frozenset(f"{each}." for each in Machine)


def happened(session: ReadSession, merchant: str, order_id: str, kind: About | None = None) -> Sequence[Happened]:
    """All of one kind, or of every kind, newest first; of one moment, what came last first."""
    found = chain(
        _versions(session, merchant, order_id),
        _decisions(session, merchant, order_id),
        _holds(session, merchant, order_id),
        _labels(session, merchant, order_id),
        _events(session, merchant, order_id),
        _notices(session, merchant, order_id),
        _messages(session, merchant, order_id),
        _life(session, merchant, order_id),
        _webhooks(session, merchant, order_id),
    )
    wanted = [each for each in found if kind is None or each.kind is kind]
    return sorted(wanted, key=lambda each: each.at)[::-1]


def _versions(session: ReadSession, merchant: str, order_id: str) -> Iterator[Happened]:
    for row in versions(session, merchant, order_id):
        data = {"version": row.version, "total": row.total, "currency": row.currency}
        yield Happened(
            at=row.created_at,
            kind=About.VERSION,
            what="version.added",
            id=f"{row.version}",
            by=row.created_by,
            data=data,
        )


def _decisions(session: ReadSession, merchant: str, order_id: str) -> Iterator[Happened]:
    for row in past_of(session, merchant, order_id):
        data: dict[str, object] = {
            "outcome": row.outcome, "score": row.score, "cause": row.cause, "version": row.version,
            "reasons": list(row.reasons),
        }  # fmt: skip
        what = "decision.created" if row.number == 1 else "decision.superseded"
        yield Happened(at=row.decided_at, kind=About.DECISION, what=what, id=row.id, data=data)


def _holds(session: ReadSession, merchant: str, order_id: str) -> Iterator[Happened]:
    for row in holds_of(session, merchant, order_id):
        data = {"reason": row.reason, "rule": row.rule}
        yield Happened(at=row.placed_at, kind=About.HOLD, what="hold.placed", id=row.id, by=row.placed_by, data=data)
        if row.ended_at is not None:
            yield Happened(
                at=row.ended_at, kind=About.HOLD, what=f"hold.{row.state}", id=row.id, by=row.ended_by or "",
                data=data | ({"reason_code": row.end_code} if row.end_code else {}),
            )  # fmt: skip


def _labels(session: ReadSession, merchant: str, order_id: str) -> Iterator[Happened]:
    for row in labels_of(session, merchant, order_id):
        data = {"label": row.kind, "source": row.source}
        yield Happened(
            at=row.created_at, kind=About.REVIEW, what="order.labelled", id=row.id, by=row.created_by, data=data
        )


def _events(session: ReadSession, merchant: str, order_id: str) -> Iterator[Happened]:
    """What the feed tells and no row of ours tells better."""
    for row in events_of(session, merchant, order_id):
        beginning, _, _ = row.type.partition(".")
        is_a_move = f"{beginning}." in _MACHINES and "event" in row.data
        if row.type in _TOLD_BY_ROWS or is_a_move:
            continue
        kind = About.HOLD if row.type.startswith("order.hold_") else _OF_TYPE.get(beginning, About.OTHER)
        data = {name: row.data[name] for name in _WORDS if row.data.get(name) not in (None, "")}
        yield Happened(at=row.at, kind=kind, what=row.type, id=row.id, by=str(row.data.get("actor") or ""), data=data)


def _notices(session: ReadSession, merchant: str, order_id: str) -> Iterator[Happened]:
    for row in notices_of(session, merchant, order_id):
        data = {"notice": row.kind, "state": row.state, "way": row.way, "cause": row.cause, "audience": row.audience}
        yield Happened(
            at=row.written_at or row.created_at, kind=About.MESSAGE, what="notice", id=row.id,
            data={name: each for name, each in data.items() if each},
        )  # fmt: skip


def _messages(session: ReadSession, merchant: str, order_id: str) -> Iterator[Happened]:
    for row in messages_of_order(session, merchant, order_id):
        data = {"channel": row.channel, "state": str(row.delivery), "case_id": row.case_id}
        yield Happened(
            at=row.at, kind=About.MESSAGE, what=f"message.{row.direction}", id=row.id, by=row.written_by, data=data
        )


def _life(session: ReadSession, merchant: str, order_id: str) -> Iterator[Happened]:
    try:
        entries = timeline(session, merchant, order_id)
    except NotFound:
        return  # nothing follows it yet
    for number, row in enumerate(entries):
        yield _moved(row, f"{order_id}:{number}")


def _moved(row: TimelineEntry, id_: str) -> Happened:
    data: dict[str, object] = {"event": row.event, "subject": row.subject}
    if row.machine == "tracking":
        return Happened(
            at=row.at,
            kind=About.TRACKING,
            what=f"tracking.{row.event}",
            id=id_,
            by=row.actor,
            data=data | dict(row.data),
        )
    if row.source != row.target:
        data |= {"source": row.source}
    kind = _OF_MACHINE.get(Machine(row.machine), About.OTHER)
    return Happened(at=row.at, kind=kind, what=f"{row.machine}.{row.target}", id=id_, by=row.actor, data=data)


def _webhooks(session: ReadSession, merchant: str, order_id: str) -> Iterator[Happened]:
    for row in deliveries_about(session, merchant, order_id):
        data: dict[str, object] = {
            "type": row.type, "state": row.state, "attempts": row.attempts, "endpoint_id": row.endpoint,
        }  # fmt: skip
        if row.last_status is not None:
            data |= {"status": row.last_status}
        yield Happened(
            at=row.ended_at or row.created_at, kind=About.WEBHOOK, what=f"webhook.{row.state}", id=row.id, data=data
        )
