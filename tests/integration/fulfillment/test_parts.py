"""Orders that leave in several parts and parcels: each by itself, the order as all of them."""

from dataclasses import replace

import pytest

from engine.ids import Prefix
from fulfillment.carriers.handing_over import close_manifest
from fulfillment.deciding import cancel_order, cancel_part
from fulfillment.documents.printing import print_label
from fulfillment.errors import IllegalStep, NotFound, ParcelRefused, PartNeeded, StepBlocked
from fulfillment.inventory.allocating import Part
from fulfillment.inventory.shelves import stock_of
from fulfillment.packing.packing import pack, unpack
from fulfillment.payments.confirming import confirm_payment
from fulfillment.payments.taking import PaymentEvent
from fulfillment.picking.picking import record_pick
from fulfillment.planning import open_parts
from fulfillment.states import Event, Machine, Stage, Work
from fulfillment.store.money import kept
from fulfillment.store.shipments import add_shipment
from fulfillment.thread import at_work
from fulfillment.timeline import choices, view
from fulfillment.tracking.vocabulary import Word
from fulfillment.walkthrough import walk
from tests.builders import a_line
from tests.fulfilment_site import House
from tests.split_orders import FAR, MUG, NEAR, ORDER, TEE, box, pick, scanned, send, split, through, told, works


def reserved(house: House) -> list[int]:
    with house.database.read() as session:
        return [stock_of(session, "main", *shelf).reserved for shelf in ((TEE, NEAR), (MUG, FAR))]


def rest(house: House) -> int:
    with house.database.read() as session:
        return kept(session, "ord_1").get("EUR", 0)


def test_parts_when_opened_then_each_reserves_and_picks_its_own_lines(house: House) -> None:
    split(house)
    assert works(house) == [Work.PICKING, Work.PICKING]
    assert reserved(house) == [2, 1]
    with house.database.read() as session:
        seen = view(session, "main", "ord_1")
    assert [[line.sku for line in part.to_pick] for part in seen.parts[1:]] == [[TEE], [MUG]]


def test_part_when_not_named_among_several_then_says_which_there_are(house: House) -> None:
    split(house)
    with house.database.write() as session, pytest.raises(PartNeeded) as refused:
        record_pick(session, house.site, house.on())
    assert refused.value.names == ("2", "3")
    with house.database.write() as session, pytest.raises(NotFound):
        record_pick(session, house.site, house.on(), part="7")


def test_order_when_its_parts_leave_one_by_one_then_ships_with_the_last_and_tells_each(house: House) -> None:
    split(house)
    through(house, "2")
    assert (house.case().stage, works(house)) == (Stage.FULFILLING, [Work.HANDED_OVER, Work.PICKING])
    through(house, "3")
    first, second = (each.number for each in house.parcels())
    assert house.case().stage == Stage.SHIPPED
    assert [each for each in told(house) if "shipped" in each[0]] == [("part_shipped", first), ("shipped", second)]


def test_order_when_one_of_two_parcels_arrives_then_is_delivered_with_the_other(house: House) -> None:
    split(house)
    through(house, "2")
    first = house.parcels()[0].number
    scanned(house, first, Word.ACCEPTED, Word.DELIVERED)
    assert house.case().stage == Stage.FULFILLING
    through(house, "3")
    assert house.case().stage == Stage.IN_TRANSIT
    scanned(house, house.parcels()[1].number, Word.ACCEPTED, Word.DELIVERED)
    assert house.case().stage == Stage.DELIVERED
    assert [kind for kind, _ in told(house)].count("delivered") == 1


def test_hold_when_one_part_has_left_then_the_other_waits_and_the_parcel_is_called_back(house: House) -> None:
    split(house)
    through(house, "2")
    house.decide("hold")
    house.drain(again=True)
    with house.database.write() as session, pytest.raises(StepBlocked):
        record_pick(session, house.site, house.on(), part="3")
    assert (house.case().stage, [kind for kind, _ in told(house)].count("interception")) == (Stage.FULFILLING, 1)
    house.decide("admit")
    house.drain(again=True)
    assert [kind for kind, _ in told(house)].count("interception_withdrawn") == 1
    through(house, "3")
    assert house.case().stage == Stage.SHIPPED


