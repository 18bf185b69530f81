"""Examples of waves, pick lists and reviews for the documentation; everything in them is invented."""

from api.routes.examples import AT, ORDER, Example
from api.schemas.ids import an_id
from engine.ids import Prefix

WAVE, LIST, PART = an_id(Prefix.WAVE), an_id(Prefix.WALK), an_id(Prefix.FULFILMENT)
A_WAVE: Example = {
    "id": WAVE,
    "warehouse": "HAM-1",
    "state": "released",
    "method": "batch",
    "carrier": "dhl_express",
    "zone": "",
    "leaves_at": AT,
    "created_at": AT,
    "created_by": "wms",
    "released_at": AT,
    "ended_at": None,
}
A_LIST: Example = {
    "id": LIST,
    "wave_id": WAVE,
    "number": 1,
    "warehouse": "HAM-1",
    "method": "batch",
    "zone": "A",
    "policy": "exact",
    "state": "open",
    "distance_mm": 84000,
    "best_mm": 84000,
    "proved": True,
    "created_at": AT,
    "ended_at": None,
}
A_WAVE_FILE: Example = {
    **A_WAVE,
    "parts": [{"order_id": ORDER, "fulfilment_id": PART, "state": "in", "why": ""}],
    "lists": [A_LIST],
}
A_LIST_FILE: Example = {
    **A_LIST,
    "outcome": "found",
    "pieces": 3,
    "picked": 1,
    "stops": [
        {
            "stop": 1,
            "order_id": ORDER,
            "fulfilment_id": PART,
            "line": 1,
            "bin": "A-01-03",
            "lot": "L2611",
            "sku": "TEE-M",
            "gtin": "4006381333931",
            "title": "Cotton T-shirt, knitted",
            "tote": 1,
            "quantity": 3,
            "picked": 1,
            "state": "open",
        }
    ],
}
A_PART: Example = {
    "id": PART,
    "order_id": ORDER,
    "number": 1,
    "warehouse": "HAM-1",
    "state": "picked",
    "created_at": AT,
}
A_REVIEW: Example = {
    **A_PART,
    "is_complete": False,
    "lines": [{"sku": "TEE-M", "gtin": "4006381333931", "quantity": 3, "scanned": 1}],
}
A_LAYOUT: Example = {
    "aisles": 10,
    "cells": 45,
    "aisle_distance_mm": 5000,
    "cell_mm": 1000,
    "cross_aisles": [0, 45],
    "cross_width_mm": 2000,
    "depot": {"aisle": 1, "cross": 0},
    "zones": [{"name": "A", "from": 1, "to": 5}],
}
SOME_TERMS: Example = {
    "method": "batch",
    "policy": "exact",
    "in_waves": True,
    "totes": 12,
    "volume_ml": 400_000,
    "weight_g": 120_000,
    "cut_offs": {"dhl_express": "17:30"},
    "layout": A_LAYOUT,
}
