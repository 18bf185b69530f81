"""What hangs together, as it was at any moment; hubs and caps."""

import pytest

from engine.facts.link_forest import MOST_ORDERS, join
from engine.facts.links import HUB, Component
from engine.facts.memory_links import MemoryShelf
from engine.facts.sighting import Sighting
from tests.link_streams import a_row


def shelf_of(*rows: Sighting) -> MemoryShelf:
    shelf = MemoryShelf()
    for row in rows:
        join(shelf, row)
    return shelf


def total(shelf: MemoryShelf, this: Sighting) -> Component:
    found = shelf.before(this).values()
    return Component(sum(each.orders for each in found), sum(each.customers for each in found))


CHAIN = (
    a_row(1, 1, card=11, email=41),
    a_row(2, 2, device=21, email=42),
    a_row(3, 3, card=11, device=21, email=43),
)


def test_component_when_an_order_joins_two_then_both_counted() -> None:
    assert total(shelf_of(*CHAIN), a_row(9, 9, email=42)) == Component(3, 3)


@pytest.mark.parametrize(("at", "orders"), [(1, 0), (2, 0), (3, 1), (4, 3)])
def test_component_when_asked_of_a_moment_then_as_it_was(at: int, orders: int) -> None:
    assert total(shelf_of(*CHAIN), a_row(at, 9, email=42)).orders == orders


def test_component_when_asked_by_two_keys_of_strangers_then_both_counted() -> None:
    assert total(shelf_of(*CHAIN[:2]), a_row(9, 9, card=11, device=21)) == Component(2, 2)


def test_component_when_an_order_comes_late_then_counted_from_the_newest_joining_on() -> None:
    shelf = shelf_of(a_row(10, 1, card=11), a_row(5, 2, card=11))
    assert [total(shelf, a_row(at, 9, card=11)).orders for at in (6, 10, 11)] == [0, 0, 2]


def test_component_when_an_order_comes_twice_then_counted_once() -> None:
    assert total(shelf_of(*CHAIN, *CHAIN), a_row(9, 9, card=11)) == Component(3, 3)


def test_component_when_a_version_has_new_keys_then_they_join_and_the_order_counts_once() -> None:
    shelf = shelf_of(a_row(1, 1, card=11), a_row(1, 1, card=12))
    assert [total(shelf, a_row(9, 9, card=card)).orders for card in (11, 12)] == [1, 1]


def test_component_when_an_order_is_asked_again_later_then_it_does_not_count_itself() -> None:
    assert total(shelf_of(a_row(1, 1, card=11)), a_row(9, 1, card=11)) == Component(0, 0)


def test_hub_when_one_order_too_many_then_it_joins_nobody() -> None:
    shelf = shelf_of(*(a_row(number, number, card=11, email=1000 + number) for number in range(1, HUB + 2)))
    asked = a_row(999, 999, card=11)
    assert (total(shelf, asked).orders, shelf.is_hub(11, 999), shelf.is_hub(11, HUB + 1)) == (0, True, False)


def test_hub_when_it_was_none_yet_then_it_still_joins() -> None:
    shelf = shelf_of(*(a_row(number, number, card=11) for number in range(1, HUB + 2)))
    assert total(shelf, a_row(HUB + 1, 999, card=11)).orders == HUB


def test_component_when_it_is_full_then_it_stops_growing() -> None:
    chain = [a_row(number, number, card=1000 + number // 2, email=3000 + (number + 1) // 2) for number in range(1, 300)]
    shelf = shelf_of(*chain)
    assert max(size.orders for sizes in shelf._sizes.values() for size in sizes) == MOST_ORDERS
