"""A letter that comes before the decision it follows from, since clocks of machines differ: neither waits for ever.

Jobs of one order go by their ids, and these by the clocks of those who added them.
"""

import pytest

from engine.desk.customer_requests import LETTER
from engine.store.outbox import NewJob, enqueue
from fulfillment.states import Stage
from tests.builders import an_order
from tests.fulfilment_site import House


@pytest.fixture
def asked(house: House) -> House:
    """A house with an order whose customer is asked before anybody knows of it."""
    house.desk.orders["ord_1"] = an_order()
    told = {"order_id": "ord_1", "request_id": "ask_1", "why": "asked", "number": "1:0"}
    with house.database.write() as session:
        job = NewJob(kind=LETTER, merchant="main", aggregate="ord_1", payload=told)
        enqueue(session, house.site.ids, [job], house.clock.now())
    return house


def test_letter_when_it_comes_before_the_decision_then_is_written_once(asked: House) -> None:
    asked.decide("ask_customer")
    asked.drain()
    asked.drain(again=True)
    assert [path.suffix for path in (asked.folder / "notices").iterdir()] == [".eml"]
    assert asked.case().stage == Stage.SCREENED


def test_order_when_asked_before_it_is_known_then_goes_on_once_admitted(asked: House) -> None:
    asked.decide("ask_customer")
    asked.decide("admit", version=2)
    asked.drain()
    assert asked.case().stage == Stage.FULFILLING
