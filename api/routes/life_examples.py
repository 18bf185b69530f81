"""Examples of an order's life for the documentation; everything in them is invented."""

from api.routes.examples import AT, ORDER, Example
from api.schemas.ids import an_id
from engine.ids import Prefix

CLEAR = "no open blocking hold and the current outcome is admit"
SHIPMENT, RETURN = an_id(Prefix.SHIPMENT), an_id(Prefix.RETURN)

FULFILMENT = an_id(Prefix.FULFILMENT)

A_SHIPMENT: Example = {
    "id": SHIPMENT,
    "fulfilment_id": FULFILMENT,
    "parcel_id": an_id(Prefix.PARCEL),
    "number": "CX000000011CN",
    "carrier": "dhl_express",
    "service": "CX",
    "service_id": "",
    "state": "labelled",
    "status": "label_created",
    "status_at": None,
    "order_version": 1,
    "manifest_id": None,
    "recalled_at": None,
    "created_at": AT,
    "links": {"label": f"/v1/shipments/{SHIPMENT}/label"},
}
A_RETURN: Example = {
    "id": RETURN,
    "number": "R-2A7F30C4D5E6",
    "order_id": ORDER,
    "origin": "customer",
    "reason": "changed_mind",
    "cause": "changed_mind",
    "wish": "refund",
    "seal": "",
    "state": "requested",
    "way": "",
    "awaits": "",
    "due_at": None,
    "lines": {"1": 1},
    "shipment_id": None,
    "label": "",
    "amount": 0,
    "withheld": 0,
    "resent": "",
    "sent_at": None,
    "created_at": AT,
}
A_REASON = {"rule": "", "code": "HELD_BY_HAND", "verdict": "hold", "text": "held by hand, by ana"}
A_WORK: Example = {"id": FULFILMENT, "number": 1, "warehouse": "SZX-1", "state": "picking", "created_at": AT}
TO_PICK = [{"line": 1, "sku": "TEE-M", "title": "Cotton T-shirt, knitted", "quantity": 1}]
A_LIFE: Example = {
    "order_id": ORDER,
    "stage": "fulfilling",
    "payment": "captured",
    "currency": "EUR",
    "total": 1999,
    "money": {"EUR": 1999},
    "window_ends_at": None,
    "opened_at": AT,
    "changed_at": AT,
    "fulfilment": A_WORK,
    "shipment": None,
    "fulfilments": [
        {
            **A_WORK,
            "lines": [{"line": 1, "sku": "TEE-M", "quantity": 1}],
            "to_pick": TO_PICK,
            "parcels": [],
            "shipments": [],
        }
    ],
    "to_pick": TO_PICK,
    "refunds": [],
    "returns": [],
    "next": [
        {
            "machine": "order",
            "subject": ORDER,
            "event": "cancel",
            "target": "cancelled",
            "told_by": ["analyst", "service", "system"],
            "waits_for": [],
            "reasons": [],
        },
        {
            "machine": "fulfilment",
            "subject": FULFILMENT,
            "event": "finish_pick",
            "target": "picked",
            "told_by": ["picker"],
            "waits_for": [CLEAR],
            "reasons": [A_REASON],
        },
    ],
    "links": {"order": f"/v1/orders/{ORDER}", "timeline": f"/v1/orders/{ORDER}/timeline"},
}
AN_ENTRY: Example = {
    "at": AT,
    "machine": "fulfilment",
    "subject": FULFILMENT,
    "event": "pack",
    "source": "picked",
    "target": "packed",
    "actor": "packing station",
    "data": {"weight_g": 310},
}
A_MANIFEST: Example = {
    "id": an_id(Prefix.MANIFEST),
    "carrier": "dhl_express",
    "parcels": 0,
    "created_at": AT,
    "created_by": "dock",
    "left": [],
    "stayed": [
        {
            "order_id": ORDER,
            "code": "step_blocked",
            "detail": f"fulfilment is `labelled` and may not `hand_over` until: {CLEAR}",
            "reasons": [A_REASON],
            "missing": [],
        }
    ],
}
A_SHELF: Example = {"sku": "TEE-M", "warehouse": "SZX-1", "on_hand": 40, "reserved": 3, "blocked": 2, "free": 35}
A_LABEL_DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="100mm" height="150mm" viewBox="0 0 100 150"/>'
