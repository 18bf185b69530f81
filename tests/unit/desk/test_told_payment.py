"""What shops tell of a payment changes an order, but for what the order itself says later."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from engine.desk.told_payment import payment_change
from engine.order.order import Order
from engine.order.terms import PaymentStatus
from engine.store.told_events import ToldEvent
from tests.builders import a_payment, an_order
from tests.desks import NOW

HOUR = timedelta(hours=1)


def an_event(type_: str, at: datetime, **facts: object) -> ToldEvent:
    return ToldEvent(
        id="evt_1",
        merchant="main",
        order_id="ord_1",
        event=type_,
        type=type_,
        at=at,
        facts=facts,
        version=1,
        sealed=None,
        digest="",
        state="pending",
        created_at=at,
        created_by="shop",
    )


def promised_at(at: datetime) -> Order:
    payment = a_payment(
        status=PaymentStatus.AUTHORISED, captured=None, captured_at=None, authorised_at=at,
        authorisation_expires_at=at + 100 * HOUR,
    )  # fmt: skip
    return an_order(payment=payment)


@pytest.mark.parametrize(
    ("type_", "facts"),
    [
        ("payment.failed", {}),
        ("payment.voided", {}),
        ("payment.authorised", {"amount": 1, "expires_at": NOW.isoformat()}),
    ],
)
def test_event_when_the_order_tells_of_a_later_promise_then_changes_nothing(
    type_: str, facts: Mapping[str, object]
) -> None:
    assert payment_change(promised_at(NOW), [an_event(type_, NOW - HOUR, **facts)]) == {}


def test_event_when_it_is_later_than_the_order_s_promise_then_counts() -> None:
    assert payment_change(promised_at(NOW), [an_event("payment.expired", NOW + HOUR)])["status"] == "expired"


def test_capture_when_it_is_older_than_the_promise_then_money_has_moved_all_the_same() -> None:
    order = promised_at(NOW)
    change = payment_change(order, [an_event("payment.captured", NOW - HOUR, amount=order.totals.total)])
    assert change["status"] == "captured"
