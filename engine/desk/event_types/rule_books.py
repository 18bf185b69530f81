"""Events about what decides: rule books, the guard over them, models, and runs that decide known orders anew."""

from collections.abc import Mapping

from engine.desk.event_types.examples import DIGEST, UUID
from engine.webhooks.event_type import EventType, Json, counts, flag, number, text

_IN_FORCE = {"edition": "The edition's digest.", "activation": "The activation.", "kind": "How it came into force."}
_ACTIVATED = {"edition": DIGEST, "activation": f"act_{UUID}", "kind": "publish"}
_PROPOSAL = {"proposal": "The proposal."}
_STEP = {"run": "The run.", "kind": "What is done.", "subject": "To what."}
_STEPPED = {"run": f"run_{UUID}", "kind": "backtest", "subject": f"prop_{UUID}"}
_PROPOSED = {"proposal": f"prop_{UUID}"}
_RUN: Mapping[str, Json] = {
    "run": text("The run."),
    "dry_run": flag("Whether it only says what would change."),
    "orders": number("How many orders it looks at; null after its start."),
    "totals": counts("How many orders went which way; null before its end."),
}


def _rules(word: str, summary: str, names: Mapping[str, str], example: Mapping[str, object]) -> EventType:
    return EventType(
        name=f"rules.{word}",
        summary=summary,
        fields={name: text(description) for name, description in names.items()},
        example=example,
        about_order=False,
    )


def _model(word: str, summary: str) -> EventType:
    return EventType(
        name=f"model.{word}",
        summary=summary,
        fields={"version": text("The model's version."), "digest": text("Its content's digest.")},
        example={"version": "2026-11-01", "digest": DIGEST},
        about_order=False,
    )


def _run(word: str, summary: str) -> EventType:
    orders = 1200 if word == "started" else None
    totals = {"looked_at": 1200, "released": 31, "unchanged": 1169} if word == "finished" else None
    return EventType(
        name=f"rescreen.{word}",
        summary=summary,
        fields=_RUN,
        example={"run": f"run_{UUID}", "dry_run": False, "orders": orders, "totals": totals},
        link="/v1/rescreens/{run}",
        about_order=False,
    )


RULE_TYPES = (
    _rules("draft_pushed", "A draft of a rule book was kept.", {}, {}),
    _rules(
        "proposed",
        "A rule book was proposed.",
        {**_PROPOSAL, "edition": "The edition's digest.", "against": "The digest of what is in force."},
        {**_PROPOSED, "edition": DIGEST, "against": DIGEST},
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
        {"activation": f"act_{UUID}", "edition": DIGEST},
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
            "trip_id": f"trip_{UUID}",
            "rule": "ADDR-POSTCODE-001",
            "measure": "hold",
            "counted": 120,
            "orders": 1000,
            "asked": "shadow",
            "done": "shadow",
            "edition": DIGEST,
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
        example={"digest": DIGEST, "state": "drift", "previous_state": "ok"},
        status="state",
        previous="previous_state",
        about_order=False,
    ),
    _run("started", "Known orders are decided anew."),
    _run("paused", "Deciding anew was halted."),
    _run("cancelled", "Deciding anew was given up."),
    _run("finished", "Known orders have been decided anew."),
)
