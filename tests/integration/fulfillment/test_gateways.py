"""What gateways tell: each message finds its order, is entered once, and the payment follows it."""

from datetime import timedelta
from pathlib import Path

import orjson
import pytest

from engine.order.order import Order
from engine.order.terms import LiabilityShift, PaymentStatus
from fulfillment.errors import MessageRefused, NotFound, OrderAmbiguous
from fulfillment.inventory.shelves import receive_stock
from fulfillment.payments.gateways.reading import read_message
from fulfillment.payments.hearing import Taken, hear
from fulfillment.states import Pay, Stage
from fulfillment.store.disputes import disputes_of
from fulfillment.store.instructions import instructions_of
from fulfillment.store.money import kept, refunds_of
from tests.builders import a_payment, an_order
from tests.fulfilment_site import NOON, House
from tests.gateway_messages import adyen, paypal, paypal_dispute, stripe, stripe_dispute, stripe_intent

SHELF, SKU = "SZX-1", "TEE-M-BLUE"
UNPAID = a_payment(status=PaymentStatus.PENDING, captured=None, authorised=None, gateway_reference=None)


def begun(house: House, order: Order | None = None) -> None:
    with house.database.write() as session:
        receive_stock(session, house.site.ids, "main", SKU, SHELF, 5, house.clock.now())
    house.decide("admit", order=an_order(payment=UNPAID) if order is None else order)
    house.drain()


def heard(house: House, gateway: str, message: object) -> list[Taken]:
    told = read_message(gateway, orjson.dumps(message)).told
    with house.database.write() as session:
        taken = [hear(session, house.site, "main", each, house.clock.now()) for each in told]
    house.drain()
    return taken


def rest(house: House) -> dict[str, int]:
    with house.database.read() as session:
        return dict(kept(session, "ord_1"))


@pytest.mark.parametrize(
    ("gateway", "message", "payment"),
    [
        ("stripe", stripe_intent("payment_intent.succeeded", amount_received=4488), Pay.CAPTURED),
        ("stripe", stripe_intent("payment_intent.amount_capturable_updated", amount_capturable=4488), Pay.SECURED),
        ("stripe", stripe_intent("payment_intent.payment_failed"), Pay.FAILED),
        ("stripe", stripe_intent("payment_intent.canceled", cancellation_reason="automatic"), Pay.EXPIRED),
        ("stripe", stripe_intent("payment_intent.canceled", cancellation_reason="abandoned"), Pay.VOIDED),
        ("paypal", paypal("PAYMENT.AUTHORIZATION.CREATED", "44.88"), Pay.SECURED),
        ("paypal", paypal("PAYMENT.CAPTURE.COMPLETED", "44.88"), Pay.CAPTURED),
        ("paypal", paypal("PAYMENT.CAPTURE.DECLINED", "44.88"), Pay.FAILED),
        ("paypal", paypal("PAYMENT.AUTHORIZATION.VOIDED", "44.88"), Pay.VOIDED),
        ("adyen", adyen("AUTHORISATION", 4488), Pay.SECURED),
        ("adyen", adyen("AUTHORISATION", 4488, success="false"), Pay.FAILED),
        ("adyen", adyen("CAPTURE", 4488, originalReference="PSP1"), Pay.CAPTURED),
        ("adyen", adyen("CANCELLATION", 4488, originalReference="PSP1"), Pay.VOIDED),
    ],
)
def test_message_when_heard_then_the_payment_stands_as_it_says(
    house: House, gateway: str, message: object, payment: Pay
) -> None:
    begun(house)
    assert [each.is_new for each in heard(house, gateway, message)] == [True]
    assert house.case().payment == payment


def test_message_when_it_means_nothing_then_is_ignored() -> None:
    for gateway, message in (
        ("paypal", paypal("CHECKOUT.ORDER.APPROVED", "44.88")),
        ("stripe", stripe_intent("payment_intent.processing")),
        ("adyen", adyen("REPORT_AVAILABLE", 0)),
    ):
        read = read_message(gateway, orjson.dumps(message))
        assert (read.told, len(read.ignored)) == ((), 1)


@pytest.mark.parametrize("content", [b"{", b"[]", b"{}", b'{"type": "charge.failed", "id": "evt", "created": "x"}'])
def test_message_when_of_another_shape_then_is_refused_with_its_place(content: bytes) -> None:
    with pytest.raises(MessageRefused):
        read_message("stripe", content)


def test_message_when_its_gateway_is_unknown_then_is_refused() -> None:
    with pytest.raises(MessageRefused):
        read_message("paymill", b"{}")


