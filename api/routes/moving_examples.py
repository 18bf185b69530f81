"""Examples of warehouse feeds, differences, channel stock and transfers; everything in them is invented."""

from api.routes.examples import AT, ORDER, Example
from api.schemas.ids import an_id
from engine.ids import Prefix

PART, DIFFERENCE, TRANSFER = (an_id(each) for each in (Prefix.FULFILMENT, Prefix.DIFFERENCE, Prefix.TRANSFER))
A_WORD: Example = {
    "seq": 41,
    "fulfilment_id": PART,
    "order_id": ORDER,
    "warehouse": "HAM-1",
    "action": "do",
    "at": AT,
    "data": {
        "order": "1001",
        "part": 1,
        "lines": [{"line": 1, "sku": "TEA-GREEN", "title": "Green tea", "quantity": 2}],
        "places": [{"sku": "TEA-GREEN", "bin": "A-01-03-2", "lot": "L2611", "quantity": 2}],
        "ship_by": "2026-11-25T15:00:00+00:00",
        "carrier": "dhl_express",
        "service": "",
        "parcels": [],
    },
}
SOME_EVENTS: Example = {
    "events": [
        {"id": "w-1", "type": "picked", "at": AT, "fulfilment_id": PART},
        {"id": "w-2", "type": "packed", "at": AT, "fulfilment_id": PART, "boxes": [{"box": "S2", "weight_g": 420}]},
        {"id": "w-3", "type": "adjusted", "at": AT, "warehouse": "HAM-1", "sku": "TEA-GREEN", "pieces": -1,
         "reason": "damaged"},
    ]
}  # fmt: skip
SOME_ANSWERS: Example = {
    "answers": [
        {"id": "w-1", "status": "done", "code": "", "detail": ""},
        {"id": "w-2", "status": "repeated", "code": "", "detail": ""},
        {"id": "w-3", "status": "refused", "code": "stock_refused",
         "detail": "the movement would leave less than what is reserved; release reservations first"},
    ]
}  # fmt: skip
SOME_LEVELS: Example = {
    "id": "s-2026-11-25",
    "warehouse": "HAM-1",
    "at": AT,
    "complete": False,
    "levels": [{"sku": "TEA-GREEN", "lot": "L2611", "on_hand": 38}, {"sku": "TEE-M", "on_hand": 40}],
}
A_SNAPSHOT: Example = {
    "id": "s-2026-11-25",
    "warehouse": "HAM-1",
    "at": AT,
    "received_at": AT,
    "levels": 2,
    "differing": 1,
    "adjusted": 0,
    "repeated": False,
}
A_TOLERANCE: Example = {"warehouse": "HAM-1", "pieces": 2, "percent": 1}
A_DIFFERENCE: Example = {
    "id": DIFFERENCE,
    "warehouse": "HAM-1",
    "sku": "TEA-GREEN",
    "lot": "L2611",
    "source": "wms",
    "reference": "",
    "expected": 40,
    "found": 38,
    "pieces": -2,
    "state": "open",
    "counted_at": AT,
    "opened_at": AT,
    "ended_at": None,
    "ended_by": None,
    "remark": "",
    "age_days": 0,
}
A_REPORT: Example = {
    "warehouses": [{"warehouse": "HAM-1", "open": 1, "over": 0, "short": 2, "oldest": AT, "adjusted": 3,
                    "explained": 1}]
}  # fmt: skip
A_RULE: Example = {"channel": "amazon", "sku": "", "buffer": 2, "percent": 80, "cap": 50, "warehouses": ["HAM-1"]}
A_SELLABLE: Example = {"sku": "TEA-GREEN", "name": "B0ABC12345", "free": 38, "pieces": 28, "why": ""}
A_PLAN: Example = {
    "origin": "SZX-1",
    "destination": "HAM-1",
    "currency": "USD",
    "importer": "Acme GmbH",
    "reference": "TR-7",
    "lines": [{"sku": "TEA-GREEN", "pieces": 40, "value": 20000, "piece_g": 250}],
}
A_CARTON_LIST: Example = {
    "cartons": [
        {"weight_g": 11200, "length_mm": 600, "width_mm": 400, "height_mm": 400,
         "contents": [{"sku": "TEA-GREEN", "lot": "L2611", "pieces": 40}]}
    ]
}  # fmt: skip
A_TRANSFER: Example = {
    "id": TRANSFER,
    "origin": "SZX-1",
    "destination": "HAM-1",
    "state": "shipped",
    "currency": "USD",
    "importer": "Acme GmbH",
    "incoterm": "DAP",
    "reference": "TR-7",
    "carrier": "ocean_line",
    "tracking": "MSKU1234565",
    "spread_by": "value",
    "freight": 3000,
    "duty": 640,
    "tax": 0,
    "created_at": AT,
    "created_by": "dock",
    "shipped_at": AT,
    "ended_at": None,
}
A_WHOLE_TRANSFER: Example = {
    **A_TRANSFER,
    "lines": [{"line": 1, "sku": "TEA-GREEN", "quantity": 40, "value": 20000, "piece_g": 250}],
    "kept": [],
    "cartons": [
        {"number": 1, "weight_g": 11200, "length_mm": 600, "width_mm": 400, "height_mm": 400, "received_at": None,
         "lines": [{"sku": "TEA-GREEN", "lot": "L2611", "quantity": 40, "received": 0, "lost": 0}]}
    ],
    "landed": [],
}  # fmt: skip
IN_TRANSIT: Example = {"data": [{"sku": "TEA-GREEN", "destination": "HAM-1", "pieces": 40}]}
