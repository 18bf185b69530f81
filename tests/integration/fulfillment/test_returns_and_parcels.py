"""Goods that come back, parcels that are lost, and what the carrier tells late or twice."""

import pytest

from engine.store.outbox import Job
from fulfillment.aftersales.completing import close_window
from fulfillment.aftersales.returns import (
    decline_return,
    receive_parcel_back,
    receive_return,
    request_return,
)
from fulfillment.claims.moving import declare_lost, move_claim
from fulfillment.claims.paying import Paid, book_payment
from fulfillment.errors import ReturnRefused, TrackingRefused
from fulfillment.inventory.shelves import stock_of
from fulfillment.jobs import WINDOW
from fulfillment.packing.packing import pack
from fulfillment.picking.picking import record_pick
from fulfillment.states import Event, Pay, Stage
from fulfillment.store.claims import claims_of
from fulfillment.store.shipments import shipments_of
from fulfillment.tracking.recording import Scan, record_tracking
from fulfillment.tracking.vocabulary import Word
from tests.fulfilment_site import House
from tests.integration.fulfillment.test_money_and_goods import asked_back, delivered, rest
from tests.integration.fulfillment.test_stopping import handed_over, scan, told

SKU, SHELF = "TEE-M-BLUE", "SZX-1"


def test_return_when_a_part_comes_back_then_its_price_does_and_the_order_completes_later(house: House) -> None:
    delivered(house)
    case = asked_back(house, 1)
    house.pass_by(days=31)
    house.drain()
    assert house.case().stage == Stage.DELIVERED
    with house.database.write() as session:
        receive_return(session, house.site, house.on(), case.id, "like_new")
    house.drain()
    with house.database.read() as session:
        shelf = stock_of(session, "main", SKU, SHELF)
    assert (rest(house), shelf.on_hand) == ({"EUR": 4488 - 1999}, 4)
    assert (house.case().stage, house.case().payment) == (Stage.COMPLETED, Pay.PARTIALLY_REFUNDED)


def test_return_when_everything_comes_back_then_all_money_does_and_the_order_is_returned(house: House) -> None:
    delivered(house)
    for _ in range(2):
        case = asked_back(house, 1)
        with house.database.write() as session:
            receive_return(session, house.site, house.on(), case.id, "damaged")
    assert (house.case().stage, rest(house)) == (Stage.RETURNED, {})


def test_return_when_more_than_was_sent_is_asked_back_then_is_refused(house: House) -> None:
    delivered(house)
    asked_back(house, 2)
    with house.database.write() as session, pytest.raises(ReturnRefused):
        request_return(session, house.site, house.on(), {1: 1}, "changed_mind")


def test_return_when_the_window_is_over_then_is_refused(house: House) -> None:
    delivered(house)
    house.pass_by(days=31)
    with house.database.write() as session, pytest.raises(ReturnRefused):
        request_return(session, house.site, house.on(), {1: 1}, "changed_mind")


def test_return_when_declined_then_the_order_completes(house: House) -> None:
    delivered(house)
    with house.database.write() as session:
        case = request_return(session, house.site, house.on(), {1: 1}, "changed_mind")
        decline_return(session, house.site, house.on(), case.id)
    house.pass_by(days=31)
    house.drain()
    assert house.case().stage == Stage.COMPLETED


def test_window_when_it_is_not_over_then_nothing_is_completed(house: House) -> None:
    delivered(house)
    with house.database.write() as session:
        assert close_window(session, house.site, house.on()).stage == Stage.DELIVERED


def test_window_when_the_workers_clock_is_behind_the_databases_then_is_closed_all_the_same(house: House) -> None:
    """Its timer is woken once; nobody would look again."""
    delivered(house)
    ends = house.clock.now() + house.site.return_window
    house.pass_by(days=29, hours=23)
    timer = Job(id="job_t", kind=WINDOW, merchant="main", aggregate="ord_1:window", payload={"order_id": "ord_1"},
                attempts=1, fence=1, due=ends)  # fmt: skip
    house.do(timer)
    assert house.case().stage == Stage.COMPLETED