def test_message_when_it_comes_again_then_changes_nothing(house: House) -> None:
    begun(house)
    message = stripe_intent("payment_intent.succeeded", amount_received=4488)
    assert [heard(house, "stripe", message)[0].is_new for _ in range(2)] == [True, False]
    assert rest(house) == {"EUR": 4488}


def test_message_when_intent_and_charge_tell_one_capture_then_it_counts_once(house: House) -> None:
    begun(house)
    heard(house, "stripe", stripe_intent("payment_intent.succeeded", amount_received=4488))
    charge = {"object": "charge", "id": "ch_1", "payment_intent": "pi_1", "captured": True, "amount": 4488,
              "amount_captured": 4488, "currency": "eur", "metadata": {"order_id": "A-1001"}}  # fmt: skip
    heard(house, "stripe", stripe("charge.captured", charge))
    assert rest(house) == {"EUR": 4488}


def test_message_when_it_names_only_the_payment_then_the_order_is_found_by_it(house: House) -> None:
    begun(house, an_order(payment=a_payment(status=PaymentStatus.PENDING, captured=None, gateway_reference="pi_9")))
    message = stripe_intent("payment_intent.succeeded", amount_received=4488, id="pi_9", metadata={})
    assert heard(house, "stripe", message)[0].order_id == "ord_1"


def test_message_when_no_order_has_its_names_then_is_not_found(house: House) -> None:
    begun(house)
    with pytest.raises(NotFound):
        heard(house, "stripe", stripe_intent("payment_intent.succeeded", amount_received=1, metadata={"order": "B-2"}))


def test_message_when_reference_and_payment_are_of_two_orders_then_is_refused(house: House) -> None:
    begun(house)
    heard(house, "stripe", stripe_intent("payment_intent.payment_failed"))
    house.decide("admit", order_id="ord_2", order=an_order(id="A-1002", payment=UNPAID))
    house.drain()
    other = stripe_intent("payment_intent.succeeded", amount_received=4488, metadata={"order_id": "A-1002"})
    with pytest.raises(OrderAmbiguous):
        heard(house, "stripe", other)


def test_refund_when_the_gateway_tells_of_ours_then_is_confirmed_and_not_counted_twice(house: House) -> None:
    begun(house)
    heard(house, "stripe", stripe_intent("payment_intent.succeeded", amount_received=4488))
    house.decide("cancel")
    house.drain()
    told = {"object": "refund", "id": "re_1", "amount": 4488, "currency": "eur", "payment_intent": "pi_1"}
    heard(house, "stripe", stripe("refund.created", {**told, "status": "succeeded"}))
    with house.database.read() as session:
        refunds = refunds_of(session, "main", "ord_1")
    assert [(each.state, each.gateway_reference) for each in refunds] == [("confirmed", "re_1")]
    assert (rest(house), house.case().payment) == ({}, Pay.REFUNDED)


def test_refund_when_somebody_made_it_at_the_gateway_then_is_entered(house: House) -> None:
    begun(house)
    heard(house, "paypal", paypal("PAYMENT.CAPTURE.COMPLETED", "44.88"))
    heard(house, "paypal", paypal("PAYMENT.CAPTURE.REFUNDED", "5.00", id="RF1"))
    assert (rest(house), house.case().payment) == ({"EUR": 3988}, Pay.PARTIALLY_REFUNDED)


def test_capture_when_it_fails_later_then_the_money_does_not_count(house: House) -> None:
    begun(house)
    heard(house, "adyen", adyen("CAPTURE", 4488, originalReference="PSP1"))
    heard(house, "adyen", adyen("CAPTURE_FAILED", 4488, originalReference="PSP1"))
    assert (rest(house), house.case().payment) == ({}, Pay.FAILED)


def test_cancelled_order_when_an_authorisation_comes_then_it_is_given_up(house: House) -> None:
    begun(house)
    house.decide("cancel")
    house.drain()
    heard(house, "adyen", adyen("AUTHORISATION", 4488))
    with house.database.read() as session:
        asked = instructions_of(session, "main", "ord_1")
    assert [(each.action, each.authorisation, each.state) for each in asked] == [("void", "PSP1", "sent")]
    assert house.case().payment == Pay.VOIDED


def test_dispute_when_told_then_is_a_case_with_the_day_and_kind_of_the_gateway(house: House) -> None:
    begun(house)
    heard(house, "stripe", stripe_intent("payment_intent.succeeded", amount_received=4488))
    heard(house, "stripe", stripe_dispute("charge.dispute.created", "needs_response", reason="product_not_received"))
    with house.database.read() as session:
        (case,) = disputes_of(session, "main", "ord_1")
    assert (case.category, case.scheme, case.stage) == ("not_received", "visa", "chargeback")
    assert (case.due_at - NOON, case.is_stated_due) == (timedelta(days=9), True)
    assert house.case().payment == Pay.DISPUTED


