"""Payments that are not what the order owes, pieces that are not there, and goods that come back."""

import threading

import pytest

from engine.order.order import Order
from engine.order.payment import Payment
from engine.order.terms import OrderKind, PaymentMethod, PaymentStatus
from fulfillment.aftersales.returns import (
    authorise_return,
    request_return,
)
from fulfillment.errors import ParcelRefused, PaymentRefused, PickRefused, StockRefused
from fulfillment.inventory.shelves import receive_stock, stock_of
from fulfillment.packing.packing import pack
from fulfillment.payments.confirming import accept_payment, confirm_payment, refund
from fulfillment.payments.taking import PaymentEvent
from fulfillment.picking.picking import record_pick
from fulfillment.records import ReturnCase
from fulfillment.states import Event, Pay, Stage, Work
from fulfillment.store.money import kept, refunds_of
from fulfillment.store.stock import reserve
from fulfillment.tracking.vocabulary import Word
from tests.builders import a_line, a_payment, an_order
from tests.fulfilment_site import House
from tests.integration.fulfillment.test_stopping import handed_over, scan, start, told, work_of

SKU, SHELF = "TEE-M-BLUE", "SZX-1"
UNPAID = a_payment(status=PaymentStatus.PENDING, captured=None, authorised=None)


def pay(house: House, amount: int, currency: str = "EUR", reference: str = "ch_1", kind: Event = Event.CAPTURE) -> str:
    event = PaymentEvent(kind=kind, amount=amount, currency=currency, reference=reference, at=house.clock.now())
    with house.database.write() as session:
        payment = confirm_payment(session, house.site, house.on(), event).payment
    house.drain()
    return payment


def admitted(house: House, order: Order) -> None:
    house.decide("admit", order=order)
    house.drain()


def rest(house: House) -> dict[str, int]:
    with house.database.read() as session:
        return dict(kept(session, "ord_1"))


def put(house: House, pieces: int) -> None:
    with house.database.write() as session:
        receive_stock(session, house.site.ids, "main", SKU, SHELF, pieces, house.clock.now())


def delivered(house: House) -> None:
    handed_over(house)
    scan(house, Word.DELIVERED)


def asked_back(house: House, pieces: int) -> ReturnCase:
    with house.database.write() as session:
        case = request_return(session, house.site, house.on(), {1: pieces}, "changed_mind")
        return authorise_return(session, house.site, house.on(), case.id)


@pytest.mark.parametrize(
    ("amount", "currency", "payment"),
    [(4488, "EUR", Pay.CAPTURED), (4487, "EUR", Pay.MISMATCHED), (4489, "EUR", Pay.MISMATCHED),
     (4488, "USD", Pay.MISMATCHED)],
)  # fmt: skip
def test_payment_when_told_then_only_the_right_amount_and_currency_goes_on(
    house: House, amount: int, currency: str, payment: Pay
) -> None:
    admitted(house, an_order(payment=UNPAID))
    assert pay(house, amount, currency) == payment
    assert (house.case().stage == Stage.FULFILLING) is (payment == Pay.CAPTURED)


def test_payment_when_the_rest_comes_then_is_confirmed(house: House) -> None:
    admitted(house, an_order(payment=UNPAID))
    pay(house, 4000)
    assert told(house).count("payment_problem") == 1
    assert pay(house, 488, reference="ch_2") == Pay.CAPTURED


def test_payment_when_told_twice_then_counts_once(house: House) -> None:
    admitted(house, an_order(payment=UNPAID))
    assert pay(house, 4488) == pay(house, 4488) == Pay.CAPTURED
    assert rest(house) == {"EUR": 4488}


def test_payment_when_the_gateway_tells_what_the_document_showed_then_counts_once(house: House) -> None:
    admitted(house, an_order())
    assert pay(house, 4488, reference="pi_3PqTestTestTest") == Pay.CAPTURED


def test_payment_when_too_much_goes_back_then_is_balanced_and_goes_on(house: House) -> None:
    admitted(house, an_order(payment=UNPAID))
    pay(house, 5000)
    with house.database.write() as session:
        assert refund(session, house.site, house.on(), 512, "paid too much", "k1").payment == Pay.CAPTURED
        assert refund(session, house.site, house.on(), 512, "paid too much", "k1").payment == Pay.CAPTURED
    assert rest(house) == {"EUR": 4488}


def test_payment_when_a_person_accepts_less_then_goes_on(house: House) -> None:
    admitted(house, an_order(payment=UNPAID))
    pay(house, 4000)
    with house.database.write() as session:
        accept_payment(session, house.site, house.on(), "discount agreed")
    house.drain()
    assert house.case().stage == Stage.FULFILLING


def test_payment_when_more_is_asked_back_than_was_kept_then_is_refused(house: House) -> None:
    admitted(house, an_order())
    with house.database.write() as session, pytest.raises(PaymentRefused):
        refund(session, house.site, house.on(), 4489, "goodwill", "k1")


def test_payment_when_it_comes_for_a_cancelled_order_then_goes_back_at_once(house: House) -> None:
    admitted(house, an_order(payment=UNPAID))
    house.decide("cancel", order=an_order(payment=UNPAID))
    house.drain()
    assert house.case().payment == Pay.VOIDED
    assert pay(house, 4488) == Pay.REFUNDED
    assert rest(house) == {}


def test_payment_when_disputed_before_hand_over_then_the_order_waits_and_loss_is_booked(house: House) -> None:
    start(house)
    assert pay(house, 4488, reference="dp_1", kind=Event.DISPUTE) == Pay.DISPUTED
    house.decide("cancel")
    house.drain()
    assert rest(house) == {"EUR": 4488}
    assert pay(house, 4488, reference="dp_2", kind=Event.LOSE) == Pay.CHARGED_BACK
    assert rest(house) == {}


