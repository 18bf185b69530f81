"""An order that is cancelled waits for nobody: its holds end, and nobody is asked to look at it."""

from dataclasses import replace

import pytest

from engine.desk.changing import change
from engine.desk.desk import Desk
from engine.desk.holding import place, release
from engine.desk.intake import submit
from engine.desk.telling import handlers
from engine.order.order import Order
from engine.store.feed import events_of
from engine.store.holds import holds_of
from engine.store.reviews import reviews
from tests.builders import an_address
from tests.desks import ANALYST, MAIN, a_vague_address, an_honest_order, an_unpaid_order, document
from tests.draining import drain

EMBARGOED = {"shipping_address": {"country": "KP", "city": "Pyongyang", "postcode": None, "state": None}}
NORMAL = {"shipping_address": {"country": "DE", "city": "Berlin", "postcode": "10115"}}


def embargoed(order: Order) -> Order:
    return replace(order, shipping_address=an_address(country="KP", city="Pyongyang", postcode=None))


def open_holds(desk: Desk, order: str) -> list[str]:
    with desk.database.read() as session:
        return [each.rule for each in holds_of(session, "main", order, only_open=True)]


def queue(desk: Desk) -> list[tuple[str, str, str | None]]:
    drain(desk.database, handlers(desk.ids))
    with desk.database.read() as session:
        return [(each.queue, each.state, each.disposition) for each in reviews(session, "main", 9)]


def test_submit_when_cancelled_then_what_would_have_held_the_order_holds_it_no_more(desk: Desk) -> None:
    decided = submit(desk, MAIN, document(embargoed(an_unpaid_order())))
    assert (decided.row.outcome, open_holds(desk, decided.row.order_id), queue(desk)) == ("cancel", [], [])


def test_change_when_it_cancels_a_held_order_then_its_holds_and_its_review_end(desk: Desk) -> None:
    order = submit(desk, MAIN, document(an_unpaid_order())).row.order_id
    assert queue(desk) == [("risk", "open", None)]
    assert change(desk, MAIN, order, EMBARGOED).row.outcome == "cancel"
    assert open_holds(desk, order) == []
    assert queue(desk) == [("risk", "resolved", "superseded")]


def test_change_when_it_brings_a_cancelled_order_back_then_it_is_held_again(desk: Desk) -> None:
    order = submit(desk, MAIN, document(embargoed(an_unpaid_order()))).row.order_id
    assert change(desk, MAIN, order, NORMAL).row.outcome == "hold"
    assert open_holds(desk, order) == ["PAY-002"]
    assert queue(desk) == [("risk", "open", None)]


def test_change_when_a_person_holds_the_order_then_a_cancel_ends_the_review_and_the_hold_outlives_it(
    desk: Desk,
) -> None:
    order = submit(desk, MAIN, document(an_honest_order())).row.order_id
    hold = place(desk, ANALYST, order, "the buyer rang")
    assert queue(desk) == [("risk", "open", None)]
    change(desk, MAIN, order, EMBARGOED)
    assert queue(desk) == [("risk", "resolved", "superseded")]
    assert change(desk, MAIN, order, NORMAL).row.outcome == "admit"
    assert sorted(queue(desk)) == [("risk", "open", None), ("risk", "resolved", "superseded")]
    release(desk, ANALYST, hold.id, "rang back")
    assert open_holds(desk, order) == []


def test_review_when_what_the_order_waits_for_gets_worse_then_moves_to_who_can_judge_it(desk: Desk) -> None:
    order = submit(desk, MAIN, document(a_vague_address())).row.order_id
    assert queue(desk) == [("customer", "open", None)]
    change(desk, MAIN, order, {"payment": {"status": "voided"}})
    assert queue(desk) == [("risk", "open", None)]


@pytest.mark.parametrize("worked_before", [True, False])
def test_place_when_the_order_had_no_review_then_the_feed_tells_hold_and_review_once(
    desk: Desk, *, worked_before: bool
) -> None:
    order = submit(desk, MAIN, document(an_honest_order())).row.order_id
    if worked_before:
        drain(desk.database, handlers(desk.ids))
    place(desk, ANALYST, order, "the buyer rang")
    drain(desk.database, handlers(desk.ids), twice=True)
    with desk.database.read() as session:
        told = [each.type for each in events_of(session, "main", order)]
    assert told[:2] == ["decision.created", "order.admitted"]
    assert sorted(told[2:]) == ["order.hold_placed", "review.opened"]
