"""What callers at the door rely on: repeated requests, counted shelves, one carrier a manifest, labels that count."""

import pytest

from engine.order.order import ShippingChoice
from engine.order.terms import Incoterm, TransportMode
from fulfillment.aftersales.returns import request_return
from fulfillment.carriers.handing_over import close_manifest
from fulfillment.deciding import cancel_order
from fulfillment.documents.printing import print_label_of
from fulfillment.errors import CarrierDiffers, NotFound, PaymentRefused, StockRefused
from fulfillment.inventory.shelves import count_stock, receive_stock, stock_of
from fulfillment.packing.packing import pack
from fulfillment.payments.confirming import refund
from fulfillment.picking.picking import record_pick
from fulfillment.states import Pay, Stage
from fulfillment.store.aftersales import returns_of
from fulfillment.store.money import refunds_of
from fulfillment.store.stock import shelves_after
from fulfillment.timeline import view
from fulfillment.walkthrough import PlayedClock, act
from tests.builders import an_order
from tests.fulfilment_site import House

ARTICLE, SHELF = "TEE-M-BLUE", "SZX-1"


def labelled(house: House, order_id: str = "ord_1", carrier: str = "dhl_express") -> str:
    """An order whose parcel has its label; answers the parcel's shipment."""
    choice = ShippingChoice(carrier=carrier, mode=TransportMode.COURIER, incoterm=Incoterm.DDP)
    house.decide("admit", order_id, an_order(id=order_id, shipping=choice))
    house.drain()
    with house.database.write() as session:
        record_pick(session, house.site, house.on(order_id))
    with house.database.write() as session:
        pack(session, house.site, house.on(order_id), 500)
    house.drain()
    return house.parcels(order_id)[0].id


def delivered(house: House) -> None:
    """An order that is with the customer."""
    house.decide("admit")
    house.drain()
    clock = PlayedClock(house.clock.now())
    for _ in range(20):
        if house.case().stage == Stage.DELIVERED:
            return
        walk_one(house, clock)


def walk_one(house: House, clock: PlayedClock) -> None:
    with house.database.read() as session:
        seen = view(session, "main", "ord_1")
    with house.database.write() as session:
        act(session, house.site, seen, clock)


def test_manifest_when_a_label_is_another_carriers_then_that_parcel_stays(house: House) -> None:
    labelled(house, "ord_1"), labelled(house, "ord_2", "sf_express")
    with house.database.write() as session:
        orders = ["ord_1", "ord_2", "ord_1"]
        done = close_manifest(session, house.site, "main", "dhl_express", orders, house.clock.now(), "dock")
    assert (done.left, done.manifest.parcels) == (("ord_1",), 1)
    assert {order: type(why) for order, why in done.stayed.items()} == {"ord_2": CarrierDiffers}
    assert house.case("ord_2").stage == Stage.FULFILLING


def test_stock_when_counted_then_is_what_was_counted_and_never_less_than_reserved(house: House) -> None:
    with house.database.write() as session:
        receive_stock(session, house.site.ids, "main", ARTICLE, SHELF, 9, house.clock.now())
    house.decide("admit")
    house.drain()
    with house.database.write() as session:
        assert count_stock(session, house.site.ids, "main", ARTICLE, SHELF, 2, house.clock.now()).on_hand == 2
    with pytest.raises(StockRefused), house.database.write() as session:
        count_stock(session, house.site.ids, "main", ARTICLE, SHELF, 1, house.clock.now())
    with house.database.read() as session:
        assert stock_of(session, "main", ARTICLE, SHELF).on_hand == 2


def test_stock_when_counted_from_nothing_then_orders_that_wait_go_on(house: House) -> None:
    with house.database.write() as session:
        assert count_stock(session, house.site.ids, "main", ARTICLE, SHELF, 0, house.clock.now()).on_hand == 0
    house.decide("admit")
    house.drain()
    with house.database.write() as session:
        count_stock(session, house.site.ids, "main", ARTICLE, SHELF, 5, house.clock.now())
    house.drain()
    with house.database.read() as session:
        assert stock_of(session, "main", ARTICLE, SHELF).reserved == 2


def test_shelves_when_listed_in_parts_then_each_comes_once(house: House) -> None:
    named = [("A", "one"), ("A", "two"), ("B", "one")]
    with house.database.write() as session:
        for sku, warehouse in named:
            receive_stock(session, house.site.ids, "main", sku, warehouse, 1, house.clock.now())
    seen: list[tuple[str, str]] = []
    with house.database.read() as session:
        while part := shelves_after(session, "main", 1, seen[-1] if seen else None):
            seen += [(each.sku, each.warehouse) for each in part]
    assert seen == named


def test_return_when_asked_again_by_the_same_name_then_is_the_same_return(house: House) -> None:
    delivered(house)
    made = []
    for _ in range(2):
        with house.database.write() as session:
            made.append(request_return(session, house.site, house.on(), {1: 1}, "too small", key="r-1"))
    with house.database.read() as session:
        assert returns_of(session, "main", "ord_1") == (made[0],) == (made[1],)


def test_refund_when_its_name_comes_with_another_amount_then_is_refused(house: House) -> None:
    delivered(house)
    for _ in range(2):
        with house.database.write() as session:
            refund(session, house.site, house.on(), 100, "late", "r-1")
    with pytest.raises(PaymentRefused, match="was one of 100"), house.database.write() as session:
        refund(session, house.site, house.on(), 200, "late", "r-1")


def test_label_when_voided_then_is_not_printed_any_more(house: House) -> None:
    shipment = labelled(house)
    with house.database.read() as session:
        assert print_label_of(session, house.desk, "main", shipment).media_type == "image/svg+xml"
        with pytest.raises(NotFound):
            print_label_of(session, house.desk, "other", shipment)
    with house.database.write() as session:
        cancel_order(session, house.site, house.on(), "changed my mind")
    with pytest.raises(NotFound), house.database.read() as session:
        print_label_of(session, house.desk, "main", shipment)


def test_order_when_refused_at_once_then_money_that_the_shop_has_goes_back(house: House) -> None:
    house.decide("cancel")
    house.drain()
    assert (house.case().stage, house.case().payment) == (Stage.REJECTED, Pay.REFUNDED)
    with house.database.read() as session:
        assert [(each.amount, each.currency) for each in refunds_of(session, "main", "ord_1")] == [(4488, "EUR")]


def test_order_when_cancelled_while_it_is_held_then_money_that_the_shop_has_goes_back(house: House) -> None:
    house.decide("hold")
    house.drain()
    with house.database.write() as session:
        cancel_order(session, house.site, house.on(), "the buyer asked")
    assert (house.case().stage, house.case().payment) == (Stage.CANCELLED, Pay.REFUNDED)
