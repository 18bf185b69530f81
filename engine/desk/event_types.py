"""The types of events that the desk writes into the feed, with what a webhook may tell of each.

A new type of events belongs in here, or receivers are told no more than that it happened. People's names, notes and
other free text have no place: they do not fit a code, and what does not fit is left out.
"""

from collections.abc import Mapping

from engine.desk.event_types_waiting import WAITING_TYPES
from engine.webhooks.event_type import EventType, Json, codes, flag, number, text

OUTCOMES = ("admit", "ask_customer", "hold", "cancel")
_UUID = "019abf00c0de7000800000000000c0de"
_DIGEST = "7a3c5e11c0de7000800000000000c0de7a3c5e11c0de7000800000000000c0de"

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
    "decision_id": f"dec_{_UUID}",
    "version": 2,
    "outcome": "admit",
    "previous_outcome": "hold",
    "previous_decision": f"dec_{_UUID[:-1]}f",
    "cause": "released",
    "score": 12,
    "reasons": ["PAY_CAPTURE_MISSING"],
}
_READ_DECISION = "/v1/decisions/{decision_id}"
_HOLD: Mapping[str, Json] = {"hold_id": text("The hold."), "rule": text("The rule that holds; null for a person.")}
_HELD: Mapping[str, object] = {"hold_id": f"hold_{_UUID}", "rule": "PAY-STATUS-001"}


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
        example={"review_id": f"rev_{_UUID}", **example},
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
        example={"paper_id": f"pap_{_UUID}", "kind": "import_permit", "line": 1, "state": state},
        status="state",
        link="/v1/orders/{order_id}/papers",
    )


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
            "registration_id": f"reg_{_UUID}",
            "version": 1,
            "kind": "ioss",
            "country": "DE",
            "valid_to": "2026-12-31",
        },
        link="/v1/registrations/{registration_id}",
        about_order=False,
    )


def _rules(word: str, summary: str, names: Mapping[str, str], example: Mapping[str, object]) -> EventType:
    return EventType(
        name=f"rules.{word}",
        summary=summary,
        fields={name: text(description) for name, description in names.items()},
        example=example,
        about_order=False,
    )


_IN_FORCE = {"edition": "The edition's digest.", "activation": "The activation.", "kind": "How it came into force."}
_ACTIVATED = {"edition": _DIGEST, "activation": f"act_{_UUID}", "kind": "publish"}
_PROPOSAL = {"proposal": "The proposal."}
_STEP = {"run": "The run.", "kind": "What is done.", "subject": "To what."}
_STEPPED = {"run": f"run_{_UUID}", "kind": "backtest", "subject": f"prop_{_UUID}"}
_PROPOSED = {"proposal": f"prop_{_UUID}"}


