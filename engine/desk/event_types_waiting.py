"""The types of events about what waits: ends of holds, questions to customers, runs that decide orders anew."""

from collections.abc import Mapping

from engine.webhooks.event_type import EventType, Json, counts, flag, number, text

MOMENT = r"^[0-9T:.+Z-]{10,40}$"
_UUID = "019abf00c0de7000800000000000c0de"

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
    "hold_id": f"hold_{_UUID}",
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
_RUN: Mapping[str, Json] = {
    "run": text("The run."),
    "dry_run": flag("Whether it only says what would change."),
    "orders": number("How many orders it looks at; null after its start."),
    "totals": counts("How many orders went which way; null before its end."),
}


def _hold(word: str, summary: str, action: str | None) -> EventType:
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
            "request_id": f"ask_{_UUID}",
            "state": state,
            "round": 1,
            "reminded": 0,
            "expires_at": "2026-11-29T16:00:00+00:00",
        },
        status="state",
        link="/v1/customer-requests/{request_id}",
    )


def _run(word: str, summary: str) -> EventType:
    orders = 1200 if word == "started" else None
    totals = {"looked_at": 1200, "released": 31, "unchanged": 1169} if word == "finished" else None
    return EventType(
        name=f"rescreen.{word}",
        summary=summary,
        fields=_RUN,
        example={"run": f"run_{_UUID}", "dry_run": False, "orders": orders, "totals": totals},
        link="/v1/rescreens/{run}",
        about_order=False,
    )


WAITING_TYPES = (
    _hold("expiring", "A hold nears its end.", None),
    _hold("expired", "The time of a hold is over, and what was to follow has followed.", "cancel"),
    _hold("escalated", "The time of a hold is over, and somebody has to look at it.", "escalate"),
    _asked("created", "open", "A customer is asked."),
    _asked("reminded", "open", "A customer is reminded of what they are asked."),
    _asked("answered", "answered", "A customer has answered."),
    _asked("expired", "expired", "A customer has not answered in time."),
    _asked("cancelled", "cancelled", "A customer need not answer any more."),
    _run("started", "Known orders are decided anew."),
    _run("paused", "Deciding anew was halted."),
    _run("cancelled", "Deciding anew was given up."),
    _run("finished", "Known orders have been decided anew."),
)
