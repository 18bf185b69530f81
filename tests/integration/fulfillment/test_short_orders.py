"""Orders over several warehouses: who sends what, what keeps stock for how long, and the ways out when it is short."""

from datetime import timedelta

import pytest

from engine.order.order import Order
from engine.store.merchant_settings import put_setting
from fulfillment.errors import ShortageRefused, StockRefused, WarehouseRefused
from fulfillment.inventory.choosing import Chosen, answer_substitute, choose
from fulfillment.inventory.expecting import Announced, announce, let_stand_in
from fulfillment.inventory.expiring import change_lot
from fulfillment.inventory.keeping import keep_terms, keep_warehouse
from fulfillment.inventory.lapsing import watch_reservations
from fulfillment.inventory.reasons import Reason, Voucher
from fulfillment.inventory.reserving import reserve_stock
from fulfillment.inventory.shelves import Receipt, receive, receive_stock, stock_of
from fulfillment.inventory.shortage import Option, shortage_options
from fulfillment.inventory.substituting import exchanged
from fulfillment.payments.confirming import confirm_payment
from fulfillment.payments.taking import PaymentEvent
from fulfillment.records import FulfilmentLine, PickTerms, SharingTerms, ShortageChoice, Substitute, Warehouse
from fulfillment.states import Event, Pay, Stage, Work
from fulfillment.store.cases import history
from fulfillment.store.stock import reservations_on
from fulfillment.store.waves import put_pick_terms
from fulfillment.thread import at_work
from tests.builders import a_line, an_order
from tests.fulfilment_site import House
from tests.integration.fulfillment.test_money_and_goods import UNPAID

SKU = "TEE-M-BLUE"


def open_houses(house: House) -> None:
    """One in the country of destination, one abroad; the near one costs more."""
    with house.database.write() as session:
        keep_warehouse(session, Warehouse(merchant_id="main", code="HAM-1", country="DE", postcode="20457",
                                          time_zone="Europe/Berlin", parcel_home=900))  # fmt: skip
        keep_warehouse(session, Warehouse(merchant_id="main", code="SZX-1", country="CN", time_zone="Asia/Shanghai",
                                          parcel_abroad=300, border=100))  # fmt: skip


def put(house: House, warehouse: str, pieces: int, sku: str = SKU) -> None:
    with house.database.write() as session:
        receive_stock(session, house.site.ids, "main", sku, warehouse, pieces, house.clock.now())


def admitted(house: House, order: Order | None = None, order_id: str = "ord_1") -> None:
    house.decide("admit", order_id, an_order(ship_from=None) if order is None else order)
    house.drain()


def shared(house: House, order_id: str = "ord_1") -> dict[str, str]:
    """Warehouse -> where its part stands; parts that ended aside."""
    return {each.warehouse: each.state for each in house.parts(order_id) if each.state != Work.CANCELLED}


def options(house: House, order_id: str = "ord_1") -> dict[str, Option]:
    with house.database.read() as session:
        found = shortage_options(session, house.site, "main", order_id, house.clock.now())
    return {f"{each.kind} {each.target}".strip(): each for each in found}


def chosen(house: House, kind: str, target: str = "", order_id: str = "ord_1") -> ShortageChoice:
    with house.database.write() as session:
        made = choose(session, house.site, house.on(order_id), Chosen(kind=kind, target=target))
    house.drain()
    return made


def prefer(house: House, name: str, value: int) -> None:
    with house.database.write() as session:
        put_setting(session, "main", name, value, house.clock.now(), "tests")


def kept(house: House, warehouse: str = "SZX-1") -> int:
    with house.database.read() as session:
        return stock_of(session, "main", SKU, warehouse).reserved


@pytest.mark.parametrize(("policy", "warehouse"), [("nearest", "HAM-1"), ("cheapest", "SZX-1"), ("fewest", "SZX-1")])
def test_order_when_two_have_it_then_the_policy_decides_and_the_history_says_why(
    house: House, policy: str, warehouse: str
) -> None:
    open_houses(house)
    put(house, "HAM-1", 5)
    put(house, "SZX-1", 5)
    with house.database.write() as session:
        keep_terms(session, SharingTerms(merchant_id="main", policy=policy, split="never"))
    admitted(house)
    assert shared(house) == {warehouse: Work.PICKING}
    with house.database.read() as session:
        why = next(each.data for each in history(session, "main", "ord_1") if each.event == "allocated")
    assert (why["policy"], why["how"], len(list(why["considered"]))) == (policy, "shared", 2)  # type: ignore[call-overload]


def test_order_when_no_single_warehouse_has_all_then_is_split(house: House) -> None:
    open_houses(house)
    put(house, "HAM-1", 1)
    put(house, "SZX-1", 1)
    admitted(house)
    assert shared(house) == {"HAM-1": Work.PICKING, "SZX-1": Work.PICKING}


def test_order_when_it_names_a_warehouse_then_that_one_sends_it(house: House) -> None:
    open_houses(house)
    put(house, "HAM-1", 5)
    put(house, "SZX-1", 5)
    admitted(house, an_order())
    assert list(shared(house)) == ["SZX-1"]


