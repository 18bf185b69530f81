"""Small walks that can be checked with a pencil."""

import pytest

from fulfillment.picking.batching import Load, Wanted, batches
from fulfillment.picking.errors import LayoutRejected, OrderTooLarge, PolicyUnfit, StopRejected
from fulfillment.picking.exact import shortest
from fulfillment.picking.layout import Depot, Layout, Point
from fulfillment.picking.routing import Policy, route
from tests.warehouses import stop, warehouse

# Aisles are 11 m long from cross aisle to cross aisle and 5 m apart; cell n is n metres from the front cross aisle.
CROSSED = [stop(1, 2), stop(2, 9), stop(3, 8), stop(3, 9)]


@pytest.mark.parametrize(
    ("policy", "metres"),
    [
        (Policy.EXACT, 11 + 4 + 11 + 20),
        (Policy.S_SHAPE, 11 + 11 + 18 + 20),
        (Policy.LARGEST_GAP, 22 + 4 + 20),
        (Policy.RETURN, 4 + 18 + 18 + 20),
        (Policy.COMBINED, 11 + 4 + 11 + 20),
    ],
)
def test_a_walk_has_its_length_when_planned_by_a_policy(policy: Policy, metres: int) -> None:
    assert route(warehouse(), CROSSED, policy).distance_mm == metres * 1_000


def test_stops_come_in_the_order_of_the_walk_when_planned() -> None:
    found = route(warehouse(), CROSSED, Policy.S_SHAPE)
    assert [each.bin for each in found.stops] == ["01-002", "02-009", "03-008", "03-009"]
    assert found.points[:4] == (Point(1, 500), Point(1, 11_500), Point(2, 11_500), Point(2, 500))


def test_nothing_is_walked_when_there_is_no_stop() -> None:
    found = route(warehouse(), [])
    assert (found.distance_mm, found.ratio, found.points) == (0, 1.0, (Point(1, 500),))


def test_the_depot_may_be_at_the_back_when_the_layout_says_so() -> None:
    assert route(warehouse(5, 10, depot=Depot(3, 1)), [stop(3, 10)]).distance_mm == 2_000


def test_a_middle_cross_aisle_shortens_the_walk_when_there_are_two_blocks() -> None:
    stops = [stop(1, 5), stop(3, 5)]
    assert route(warehouse(5, 10, 5), stops).distance_mm < route(warehouse(), stops).distance_mm


def test_the_exact_way_is_refused_when_there_are_several_blocks() -> None:
    with pytest.raises(PolicyUnfit, match="one block"):
        shortest(warehouse(5, 10, 5), [stop(1, 1)])


def test_a_stop_is_refused_when_the_warehouse_has_no_such_place() -> None:
    with pytest.raises(StopRejected, match="aisle 9, cell 1 is not there"):
        route(warehouse(), [stop(9, 1)])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"aisles": 0}, "aisles: is 0"),
        ({"cross_aisles": (0, 9)}, "must begin with 0 and end with"),
        ({"cross_aisles": (0, 5, 5, 10)}, "must rise"),
        ({"depot": Depot(7, 0)}, "depot aisle: is 7"),
        ({"zones": {"A": (2, 9)}}, "zone `A`"),
    ],
)
def test_a_layout_is_refused_when_it_contradicts_itself(changes: dict[str, object], said: str) -> None:
    parts: dict[str, object] = {
        "aisles": 5,
        "cells": 10,
        "aisle_distance_mm": 5_000,
        "cell_mm": 1_000,
        "cross_aisles": (0, 10),
    }
    with pytest.raises(LayoutRejected, match=said):
        Layout(**(parts | changes))  # type: ignore[arg-type]


def test_orders_of_one_aisle_share_a_batch_when_a_cart_takes_two() -> None:
    wanted = [
        Wanted(order=name, stops=(stop(aisle, 9),), load=Load())
        for name, aisle in (("a", 1), ("b", 5), ("c", 1), ("d", 5))
    ]
    found = batches(warehouse(), wanted, Load(totes=2))
    assert sorted(sorted(each.orders) for each in found.batches) == [["a", "c"], ["b", "d"]]


def test_an_order_is_refused_when_no_cart_takes_it() -> None:
    heavy = Wanted(order="piano", stops=(stop(1, 1),), load=Load(weight_g=90_000))
    with pytest.raises(OrderTooLarge, match="`piano` is more than a cart takes"):
        batches(warehouse(), [heavy], Load(totes=9, weight_g=50_000))
