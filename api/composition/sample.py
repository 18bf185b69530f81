"""An order that is in order: what the first start and the documentation send as an example. Everything is invented."""

from collections.abc import Mapping

SAMPLE_ORDER: Mapping[str, object] = {
    "id": "1001",
    "placed_at": "2026-11-22T09:30:00Z",
    "currency": "EUR",
    "lines": [
        {
            "sku": "TEE-M",
            "title": "Cotton T-shirt, knitted",
            "quantity": 1,
            "unit_price": 1999,
            "hs_code": "61091000",
            "origin": "CN",
        }
    ],
    "totals": {"total": 1999},
    "shipping_address": {
        "name": "Erika Muster",
        "line1": "Chausseestr. 5",
        "city": "Berlin",
        "postcode": "10115",
        "country": "DE",
        "phone": "+49 30 901820",
        "email": "erika.muster@example.com",
    },
    "customer": {"email": "erika.muster@example.com", "locale": "de-DE", "orders_before": 3},
    "ship_from": {"country": "CN", "warehouse": "SZX-1"},
    "shipping": {"mode": "courier", "incoterm": "DDP"},
    "payment": {
        "method": "card",
        "status": "captured",
        "currency": "EUR",
        "authorised": 1999,
        "captured": 1999,
        "checks": {"cvc": "match"},
        "three_ds": {"version": "2.2.0", "status": "Y", "liability_shift": "yes"},
    },
}