def test_order_when_the_near_warehouse_does_not_serve_it_then_another_sends_it(house: House) -> None:
    open_houses(house)
    with house.database.write() as session:
        keep_warehouse(session, Warehouse(merchant_id="main", code="HAM-1", country="DE", serves="FR AT"))
    put(house, "HAM-1", 5)
    put(house, "SZX-1", 5)
    admitted(house)
    assert list(shared(house)) == ["SZX-1"]


def test_shortage_when_goods_are_announced_then_waiting_has_a_day_and_others_cost_more(house: House) -> None:
    open_houses(house)
    put(house, "HAM-1", 1)
    admitted(house)
    due = house.clock.now() + timedelta(days=3)
    with house.database.write() as session:
        told = Announced(sku=SKU, warehouse="HAM-1", quantity=5, due_at=due, reference="PO-1")
        announce(session, house.site.ids, "main", told)
    found = options(house)
    assert list(found) == ["wait", "split rest_later", "cancel"]
    # Three days after Wednesday noon is Saturday; parcels leave on Monday at four in Berlin.
    assert str(found["wait"].ships_by) == "2026-11-30 15:00:00+00:00"
    assert found["split rest_later"].cost == 900


def test_shortage_when_another_warehouse_is_chosen_then_it_sends_the_order(house: House) -> None:
    open_houses(house)
    put(house, "HAM-1", 1)
    admitted(house, an_order(ship_from=None))
    put(house, "SZX-1", 5)
    assert options(house)["other_warehouse SZX-1"].cost == -500
    chosen(house, "other_warehouse")
    assert shared(house) == {"SZX-1": Work.PICKING}


def test_shortage_when_the_rest_may_follow_then_what_is_there_leaves_now(house: House) -> None:
    open_houses(house)
    put(house, "HAM-1", 1)
    admitted(house)
    chosen(house, "split", "rest_later")
    works = [each.state for each in house.parts() if each.state != Work.CANCELLED]
    assert works == [Work.PICKING, Work.BACKORDERED]
    put(house, "HAM-1", 1)
    house.drain()
    assert [each.state for each in house.parts()][-1] == Work.PICKING


def test_shortage_when_cancelled_then_the_order_ends(house: House) -> None:
    open_houses(house)
    put(house, "HAM-1", 1)
    admitted(house)
    chosen(house, "cancel")
    assert house.case().stage == Stage.CANCELLED


def test_shortage_when_nothing_is_short_then_no_way_is_open(house: House) -> None:
    admitted(house)
    assert options(house) == {}
    with pytest.raises(ShortageRefused):
        chosen(house, "wait")


def test_substitute_when_offered_then_the_customer_is_asked_and_may_refuse(house: House) -> None:
    open_houses(house)
    put(house, "HAM-1", 1)
    put(house, "HAM-1", 5, "TEE-M-GREEN")
    with house.database.write() as session:
        let_stand_in(session, Substitute(merchant_id="main", sku=SKU, stand_in="TEE-M-GREEN", extra=150))
    admitted(house)
    made = chosen(house, "substitute")
    assert (made.state, made.data["cost"]) == ("asked", 300)
    with pytest.raises(ShortageRefused):
        chosen(house, "substitute")
    with house.database.write() as session:
        assert answer_substitute(session, house.site, house.on(), made.id, consents=False).state == "refused"
    with house.database.write() as session, pytest.raises(ShortageRefused):
        answer_substitute(session, house.site, house.on(), made.id, consents=True)
    assert shared(house) == {"HAM-1": Work.BACKORDERED}


def test_substitute_when_a_part_of_a_line_is_exchanged_then_no_piece_is_lost() -> None:
    line = {"sku": SKU, "quantity": 5, "unit_price": 100, "title": "T-shirt", "discount": 10}
    part = (FulfilmentLine(fulfilment_id="f", line=1, merchant_id="main", sku=SKU, quantity=2),)
    rest, added = exchanged({"lines": [line]}, part, SKU, "TEE-M-GREEN")
    assert rest == line | {"quantity": 3}
    assert added == {"sku": "TEE-M-GREEN", "quantity": 2, "unit_price": 100}


def test_unpaid_order_when_time_is_over_then_its_stock_lapses_once_and_another_gets_it(house: House) -> None:
    put(house, "SZX-1", 2)
    admitted(house, an_order(payment=UNPAID))
    assert kept(house) == 2
    admitted(house, order_id="ord_2")
    assert shared(house, "ord_2") == {"SZX-1": Work.BACKORDERED}
    house.pass_by(hours=47)
    house.drain()
    assert kept(house) == 2
    house.pass_by(hours=1)
    house.drain()
    house.drain(again=True)
    assert shared(house, "ord_2") == {"SZX-1": Work.PICKING}
    with house.database.read() as session:
        lapsed = [each for each in history(session, "main", "ord_1") if each.event == "stock_lapsed"]
        assert len(reservations_on(session, "main", SKU, "SZX-1", "lapsed")) == len(lapsed) == 1