@pytest.mark.parametrize("is_by_person", [True, False])
def test_cancel_when_one_part_has_left_then_the_other_is_undone_once_and_the_parcel_called_back(
    house: House, is_by_person: bool
) -> None:
    split(house)
    through(house, "2")
    pick(house, "3")
    if is_by_person:
        with house.database.write() as session:
            cancel_order(session, house.site, house.on(), "changed my mind")
    else:
        house.decide("cancel")
    house.drain(again=True)
    assert (house.case().stage, works(house)) == (Stage.INTERCEPTING, [Work.HANDED_OVER])
    assert (reserved(house), rest(house)) == ([0, 0], 4488 - 500)
    assert [kind for kind, _ in told(house)].count("interception") == 1


def test_cancel_when_the_part_that_left_has_arrived_then_the_order_is_delivered_without_the_rest(house: House) -> None:
    split(house)
    through(house, "2")
    scanned(house, house.parcels()[0].number, Word.DELIVERED)
    with house.database.write() as session:
        cancel_order(session, house.site, house.on(), "the mug is not wanted any more")
    assert (house.case().stage, rest(house)) == (Stage.DELIVERED, 4488 - 500)
    assert "interception" not in [kind for kind, _ in told(house)]


def test_part_when_cancelled_by_itself_then_its_price_goes_back_and_the_order_ships_without_it(house: House) -> None:
    split(house)
    through(house, "2")
    with house.database.write() as session:
        cancel_part(session, house.site, house.on(), "mugs are broken", "3")
    assert (house.case().stage, rest(house), reserved(house)) == (Stage.SHIPPED, 4488 - 500, [0, 0])
    with house.database.write() as session, pytest.raises(IllegalStep):
        cancel_part(session, house.site, house.on(), "too late", "2")


def test_part_when_the_last_one_is_cancelled_then_the_order_is(house: House) -> None:
    split(house)
    for part in ("2", "3"):
        with house.database.write() as session:
            cancel_part(session, house.site, house.on(), "nothing is left", part)
    assert (house.case().stage, rest(house)) == (Stage.CANCELLED, 0)


def test_parts_when_the_order_asks_for_other_pieces_then_the_work_begins_anew(house: House) -> None:
    split(house)
    pick(house, "2")
    house.decide("admit", order=replace(ORDER, lines=(a_line(quantity=1),)), version=2)
    house.drain(again=True)
    with house.database.read() as session:
        parts = view(session, "main", "ord_1").parts
    assert [part.fulfilment.state for part in parts] == [Work.CANCELLED] * 3 + [Work.PICKING]
    assert [(line.sku, line.quantity) for line in parts[-1].lines] == [(TEE, 1)]
    assert reserved(house) == [1, 0]


def test_parts_when_one_was_ended_and_the_order_is_admitted_again_then_it_stays_ended(house: House) -> None:
    split(house)
    with house.database.write() as session:
        cancel_part(session, house.site, house.on(), "mugs are broken", "3")
    house.decide("admit", version=2)
    house.drain()
    assert works(house) == [Work.PICKING]


def test_reservation_when_it_lapses_then_the_pieces_are_free_and_the_part_is_planned_again(house: House) -> None:
    split(house)
    with house.database.write() as session, at_work(session, house.site, house.on()) as file:
        (made,) = open_parts(file, [Part(warehouse=NEAR, lines={1: 1})])
        file.take(Machine.FULFILMENT, Event.RESERVE, made.id)
        assert file.take(Machine.FULFILMENT, Event.LAPSE, made.id) == Work.PLANNED
    assert reserved(house) == [2, 1]


def test_boxes_when_several_hold_a_part_then_each_gets_a_label_and_all_leave_together(house: House) -> None:
    split(house)
    pick(house, "2")
    box(house, 200, "2", {1: 1})
    assert works(house)[0] == Work.PICKED
    box(house, 210, "2")
    labels = house.parcels()
    assert [each.state for each in labels] == ["labelled", "labelled"]
    with house.database.read() as session, pytest.raises(PartNeeded):
        print_label(session, house.desk, "main", "ord_1")
    with house.database.read() as session:
        assert labels[1].number[2:5] in print_label(session, house.desk, "main", "ord_1", labels[1].number)
    with house.database.write() as session:
        done = close_manifest(session, house.site, "main", "dhl_express", ["ord_1"], house.clock.now(), "dock")
    assert (done.left, done.manifest.parcels, works(house)[0]) == (("ord_1",), 2, Work.HANDED_OVER)


