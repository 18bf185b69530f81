"""Whatever gateways, settlement reports and people tell, in whatever order: the payment ends where its ledger says.

Not by chance: every set of up to four messages, in every order, from every state that a payment begins in. What was
told, and where the payment stood before the next message, is all that the next step depends on, so that sets stand for
their orders.
"""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache

import pytest

from engine.order.money import Money
from fulfillment.lifecycle import TABLE
from fulfillment.payments.following import MOST_STEPS, onward
from fulfillment.payments.position import Position, position, stands
from fulfillment.records import PaymentEntry
from fulfillment.states import Event, Machine, Pay
from tests.fulfilment_site import NOON

OWED = Money(4488, "EUR")
MOST_TOLD = 4
# What the payment is told, the ledger's word, the amount, the gateway's name of it, the hour.
TOLD = (
    (Event.AUTHORISE, "authorise", 4488, "pi", 0),
    (Event.FAIL, "fail", 0, "pi0", 0),
    (Event.CAPTURE, "capture", 4488, "pi", 1),
    (Event.CAPTURE, "capture", 4000, "pi", 1),
    (Event.CAPTURE, "capture", 488, "pi", 2),
    (Event.FAIL, "capture_failed", 488, "pi", 3),
    (Event.VOID, "void", 0, "pi", 4),
    (Event.EXPIRE, "expire", 0, "pi", 5),
    (Event.REFUND_PART, "refund", 500, "re_1", 6),
    (Event.REFUND_PART, "refund", 3988, "re_2", 6),
    (Event.CAPTURE, "refund_failed", 500, "re_1", 7),
    (Event.DISPUTE, "dispute", 4488, "dp_1", 9),
    (Event.WIN, "win", 4488, "dp_1", 10),
    (Event.LOSE, "charge_back", 4488, "dp_1", 11),
    (Event.DISPUTE, "dispute", 488, "dp_2", 9),
    (Event.LOSE, "charge_back", 488, "dp_2", 12),
    (Event.SETTLE, "settle", 4488, "", 13),
    (Event.RECONCILE, "reconcile", 4488, "", 14),
    (Event.ACCEPT, "accept", 4000, "", 15),
)


@cache
def where(told: frozenset[int]) -> Position:
    return position(_entry(number) for number in sorted(told))


def _entry(number: int) -> PaymentEntry:
    _, word, amount, subject, hours = TOLD[number]
    return PaymentEntry(id=f"pev_{number}", merchant_id="m", order_id="o", kind=word, amount=amount, currency="EUR",
                        reference=f"r{number}", at=NOON + timedelta(hours=hours), received_at=NOON,
                        subject=subject)  # fmt: skip


def followed(was: Pay, event: Event, at: Position) -> Pay:
    for number in range(MOST_STEPS):
        step = onward(event, was, at, OWED, is_first=not number)
        if step is None:
            break
        was = Pay(TABLE[(Machine.PAYMENT, was, step)].target)
    return was


def walked(start: Pay) -> Iterator[tuple[Pay, frozenset[int]]]:
    """Each state of the payment with all that was told by then."""
    found = {(start, frozenset[int]())}
    for _ in range(MOST_TOLD):
        found = {
            (followed(was, TOLD[number][0], where(told | {number})), told | {number})
            for was, told in found
            for number in range(len(TOLD))
            if number not in told
        }
        yield from found


@pytest.mark.parametrize("start", [Pay.PENDING, Pay.ON_TERMS, Pay.NOT_NEEDED, Pay.MARKETPLACE])
def test_payment_when_told_anything_in_any_order_then_ends_where_the_ledger_says(start: Pay) -> None:
    stuck = {
        (was, tuple(TOLD[number][1] for number in sorted(told)))
        for was, told in walked(start)
        if was != stands(where(told), OWED, was)
    }
    assert not stuck
