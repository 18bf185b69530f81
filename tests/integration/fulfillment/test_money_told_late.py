"""What is told late of money and disputes comes to what it would have come to in time, and goes back where it must."""

import pytest

from fulfillment.payments.position import position
from fulfillment.payments.taking import PaymentEvent, enter
from fulfillment.states import Event, Pay, Stage
from fulfillment.store.instructions import instructions_of
from fulfillment.store.money import movements, refunds_of
from fulfillment.store.notices import notices_of
from fulfillment.thread import at_work
from tests.fulfilment_site import House
from tests.gateway_messages import adyen, stripe, stripe_dispute, stripe_intent
from tests.integration.fulfillment.test_capturing import promised
from tests.integration.fulfillment.test_gateways import begun, heard, rest

PAID = stripe_intent("payment_intent.succeeded", amount_received=4488)
PROMISED = stripe_intent("payment_intent.amount_capturable_updated", amount_capturable=4488)
OTHER = stripe_intent("payment_intent.amount_capturable_updated", amount_capturable=5000, id="pi_2")
REFUND = stripe("refund.created", {"object": "refund", "id": "re_1", "amount": 4488, "currency": "eur",
                                   "payment_intent": "pi_1", "status": "succeeded"}, later=1)  # fmt: skip


def closed(how: str, later: int = 2) -> object:
    return stripe_dispute("charge.dispute.closed", how, later=later)


def cancelled(house: House) -> None:
    house.decide("cancel")
    house.drain()


def given_back(house: House) -> list[int]:
    with house.database.read() as session:
        return [each.amount for each in refunds_of(session, "main", "ord_1")]


def released(house: House) -> list[tuple[str, str]]:
    with house.database.read() as session:
        return [(each.action, each.authorisation) for each in instructions_of(session, "main", "ord_1")]


def alive(house: House) -> list[str]:
    with house.database.read() as session:
        return [each.subject for each in position(movements(session, "main", "ord_1")).promises]


def test_cancelled_order_when_its_dispute_was_won_before_its_money_is_told_then_gives_it_back(house: House) -> None:
    begun(house)
    cancelled(house)
    heard(house, "stripe", closed("won"))
    heard(house, "stripe", PAID)
    assert (given_back(house), rest(house), house.case().payment) == ([4488], {}, Pay.REFUNDED)


def test_cancelled_order_when_its_dispute_was_lost_before_its_money_is_told_then_nothing_goes_back(
    house: House,
) -> None:
    begun(house)
    cancelled(house)
    heard(house, "stripe", closed("lost"))
    heard(house, "stripe", PAID)
    assert (given_back(house), rest(house), house.case().payment) == ([], {}, Pay.CHARGED_BACK)


def test_dispute_when_it_is_won_after_all_went_back_then_the_payment_is_refunded(house: House) -> None:
    begun(house)
    for message in (PAID, REFUND, stripe_dispute("charge.dispute.created", "needs_response", later=2)):
        heard(house, "stripe", message)
    assert house.case().payment == Pay.DISPUTED
    heard(house, "stripe", closed("won", later=3))
    assert (house.case().payment, rest(house)) == (Pay.REFUNDED, {})


def test_payment_when_more_went_back_than_came_then_nothing_is_sold(house: House) -> None:
    begun(house)
    heard(house, "stripe", PAID)
    heard(house, "stripe", REFUND)
    more = {"object": "refund", "id": "re_2", "amount": 488, "currency": "eur", "payment_intent": "pi_1"}
    heard(house, "stripe", stripe("refund.created", {**more, "status": "succeeded"}, later=2, number=2))
    assert (rest(house), house.case().payment) == ({"EUR": -488}, Pay.REFUNDED)


@pytest.mark.parametrize("messages", [(OTHER, PROMISED, PAID), (PAID, OTHER, PROMISED), (OTHER, PAID, PROMISED)])
def test_promise_when_another_was_captured_then_is_released_whatever_was_told_first(
    house: House, messages: tuple[object, ...]
) -> None:
    begun(house)
    for each in messages:
        heard(house, "stripe", each)
    assert (released(house)[-1], alive(house), house.case().payment) == (("void", "pi_2"), [], Pay.CAPTURED)


def test_order_when_it_ends_with_money_and_a_promise_then_keeps_neither(house: House) -> None:
    begun(house, promised())
    heard(house, "adyen", adyen("CAPTURE", 4488, originalReference="PSP9"))
    cancelled(house)
    assert (given_back(house), released(house)) == ([4488], [("void", "pi_1")])
    assert (alive(house), house.case().payment, house.case().stage) == ([], Pay.REFUNDED, Stage.CANCELLED)


def test_order_when_it_ends_while_disputed_then_keeps_no_promise(house: House) -> None:
    begun(house, promised())
    heard(house, "stripe", stripe_dispute("charge.dispute.created", "needs_response"))
    cancelled(house)
    assert (released(house), alive(house), house.case().payment) == ([("void", "pi_1")], [], Pay.DISPUTED)


def test_dispute_when_it_was_won_before_it_was_lost_then_both_are_learnt_whichever_is_told_first(house: House) -> None:
    begun(house)
    for message in (PAID, closed("lost", later=3), closed("won", later=2)):
        heard(house, "stripe", message)
    assert house.case().payment == Pay.CHARGED_BACK
    learnt = sorted(house.desk.learnt, key=lambda each: each.known_at)
    assert [each.kind for each in learnt] == ["friendly_fraud", "chargeback"]


def test_order_when_all_went_back_as_it_ended_then_what_is_told_later_voids_nothing(house: House) -> None:
    begun(house)
    heard(house, "stripe", PAID)
    cancelled(house)
    heard(house, "stripe", closed("won"))
    with house.database.read() as session:
        words = [each.kind for each in movements(session, "main", "ord_1")]
    assert (words, house.case().payment) == (["capture", "refund", "win"], Pay.REFUNDED)


@pytest.mark.parametrize(("is_over", "letters", "stands"), [(False, 1, Pay.EXPIRED), (True, 0, Pay.VOIDED)])
def test_promise_when_it_ends_then_whose_order_waits_no_more_is_not_asked_to_pay_again(
    house: House, is_over: bool, letters: int, stands: Pay
) -> None:
    begun(house)
    heard(house, "stripe", PROMISED)
    if is_over:
        cancelled(house)
    house.pass_by(days=1)
    ended = PaymentEvent(kind=Event.EXPIRE, amount=0, currency="EUR", reference="pi_1:expired", subject="pi_1",
                         at=house.clock.now(), word="expire")  # fmt: skip
    with house.database.write() as session, at_work(session, house.site, house.on()) as file:
        enter(file, ended)
    with house.database.read() as asking:
        told = [each.kind for each in notices_of(asking, "main", "ord_1")]
    assert (told.count("payment_expired"), house.case().payment) == (letters, stands)
