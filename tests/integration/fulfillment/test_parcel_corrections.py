"""What was told wrongly is taken back: the parcel is on its way again, and its lane forgets that it arrived."""

import itertools
from datetime import timedelta

import pytest

from engine.store.feed import events_of
from fulfillment.carriers.handing_over import hand_over
from fulfillment.errors import NotFound
from fulfillment.packing.packing import pack
from fulfillment.picking.picking import record_pick
from fulfillment.records import Shipment
from fulfillment.states import Stage, Voyage
from fulfillment.store.shipments import tracked
from fulfillment.store.trips import lane_counts
from fulfillment.tracking.correcting import take_back
from fulfillment.tracking.vocabulary import Word
from tests.fulfilment_site import NOON, House
from tests.split_orders import ORDER, stocked
from tests.tracked_parcels import a_told, send_one, swept, told

DAY = timedelta(days=1)


def counts(house: House) -> dict[tuple[str, int], int]:
    with house.database.read() as session:
        return {(each.what, each.value): each.parcels for each in lane_counts(session, "main", "CN", "DE")}


def delivered(house: House) -> tuple[Shipment, str]:
    parcel = send_one(house)
    told(house, parcel.number, a_told(Word.ACCEPTED, NOON, "CN"), a_told(Word.DELIVERED, NOON + 5 * DAY, "DE"))
    swept(house, days=5)
    with house.database.read() as session:
        return parcel, next(each.id for each in tracked(session, parcel.id) if each.status == Word.DELIVERED)


def test_delivery_when_taken_back_then_parcel_and_order_are_on_their_way_and_the_lane_forgets(house: House) -> None:
    _, event = delivered(house)
    assert (house.case().stage, counts(house)[("days", 5)]) == (Stage.DELIVERED, 1)
    with house.database.write() as session:
        take_back(session, house.site, "main", event, "wrong_parcel", house.clock.now(), "person:anna")
    swept(house, minutes=15)
    assert (house.parcels()[0].state, house.case().stage, counts(house)) == (Voyage.IN_TRANSIT, Stage.IN_TRANSIT, {})


def test_delivery_when_told_again_after_a_correction_then_is_counted_once(house: House) -> None:
    parcel, event = delivered(house)
    with house.database.write() as session:
        take_back(session, house.site, "main", event, "wrong_parcel", house.clock.now(), "person:anna")
    told(house, parcel.number, a_told(Word.DELIVERED, NOON + 7 * DAY, "DE"))
    swept(house, days=3)
    swept(house, days=3)
    assert {key: many for key, many in counts(house).items() if key[0] == "days"} == {("days", 7): 1}
    assert house.case().stage == Stage.DELIVERED


def test_delivery_when_taken_back_by_the_carrier_then_the_same_event_says_nothing_any_more(house: House) -> None:
    parcel, _ = delivered(house)
    again = a_told(Word.DELIVERED, NOON + 5 * DAY, "DE")
    told(house, parcel.number, type(again).of({**again.kept(), "voids": True}))
    told(house, parcel.number, again)
    assert house.parcels()[0].state == Voyage.IN_TRANSIT


def test_event_when_of_another_merchant_then_is_not_found(house: House) -> None:
    _, event = delivered(house)
    with house.database.write() as session, pytest.raises(NotFound):
        take_back(session, house.site, "other", event, "wrong_parcel", house.clock.now(), "person:anna")


def test_events_when_told_one_by_one_in_any_order_then_state_counts_and_flags_are_the_same(house: House) -> None:
    events = [
        a_told(Word.ACCEPTED, NOON, "CN"),
        a_told(Word.IMPORT_HELD, NOON + 2 * DAY, "DE"),
        a_told(Word.CUSTOMS_CLEARED, NOON + 3 * DAY, "DE"),
        a_told(Word.OUT_FOR_DELIVERY, NOON + 4 * DAY, "DE"),
    ]
    found = set()
    for number, order in enumerate(itertools.islice(itertools.permutations(events), 0, None, 5)):
        name = f"ord_{number}"
        parcel = another(house, name)
        for each in (*order, order[0]):
            told(house, parcel.number, each)
        swept(house, minutes=15)
        with house.database.read() as session:
            types = tuple(each.type for each in events_of(session, "main", name) if each.type.startswith("parcel."))
        now = next(each for each in house.parcels(name) if each.id == parcel.id)
        found.add((now.status, now.state, types))
    assert len(found) == 1


def another(house: House, order_id: str) -> Shipment:
    """One more parcel, of an order of its own."""
    stocked(house, 50)
    house.decide("admit", order_id, ORDER)
    house.drain()
    with house.database.write() as session:
        record_pick(session, house.site, house.on(order_id))
    house.drain()
    with house.database.write() as session:
        pack(session, house.site, house.on(order_id), 900)
    house.drain()
    with house.database.write() as session:
        hand_over(session, house.site, house.on(order_id))
    house.drain()
    return house.parcels(order_id)[0]


def test_loss_when_taken_back_then_the_parcel_is_on_its_way(house: House) -> None:
    parcel = send_one(house)
    told(house, parcel.number, a_told(Word.ACCEPTED, NOON, "CN"), a_told(Word.LOST, NOON + DAY, "CN"))
    with house.database.read() as session:
        event = next(each.id for each in tracked(session, parcel.id) if each.status == Word.LOST)
    with house.database.write() as session:
        take_back(session, house.site, "main", event, "found", house.clock.now(), "person:anna")
    now = house.parcels()[0]
    assert (now.state, now.status) == (Voyage.IN_TRANSIT, Word.ACCEPTED)


def test_event_when_the_only_one_is_taken_back_then_the_parcel_has_a_label_and_no_more(house: House) -> None:
    parcel = send_one(house)
    told(house, parcel.number, a_told(Word.DELIVERED, NOON + DAY, "DE"))
    with house.database.read() as session:
        (event,) = tracked(session, parcel.id)
    with house.database.write() as session:
        take_back(session, house.site, "main", event.id, "wrong_parcel", house.clock.now(), "person:anna")
    now = house.parcels()[0]
    assert (now.state, now.status, now.status_at) == (Voyage.IN_TRANSIT, Word.LABEL_CREATED, None)
