"""Pieces come free: as many orders are tried as could be served and one more, and none sleeps that could be served."""

import pytest

from fulfillment.inventory.shelves import receive_stock
from fulfillment.jobs import STEP
from fulfillment.reason import Reason
from fulfillment.states import Work
from tests.builders import a_line, an_order
from tests.fulfilment_site import House

TEE, MUG, SHELF = "TEE", "MUG", "SZX-1"
WHY = Reason(rule="IMP-DE-12", code="PROHIBITED", verdict="hold", texts={"en": "may not enter"})


def receive(house: House, sku: str, pieces: int) -> None:
    with house.database.write() as session:
        receive_stock(session, house.site.ids, "main", sku, SHELF, pieces, house.clock.now())


def admit(house: House, number: int, **wanted: int) -> None:
    lines = tuple(a_line(sku=sku, quantity=many) for sku, many in wanted.items())
    house.decide("admit", f"ord_{number}", an_order(id=f"A-{number}", lines=lines))


@pytest.fixture
def waiting(house: House) -> House:
    """Six orders that wait for a T-shirt; the third wants three, the fifth a mug too."""
    for sku in (TEE, MUG):
        receive(house, sku, 0)
    for number in range(1, 7):
        admit(house, number, TEE=3 if number == 3 else 1, **({MUG: 1} if number == 5 else {}))
    house.drain()
    return house


def tried(house: House) -> list[str]:
    return [job.aggregate for job in house._jobs(state="ready") if job.kind == STEP]


def served(house: House) -> list[int]:
    return [each for each in range(1, 7) if house.parts(f"ord_{each}")[-1].state != Work.BACKORDERED]


def test_pieces_when_they_come_then_as_many_of_the_oldest_as_they_suffice_for_and_one_more_are_tried(
    waiting: House,
) -> None:
    receive(waiting, TEE, 2)
    assert tried(waiting) == ["ord_1", "ord_2", "ord_4"]  # the third wants more than there are
    waiting.drain()
    assert served(waiting) == [1, 2]


def test_pieces_when_those_who_were_tried_cannot_take_them_then_the_next_are_tried(waiting: House) -> None:
    for number in (1, 2, 4):
        waiting.decide("hold", f"ord_{number}")
    waiting.desk.kept_by = (WHY,)
    waiting.drain()
    receive(waiting, TEE, 1)
    assert tried(waiting) == ["ord_1", "ord_2"]
    waiting.drain()
    assert served(waiting) == [6]


def test_pieces_when_an_order_in_front_lacks_another_article_then_gets_both_once_that_comes(waiting: House) -> None:
    receive(waiting, TEE, 8)
    waiting.drain()
    assert served(waiting) == [1, 2, 3, 4, 6]
    receive(waiting, MUG, 1)
    waiting.drain()
    assert served(waiting) == [1, 2, 3, 4, 5, 6]
