"""A release stands for its evidence; what holds the order again says what is different."""

from dataclasses import replace
from datetime import timedelta

import orjson

from engine.desk.changing import change
from engine.desk.desk import Desk
from engine.desk.holding import release
from engine.desk.intake import submit
from engine.desk.rescreening import rescreen
from engine.desk.telling import handlers
from engine.order.order import Order
from engine.order.terms import PaymentStatus
from engine.store.feed import events_of
from engine.store.holds import Hold, holds_of
from tests.builders import a_payment, an_order
from tests.desks import ANALYST, MAIN, NOW, an_unpaid_order, document
from tests.draining import drain


def a_pending_order() -> Order:
    """Is held until the payment is done: the rule reads which step it stands at."""
    return an_order(id="A-6", payment=a_payment(status=PaymentStatus.CREATED, captured=0, authorised=0))


GOES_ON = {"payment": {"status": "pending_action"}}


def released(desk: Desk, order: Order, until: timedelta | None = None) -> str:
    decided = submit(desk, MAIN, document(order))
    for hold in decided.holds:
        release(desk, ANALYST, hold.id, "seen", until=None if until is None else NOW + until)
    return decided.row.order_id


def still_open(desk: Desk, order_id: str) -> list[Hold]:
    with desk.database.read() as session:
        return list(holds_of(session, "main", order_id, only_open=True))


def told(hold: Hold) -> dict[str, object]:
    found = orjson.loads(hold.changed)
    assert isinstance(found, dict)
    return found


def test_release_when_values_change_then_the_new_hold_says_which(desk: Desk) -> None:
    order_id = released(desk, a_pending_order())
    change(desk, MAIN, order_id, GOES_ON)
    hold = next(each for each in still_open(desk, order_id) if each.changed)
    assert {"fact": "payment.status", "before": "created", "now": "pending_action"} in told(hold)["facts"]  # type: ignore[operator]
    assert told(hold)["released_by"] == "ana"


def test_release_when_values_change_then_the_event_says_which(desk: Desk) -> None:
    order_id = released(desk, a_pending_order())
    change(desk, MAIN, order_id, GOES_ON)
    drain(desk.database, handlers(desk.ids))
    with desk.database.read() as session:
        placed = [each.data for each in events_of(session, "main", order_id) if each.type == "order.hold_placed"]
    assert "changed" in placed[-1]
    assert "changed" not in placed[0]


def test_release_when_it_was_for_a_time_then_the_new_hold_says_so(desk: Desk) -> None:
    order_id = released(desk, an_unpaid_order(), until=timedelta(hours=1))
    desk.clock.pass_by(timedelta(hours=2))  # type: ignore[attr-defined]
    with desk.database.write() as session:
        rescreen(desk, session, MAIN, order_id)
    assert "until" in told(still_open(desk, order_id)[0])


def test_release_when_only_time_goes_by_then_stands(desk: Desk) -> None:
    ends = NOW - timedelta(hours=1)
    payment = a_payment(status=PaymentStatus.AUTHORISED, captured=0)
    payment = replace(payment, authorised_at=NOW - timedelta(days=7), authorisation_expires_at=ends)
    order_id = released(desk, an_order(id="A-7", placed_at=NOW - timedelta(days=8), payment=payment))
    assert still_open(desk, order_id) == []
    desk.clock.pass_by(timedelta(hours=30))  # type: ignore[attr-defined]
    with desk.database.write() as session:
        rescreen(desk, session, MAIN, order_id)
    assert still_open(desk, order_id) == []


def test_hold_when_its_values_change_while_it_waits_then_it_goes_on_waiting_since_then(desk: Desk) -> None:
    decided = submit(desk, MAIN, document(a_pending_order()))
    before = decided.holds[0]
    desk.clock.pass_by(timedelta(hours=5))  # type: ignore[attr-defined]
    change(desk, MAIN, decided.row.order_id, GOES_ON)
    after = next(each for each in still_open(desk, decided.row.order_id) if each.rule == before.rule)
    assert (after.id == before.id, after.placed_at) == (False, before.placed_at)