@pytest.mark.parametrize(
    ("contents", "weight_g"), [({1: 3}, 900), ({2: 1}, 900), ({}, 900), ({1: 0}, 900), ({1: 1}, 100)]
)
def test_box_when_it_cannot_hold_that_then_is_refused(house: House, contents: dict[int, int], weight_g: int) -> None:
    split(house)
    pick(house, "2")
    with house.database.write() as session, pytest.raises(ParcelRefused):
        pack(session, house.site, house.on(), weight_g, contents, part="2")


def test_boxes_when_opened_again_then_labels_are_void_and_everything_is_packed_anew(house: House) -> None:
    split(house)
    pick(house, "2")
    box(house, 900, "2")
    with house.database.write() as session:
        unpack(session, house.site, house.on(), "2")
    assert (works(house)[0], house.parcels()) == (Work.PICKED, [])
    box(house, 900, "2")
    assert works(house)[0] == Work.LABELLED


def test_scan_when_of_one_parcel_of_a_part_then_the_part_has_left(house: House) -> None:
    split(house)
    pick(house, "2")
    box(house, 200, "2", {1: 1})
    box(house, 210, "2")
    scanned(house, house.parcels()[1].number, Word.ACCEPTED)
    assert works(house)[0] == Work.HANDED_OVER
    assert [each.state for each in house.parcels()] == ["handed_over", "in_transit"]


def test_label_when_the_address_changes_then_is_made_anew_for_what_has_not_left(house: House) -> None:
    split(house)
    through(house, "2")
    pick(house, "3")
    box(house, 900, "3")
    gone, waiting = (each.number for each in house.parcels())
    house.decide("admit", version=2)
    house.drain()
    numbers = [each.number for each in house.parcels()]
    assert numbers[0] == gone
    assert waiting not in numbers
    send(house, "3")
    assert house.case().stage == Stage.SHIPPED


def test_parcel_when_several_orders_share_it_then_one_scan_moves_them_all(house: House) -> None:
    split(house)
    through(house, "2")
    house.decide("admit", order_id="ord_2")
    house.drain()
    own = house.parcels()[0]
    with house.database.write() as session:
        part = house.parts("ord_2")[0].id
        shared = replace(own, id=house.site.ids.new(Prefix.SHIPMENT), order_id="ord_2", fulfilment_id=part)
        add_shipment(session, shared)
    scanned(house, own.number, Word.ACCEPTED)
    assert [house.parcels(each)[0].state for each in ("ord_1", "ord_2")] == ["in_transit", "in_transit"]


def test_order_when_walked_in_two_parts_then_is_completed(house: House) -> None:
    split(house)
    assert walk(house.database, house.site, "main", "ord_1", house.clock).stage == Stage.COMPLETED
    house.drain(again=True)
    assert [each.state for each in house.parcels()] == ["delivered", "delivered"]


def test_choices_when_there_are_several_parts_then_tell_of_each_who_may_and_what_it_waits_for(house: House) -> None:
    split(house)
    house.decide("hold")
    house.drain()
    with house.database.read() as session:
        found = choices(session, house.site, "main", "ord_1")
    picks = [each for each in found if each.event == Event.FINISH_PICK]
    assert [each.subject for each in picks] == [part.id for part in house.parts()[1:]]
    assert all(each.who == ("picker",) and each.unmet for each in picks)


def test_part_when_its_money_is_disputed_then_cannot_be_ended_by_itself(house: House) -> None:
    split(house)
    with house.database.write() as session:
        confirm_payment(session, house.site, house.on(), PaymentEvent(
            kind=Event.DISPUTE, amount=4488, currency="EUR", reference="dp_1", at=house.clock.now()))  # fmt: skip
    with house.database.write() as session, pytest.raises(IllegalStep):
        cancel_part(session, house.site, house.on(), "sold elsewhere", "3")
    with house.database.write() as session:
        cancel_order(session, house.site, house.on(), "not wanted")
    assert house.case().stage == Stage.CANCELLED
