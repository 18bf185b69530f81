"""Promises: good while they outlive the shipping, captured before anything leaves, renewed, expired, given up."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import orjson
import pytest

from engine.order.order import Order
from engine.order.terms import PaymentStatus
from fulfillment.carriers.handing_over import hand_over
from fulfillment.deciding import cancel_part
from fulfillment.errors import StepBlocked
from fulfillment.inventory.shelves import receive_stock
from fulfillment.packing.packing import pack
from fulfillment.payments.expiring import look_at_promises
from fulfillment.payments.policy import CaptureAt, PaymentPolicy
from fulfillment.picking.picking import record_pick
from fulfillment.states import Pay, Stage
from fulfillment.store.instructions import instructions_of
from fulfillment.store.money import refunds_of
from fulfillment.store.notices import notices_of
from tests.builders import a_payment, an_order
from tests.fulfilment_site import NOON, House
from tests.gateway_messages import adyen, paypal, stripe_dispute, stripe_intent
from tests.integration.fulfillment.test_gateways import SHELF, SKU, heard
from tests.split_orders import ORDER, box, pick, send, split

PROMISED = a_payment(status=PaymentStatus.AUTHORISED, captured=None, captured_at=None, authorised_at=NOON)


def promised(gateway: str = "stripe", **changes: object) -> Order:
    """An order whose payment is authorised now, to be shipped within two days."""
    payment = replace(PROMISED, gateway=gateway, gateway_reference="pi_1", **changes)  # type: ignore[arg-type]
    return an_order(payment=payment, ship_by=NOON + timedelta(days=2))


def begun(house: House, order: Order, capture_at: CaptureAt = CaptureAt.PACKED) -> None:
    house.site = replace(house.site, payments=PaymentPolicy(capture_at=capture_at))
    house.rewire()
    with house.database.write() as session:
        receive_stock(session, house.site.ids, "main", SKU, SHELF, 5, house.clock.now())
    house.decide("admit", order=order)
    house.drain()


def packed(house: House) -> None:
    for act in (record_pick, lambda s, site, on: pack(s, site, on, 500)):
        with house.database.write() as session:
            act(session, house.site, house.on())
        house.drain()


def asked(house: House) -> list[tuple[str, int]]:
    with house.database.read() as session:
        return [(each.action, each.amount) for each in instructions_of(session, "main", "ord_1")]


def leave(house: House) -> None:
    with house.database.write() as session:
        hand_over(session, house.site, house.on())


@pytest.mark.parametrize(
    ("capture_at", "at_acceptance", "when_packed"),
    [(CaptureAt.ACCEPTED, 1, 1), (CaptureAt.PACKED, 0, 1), (CaptureAt.HAND_OVER, 0, 1)],
)
def test_capture_when_chosen_then_is_asked_for_at_that_time_and_once(
    house: House, capture_at: CaptureAt, at_acceptance: int, when_packed: int
) -> None:
    begun(house, promised(), capture_at)
    assert len(asked(house)) == at_acceptance
    if capture_at is CaptureAt.ACCEPTED:
        assert (house.case().stage, house.case().payment) == (Stage.ACCEPTED, Pay.AUTHORISED)
        return
    assert (house.case().stage, house.case().payment) == (Stage.FULFILLING, Pay.SECURED)
    packed(house)
    house.drain(again=True)
    assert asked(house) == [("capture", 4488)] * when_packed


def test_hand_over_when_the_money_is_not_there_then_is_blocked_until_it_is(house: House) -> None:
    begun(house, promised())
    packed(house)
    with pytest.raises(StepBlocked):
        leave(house)
    heard(house, "stripe", stripe_intent("payment_intent.succeeded", amount_received=4488))
    leave(house)
    assert (house.case().stage, house.case().payment) == (Stage.SHIPPED, Pay.CAPTURED)


def test_capture_when_the_order_became_cheaper_then_is_in_part(house: House) -> None:
    begun(house, promised(authorised=5000))
    packed(house)
    assert asked(house) == [("capture", 4488)]


def test_promise_when_it_ends_before_the_shipping_then_the_money_is_asked_for_at_once(house: House) -> None:
    begun(house, an_order(payment=replace(PROMISED, gateway_reference="pi_1"), ship_by=NOON + timedelta(days=9)))
    assert (house.case().stage, asked(house)) == (Stage.ACCEPTED, [("capture", 4488)])


def test_promise_when_it_is_of_less_than_is_owed_then_does_not_count(house: House) -> None:
    begun(house, promised(authorised=4000))
    assert house.case().stage == Stage.ACCEPTED


def test_promise_when_it_is_about_to_end_then_is_renewed_once_where_the_gateway_can(house: House) -> None:
    begun(house, promised(gateway="paypal", card=None))
    house.pass_by(days=2.5)
    house.drain()
    house.drain(again=True)
    assert asked(house) == [("reauthorise", 4488)]
    renewed = paypal("PAYMENT.AUTHORIZATION.CREATED", "44.88", id="PP2", later=3)
    heard(house, "paypal", renewed)
    house.pass_by(days=1)
    house.drain()
    assert house.case().payment == Pay.SECURED


def test_promise_when_it_is_about_to_end_and_goods_are_packed_then_is_captured(house: House) -> None:
    begun(house, promised(), CaptureAt.HAND_OVER)
    with house.database.write() as session:
        record_pick(session, house.site, house.on())
    with house.database.write() as session:
        pack(session, house.site, house.on(), 500)
    house.pass_by(days=6.5)
    with house.database.write() as session:
        look_at_promises(session, house.site, house.on())
    assert asked(house) == [("capture", 4488)]


def test_promise_when_the_order_is_held_then_its_money_is_not_taken(house: House) -> None:
    begun(house, promised())
    house.decide("hold")
    house.drain()
    house.pass_by(days=6.5)
    house.drain()
    assert asked(house) == []


def test_promise_when_it_has_expired_then_the_customer_is_asked_and_the_order_ends_days_later(house: House) -> None:
    begun(house, promised())
    house.pass_by(days=7.1)
    house.drain()
    with house.database.read() as session:
        told = [each.kind for each in notices_of(session, "main", "ord_1")]
    assert (house.case().payment, told.count("payment_expired")) == (Pay.EXPIRED, 1)
    house.pass_by(days=5.1)
    house.drain()
    house.drain(again=True)
    assert house.case().stage == Stage.CANCELLED


def test_promise_when_it_has_expired_and_somebody_pays_again_then_the_order_goes_on(house: House) -> None:
    begun(house, promised())
    house.pass_by(days=7.1)
    house.drain()
    heard(house, "adyen", adyen("CAPTURE", 4488, originalReference="PSP9", later=8))
    house.pass_by(days=5.1)
    house.drain()
    assert (house.case().payment, house.case().stage) == (Pay.CAPTURED, Stage.FULFILLING)


def test_cancel_when_only_promised_then_the_promise_is_given_up_once(house: House) -> None:
    begun(house, promised())
    house.decide("cancel")
    house.drain()
    house.drain(again=True)
    assert (asked(house), house.case().payment) == ([("void", 4488)], Pay.VOIDED)
    files = list((Path(house.folder) / "payments").glob("*.json"))
    assert [orjson.loads(each.read_bytes())["action"] for each in files] == ["void"]


def test_cancel_when_the_capture_was_asked_for_already_then_what_comes_goes_back(house: House) -> None:
    begun(house, promised())
    packed(house)
    house.decide("cancel")
    house.drain()
    heard(house, "stripe", stripe_intent("payment_intent.succeeded", amount_received=4488))
    assert ([action for action, _ in asked(house)], house.case().payment) == (["capture", "void"], Pay.REFUNDED)


def shared_out(house: House, capture_at: CaptureAt) -> None:
    """A promised order of two parts, each of which is being picked."""
    house.site = replace(house.site, payments=PaymentPolicy(capture_at=capture_at))
    house.rewire()
    payment = replace(PROMISED, gateway="stripe", gateway_reference="pi_1", authorised=4488)
    split(house, order=replace(ORDER, payment=payment, ship_by=NOON + timedelta(days=2)))


def ended(house: House, part: str) -> None:
    with house.database.write() as session:
        cancel_part(session, house.site, house.on(), "sold elsewhere", part)
    house.drain()


def test_part_when_cancelled_before_the_capture_then_its_price_is_not_taken(house: House) -> None:
    shared_out(house, CaptureAt.PACKED)
    ended(house, "3")
    pick(house, "2")
    box(house, 900, "2")
    assert asked(house) == [("capture", 4488 - 500)]
    heard(house, "stripe", stripe_intent("payment_intent.succeeded", amount_received=3988))
    send(house, "2")
    assert (house.case().stage, house.case().payment) == (Stage.SHIPPED, Pay.CAPTURED)


def test_part_when_cancelled_and_the_order_is_decided_again_then_its_price_is_still_not_owed(house: House) -> None:
    shared_out(house, CaptureAt.PACKED)
    ended(house, "3")
    house.decide("admit", order=house.desk.orders["ord_1"], version=2)
    house.drain()
    assert house.case().total == 3988


def test_part_when_the_others_wait_for_the_carrier_and_it_is_cancelled_then_the_money_is_asked_for(
    house: House,
) -> None:
    shared_out(house, CaptureAt.HAND_OVER)
    pick(house, "2")
    box(house, 900, "2")
    assert asked(house) == []
    ended(house, "3")
    assert asked(house) == [("capture", 3988)]


def test_capture_when_another_promise_comes_before_its_answer_then_is_not_asked_for_twice(house: House) -> None:
    begun(house, promised())
    packed(house)
    again = stripe_intent("payment_intent.amount_capturable_updated", amount_capturable=5000, id="pi_2", later=1)
    heard(house, "stripe", again)
    house.decide("admit")
    house.drain()
    assert asked(house) == [("capture", 4488)]


def test_promise_when_its_name_is_as_long_as_may_be_then_is_entered_and_ends(house: House) -> None:
    order = promised()
    assert order.payment is not None
    begun(house, replace(order, payment=replace(order.payment, gateway_reference="p" * 128)))
    house.pass_by(days=8)
    house.drain()
    assert house.case().payment == Pay.EXPIRED


def expired(house: House) -> None:
    """Two promises, the second a day before the first would have ended the order; both end."""
    begun(house, promised())
    house.pass_by(days=7.1)
    house.drain()
    house.pass_by(days=4)
    heard(house, "stripe", stripe_intent("payment_intent.amount_capturable_updated", amount_capturable=4488, id="pi_2",
                                         later=11))  # fmt: skip
    heard(house, "stripe", stripe_intent("payment_intent.canceled", cancellation_reason="automatic", id="pi_2",
                                         later=12))  # fmt: skip
    assert house.case().payment == Pay.EXPIRED


def test_order_when_its_second_promise_has_just_expired_then_the_timer_of_the_first_does_not_end_it(
    house: House,
) -> None:
    expired(house)
    house.pass_by(days=1.1)
    house.drain()
    assert house.case().stage != Stage.CANCELLED


def test_order_when_its_second_promise_expired_long_enough_ago_then_is_ended(house: House) -> None:
    expired(house)
    for _ in range(2):
        house.pass_by(days=3)
        house.drain()
    assert house.case().stage == Stage.CANCELLED


def test_promise_when_another_of_the_order_was_captured_then_is_released(house: House) -> None:
    begun(house, promised())
    packed(house)
    again = stripe_intent("payment_intent.amount_capturable_updated", amount_capturable=5000, id="pi_2", later=1)
    heard(house, "stripe", again)
    heard(house, "stripe", stripe_intent("payment_intent.succeeded", amount_received=4488, later=2))
    assert (asked(house), house.case().payment) == ([("capture", 4488), ("void", 5000)], Pay.CAPTURED)


def test_part_when_cancelled_after_the_capture_was_asked_for_then_its_price_goes_back_once_that_came(
    house: House,
) -> None:
    shared_out(house, CaptureAt.PACKED)
    pick(house, "2")
    box(house, 900, "2")
    ended(house, "3")
    heard(house, "stripe", stripe_intent("payment_intent.succeeded", amount_received=4488))
    assert refunded(house) == [500]
    assert (asked(house), house.case().payment) == ([("capture", 4488)], Pay.CAPTURED)


def test_order_when_recalled_while_disputed_then_what_was_not_sent_goes_back_once_the_dispute_is_won(
    house: House,
) -> None:
    shared_out(house, CaptureAt.PACKED)
    pick(house, "2")
    box(house, 900, "2")
    heard(house, "stripe", stripe_intent("payment_intent.succeeded", amount_received=4488))
    send(house, "2")
    heard(house, "stripe", stripe_dispute("charge.dispute.created", "needs_response"))
    house.decide("cancel")
    house.drain()
    assert (house.case().stage, refunded(house)) == (Stage.INTERCEPTING, [])
    for later in (3, 4):
        heard(house, "stripe", stripe_dispute("charge.dispute.closed", "won", later=later))
    assert (house.case().payment, refunded(house)) == (Pay.PARTIALLY_REFUNDED, [500])


def refunded(house: House) -> list[int]:
    with house.database.read() as session:
        return [each.amount for each in refunds_of(session, "main", "ord_1")]
