"""Events about what lies around the orders: registrations, marks on buyers, endpoints, differences in settlements."""

from engine.desk.event_types.examples import MOMENT, UUID
from engine.webhooks.event_type import EventType, flag, number, text


def _registration(word: str, summary: str) -> EventType:
    return EventType(
        name=f"registration.{word}",
        summary=summary,
        fields={
            "registration_id": text("The registration."),
            "version": number("Its version."),
            "kind": text("What it is."),
            "country": text("Where, ISO 3166-1."),
            "valid_to": text("Its last day."),
        },
        example={
            "registration_id": f"reg_{UUID}",
            "version": 1,
            "kind": "ioss",
            "country": "DE",
            "valid_to": "2026-12-31",
        },
        link="/v1/registrations/{registration_id}",
        about_order=False,
    )


def _mark(word: str, summary: str) -> EventType:
    return EventType(
        name=f"mark.{word}",
        summary=summary,
        fields={
            "mark_id": text("The mark."),
            "kind": text("What is marked."),
            "verdict": text("Whether that blocks or trusts."),
        },
        example={"mark_id": f"mark_{UUID}", "kind": "email", "verdict": "block"},
        link="/v1/marks/{mark_id}",
    )


def _endpoint(word: str, summary: str) -> EventType:
    return EventType(
        name=f"webhook_endpoint.{word}",
        summary=summary,
        fields={
            "endpoint_id": text("The endpoint."),
            "state": text("How it stands.", words=("enabled", "disabled")),
            "previous_state": text("How it stood.", words=("enabled", "disabled")),
            "reason": text("Why it was disabled.", words=("by_hand", "gone", "failing")),
            "dropped": number("How many deliveries were given up."),
        },
        example={
            "endpoint_id": f"whe_{UUID}",
            "state": word,
            "previous_state": "enabled" if word == "disabled" else "disabled",
            "reason": "gone" if word == "disabled" else None,
            "dropped": 12 if word == "disabled" else None,
        },
        status="state",
        previous="previous_state",
        link="/v1/webhook-endpoints/{endpoint_id}",
        about_order=False,
    )


SURROUNDING_TYPES = (
    _registration("added", "A number in a register was added."),
    _registration("changed", "A number in a register was changed."),
    _registration("ended", "A number in a register was ended."),
    _registration("expiring", "A number in a register nears its last day."),
    _registration("expired", "A number in a register has had its last day."),
    _mark("added", "A buyer's key was blocked or trusted."),
    _mark("extended", "A mark counts for longer."),
    _mark("revoked", "A mark counts no more."),
    _endpoint("disabled", "Nothing is sent to an endpoint any more."),
    _endpoint("enabled", "Events are sent to an endpoint again."),
    EventType(
        name="webhook.ping",
        summary="Nothing happened: somebody tries an endpoint. It is no event of the feed.",
        fields={"endpoint_id": text("The endpoint.")},
        example={"endpoint_id": f"whe_{UUID}"},
        link="/v1/webhook-endpoints/{endpoint_id}",
        about_order=False,
    ),
    EventType(
        name="settlement_case.appeal_due",
        summary="The time to appeal against a difference ends, or has ended.",
        fields={
            "case_id": text("The case."),
            "kind": text("What differs."),
            "due_at": text("Until when.", pattern=MOMENT),
            "is_over": flag("Whether the time has ended."),
        },
        example={
            "case_id": f"scs_{UUID}",
            "kind": "fee_too_high",
            "due_at": "2026-12-01T00:00:00+00:00",
            "is_over": False,
        },
        link="/v1/settlement-cases/{case_id}",
    ),
)
