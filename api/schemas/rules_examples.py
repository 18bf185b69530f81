"""Examples of rule books for the documentation; everything in them is invented."""

from api.routes.examples import AT, Example
from api.schemas.ids import an_id
from api.schemas.rules_asked import FRAUD_FILE
from engine.ids import Prefix

DIGEST = "5f0c" * 16
A_DRAFT: Example = {
    "name": "softer-velocity",
    "revision": 2,
    "edition": DIGEST,
    "files": [{"path": "fraud/velocity.yaml", "digest": "7b1e" * 16}],
    "faults": [],
    "pushed_at": AT,
    "pushed_by": "ana",
}
A_FILE: Example = {
    "path": "fraud/velocity.yaml",
    "content": FRAUD_FILE,
    "encoding": "text",
    "digest": "7b1e" * 16,
    "revision": 2,
}
A_FAULT: Example = {
    "code": "R020",
    "level": "error",
    "group": "names",
    "message": "there is no fact `payment.card_bni`",
    "hint": "did you mean `payment.card_bin`?",
    "told": "there is no fact `payment.card_bni`",
    "told_hint": "did you mean `payment.card_bin`?",
    "path": "fraud/velocity.yaml",
    "line": 12,
    "column": 9,
    "width": 16,
    "rule": "FRD-011",
}
CHECKED: Example = {"revision": 2, "errors": 1, "warnings": 0, "infos": 0, "rules": None, "faults": [A_FAULT]}
A_GATE: Example = {"name": "tests", "state": "passed", "detail": "1310 tests and cases end as they say"}
A_PROPOSAL: Example = {
    "id": an_id(Prefix.PROPOSAL),
    "state": "open",
    "purpose": "change",
    "edition": DIGEST,
    "against": "3ad2" * 16,
    "proposed_by": "ana",
    "proposed_at": AT,
    "note": "three cards in an hour are usual in our shop",
    "gates": [A_GATE],
    "ended_at": None,
    "ended_by": None,
    "ended_note": "",
}
AN_ACTIVATION: Example = {
    "id": an_id(Prefix.ACTIVATION),
    "epoch": 7,
    "edition": DIGEST,
    "kind": "approved",
    "proposal": an_id(Prefix.PROPOSAL),
    "proposed_by": "ana",
    "activated_by": "ben",
    "activated_at": AT,
    "note": "",
    "resolved": {"day": "2026-11-25"},
    "waits_for_a_look": False,
    "confirmed_by": None,
    "confirmed_at": None,
    "book": "7e1d" * 16,
    "rules": 209,
}
AN_EDITION: Example = {
    "edition": DIGEST,
    "book": "7e1d" * 16,
    "engine": "0.1.0",
    "rules": 209,
    "stored_at": AT,
    "stored_by": "ana",
    "is_in_force": True,
    "activation": an_id(Prefix.ACTIVATION),
    "data": {"restricted_goods": "91aa" * 16},
    "files": [{"path": "rules/fraud/velocity.yaml", "digest": "7b1e" * 16}],
}
A_RULE: Example = {
    "id": "FRD-011",
    "book": "admission",
    "version": 2,
    "title": "Several orders with one card within an hour",
    "set": "fraud",
    "scope": "order",
    "status": "live",
    "outcome": "hold",
    "reason": "FRD_CARD_BURST",
    "severity": "high",
    "score": 40,
    "owner": "risk",
    "from": None,
    "until": None,
    "review_by": "2027-05-31",
    "tests": 4,
    "place": "fraud/velocity.yaml:7:9",
}
A_RUN: Example = {
    "id": an_id(Prefix.RUN),
    "kind": "publish",
    "subject": an_id(Prefix.PROPOSAL),
    "state": "done",
    "asked_by": "ben",
    "asked_at": AT,
    "asked": {"note": "", "emergency": False},
    "due_at": None,
    "finished_at": AT,
    "answer": {"edition": DIGEST, "activation": an_id(Prefix.ACTIVATION), "kind": "approved", "gates": [A_GATE]},
}
A_DIFFERENCE: Example = {
    "differs": True,
    "protected": False,
    "alone": False,
    "params": [
        {
            "name": "velocity.card_orders_1h of shop:cyclery-de",
            "protected": False,
            "steps": [{"from": "2026-12-01", "before": None, "after": 5}],
        }
    ],
    "words": ["parameters", "  velocity.card_orders_1h of shop:cyclery-de", "    from 2026-12-01: nothing -> 5"],
}