def test_parcel_when_the_carrier_sends_it_back_then_everything_is_undone(house: House) -> None:
    handed_over(house)
    scan(house, Word.RETURNING)
    assert house.case().stage == Stage.RETURNING
    with house.database.write() as session:
        receive_parcel_back(session, house.site, house.on(), "like_new")
    with house.database.read() as session:
        shelf = stock_of(session, "main", SKU, SHELF)
    assert (house.case().stage, rest(house), shelf.on_hand) == (Stage.RETURNED, {}, 5)


def test_parcel_when_delivered_after_all_then_the_return_is_dropped(house: House) -> None:
    handed_over(house)
    scan(house, Word.RETURNING)
    scan(house, Word.DELIVERED)
    house.pass_by(days=31)
    house.drain()
    assert house.case().stage == Stage.COMPLETED


def test_parcel_when_lost_then_the_customer_is_paid_and_the_carrier_gets_a_claim(house: House) -> None:
    handed_over(house)
    scan(house, Word.LOST)
    assert house.case().stage == Stage.SHIPPED
    with house.database.write() as session:
        declare_lost(session, house.site, house.on())
    with house.database.write() as session:
        claim = claims_of(session, "main", "ord_1")[0]
        for event in (Event.FILE, Event.ACKNOWLEDGE, Event.APPROVE):
            move_claim(session, house.site, house.on(), claim.id, event)
        paid = Paid(amount=claim.amount, currency=claim.currency, reference="CN-1", at=house.clock.now())
        book_payment(session, house.site, house.on(), claim.id, paid)
    with house.database.read() as session:
        assert claims_of(session, "main", "ord_1")[0].state == "closed"
    assert (house.case().stage, rest(house)) == (Stage.CANCELLED, {})


@pytest.mark.parametrize("words", [(Word.LOST, Word.DELIVERED), (Word.DELIVERED, Word.LOST)])
def test_claim_when_the_lost_parcel_arrives_then_is_withdrawn_in_any_order(
    house: House, words: tuple[Word, Word]
) -> None:
    handed_over(house)
    for word in words:
        scan(house, word)
    with house.database.read() as session:
        assert [claim.state for claim in claims_of(session, "main", "ord_1")] == ["withdrawn"]
    assert house.case().stage == Stage.DELIVERED


def test_tracking_when_told_late_and_twice_then_changes_nothing(house: House) -> None:
    handed_over(house)
    scan(house, Word.OUT_FOR_DELIVERY, Word.DELIVERED)
    before = house.case()
    scan(house, Word.OUT_FOR_DELIVERY, Word.DELIVERED)
    assert house.case() == before
    scan(house, Word.CUSTOMS_CLEARED)
    assert house.case().stage == Stage.DELIVERED
    assert told(house).count("delivered") == 1


def test_serials_when_many_labels_are_made_then_each_is_given_once(house: House) -> None:
    for name in ("ord_1", "ord_2", "ord_3"):
        house.decide("admit", order_id=name)
        house.drain()
        with house.database.write() as session:
            record_pick(session, house.site, house.on(name))
            pack(session, house.site, house.on(name), 480)
        house.drain()
    with house.database.read() as session:
        sent = [shipments_of(session, "main", name)[0].number for name in ("ord_1", "ord_2", "ord_3")]
    assert len(set(sent)) == 3


def test_tracking_when_a_time_has_no_zone_then_is_refused(house: House) -> None:
    handed_over(house)
    with house.database.read() as session:
        number = shipments_of(session, "main", "ord_1")[0].number
    naive = Scan(status=Word.ACCEPTED, at=house.clock.now().replace(tzinfo=None))
    with house.database.write() as session, pytest.raises(TrackingRefused):
        record_tracking(session, house.site, "main", number, [naive], house.clock.now())