def _model(word: str, summary: str) -> EventType:
    return EventType(
        name=f"model.{word}",
        summary=summary,
        fields={"version": text("The model's version."), "digest": text("Its content's digest.")},
        example={"version": "2026-11-01", "digest": _DIGEST},
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
        example={"mark_id": f"mark_{_UUID}", "kind": "email", "verdict": "block"},
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
            "endpoint_id": f"whe_{_UUID}",
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


_TYPES = (
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
    _registration("added", "A number in a register was added."),
    _registration("changed", "A number in a register was changed."),
    _registration("ended", "A number in a register was ended."),
    _registration("expiring", "A number in a register nears its last day."),
    _registration("expired", "A number in a register has had its last day."),
    _rules("draft_pushed", "A draft of a rule book was kept.", {}, {}),
    _rules(
        "proposed",
        "A rule book was proposed.",
        {**_PROPOSAL, "edition": "The edition's digest.", "against": "The digest of what is in force."},
        {**_PROPOSED, "edition": _DIGEST, "against": _DIGEST},
    ),
    _rules("withdrawn", "A proposal was taken back.", _PROPOSAL, _PROPOSED),
    _rules("rejected", "A proposal was refused.", _PROPOSAL, _PROPOSED),
    _rules("draft_discarded", "A draft of a rule book was thrown away.", {}, {}),
    _rules("scheduled", "A step of the rule book waits for its time.", _STEP, _STEPPED),
    _rules("run_cancelled", "Work for the rule book was called off.", _STEP, _STEPPED),
    _rules(
        "run_ended",
        "Work for the rule book has ended.",
        {**_STEP, "state": "How it ended.", "code": "Why it was refused; null where it was not."},
        {**_STEPPED, "state": "done", "code": None},
    ),
    _rules("published", "A rule book came into force.", {**_IN_FORCE, **_PROPOSAL}, {**_ACTIVATED, **_PROPOSED}),
    _rules("rolled_back", "An earlier rule book came into force again.", _IN_FORCE, {**_ACTIVATED, "kind": "rollback"}),
    _rules("emergency", "One person put a rule book into force.", _IN_FORCE, {**_ACTIVATED, "kind": "emergency"}),
    _rules(
        "confirmed",
        "A second person looked at what one did.",
        {"activation": "The activation.", "edition": "The edition's digest."},
        {"activation": f"act_{_UUID}", "edition": _DIGEST},
    ),
    EventType(
        name="guard.tripped",
        summary="A rule, or the book, did more than it may.",
        fields={
            "trip_id": text("The trip."),
            "rule": text("The rule; null for the whole book."),
            "measure": text("What is counted."),
            "counted": number("How many."),
            "orders": number("Of how many orders."),
            "asked": text("What it was to do then."),
            "done": text("What it did."),
            "edition": text("The edition's digest."),
        },
        example={
            "trip_id": f"trip_{_UUID}",
            "rule": "ADDR-POSTCODE-001",
            "measure": "hold",
            "counted": 120,
            "orders": 1000,
            "asked": "shadow",
            "done": "shadow",
            "edition": _DIGEST,
        },
        about_order=False,
    ),
    _model("registered", "A model was taken in."),
    _model("challenged", "A model scores beside the one in force."),
    _model("promoted", "A model came into force."),
    _model("rolled_back", "An earlier model came into force again."),
    _model("retired", "A model is out of force."),
    EventType(
        name="model.drift_detected",
        summary="Orders have moved away from what the model was trained on, or it is too old.",
        fields={
            "digest": text("The model."),
            "state": text("How it does now.", words=("drift", "stale")),
            "previous_state": text("How it did before.", words=("ok", "drift", "stale")),
        },
        example={"digest": _DIGEST, "state": "drift", "previous_state": "ok"},
        status="state",
        previous="previous_state",
        about_order=False,
    ),
    _mark("added", "A buyer's key was blocked or trusted."),
    _mark("extended", "A mark counts for longer."),
    _mark("revoked", "A mark counts no more."),
    _endpoint("disabled", "Nothing is sent to an endpoint any more."),
    _endpoint("enabled", "Events are sent to an endpoint again."),
    EventType(
        name="webhook.ping",
        summary="Nothing happened: somebody tries an endpoint. It is no event of the feed.",
        fields={"endpoint_id": text("The endpoint.")},
        example={"endpoint_id": f"whe_{_UUID}"},
        link="/v1/webhook-endpoints/{endpoint_id}",
        about_order=False,
    ),
    EventType(
        name="settlement_case.appeal_due",
        summary="The time to appeal against a difference ends, or has ended.",
        fields={
            "case_id": text("The case."),
            "kind": text("What differs."),
            "due_at": text("Until when.", pattern=r"^[0-9T:.+Z-]{10,40}$"),
            "is_over": flag("Whether the time has ended."),
        },
        example={
            "case_id": f"scs_{_UUID}",
            "kind": "fee_too_high",
            "due_at": "2026-12-01T00:00:00+00:00",
            "is_over": False,
        },
        link="/v1/settlement-cases/{case_id}",
    ),
)
DESK_TYPES: Mapping[str, EventType] = {each.name: each for each in (*_TYPES, *WAITING_TYPES)}
