"""What an order cannot say at once, and what is merely odd."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.order.consistency import inconsistencies
from engine.order.fields import LARGEST_AMOUNT
from engine.order.order import Order, Totals
from tests.builders import PLACED_AT, a_line, a_payment, an_order

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("order", "pointer"),
    [
        (an_order(placed_at=LONG_AGO), "/placed_at"),
        (an_order(ship_by=PLACED_AT - timedelta(days=1)), "/ship_by"),
        (an_order(lines=(a_line(quantity=2, unit_price=100, discount=201),)), "/lines/0/discount"),
        (an_order(lines=(a_line(quantity=1_000_000, unit_price=LARGEST_AMOUNT),)), "/lines/0/unit_price"),
        (an_order(totals=Totals(total=4488, goods=399_800)), "/totals/goods"),
        (an_order(payment=a_payment(captured=448_800)), "/payment/captured"),
        (an_order(payment=a_payment(authorised=448_800)), "/payment/authorised"),
        (an_order(payment=a_payment(captured=100, refunded=101)), "/payment/refunded"),
        (
            an_order(payment=a_payment(authorisation_expires_at=PLACED_AT - timedelta(hours=1))),
            "/payment/authorisation_expires_at",
        ),
    ],
)
def test_order_when_its_fields_contradict_points_to_one(order: Order, pointer: str) -> None:
    assert pointer in [fault.pointer for fault in inconsistencies(order)]


@pytest.mark.parametrize(
    "order",
    [
        an_order(),
        an_order(payment=None),
        an_order(totals=Totals(total=1)),
        an_order(payment=a_payment(currency="JPY", captured=700_000, authorised=700_000)),
        an_order(payment=a_payment(captured=9_000, authorised=9_000)),
        an_order(lines=(a_line(unit_price=0),), totals=Totals(total=0, goods=3_998), payment=None),
    ],
)
def test_order_when_it_is_merely_odd_is_left_to_the_rules(order: Order) -> None:
    payment_faults = [fault for fault in inconsistencies(order) if not fault.pointer.startswith("/payment")]
    assert payment_faults == []
