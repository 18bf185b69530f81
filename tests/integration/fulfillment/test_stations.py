"""The stations: pieces are scanned again, and whoever may not go on is told why."""

from collections.abc import Callable

import pytest

from engine.store.sessions import WriteSession
from fulfillment.carriers.handing_over import hand_over
from fulfillment.errors import IllegalStep, PickRefused, StepBlocked
from fulfillment.packing.packing import pack
from fulfillment.picking.picking import open_list, record_pick
from fulfillment.picking.reviewing import review
from fulfillment.reason import Reason, kept_by
from fulfillment.states import Guard, Stage, Work
from fulfillment.walkthrough import walk
from tests.fulfilment_site import House
from tests.integration.fulfillment.test_stopping import labelled, picked, start, work_of

WHY = Reason(rule="IMP-DE-12", code="PROHIBITED", verdict="cancel", texts={"en": "may not enter", "zh": "禁止进口"})
STATIONS: dict[str, tuple[Callable[[House], None], Callable[[WriteSession, House], object]]] = {
    "pick": (start, lambda session, house: record_pick(session, house.site, house.on())),
    "review": (picked, lambda session, house: review(session, house.site, house.on())),
    "pack": (picked, lambda session, house: pack(session, house.site, house.on(), 480)),
    "hand over": (labelled, lambda session, house: hand_over(session, house.site, house.on())),
}


@pytest.mark.parametrize("outcome", ["hold", "ask_customer", "cancel"])
@pytest.mark.parametrize("station", STATIONS)
def test_station_when_the_law_changed_meanwhile_then_says_why_it_stops(
    house: House, station: str, outcome: str
) -> None:
    reach, act = STATIONS[station]
    reach(house)
    before = work_of(house)
    house.desk.kept_by = (WHY,)
    house.decide(outcome)  # its job has not been done yet: the station asks how the order stands now
    with house.database.write() as session, pytest.raises(StepBlocked) as refused:
        act(session, house)
    assert (refused.value.unmet[0], refused.value.reasons) == (Guard.CLEAR, (WHY,))
    assert work_of(house) == before


def test_reason_when_read_then_is_in_the_language_of_whoever_stands_there() -> None:
    assert kept_by(WHY, "zh") == "IMP-DE-12 PROHIBITED: 禁止进口"
    assert kept_by(WHY, "fr") == "IMP-DE-12 PROHIBITED: may not enter"
    assert kept_by(Reason(rule="", code="rang", verdict="hold", texts={"en": "rang"}), "en") == "rang"


def test_label_when_the_order_is_held_then_is_not_made_until_it_is_released(house: House) -> None:
    picked(house)
    with house.database.write() as session:
        pack(session, house.site, house.on(), 480)
    house.decide("hold")
    house.drain()
    assert work_of(house) == Work.PACKED
    house.decide("admit")
    house.drain()
    assert work_of(house) == Work.LABELLED


def test_review_when_everything_is_there_then_is_packed_from_there(house: House) -> None:
    picked(house)
    with house.database.write() as session:
        review(session, house.site, house.on(), {1: 2})
    assert work_of(house) == Work.REVIEWED
    with house.database.write() as session:
        pack(session, house.site, house.on(), 480)
    assert work_of(house) == Work.PACKED


@pytest.mark.parametrize("scanned", [{1: 1}, {1: 3}, {1: 2, 2: 1}, {}])
def test_review_when_something_else_is_there_then_it_is_picked_again(house: House, scanned: dict[int, int]) -> None:
    picked(house)
    with house.database.write() as session:
        review(session, house.site, house.on(), scanned)
    assert work_of(house) == Work.PICKING
    with house.database.read() as session:
        assert [line.quantity for line in open_list(session, "main", "ord_1")] == [2]
    with house.database.write() as session:
        record_pick(session, house.site, house.on())
    assert work_of(house) == Work.PICKED


def test_review_when_the_piece_is_nowhere_then_the_pick_is_short(house: House) -> None:
    picked(house)
    with house.database.write() as session:
        review(session, house.site, house.on(), {1: 1})
        record_pick(session, house.site, house.on(), {1: 1})
    assert work_of(house) == Work.BACKORDERED


def test_review_when_less_than_nothing_is_scanned_or_nothing_is_picked_then_is_refused(house: House) -> None:
    start(house)
    with house.database.write() as session, pytest.raises(IllegalStep):
        review(session, house.site, house.on())
    with house.database.write() as session, pytest.raises(PickRefused):
        review(session, house.site, house.on(), {1: -1})


def test_packing_when_the_merchant_asks_for_reviews_then_waits_for_one(house: House) -> None:
    picked(house)
    house.desk.is_reviewing = True
    with house.database.write() as session, pytest.raises(StepBlocked) as refused:
        pack(session, house.site, house.on(), 480)
    assert (refused.value.unmet, refused.value.reasons) == ((Guard.REVIEWED,), ())
    assert walk(house.database, house.site, "main", "ord_1", house.clock).stage == Stage.COMPLETED
