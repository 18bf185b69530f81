"""Two parcels of one order that fare differently: lost, sent back, delivered."""

import pytest

from fulfillment.aftersales.returns import authorise_return, receive_parcel_back, receive_return, request_return
from fulfillment.claims.moving import declare_lost
from fulfillment.deciding import cancel_part
from fulfillment.errors import IllegalStep, PartNeeded, ReturnRefused
from fulfillment.inventory.keeping import keep_warehouse
from fulfillment.inventory.shelves import stock_of
from fulfillment.records import Warehouse
from fulfillment.states import Stage
from fulfillment.store.aftersales import returns_of
from fulfillment.store.claims import claims_of
from fulfillment.store.money import kept
from fulfillment.tracking.vocabulary import Word
from tests.fulfilment_site import House
from tests.split_orders import FAR, MUG, scanned, split, through


@pytest.fixture
def sent(house: House) -> tuple[str, str]:
    """The numbers of two parcels on their way: shirts, and a mug."""
    split(house)
    through(house, "2")
    through(house, "3")
    first, second = (each.number for each in house.parcels())
    return first, second


def rest(house: House) -> int:
    with house.database.read() as session:
        return kept(session, "ord_1").get("EUR", 0)


def test_parcels_when_one_warehouse_lies_abroad_then_its_number_names_that_country(house: House) -> None:
    with house.database.write() as session:
        keep_warehouse(session, Warehouse(merchant_id="main", code=FAR, country="HK"))
    split(house)
    through(house, "2")
    through(house, "3")
    assert [each.number[-2:] for each in house.parcels()] == ["CN", "HK"]


def test_parcel_when_one_comes_back_and_one_arrives_then_the_order_is_delivered_and_the_rest_paid_back(
    house: House, sent: tuple[str, str]
) -> None:
    scanned(house, sent[1], Word.RETURNING)
    assert house.case().stage == Stage.IN_TRANSIT
    scanned(house, sent[0], Word.DELIVERED)
    assert house.case().stage == Stage.DELIVERED
    with house.database.write() as session:
        receive_parcel_back(session, house.site, house.on(), "like_new")
    with house.database.read() as session:
        shelf = stock_of(session, "main", MUG, FAR)
    assert (rest(house), shelf.on_hand) == (4488 - 500, 5)
    house.pass_by(days=31)
    house.drain(again=True)
    assert house.case().stage == Stage.COMPLETED


def test_parcels_when_both_come_back_one_after_the_other_then_the_order_is_returned(
    house: House, sent: tuple[str, str]
) -> None:
    scanned(house, sent[0], Word.RETURNED)
    with house.database.write() as session:
        receive_parcel_back(session, house.site, house.on(), "damaged", sent[0])
    assert (house.case().stage, rest(house)) == (Stage.IN_TRANSIT, 4488 - 3998)
    scanned(house, sent[1], Word.RETURNED)
    assert house.case().stage == Stage.RETURNING
    with house.database.write() as session:
        receive_parcel_back(session, house.site, house.on(), "damaged", sent[1])
    assert (house.case().stage, rest(house)) == (Stage.RETURNED, 0)
    with house.database.write() as session, pytest.raises(IllegalStep):
        receive_parcel_back(session, house.site, house.on(), "damaged", sent[1])


def test_parcel_when_it_arrives_after_all_then_its_return_is_dropped_and_no_other(
    house: House, sent: tuple[str, str]
) -> None:
    scanned(house, sent[0], Word.RETURNING)
    scanned(house, sent[1], Word.RETURNING)
    scanned(house, sent[0], Word.RETURNING, Word.DELIVERED)
    with house.database.read() as session:
        states = [each.state for each in returns_of(session, "main", "ord_1")]
    assert (states, house.case().stage) == (["withdrawn", "in_transit"], Stage.DELIVERED)


def test_parcel_when_one_of_two_is_lost_then_its_price_goes_back_and_the_order_goes_on(
    house: House, sent: tuple[str, str]
) -> None:
    scanned(house, sent[1], Word.LOST)
    with house.database.write() as session, pytest.raises(PartNeeded):
        declare_lost(session, house.site, house.on())
    with house.database.write() as session:
        declare_lost(session, house.site, house.on(), sent[1])
    scanned(house, sent[0], Word.DELIVERED)
    with house.database.read() as session:
        claims = [(each.kind, each.state) for each in claims_of(session, "main", "ord_1")]
    assert (rest(house), house.case().stage, claims) == (4488 - 500, Stage.DELIVERED, [("loss", "opened")])
    with house.database.write() as session, pytest.raises(ReturnRefused):
        request_return(session, house.site, house.on(), {2: 1}, "never came")


def test_parcels_when_both_are_lost_then_the_order_ends_and_all_money_goes_back(
    house: House, sent: tuple[str, str]
) -> None:
    for number in sent:
        with house.database.write() as session:
            declare_lost(session, house.site, house.on(), number)
    assert (house.case().stage, rest(house)) == (Stage.CANCELLED, 0)
    with house.database.read() as session:
        assert len(claims_of(session, "main", "ord_1")) == 2


def test_part_when_cancelled_after_the_other_was_lost_then_the_order_ends(house: House) -> None:
    split(house)
    through(house, "2")
    with house.database.write() as session:
        declare_lost(session, house.site, house.on(), house.parcels()[0].number)
    assert (house.case().stage, rest(house)) == (Stage.FULFILLING, 4488 - 3998)
    with house.database.write() as session:
        cancel_part(session, house.site, house.on(), "nothing is left", "3")
    assert (house.case().stage, rest(house)) == (Stage.CANCELLED, 0)


def test_parcel_when_given_up_and_the_other_comes_back_then_the_order_is_returned(
    house: House, sent: tuple[str, str]
) -> None:
    with house.database.write() as session:
        declare_lost(session, house.site, house.on(), sent[1])
    scanned(house, sent[0], Word.RETURNED)
    with house.database.write() as session:
        receive_parcel_back(session, house.site, house.on(), "damaged")
    assert (house.case().stage, rest(house)) == (Stage.RETURNED, 0)


def test_return_when_customers_send_everything_back_then_each_piece_goes_to_the_shelf_it_left(
    house: House, sent: tuple[str, str]
) -> None:
    for number in sent:
        scanned(house, number, Word.DELIVERED)
    with house.database.write() as session:
        case = request_return(session, house.site, house.on(), {1: 2, 2: 1}, "changed_mind")
        authorise_return(session, house.site, house.on(), case.id)
        receive_return(session, house.site, house.on(), case.id, "like_new")
    with house.database.read() as session:
        assert stock_of(session, "main", MUG, FAR).on_hand == 5
    assert house.case().stage == Stage.RETURNED
