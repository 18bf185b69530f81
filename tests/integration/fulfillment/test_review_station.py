"""The review station, scan by scan."""

import pytest

from fulfillment.errors import IllegalStep, StepBlocked
from fulfillment.picking.review_station import Rescanned, ReviewSeen, review_seen, scan_review, send_back
from fulfillment.picking.station_errors import ScanRefused
from fulfillment.reason import Reason
from fulfillment.states import Work
from tests.fulfilment_site import House
from tests.wave_house import MUG, TEE, admit, pick_all, released, set_up

WHY = Reason(rule="IMP-DE-12", code="PROHIBITED", verdict="hold", texts={"en": "may not enter"})


def picked(house: House) -> str:
    set_up(house)
    admit(house, 1, {TEE: 2, MUG: 1})
    pick_all(house, released(house).walks[0].id)
    return house.parts("ord_1")[-1].id


def rescan(house: House, part: str, id_: str, item: str, quantity: int = 1) -> ReviewSeen:
    with house.database.write() as session:
        return scan_review(session, house.site, house.on(), part, Rescanned(id=id_, item=item, quantity=quantity))


def test_review_when_every_piece_is_scanned_then_is_over_and_repeats_change_nothing(house: House) -> None:
    part = picked(house)
    house.desk.numbers = {MUG: "4006381333931"}
    rescan(house, part, "r1", TEE)
    rescan(house, part, "r1", TEE)
    assert rescan(house, part, "r2", "4006381333931").missing == {TEE: 1}
    assert rescan(house, part, "r3", TEE).part.state == Work.REVIEWED
    assert rescan(house, part, "r3", TEE).part.state == Work.REVIEWED
    with pytest.raises(IllegalStep):
        rescan(house, part, "r4", TEE)


def test_review_when_an_item_is_wrong_or_too_many_then_says_what_differs(house: House) -> None:
    part = picked(house)
    with pytest.raises(ScanRefused) as wrong:
        rescan(house, part, "r1", "PEN")
    with pytest.raises(ScanRefused) as over:
        rescan(house, part, "r2", MUG, 2)
    assert wrong.value.expected == {"item": "1 x MUG, 2 x TEE"}
    assert (over.value.expected, "1 too many" in str(over.value)) == ({"quantity": "1"}, True)


def test_review_when_a_piece_is_missing_then_it_is_picked_again_and_reviewed_anew(house: House) -> None:
    part = picked(house)
    rescan(house, part, "r1", TEE, 2)
    with house.database.write() as session:
        back = send_back(session, house.site, house.on(), part)
    assert (back.part.state, back.scanned) == (Work.PICKING, {})
    pick_all(house, released(house).walks[0].id)
    with house.database.read() as session:
        assert review_seen(session, house.site, "main", part).missing == {MUG: 1, TEE: 2}


def test_review_when_the_order_is_held_then_says_why(house: House) -> None:
    part = picked(house)
    house.desk.kept_by = (WHY,)
    house.decide("hold")
    with pytest.raises(StepBlocked) as refused:
        rescan(house, part, "r1", TEE)
    assert refused.value.reasons == (WHY,)