def test_payment_when_a_dispute_of_a_cancelled_order_is_won_then_the_money_goes_back(house: House) -> None:
    start(house)
    pay(house, 4488, reference="dp_1", kind=Event.DISPUTE)
    house.decide("cancel")
    house.drain()
    pay(house, 0, reference="dp_2", kind=Event.WIN)
    assert (house.case().payment, rest(house)) == (Pay.REFUNDED, {})


@pytest.mark.parametrize(
    ("order", "payment"),
    [
        (an_order(kind=OrderKind.WARRANTY, payment=None), Pay.NOT_NEEDED),
        (an_order(payment=a_payment(method=PaymentMethod.MARKETPLACE)), Pay.MARKETPLACE),
        (an_order(payment=a_payment(method=PaymentMethod.CASH_ON_DELIVERY, captured=None)), Pay.ON_TERMS),
        (an_order(payment=a_payment(status=PaymentStatus.PARTIALLY_REFUNDED, refunded=500)), Pay.PARTIALLY_REFUNDED),
    ],
)
def test_payment_when_the_document_says_how_it_is_paid_then_nobody_is_waited_for(
    house: House, order: Order, payment: Pay
) -> None:
    admitted(house, order)
    assert (house.case().payment, house.case().stage) == (payment, Stage.FULFILLING)


@pytest.mark.parametrize("payment", [None, a_payment(status=PaymentStatus.AUTHORISED, gateway="other")])
def test_payment_when_nothing_is_captured_and_no_promise_lasts_then_the_order_waits(
    house: House, payment: Payment | None
) -> None:
    admitted(house, an_order(payment=payment))
    assert house.case().stage == Stage.ACCEPTED


def test_money_when_it_comes_for_an_order_that_owes_none_then_goes_back_and_the_order_goes_on(house: House) -> None:
    admitted(house, an_order(kind=OrderKind.SAMPLE, payment=None))
    assert pay(house, 100) == Pay.NOT_NEEDED
    assert rest(house) == {}


def test_stock_when_short_then_the_order_waits_and_goes_on_when_pieces_come(house: House) -> None:
    put(house, 1)
    admitted(house, an_order())
    assert work_of(house) == Work.BACKORDERED
    put(house, 1)
    house.drain()
    assert work_of(house) == Work.PICKING


def test_stock_when_another_order_is_cancelled_then_the_waiting_one_gets_its_pieces(house: House) -> None:
    put(house, 2)
    admitted(house, an_order())
    house.decide("admit", order_id="ord_2")
    house.drain()
    house.decide("cancel")
    house.drain()
    assert house.parts("ord_2")[0].state == Work.PICKING


def test_stock_when_one_of_two_articles_is_short_then_nothing_is_reserved(house: House) -> None:
    put(house, 5)
    with house.database.write() as session:
        receive_stock(session, house.site.ids, "main", "MUG", SHELF, 1, house.clock.now())
    admitted(house, an_order(lines=(a_line(), a_line(sku="MUG", quantity=2))))
    with house.database.read() as session:
        assert stock_of(session, "main", SKU, SHELF).reserved == 0


def test_stock_when_taken_off_below_what_is_reserved_then_is_refused(house: House) -> None:
    start(house)
    with house.database.write() as session, pytest.raises(StockRefused):
        receive_stock(session, house.site.ids, "main", SKU, SHELF, -4, house.clock.now())


def test_stock_when_sixteen_want_the_last_ten_at_once_then_ten_get_them(house: House) -> None:
    put(house, 10)
    got: list[bool] = []

    def want() -> None:
        with house.database.write() as session:
            got.append(reserve(session, "main", SKU, SHELF, 1))

    threads = [threading.Thread(target=want) for _ in range(16)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert (sum(got), len(got)) == (10, 16)


def test_pick_when_too_little_is_found_then_the_shelf_is_corrected_and_the_order_waits(house: House) -> None:
    put(house, 2)
    admitted(house, an_order())
    with house.database.write() as session:
        record_pick(session, house.site, house.on(), {1: 1})
    house.drain()
    house.drain(again=True)
    with house.database.read() as session:
        shelf = stock_of(session, "main", SKU, SHELF)
    assert (work_of(house), shelf.on_hand, shelf.reserved) == (Work.BACKORDERED, 1, 0)


def test_pick_when_an_untracked_article_is_not_found_then_the_order_waits_for_it(house: House) -> None:
    admitted(house, an_order())
    with house.database.write() as session:
        record_pick(session, house.site, house.on(), {})
    house.drain()
    assert work_of(house) == Work.BACKORDERED
    put(house, 2)
    house.drain()
    assert work_of(house) == Work.PICKING


@pytest.mark.parametrize("found", [{1: 3}, {2: 1}, {1: -1}])
def test_pick_when_not_what_the_list_asks_then_is_refused(house: House, found: dict[int, int]) -> None:
    start(house)
    with house.database.write() as session, pytest.raises(PickRefused):
        record_pick(session, house.site, house.on(), found)


def test_parcel_when_lighter_than_its_goods_then_is_refused(house: House) -> None:
    start(house)
    with house.database.write() as session:
        record_pick(session, house.site, house.on())
    with house.database.write() as session, pytest.raises(ParcelRefused):
        pack(session, house.site, house.on(), 200)


def test_refund_when_its_reference_is_as_long_as_may_be_then_counts_once(house: House) -> None:
    house.decide("admit")
    house.drain()
    for _ in range(2):
        with house.database.write() as session:
            refund(session, house.site, house.on(), 100, "late", "r" * 128)
    with house.database.read() as session:
        assert len(refunds_of(session, "main", "ord_1")) == 1
