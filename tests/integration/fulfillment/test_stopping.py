"""Holds and cancellations at every stage: nothing goes on, and what was taken is given back once."""

from collections.abc import Callable

import pytest

from engine.store.sessions import WriteSession
from fulfillment.carriers.handing_over import close_manifest, hand_over
from fulfillment.deciding import cancel_order
from fulfillment.errors import IllegalStep, NotFound, StepBlocked
from fulfillment.inventory.shelves import receive_stock, stock_of
from fulfillment.packing.packing import pack
from fulfillment.picking.picking import open_list, record_pick
from fulfillment.states import Pay, Stage, Work
from fulfillment.store.money import kept, refunds_of
from fulfillment.store.notices import notices_of
from fulfillment.store.shipments import shipments_of
from fulfillment.timeline import view
from fulfillment.tracking.recording import Scan, record_tracking
from fulfillment.tracking.vocabulary import Word
from tests.builders import an_address, an_order
from tests.fulfilment_site import House

SKU, SHELF = "TEE-M-BLUE", "SZX-1"
REACH: dict[str, Callable[[House], None]] = {}


def reaches(work: str) -> Callable[[Callable[[House], None]], Callable[[House], None]]:
    def register(act: Callable[[House], None]) -> Callable[[House], None]:
        REACH[work] = act
        return act

    return register


@reaches(Work.PICKING)
def start(house: House) -> None:
    with house.database.write() as session:
        receive_stock(session, house.site.ids, "main", SKU, SHELF, 5, house.clock.now())
    house.decide("admit")
    house.drain()


@reaches(Work.PICKED)
def picked(house: House) -> None:
    start(house)
    with house.database.write() as session:
        record_pick(session, house.site, house.on())


@reaches(Work.LABELLED)
def labelled(house: House) -> None:
    picked(house)
    with house.database.write() as session:
        pack(session, house.site, house.on(), 480)
    house.drain()


@reaches(Work.HANDED_OVER)
def handed_over(house: House) -> None:
    labelled(house)
    with house.database.write() as session:
        hand_over(session, house.site, house.on())


def work_of(house: House) -> str:
    return house.parts()[-1].state


def number_of(house: House) -> str:
    with house.database.read() as session:
        return shipments_of(session, "main", "ord_1")[-1].number


def scan(house: House, *words: Word) -> None:
    scans = [Scan(status=word, at=house.clock.now()) for word in words]
    with house.database.write() as session:
        record_tracking(session, house.site, "main", number_of(house), scans, house.clock.now())


def told(house: House) -> list[str]:
    with house.database.read() as session:
        return [each.kind for each in notices_of(session, "main", "ord_1")]


ONWARDS: dict[str, Callable[[WriteSession, House], object]] = {
    Work.PICKING: lambda session, house: record_pick(session, house.site, house.on()),
    Work.PICKED: lambda session, house: pack(session, house.site, house.on(), 480),
    Work.LABELLED: lambda session, house: hand_over(session, house.site, house.on()),
}


@pytest.mark.parametrize("work", REACH)
def test_stage_when_reached_then_is_the_one_that_the_other_tests_mean(house: House, work: str) -> None:
    REACH[work](house)
    assert work_of(house) == work


@pytest.mark.parametrize("work", ONWARDS)
def test_hold_when_inside_then_the_stage_stays_and_a_release_goes_on_from_there(house: House, work: str) -> None:
    REACH[work](house)
    house.decide("hold")
    house.drain()
    with house.database.write() as session, pytest.raises(StepBlocked):
        ONWARDS[work](session, house)
    assert work_of(house) == work
    house.decide("admit")
    house.drain()
    assert work_of(house) == work
    assert house.case().stage == Stage.FULFILLING


@pytest.mark.parametrize("work", ONWARDS)
@pytest.mark.parametrize("is_by_person", [True, False])
def test_cancel_when_inside_then_stock_money_and_label_go_back_once(
    house: House, work: str, is_by_person: bool
) -> None:
    REACH[work](house)
    if is_by_person:
        with house.database.write() as session:
            cancel_order(session, house.site, house.on(), "changed my mind")
    else:
        house.decide("cancel")
    house.drain()
    house.drain(again=True)
    with house.database.read() as session:
        shelf = stock_of(session, "main", SKU, SHELF)
        refunds = refunds_of(session, "main", "ord_1")
        lines = open_list(session, "main", "ord_1")
        labels = shipments_of(session, "main", "ord_1")
    assert (house.case().stage, house.case().payment) == (Stage.CANCELLED, Pay.REFUNDED)
    assert (shelf.on_hand, shelf.reserved) == (5, 0)
    assert [(each.amount, each.currency, each.state) for each in refunds] == [(4488, "EUR", "sent")]
    assert not lines
    assert all(label.state == "voided" for label in labels)
    assert told(house).count("cancelled") == 1


