"""Examples of warehouses and stock for the documentation; everything in them is invented."""

from api.routes.examples import AT, ORDER, Example
from api.schemas.ids import an_id
from engine.ids import Prefix

PART = an_id(Prefix.FULFILMENT)
A_WAREHOUSE: Example = {
    "code": "HAM-1",
    "country": "DE",
    "name": "Hamburg",
    "address": "Kaistraße 1",
    "city": "Hamburg",
    "region": "",
    "postcode": "20457",
    "time_zone": "Europe/Berlin",
    "cut_off": "16:00",
    "days": "12345",
    "serves": ["DE", "AT", "FR"],
    "carriers": ["dhl_express"],
    "dangerous_goods": True,
    "currency": "EUR",
    "handling": 150,
    "handling_piece": 20,
    "parcel_home": 490,
    "parcel_union": 1290,
    "parcel_abroad": 2490,
    "border": 800,
    "is_open": True,
    "handling_days": 1,
    "closed": ["2026-12-24"],
    "works_on_holidays": False,
}
SOME_TERMS: Example = {"policy": "nearest", "split": "when_needed"}
A_BIN: Example = {
    "warehouse": "HAM-1",
    "code": "A-01-03-2",
    "zone": "A",
    "aisle": "01",
    "place": "03",
    "level": "2",
    "kind": "pick",
    "max_weight_g": 50000,
}
A_LOT: Example = {"sku": "TEA-GREEN", "code": "L2611", "expires_on": "2027-09-30", "state": "good", "received_at": AT}
A_CHANGED_LOT: Example = {**A_LOT, "state": "quarantined", "orders": [ORDER]}
A_PLACE: Example = {
    "sku": "TEA-GREEN",
    "warehouse": "HAM-1",
    "bin": "A-01-03-2",
    "lot": "L2611",
    "expires_on": "2027-09-30",
    "on_hand": 40,
    "reserved": 3,
    "blocked": "",
}
A_MOVEMENT: Example = {
    "id": an_id(Prefix.MOVEMENT),
    "sku": "TEA-GREEN",
    "warehouse": "HAM-1",
    "bin": "A-01-03-2",
    "lot": "L2611",
    "pieces": 40,
    "reason": "received",
    "reference": "PO-1001",
    "actor": "dock",
    "at": AT,
}
A_BACKORDER: Example = {
    "order_id": ORDER,
    "fulfilment_id": PART,
    "sku": "TEE-M",
    "warehouse": "HAM-1",
    "quantity": 2,
    "since": AT,
}
AN_EXPECTED: Example = {
    "id": an_id(Prefix.EXPECTED),
    "sku": "TEE-M",
    "warehouse": "HAM-1",
    "quantity": 100,
    "received": 0,
    "due_at": "2026-12-02T08:00:00Z",
    "reference": "PO-1002",
}
A_SUBSTITUTE: Example = {"sku": "TEE-M", "stand_in": "TEE-M-ECO", "extra": 150, "currency": "EUR"}
AN_OPTION: Example = {
    "part": PART,
    "number": 1,
    "kind": "other_warehouse",
    "target": "SZX-1",
    "cost": 800,
    "currency": "EUR",
    "ships_by": "2026-11-26T08:00:00Z",
    "parts": [{"warehouse": "SZX-1", "lines": {"1": 2}}],
    "details": {},
}
A_CHOICE: Example = {
    "id": an_id(Prefix.CHOICE),
    "order_id": ORDER,
    "fulfilment_id": PART,
    "kind": "substitute",
    "state": "asked",
    "created_at": AT,
    "created_by": "service",
    "answered_at": None,
    "data": {"target": "TEE-M>TEE-M-ECO", "cost": 300, "currency": "EUR", "sku": "TEE-M", "stand_in": "TEE-M-ECO"},
}
SOME_OPTIONS: Example = {"options": [AN_OPTION], "choices": [A_CHOICE]}
A_COUNT: Example = {
    "id": an_id(Prefix.COUNT),
    "warehouse": "HAM-1",
    "chosen_by": "class=A",
    "tolerance_pct": 2,
    "state": "open",
    "created_at": AT,
    "created_by": "dock",
    "ended_at": None,
}
A_COUNT_LINE: Example = {
    "line": 1,
    "sku": "TEA-GREEN",
    "bin": "A-01-03-2",
    "lot": "L2611",
    "state": "open",
    "expected": None,
    "first": None,
    "second": None,
    "posted": None,
}
A_SHEET: Example = {**A_COUNT, "lines": [A_COUNT_LINE]}
