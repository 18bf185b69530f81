"""The money of a claim: how much is claimed, by which limit, and what the carrier pays."""

from dataclasses import replace

import pytest

from engine.order.money import Money
from fulfillment.claims.kinds import Mishap
from fulfillment.claims.moving import Answered, change_claim
from fulfillment.claims.paying import Paid, book_payment, open_for_credit
from fulfillment.errors import ClaimRefused
from fulfillment.states import Demand, Event
from fulfillment.store.claims import claim_payments
from tests.claim_house import claim, claims, step, told_open, with_claims
from tests.claimed_parcels import PRICE, sent
from tests.fulfilment_site import House

EUR, CREDIT = "EUR", "CN-1"


def test_claim_when_pieces_are_named_then_only_these_are_claimed(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house, carrier="own")
    made = told_open(house, Mishap.DAMAGE)
    assert made.data["price"] == PRICE
    with house.database.write() as session:
        fewer = change_claim(session, house.site, house.on(), made.id, {1: 1}, None)
    assert (fewer.data["price"], fewer.lines) == (PRICE // 2, {"1": 1})
    with house.database.write() as session, pytest.raises(ClaimRefused):
        change_claim(session, house.site, house.on(), made.id, {1: 3}, None)


def test_amount_when_the_convention_limits_it_then_says_by_how_much_and_whose_rule(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house)
    made = told_open(house, Mishap.LOSS)
    limit = made.data["limit"]
    assert isinstance(limit, dict)
    # 26 SDR a kilogram for 480 g, at 0.849816 SDR for a euro: 14.685 EUR.
    assert (limit["minor"], made.amount, made.data["limited"]) == (1469, 1469, True)
    assert "26 SDR" in str(limit["source"])


def test_amount_when_the_limit_is_only_assumed_then_is_claimed_in_full(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house, carrier="nobody")
    made = told_open(house, Mishap.DAMAGE)
    assert made.due_source.startswith("assumption") or not made.due_source
    assert made.amount == (1469 if made.data["limited"] else PRICE)


def test_freight_when_the_terms_give_it_back_then_is_claimed_too(house: House) -> None:
    seal = with_claims(house, by_rule=False)
    seal.charged = Money(812, EUR)
    sent(house)
    made = told_open(house, Mishap.LATE)
    assert (made.data["goods"], made.data["freight"], made.amount) == (0, 812, 812)


def test_claim_when_it_is_paid_in_full_then_is_closed(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house)
    told_open(house, Mishap.LOSS)
    filed = step(house, Event.FILE)
    step(house, Event.ACKNOWLEDGE, Answered(reference="C-4711"))
    approved = step(house, Event.APPROVE, Answered(approved=1000))
    assert (approved.reference, approved.approved) == ("C-4711", 1000)
    paid = Paid(amount=1000, currency=EUR, reference=CREDIT, at=house.clock.now())
    for _ in range(2):
        with house.database.write() as session:
            book_payment(session, house.site, house.on(), filed.id, paid)
    (closed,) = claims(house)
    assert (closed.state, closed.paid) == (Demand.CLOSED, 1000)
    with house.database.read() as session:
        assert len(claim_payments(session, "main", filed.id)) == 1


@pytest.mark.parametrize("amount", [1470, 5000])
def test_payment_when_it_is_more_than_was_claimed_then_is_refused(house: House, amount: int) -> None:
    with_claims(house, by_rule=False)
    sent(house)
    made = told_open(house, Mishap.LOSS)
    step(house, Event.FILE)
    paid = Paid(amount=amount, currency=EUR, reference=CREDIT, at=house.clock.now())
    with house.database.write() as session, pytest.raises(ClaimRefused):
        book_payment(session, house.site, house.on(), made.id, paid)


def test_payment_when_its_name_was_booked_with_another_amount_then_is_refused(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house)
    made = told_open(house, Mishap.LOSS)
    step(house, Event.FILE)
    paid = Paid(amount=500, currency=EUR, reference=CREDIT, at=house.clock.now())
    with house.database.write() as session:
        book_payment(session, house.site, house.on(), made.id, paid)
    with house.database.write() as session, pytest.raises(ClaimRefused):
        book_payment(session, house.site, house.on(), made.id, replace(paid, amount=501))
    assert (claim(house).state, claim(house).paid) == (Demand.PAID, 500)


def test_credit_when_one_claim_is_owed_just_that_then_it_comes_first(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house)
    told_open(house, Mishap.LOSS)
    filed = step(house, Event.FILE)
    with house.database.read() as session:
        assert [each.id for each in open_for_credit(session, "main", "dhl", Money(filed.amount, EUR))] == [filed.id]
        assert not open_for_credit(session, "main", "dhl", Money(filed.amount + 1, EUR))
        assert not open_for_credit(session, "main", "ups", Money(filed.amount, EUR))
