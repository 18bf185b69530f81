"""Events about one order: how it was decided, what it waits for, until when, and what is asked of its customer."""

from collections.abc import Mapping

from engine.desk.event_types.examples import MOMENT, UUID
from engine.webhooks.event_type import EventType, Json, codes, number, text

OUTCOMES = ("admit", "ask_customer", "hold", "cancel")

_DECISION: Mapping[str, Json] = {
    "decision_id": text("The decision."),
    "version": number("Which version of the order was decided."),
    "outcome": text("What was decided.", words=OUTCOMES),
    "previous_outcome": text("What stood before; null for the first decision.", words=OUTCOMES),
    "previous_decision": text("The decision that stood before; null for the first one."),
    "cause": text("Why it was decided now."),
    "score": number("0 to 100."),
    "reasons": codes("Codes of the reasons, the worst first."),
}
_DECIDED: Mapping[str, object] = {
    "decision_id": f"dec_{UUID}",
    "version": 2,
    "outcome": "admit",
    "previous_outcome": "hold",
    "previous_decision": f"dec_{UUID[:-1]}f",
    "cause": "released",
    "score": 12,
    "reasons": ["PAY_CAPTURE_MISSING"],
}
_READ_DECISION = "/v1/decisions/{decision_id}"
_HOLD: Mapping[str, Json] = {"hold_id": text("The hold."), "rule": text("The rule that holds; null for a person.")}
_HELD: Mapping[str, object] = {"hold_id": f"hold_{UUID}", "rule": "PAY-STATUS-001"}
_ENDING: Mapping[str, Json] = {
    "hold_id": text("The hold."),
    "rule": text("The rule that holds; null for a person."),
    "reason": text("Code of the reason; null for a person's."),
    "clock": text("Which clock ends it."),
    "expires_at": text("When.", pattern=MOMENT),
    "on_expiry": text("What happens then."),
    "action": text("What was done; null before its end."),
    "next_end": text("When its last clock ends it; null unless it was escalated, and where none runs.", pattern=MOMENT),
}
_ENDS: Mapping[str, object] = {
    "hold_id": f"hold_{UUID}",
    "rule": "PAY-STATUS-001",
    "reason": "PAY_CAPTURE_MISSING",
    "clock": "authorisation",
    "expires_at": "2026-11-27T16:00:00+00:00",
    "on_expiry": "cancel",
}
_REQUEST: Mapping[str, Json] = {
    "request_id": text("The question."),
    "state": text("How it stands."),
    "round": number("How often the customer was asked about this order."),
    "reminded": number("How often they were reminded."),
    "expires_at": text("Until when they may answer.", pattern=MOMENT),
}


def _decided(name: str, summary: str) -> EventType:
    return EventType(
        name=name,
        summary=summary,
        fields=_DECISION,
        example=_DECIDED,
        status="outcome",
        previous="previous_outcome",
        link=_READ_DECISION,
    )


def _hold(name: str, summary: str, extra: Mapping[str, Json], example: Mapping[str, object]) -> EventType:
    return EventType(
        name=name,
        summary=summary,
        fields={**_HOLD, **extra},
        example={**_HELD, **example},
        link="/v1/orders/{order_id}/holds",
    )


def _review(name: str, summary: str, extra: Mapping[str, Json], example: Mapping[str, object]) -> EventType:
    return EventType(
        name=name,
        summary=summary,
        fields={"review_id": text("The review."), **extra},
        example={"review_id": f"rev_{UUID}", **example},
        link="/v1/reviews/{review_id}",
    )


def _paper(state: str, summary: str) -> EventType:
    return EventType(
        name=f"paper.{state}",
        summary=summary,
        fields={
            "paper_id": text("The paper."),
            "kind": text("What it is."),
            "line": number("The line that it is for, from 1; null for the whole order."),
            "state": text("How it stands.", words=("claimed", "verified", "rejected", "withdrawn")),
        },
        example={"paper_id": f"pap_{UUID}", "kind": "import_permit", "line": 1, "state": state},
        status="state",
        link="/v1/orders/{order_id}/papers",
    )


def _ending(word: str, summary: str, action: str | None) -> EventType:
    return EventType(
        name=f"order.hold_{word}",
        summary=summary,
        fields=_ENDING,
        example={**_ENDS, "action": action},
        link="/v1/orders/{order_id}/holds",
    )


def _asked(word: str, state: str, summary: str) -> EventType:
    return EventType(
        name=f"customer_request.{word}",
        summary=summary,
        fields=_REQUEST,
        example={
            "request_id": f"ask_{UUID}",
            "state": state,
            "round": 1,
            "reminded": 0,
            "expires_at": "2026-11-29T16:00:00+00:00",
        },
        status="state",
        link="/v1/customer-requests/{request_id}",
    )


ORDER_TYPES = (
    _decided("decision.created", "An order was decided for the first time."),
    _decided("decision.superseded", "An order was decided anew."),
    _decided("order.admitted", "An order may go on."),
    _decided("order.cancelled", "An order was refused by a decision."),
    _hold(
        "order.hold_placed",
        "Something keeps an order from going on.",
        {"reason": text("Code of the reason; null for a person's."), "acts": text("Who can do something about it.")},
        {"reason": "PAY_CAPTURE_MISSING", "acts": "finance"},
    ),
    _hold("order.hold_released", "A person let go of a hold.", {}, {}),
    _review("review.opened", "An order waits for a person.", {"queue": text("Where.")}, {"queue": "risk"}),
    _review("review.assigned", "Somebody works on a review from now on.", {"queue": text("Where.")}, {"queue": "risk"}),
    _review(
        "review.resolved",
        "A review has ended.",
        {"disposition": text("How it ended.")},
        {"disposition": "release"},
    ),
    _paper("claimed", "A paper was handed in."),
    _paper("verified", "A paper was found to be right."),
    _paper("rejected", "A paper was not accepted."),
    _paper("withdrawn", "A paper was taken back."),
    _ending("expiring", "A hold nears its end.", None),
    _ending("expired", "The time of a hold is over, and what was to follow has followed.", "cancel"),
    _ending("escalated", "The time of a hold is over, and somebody has to look at it.", "escalate"),
    _asked("created", "open", "A customer is asked."),
    _asked("reminded", "open", "A customer is reminded of what they are asked."),
    _asked("answered", "answered", "A customer has answered."),
    _asked("expired", "expired", "A customer has not answered in time."),
    _asked("cancelled", "cancelled", "A customer need not answer any more."),
)
