"""The sheet of 200 orders that the story drops in: made up, in columns that the generic profile knows."""

import csv
from collections.abc import Iterator
from datetime import datetime
from io import StringIO

from api.demo_shop.orders import planned
from api.demo_shop.sheets import amount
from engine.order.line import Line
from engine.order.order import Order

FILE = "demonstration-orders.csv"
ORDERS_IN_IT, DAYS_OF_IT, SEED_OF_IT = 200, 4, 31
HEADERS = (
    "order id", "placed at", "shop", "currency", "sku", "title", "quantity", "unit price", "hs code", "origin",
    "weight g", "total", "shipping", "tax", "discount", "recipient", "company", "address 1", "address 2", "city",
    "state", "postcode", "country", "phone", "email", "customer name", "tax id type", "tax id", "note", "ip",
    "payment method", "payment status", "payment gateway", "captured", "ship from country", "warehouse", "carrier",
    "incoterm",
)  # fmt: skip


def sheet(now: datetime) -> bytes:
    """As CSV, a row a line of an order, placed in the days before this one: the same all day long."""
    ends = now.replace(hour=0, minute=0, second=0, microsecond=0)
    text = StringIO()
    rows = csv.DictWriter(text, HEADERS, lineterminator="\r\n")
    rows.writeheader()
    for order in _orders(ends):
        rows.writerows(_rows(order))
    return text.getvalue().encode()


def _orders(ends: datetime) -> Iterator[Order]:
    """Some lie behind the end of their last day, so more are made than wanted."""
    some = planned(ends, ORDERS_IN_IT * 2, DAYS_OF_IT, SEED_OF_IT, mark="F")
    yield from (each.order for each in some[:ORDERS_IN_IT])


def _rows(order: Order) -> Iterator[dict[str, object]]:
    whole = _of_order(order)
    for line in order.lines:
        yield whole | _of_line(line, order.currency)


def _of_line(line: Line, currency: str) -> dict[str, object]:
    return {
        "sku": line.sku,
        "title": line.title,
        "quantity": line.quantity,
        "unit price": _amount(line.unit_price, currency),
        "hs code": line.hs_code,
        "origin": line.origin,
        "weight g": line.weight_g,
    }


def _of_order(order: Order) -> dict[str, object]:
    to, paid, leaves, sent = order.shipping_address, order.payment, order.ship_from, order.shipping
    number = next(iter(order.tax_identifiers), None)
    return {
        "order id": order.id,
        "placed at": f"{order.placed_at:%Y-%m-%d %H:%M:%S}",
        "shop": order.shop,
        "currency": order.currency,
        "total": _amount(order.totals.total, order.currency),
        "shipping": _amount(order.totals.shipping, order.currency),
        "tax": _amount(order.totals.tax, order.currency),
        "discount": _amount(order.totals.discount, order.currency),
        "recipient": to.name,
        "company": to.company,
        "address 1": to.line1,
        "address 2": to.line2,
        "city": to.city,
        "state": to.state,
        "postcode": to.postcode,
        "country": to.country,
        "phone": to.phone,
        "email": None if order.customer is None else order.customer.email,
        "customer name": None if order.customer is None else order.customer.name,
        "tax id type": None if number is None else number.kind,
        "tax id": None if number is None else number.value,
        "note": order.buyer_note,
        "ip": order.ip,
        "payment method": None if paid is None else paid.method,
        "payment status": None if paid is None else paid.status,
        "payment gateway": None if paid is None else paid.gateway,
        "captured": None if paid is None else _amount(paid.captured, order.currency),
        "ship from country": None if leaves is None else leaves.country,
        "warehouse": None if leaves is None else leaves.warehouse,
        "carrier": None if sent is None else sent.carrier,
        "incoterm": None if sent is None else sent.incoterm,
    }


def _amount(minor: int | None, currency: str) -> str | None:
    return None if minor is None else amount(minor, currency)