def test_cancel_when_never_admitted_then_the_order_is_rejected_and_what_the_shop_took_goes_back(house: House) -> None:
    house.decide("hold")
    house.drain()
    house.decide("cancel")
    house.drain()
    assert (house.case().stage, house.case().payment) == (Stage.REJECTED, Pay.REFUNDED)
    assert not house.parts()


@pytest.mark.parametrize("outcome", ["hold", "cancel"])
def test_decision_when_the_parcel_has_left_then_it_is_called_back(house: House, outcome: str) -> None:
    handed_over(house)
    house.decide(outcome)
    house.drain()
    house.drain(again=True)
    assert house.case().stage == Stage.INTERCEPTING
    assert told(house).count("interception") == 1


def test_decision_when_the_parcel_is_admitted_again_then_it_travels_on(house: House) -> None:
    handed_over(house)
    house.decide("hold")
    house.drain()
    house.decide("admit")
    house.drain()
    assert house.case().stage == Stage.IN_TRANSIT
    assert told(house).count("interception_withdrawn") == 1


def test_recall_when_by_a_person_then_no_decision_sends_the_parcel_on(house: House) -> None:
    handed_over(house)
    with house.database.write() as session:
        cancel_order(session, house.site, house.on(), "changed my mind")
    house.decide("admit")
    house.drain()
    assert house.case().stage == Stage.INTERCEPTING


def test_cancel_when_delivered_then_is_too_late_and_says_what_is_possible(house: House) -> None:
    handed_over(house)
    scan(house, Word.DELIVERED)
    with house.database.write() as session, pytest.raises(IllegalStep) as refused:
        cancel_order(session, house.site, house.on(), "changed my mind")
    assert set(refused.value.possible) == {"close", "correct", "take_back"}


def test_scan_when_the_order_is_held_then_is_kept_and_the_parcel_counts_as_left_after_release(house: House) -> None:
    labelled(house)
    house.decide("hold")
    house.drain()
    scan(house, Word.ACCEPTED, Word.DEPARTED_ORIGIN)
    assert work_of(house) == Work.LABELLED
    house.decide("admit")
    house.drain()
    assert (house.case().stage, work_of(house)) == (Stage.IN_TRANSIT, Work.HANDED_OVER)


def test_cancel_when_the_carrier_has_scanned_a_held_parcel_then_it_is_asked_for_it(house: House) -> None:
    labelled(house)
    house.decide("hold")
    house.drain()
    scan(house, Word.ACCEPTED)
    house.decide("cancel")
    house.drain()
    assert house.case().stage == Stage.CANCELLED
    assert "interception" in told(house)


def test_label_when_the_address_changes_then_is_made_anew_and_the_old_one_cannot_leave(house: House) -> None:
    labelled(house)
    first = number_of(house)
    house.decide("admit", order=an_order(shipping_address=an_address(line1="Invalidenstr. 1")), version=2)
    with house.database.write() as session, pytest.raises(StepBlocked):
        hand_over(session, house.site, house.on())
    house.drain()
    assert work_of(house) == Work.LABELLED
    assert number_of(house) != first
    with house.database.write() as session:
        assert hand_over(session, house.site, house.on()).stage == Stage.SHIPPED


def test_manifest_when_one_order_is_held_then_the_others_leave_and_it_says_why(house: House) -> None:
    labelled(house)
    house.decide("hold", order_id="ord_2")
    house.drain()
    with house.database.write() as session:
        closed = close_manifest(
            session, house.site, "main", "dhl_express", ["ord_1", "ord_2", "ord_3"], house.clock.now(), "packer"
        )
    assert (closed.left, closed.manifest.parcels) == (("ord_1",), 1)
    assert {order: type(why) for order, why in closed.stayed.items()} == {"ord_2": NotFound, "ord_3": NotFound}


def test_order_when_another_merchant_asks_then_is_not_there(house: House) -> None:
    labelled(house)
    stranger = House(house.database, house.folder, house.site.ids, merchant="other")
    stranger.desk.orders, stranger.desk.standings = house.desk.orders, house.desk.standings
    with house.database.read() as session, pytest.raises(NotFound):
        view(session, "other", "ord_1")
    with house.database.write() as session, pytest.raises(NotFound):
        cancel_order(session, stranger.site, stranger.on(), "not mine")
    with house.database.write() as session, pytest.raises(NotFound):
        record_tracking(session, house.site, "other", number_of(house), [], house.clock.now())


def test_money_when_cancelled_then_nothing_is_kept(house: House) -> None:
    picked(house)
    house.decide("cancel")
    house.drain()
    with house.database.read() as session:
        assert kept(session, "ord_1") == {}