def test_dispute_when_an_inquiry_then_no_money_moves(house: House) -> None:
    begun(house)
    heard(house, "paypal", paypal("PAYMENT.CAPTURE.COMPLETED", "44.88"))
    heard(house, "paypal", paypal_dispute("CUSTOMER.DISPUTE.CREATED", stage="INQUIRY"))
    assert house.case().payment == Pay.CAPTURED
    heard(house, "paypal", paypal_dispute("CUSTOMER.DISPUTE.UPDATED", stage="CHARGEBACK"))
    with house.database.read() as session:
        (case,) = disputes_of(session, "main", "ord_1")
    assert (house.case().payment, case.stage) == (Pay.DISPUTED, "chargeback")


@pytest.mark.parametrize(
    ("status", "payment", "label", "left"),
    [("lost", Pay.CHARGED_BACK, "chargeback", {}), ("won", Pay.CAPTURED, "friendly_fraud", {"EUR": 4488})],
)
def test_dispute_when_it_ends_then_the_outcome_is_learnt_once(
    house: House, status: str, payment: Pay, label: str, left: dict[str, int]
) -> None:
    begun(house)
    heard(house, "stripe", stripe_intent("payment_intent.succeeded", amount_received=4488))
    heard(house, "stripe", stripe_dispute("charge.dispute.created", "needs_response"))
    for _ in range(2):
        heard(house, "stripe", stripe_dispute("charge.dispute.closed", status, later=3))
    assert (house.case().payment, rest(house)) == (payment, left)
    assert [(each.kind, each.reason_code, each.source) for each in house.desk.learnt] == [
        (label, "10.4", "dispute:stripe")
    ]


def test_warning_when_an_issuer_sends_it_then_is_learnt_and_moves_nothing(house: House) -> None:
    begun(house)
    heard(house, "stripe", stripe_intent("payment_intent.succeeded", amount_received=4488))
    warning = {"object": "radar.early_fraud_warning", "id": "issfr_1", "charge": "ch_1", "payment_intent": "pi_1",
               "fraud_type": "made_with_stolen_card"}  # fmt: skip
    for _ in range(2):
        heard(house, "stripe", stripe("radar.early_fraud_warning.created", warning))
    assert [(each.kind, each.source) for each in house.desk.learnt] == [("fraud", "early_warning:stripe")]
    assert (house.case().payment, house.case().stage) == (Pay.CAPTURED, Stage.FULFILLING)


def test_instruction_when_written_then_counts_as_the_gateway_does(house: House) -> None:
    begun(house)
    heard(house, "adyen", adyen("AUTHORISATION", 4488))
    house.decide("cancel")
    house.drain(again=True)
    (file,) = (Path(house.folder) / "payments").glob("*.json")
    written = orjson.loads(file.read_bytes())
    assert (written["action"], written["authorisation"], written["gateway_amount"]) == ("void", "PSP1", 4488)
    assert written["idempotency_key"] == written["instruction"]


def test_liability_when_shifted_then_the_case_says_so(house: House) -> None:
    begun(house, an_order())
    heard(house, "stripe", stripe_dispute("charge.dispute.created", "needs_response"))
    with house.database.read() as session:
        (case,) = disputes_of(session, "main", "ord_1")
    assert case.shift == LiabilityShift.YES


def test_refund_when_it_fails_for_an_ended_order_then_waits_for_a_person(house: House) -> None:
    begun(house)
    heard(house, "stripe", stripe_intent("payment_intent.succeeded", amount_received=4488))
    house.decide("cancel")
    house.drain()
    told = {"object": "refund", "id": "re_1", "amount": 4488, "currency": "eur", "payment_intent": "pi_1"}
    heard(house, "stripe", stripe("refund.failed", {**told, "status": "failed"}, later=1))
    with house.database.read() as session:
        refunds = refunds_of(session, "main", "ord_1")
    assert [each.state for each in refunds] == ["failed"]
    assert rest(house) == {"EUR": 4488}


@pytest.mark.parametrize("change", [{"create_time": "0001-01-01T00:00:00+14:00"}, {"event_type": "x" * 200}])
def test_message_when_its_moment_or_word_cannot_be_then_is_refused(change: dict[str, str]) -> None:
    with pytest.raises(MessageRefused):
        read_message("paypal", orjson.dumps(paypal("PAYMENT.CAPTURE.COMPLETED", "44.88") | change))


def test_message_when_its_name_leaves_no_room_for_a_word_then_is_entered(house: House) -> None:
    begun(house)
    heard(house, "stripe", stripe_intent("payment_intent.amount_capturable_updated", amount_capturable=4488,
                                         id="p" * 128))  # fmt: skip
    assert house.case().payment == Pay.SECURED