def test_unpaid_order_when_paid_in_time_then_keeps_its_stock(house: House) -> None:
    put(house, "SZX-1", 2)
    admitted(house, an_order(payment=UNPAID))
    paid = PaymentEvent(kind=Event.CAPTURE, amount=4488, currency="EUR", reference="ch_1", at=house.clock.now())
    with house.database.write() as session:
        confirm_payment(session, house.site, house.on(), paid)
    house.drain()
    house.pass_by(hours=72)
    house.drain()
    assert (shared(house), kept(house)) == ({"SZX-1": Work.PICKING}, 2)


def test_unpaid_order_when_cancelled_then_gives_its_stock_back(house: House) -> None:
    put(house, "SZX-1", 2)
    admitted(house, an_order(payment=UNPAID))
    house.decide("cancel", order=an_order(payment=UNPAID))
    house.drain()
    assert kept(house) == 0


def test_held_order_when_the_merchant_wants_so_then_gives_its_stock_back_and_gets_it_again(house: House) -> None:
    prefer(house, "reservation_paused_hours", 24)
    put(house, "SZX-1", 2)
    with house.database.write() as session:
        put_pick_terms(session, PickTerms(merchant_id="main", warehouse="SZX-1", in_waves=1))  # so nobody picks it yet
    house.decide("admit")
    house.drain()
    assert shared(house) == {"SZX-1": Work.RESERVED}
    house.decide("hold", version=1)
    house.drain()
    house.pass_by(hours=25)
    house.drain()
    assert (shared(house), kept(house)) == ({"SZX-1": Work.PLANNED}, 0)
    house.decide("admit", version=1)
    house.drain()
    assert (shared(house), kept(house)) == ({"SZX-1": Work.RESERVED}, 2)


def test_lot_when_it_expires_before_delivery_and_margin_then_is_not_given(house: House) -> None:
    voucher = Voucher(reason=Reason.RECEIVED, actor="dock", at=house.clock.now())
    with house.database.write() as session:
        for lot, until in (("OLD", "2026-12-20"), ("NEW", "2027-12-20")):
            got = Receipt(sku=SKU, warehouse="SZX-1", pieces=1, lot=lot, expires_on=until)
            receive(session, house.site.ids, "main", got, voucher)
    admitted(house)
    assert shared(house) == {"SZX-1": Work.BACKORDERED}
    with house.database.write() as session:
        change_lot(session, house.site.ids, "main", SKU, "OLD", house.clock.now(), expires_on="2027-06-30")
    house.drain()
    assert shared(house) == {"SZX-1": Work.PICKING}


def test_warehouse_when_it_counts_in_another_currency_then_is_refused(house: House) -> None:
    open_houses(house)
    with house.database.write() as session, pytest.raises(WarehouseRefused, match="currency"):
        keep_warehouse(session, Warehouse(merchant_id="main", code="LAX-1", country="US", currency="USD"))


def test_receipt_when_a_lot_is_known_otherwise_then_is_refused(house: House) -> None:
    voucher = Voucher(reason=Reason.RECEIVED, actor="dock", at=house.clock.now())
    with house.database.write() as session:
        got = Receipt(sku=SKU, warehouse="SZX-1", pieces=1, lot="A", expires_on="2027-12-20")
        receive(session, house.site.ids, "main", got, voucher)
    other = Receipt(sku=SKU, warehouse="SZX-1", pieces=1, lot="A", expires_on="2027-12-21")
    with house.database.write() as session, pytest.raises(StockRefused, match="2027-12-20"):
        receive(session, house.site.ids, "main", other, voucher)


def test_order_when_articles_lie_apart_then_uncounted_ones_go_with_the_biggest_part(house: House) -> None:
    open_houses(house)
    put(house, "HAM-1", 1, "MUG")
    put(house, "SZX-1", 3, SKU)
    lines = (a_line(quantity=3), a_line(sku="MUG", quantity=1), a_line(sku="STICKER", quantity=9))
    admitted(house, an_order(ship_from=None, lines=lines))
    with house.database.read() as session:
        told = next(each.data for each in history(session, "main", "ord_1") if each.event == "allocated")
    assert told["parts"] == {"HAM-1": {"2": 1}, "SZX-1": {"1": 3, "3": 9}}


def test_promised_order_when_it_may_go_on_then_its_stock_does_not_lapse(house: House) -> None:
    prefer(house, "reservation_paused_hours", 2)
    put(house, "SZX-1", 5)
    admitted(house, an_order(payment=UNPAID))
    with house.database.write() as session, at_work(session, house.site, house.on()) as file:
        file.change(stage=Stage.FULFILLING, payment=Pay.SECURED)
        reserve_stock(file, file.fulfilment().id)
        watch_reservations(file)
    with house.database.read() as reading:
        assert [each.expires_at for each in reservations_on(reading, "main", SKU, "SZX-1", "held")] == [None]
