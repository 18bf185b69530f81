"""An address that changes under way: new labels inside, the carrier asked outside, and only what was decided."""

from dataclasses import replace

import pytest

from fulfillment.states import Stage
from fulfillment.store.notices import notices_of
from tests.builders import an_address, an_order
from tests.fulfilment_site import House
from tests.integration.fulfillment.test_stopping import REACH

MOVED = an_order(shipping_address=an_address(line1="Neue Gasse 5"))


def changes(house: House, outcome: str = "admit", version: int = 2) -> None:
    house.decide(outcome, order=MOVED, version=version)
    house.drain()


def asked(house: House) -> list[str]:
    with house.database.read() as session:
        return [each.kind for each in notices_of(session, "main", "ord_1") if each.audience == "carrier"]


def test_address_when_labels_wait_then_new_ones_are_made_and_no_carrier_is_asked(house: House) -> None:
    REACH["labelled"](house)
    before = house.parcels()[0].number
    changes(house)
    assert [each.order_version for each in house.parcels()] == [2]
    assert house.parcels()[0].number != before
    assert asked(house) == []


def test_address_when_the_parcel_has_left_then_the_carrier_is_asked_once_with_the_new_address(house: House) -> None:
    REACH["handed_over"](house)
    changes(house)
    house.drain(again=True)
    assert asked(house) == ["redirection"]
    letters = [path.read_text() for path in house.folder.rglob("*.eml")]
    assert len([each for each in letters if "Neue Gasse 5" in each]) == 1


@pytest.mark.parametrize("outcome", ["hold", "cancel"])
def test_address_when_the_rules_do_not_admit_it_then_the_parcel_is_called_back_instead(
    house: House, outcome: str
) -> None:
    REACH["handed_over"](house)
    changes(house, outcome)
    assert asked(house) == ["interception"]
    assert house.case().stage == Stage.INTERCEPTING


def test_address_when_it_is_admitted_after_a_hold_then_the_parcel_goes_on_to_it(house: House) -> None:
    REACH["handed_over"](house)
    changes(house, "hold")
    house.decide("admit", order=MOVED, version=2)
    house.drain()
    assert asked(house) == ["interception", "interception_withdrawn", "redirection"]


def test_address_when_other_things_of_the_order_change_later_then_the_carrier_is_asked_once(house: House) -> None:
    REACH["handed_over"](house)
    changes(house)
    house.decide("admit", order=replace(MOVED, buyer_note="thank you"), version=3)
    house.drain()
    assert asked(house) == ["redirection"]


def test_address_when_the_order_moves_to_another_country_then_no_carrier_is_asked_to_follow(house: House) -> None:
    REACH["handed_over"](house)
    house.decide("admit", order=an_order(shipping_address=an_address(country="AT")), version=2)
    house.drain()
    assert asked(house) == []
