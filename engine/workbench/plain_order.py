"""An ordinary, paid order with nothing against it: what levers are pulled on. Everything in it is invented."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from engine.order.order import Order
from engine.order.reading import read_order

AGE = timedelta(minutes=10)  # how long before the decision it was placed
NAME, EMAIL, PHONE = "Erika Muster", "erika.muster@example.com", "+49 30 901820"
SHIPPING = 490
_ADDRESS: Mapping[str, object] = {
    "name": NAME,
    "line1": "Chausseestr. 5",
    "city": "Berlin",
    "postcode": "10115",
    "country": "DE",
    "phone": PHONE,
    "email": EMAIL,
}
_LINE: Mapping[str, object] = {
    "sku": "TEE-M-BLUE",
    "title": "Cotton T-shirt, men's, size M, knitted, blue",
    "quantity": 2,
    "unit_price": 1999,
    "hs_code": "61091000",
    "origin": "CN",
    "weight_g": 180,
}


def plain_order(decided_at: datetime, lines: int = 1) -> Order:
    """T-shirts from China to Berlin in so many lines, paid by card, placed some minutes before the decision."""
    placed = decided_at - AGE
    goods = 3998 * lines
    total = goods + SHIPPING
    return read_order(
        {
            "id": "CASE-1",
            "placed_at": placed.isoformat(),
            "ship_by": (decided_at + timedelta(days=3)).isoformat(),
            "currency": "EUR",
            "totals": {"total": total, "goods": goods, "shipping": SHIPPING, "tax": 0, "discount": 0},
            "lines": [_LINE] * lines,
            "shipping_address": _ADDRESS,
            "billing_address": _ADDRESS,
            "customer": _customer(placed),
            "ip": "192.0.2.7",
            "ip_country": "DE",
            "ship_from": {"country": "CN"},
            "shipping": {"carrier": "dhl_express", "mode": "courier", "incoterm": "DDP"},
            "payment": _payment(placed, total),
        }
    )


def _customer(placed: datetime) -> dict[str, object]:
    return {
        "name": NAME,
        "email": EMAIL,
        "phone": PHONE,
        "locale": "de-DE",
        "guest": False,
        "account_created_at": (placed - timedelta(days=900)).isoformat(),
        "orders_before": 6,
    }


def _payment(placed: datetime, total: int) -> dict[str, object]:
    return {
        "method": "card",
        "status": "captured",
        "currency": "EUR",
        "gateway": "example",
        "merchant_reference": "CASE-1",
        "authorised": total,
        "captured": total,
        "refunded": 0,
        "authorised_at": placed.isoformat(),
        "captured_at": placed.isoformat(),
        "card": {"brand": "visa", "funding": "credit", "issuing_country": "DE", "holder": NAME},
        "checks": {"avs_street": "match", "avs_postcode": "match", "cvc": "match"},
        "three_ds": {"version": "2.2.0", "eci": "05", "status": "Y"},
        "declined_attempts": 0,
    }
