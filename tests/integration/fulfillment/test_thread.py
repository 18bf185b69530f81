"""The whole thread: an admitted order is paid, reserved, picked, packed, labelled, sent, delivered and completed."""

from email import message_from_bytes
from email.policy import default

from engine.order.order import ChannelData
from engine.order.terms import Fulfiller, PaymentStatus
from fulfillment.carriers.s10 import is_s10
from fulfillment.documents.printing import print_label
from fulfillment.inventory.shelves import receive_stock, stock_of
from fulfillment.states import Pay, Stage
from fulfillment.store.money import kept
from fulfillment.timeline import choices, timeline
from fulfillment.walkthrough import walk
from tests.builders import a_payment, an_order
from tests.fulfilment_site import House


def test_order_when_admitted_then_is_completed_and_its_timeline_tells_each_step(house: House) -> None:
    house.decide("admit")
    house.drain()
    assert walk(house.database, house.site, "main", "ord_1", house.clock).stage == Stage.COMPLETED
    with house.database.read() as session:
        told = [(each.machine, each.event) for each in timeline(session, "main", "ord_1")]
    assert [event for machine, event in told if machine == "order"] == [
        "decided", "admit", "pay", "ship", "move", "deliver", "close",
    ]  # fmt: skip
    assert [event for machine, event in told if machine == "fulfilment"] == [
        "reserve", "pick", "finish_pick", "pack", "label", "hand_over",
    ]  # fmt: skip
    assert ("tracking", "customs_cleared") in told


def test_order_when_walked_then_its_jobs_afterwards_change_nothing(house: House) -> None:
    house.decide("admit")
    house.drain()
    walk(house.database, house.site, "main", "ord_1", house.clock)
    before = house.case()
    house.drain(again=True)
    assert house.case() == before


def test_order_when_stock_is_counted_then_pieces_are_reserved_and_leave(house: House) -> None:
    with house.database.write() as session:
        receive_stock(session, house.site.ids, "main", "TEE-M-BLUE", "SZX-1", 5, house.clock.now())
    house.decide("admit")
    house.drain()
    with house.database.read() as session:
        assert stock_of(session, "main", "TEE-M-BLUE", "SZX-1").reserved == 2
    walk(house.database, house.site, "main", "ord_1", house.clock)
    with house.database.read() as session:
        shelf = stock_of(session, "main", "TEE-M-BLUE", "SZX-1")
    assert (shelf.on_hand, shelf.reserved) == (3, 0)


def test_label_when_drawn_then_has_an_s10_number_and_no_name_until_printed(house: House) -> None:
    house.decide("admit")
    house.drain()
    walk(house.database, house.site, "main", "ord_1", house.clock)
    with house.database.read() as session:
        printed = print_label(session, house.desk, "main", "ord_1")
    assert is_s10(house.parcels()[0].number)
    assert "Erika Muster" in printed
    assert "10115 Berlin" in printed


def test_notices_when_written_then_speak_the_customers_language_and_are_written_once(house: House) -> None:
    house.decide("admit")
    house.drain()
    walk(house.database, house.site, "main", "ord_1", house.clock)
    house.drain()
    first = {path.name: path.read_bytes() for path in (house.folder / "notices").iterdir()}
    house.drain(again=True)
    assert {path.name: path.read_bytes() for path in (house.folder / "notices").iterdir()} == first
    subjects = sorted(str(message_from_bytes(text, policy=default)["Subject"]) for text in first.values())
    assert subjects == [
        "Bestellung A-1001 ist angekommen",
        "Bestellung A-1001 ist bestätigt",
        "Bestellung A-1001 ist unterwegs",
        "Bestellung A-1001 kommt heute",
    ]


def test_money_when_the_document_shows_it_captured_then_the_payment_is_confirmed_at_once(house: House) -> None:
    house.decide("admit")
    house.drain()
    assert house.case().payment == Pay.CAPTURED
    with house.database.read() as session:
        assert kept(session, "ord_1") == {"EUR": 4488}


def test_order_when_the_marketplace_ships_then_nothing_is_picked_and_it_is_completed(house: House) -> None:
    order = an_order(channel_data=ChannelData(fulfilled_by=Fulfiller.MARKETPLACE))
    house.decide("admit", order=order)
    house.drain()
    assert house.case().stage == Stage.DELEGATED
    assert walk(house.database, house.site, "main", "ord_1", house.clock).stage == Stage.COMPLETED


def test_order_when_only_authorised_then_work_begins_and_the_played_gateway_captures_it(house: House) -> None:
    house.decide("admit", order=an_order(payment=a_payment(status=PaymentStatus.AUTHORISED, captured=None)))
    house.drain()
    assert (house.case().stage, house.case().payment) == (Stage.FULFILLING, Pay.SECURED)
    assert walk(house.database, house.site, "main", "ord_1", house.clock).stage == Stage.COMPLETED


def test_walk_when_the_order_is_held_then_stops_where_it_stands(house: House) -> None:
    house.decide("admit")
    house.drain()
    house.decide("hold")
    house.drain()
    assert walk(house.database, house.site, "main", "ord_1", house.clock).stage == Stage.FULFILLING


def test_choices_when_held_then_say_why_not(house: House) -> None:
    house.decide("admit")
    house.drain()
    house.decide("hold")
    house.drain()
    with house.database.read() as session:
        told = {choice.event: choice.unmet for choice in choices(session, house.site, "main", "ord_1")}
    assert told["finish_pick"] == ("no open blocking hold and the current outcome is admit",)
    assert told["cancel"] == ()
