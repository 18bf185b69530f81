"""Examples for the documentation; everything in them is invented."""

from collections.abc import Mapping

from api.schemas.ids import an_id
from engine.ids import Prefix

Example = Mapping[str, object]
AT = "2026-11-25T10:02:11.402000Z"
ORDER, DECISION, HOLD, REVIEW = (an_id(each) for each in (Prefix.ORDER, Prefix.DECISION, Prefix.HOLD, Prefix.REVIEW))

A_HOLD: Example = {
    "id": HOLD,
    "order_id": ORDER,
    "decision_id": DECISION,
    "source": "rule",
    "rule": "ADR-005",
    "reason": "ADR_POSTCODE",
    "verdict": "ask_customer",
    "line": None,
    "acts": "buyer",
    "waivable": True,
    "state": "open",
    "placed_at": AT,
    "placed_by": "rules",
    "expires_at": "2026-11-27T16:00:00Z",
    "clock": "ship_by",
    "on_expiry": "escalate",
    "owner": "ana",
    "escalated_at": None,
    "changed": None,
    "ended_at": None,
    "ended_by": None,
    "end_reason": "",
    "reason_code": "",
    "task": None,
    "subject": "",
    "texts": {},
}
A_DECISION: Example = {
    "id": DECISION,
    "order_id": ORDER,
    "merchant_order_id": "1001",
    "order_version": 1,
    "number": 1,
    "outcome": "ask_customer",
    "score": 0,
    "cause": "submitted",
    "placed_at": "2026-11-25T09:30:00Z",
    "decided_at": AT,
    "edition": "5f0c" * 16,
    "superseded_by": None,
    "reasons": [
        {
            "rule": "ADR-005",
            "reason": "ADR_POSTCODE",
            "verdict": "ask_customer",
            "severity": "high",
            "score": 0,
            "acts": "buyer",
            "line": None,
            "values": {"address.postcode_level": "error"},
            "quotes": [],
            "wanting": [],
            "text": "The postcode is missing or has the wrong form for DE: not stated.",
            "fix": "Wait for the buyer's answer, then screen again.",
            "customer": "Please check the postcode of your delivery address: it is missing or does not fit the "
            "country.",
            "waived_by": None,
        }
    ],
    "next_steps": [{"acts": "buyer", "text": "Wait for the buyer's answer, then screen again."}],
    "not_checked": [],
    "shadow": [],
    "model": {
        "version": "9c1e" * 16,
        "status": "ok",
        "percentile": 99.412,
        "probability": 0.031,
        "reasons": [
            {
                "model": "anomaly",
                "feature": "velocity.device_orders_24h",
                "value": 9,
                "percentile": 99.812,
                "bits": 0.214,
                "text": "orders from this device in 24 h: 9, higher than 99.8 % of orders",
            }
        ],
    },
    "marks": [],
    "holds": [A_HOLD],
    "receipt": {"order_id": "1001", "edition": "7e1d", "placed_at": "2026-11-25T09:30:00Z", "decided_at": AT},
    "links": {"order": f"/v1/orders/{ORDER}", "trace": f"/v1/decisions/{DECISION}/trace"},
}
AN_ORDER_LINE: Example = {
    "id": ORDER,
    "merchant_order_id": "1001",
    "version": 1,
    "shop": "shop-de",
    "channel": "own_shop",
    "country": "DE",
    "currency": "EUR",
    "total": 1999,
    "placed_at": "2026-11-25T09:30:00Z",
    "outcome": "ask_customer",
    "score": 0,
    "reasons": ["ADR_POSTCODE"],
    "decision_id": DECISION,
    "decided_at": AT,
}
AN_ORDER: Example = {
    **AN_ORDER_LINE,
    "document": {"id": "1001", "currency": "EUR", "shipping_address": {"country": "DE"}},
    "erased": False,
    "decisions": [
        {
            "id": DECISION,
            "order_version": 1,
            "number": 1,
            "outcome": "ask_customer",
            "score": 0,
            "reasons": ["ADR_POSTCODE"],
            "cause": "submitted",
            "decided_at": AT,
            "superseded_by": None,
        }
    ],
    "holds": [A_HOLD],
}
A_REVIEW: Example = {
    "id": REVIEW,
    "order_id": ORDER,
    "queue": "risk",
    "priority": 100,
    "state": "claimed",
    "assignee": "ana",
    "locked_until": "2026-11-25T10:17:11Z",
    "opened_at": AT,
    "resolved_at": None,
    "disposition": None,
    "note": "",
    "reason_code": "",
    "version": 2,
    "due_at": "2026-11-27T16:00:00Z",
    "clock": "ship_by",
    "urgency": 766,
    "decision_id": DECISION,
}
AN_EVENT: Example = {
    "seq": 41,
    "id": f"{an_id(Prefix.EVENT)}_d",
    "type": "decision.created",
    "order_id": ORDER,
    "order_seq": 1,
    "at": AT,
    "data": {"order_id": ORDER, "decision_id": DECISION, "outcome": "ask_customer"},
}
A_LABEL: Example = {
    "id": an_id(Prefix.LABEL),
    "order_id": ORDER,
    "kind": "chargeback",
    "source": "chargeback",
    "reason_code": "10.4",
    "note": "",
    "known_at": AT,
    "created_at": AT,
    "created_by": "shop key",
}


A_LABEL_ASKED: Example = {"kind": "chargeback", "source": "chargeback", "reason_code": "10.4"}


def a_page(row: Example) -> Example:
    """A listing of one."""
    return {"data": [row], "next_cursor": None, "has_more": False}
