"""Examples of boxes, packing plans and consignments for the documentation; everything in them is invented."""

from api.routes.examples import AT, ORDER, Example
from api.routes.life_examples import FULFILMENT
from api.schemas.ids import an_id
from engine.ids import Prefix

STATED_BOX: Example = {
    "name": "M",
    "inner_length_mm": 300,
    "inner_width_mm": 220,
    "inner_height_mm": 120,
    "outer_length_mm": 310,
    "outer_width_mm": 230,
    "outer_height_mm": 130,
    "empty_g": 180,
    "max_g": 10000,
    "cost_minor": 65,
    "currency": "EUR",
    "materials": ["corrugated_board"],
}
A_BOX: Example = {"warehouse": "", **STATED_BOX}
SOME_BOXES: Example = {
    "kept": [A_BOX],
    "refused": [{"where": "boxes row 3", "name": "XL", "detail": "is larger inside than outside; check its sides"}],
}
A_PLAN: Example = {
    "fulfilment_id": FULFILMENT,
    "order_id": ORDER,
    "warehouse": "SZX-1",
    "carrier": "dhl_express",
    "filler": "paper_cushion",
    "cost_minor": 65,
    "boxes": [
        {
            "box": "M",
            "weight_g": 540,
            "cost_minor": 65,
            "void_cm3": 4320,
            "contents": {"1": 2},
            "placements": [
                {
                    "sku": "TEE-M",
                    "x_mm": 0,
                    "y_mm": 0,
                    "z_mm": 0,
                    "length_mm": 300,
                    "width_mm": 200,
                    "height_mm": 30,
                    "cushion_mm": 0,
                }
            ],
            "billed": [{"carrier": "dhl_express", "dimensional_g": 1854, "billed_g": 2000}],
        }
    ],
    "left_out": [],
    "warnings": [{"code": "epr_number_missing", "about": ["de-lucid"]}],
}
CONSIGNMENT = an_id(Prefix.CONSIGNMENT)
A_CONSIGNMENT: Example = {
    "id": CONSIGNMENT,
    "warehouse": "SZX-1",
    "state": "proposed",
    "outcome": "admit",
    "edition": "3f2a…",
    "reasons": [],
    "number": "",
    "box": "",
    "weight_g": 0,
    "members": [
        {"order_id": ORDER, "fulfilment_id": FULFILMENT, "order_version": 1, "left_at": None, "why": ""},
    ],
    "created_at": AT,
    "created_by": "packing station",
    "decided_at": None,
    "decided_by": "",
    "packed_at": None,
}
