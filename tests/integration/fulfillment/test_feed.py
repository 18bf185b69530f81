"""The feed follows an order's life, step by step, and each step once."""

from api.event_types import EVENT_TYPES
from engine.store.feed import events_of
from fulfillment.event_types import type_of
from fulfillment.store.cases import history
from fulfillment.walkthrough import walk
from tests.fulfilment_site import House


def test_feed_when_an_order_was_walked_then_tells_every_move_in_its_order(house: House) -> None:
    house.decide("admit")
    house.drain()
    walk(house.database, house.site, "main", "ord_1", house.clock)
    house.drain(again=True)
    with house.database.read() as session:
        moves = [each for each in history(session, "main", "ord_1") if each.source != each.target]
        told = events_of(session, "main", "ord_1")
    assert [each.type for each in told] == [type_of(each.machine, each.target) for each in moves]
    assert [each.data["previous_state"] for each in told] == [each.source for each in moves]
    assert [each.order_seq for each in told] == list(range(1, len(told) + 1))
    assert {each.type for each in told} <= set(EVENT_TYPES)
    assert told[-1].type == "order.completed"


def test_feed_when_an_order_is_rejected_or_called_off_then_says_which(house: House) -> None:
    house.decide("cancel")
    house.decide("admit", "ord_2")
    house.drain()
    house.decide("cancel", "ord_2", version=2)
    house.drain()
    with house.database.read() as session:
        rejected = [each.type for each in events_of(session, "main", "ord_1")]
        called_off = [each.type for each in events_of(session, "main", "ord_2")]
    assert "order.rejected" in rejected
    assert "order.called_off" not in rejected
    assert "order.accepted" in called_off
    assert "order.called_off" in called_off
