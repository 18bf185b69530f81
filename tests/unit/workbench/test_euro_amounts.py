"""Values in euros of orders in other currencies: the amount that brings a fact to the right side of a bound."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.admission import Admission
from engine.facts.context import Context
from engine.order.order import Order
from engine.workbench.euro_amounts import amount_for
from engine.workbench.levers import Pull, pulled
from engine.workbench.on_order import OnOrder
from engine.workbench.what_if import WhatIf
from tests.builders import a_line, an_order
from tests.desks import NOW, bundled

CONTEXT = Context(decided_at=NOW)
CURRENCIES = ("USD", "GBP", "JPY", "HUF", "KRW", "CHF")
AMOUNTS = st.integers(0, 10**8)


def admission() -> Admission:
    return bundled().admission


def in_currency(currency: str, unit_price: int) -> Order:
    order = an_order(lines=(a_line(unit_price=unit_price, quantity=1),), currency=currency)
    payment = None if order.payment is None else replace(order.payment, currency=currency)
    return replace(order, payment=payment)


@given(cents=AMOUNTS, now=AMOUNTS, currency=st.sampled_from(CURRENCIES))
def test_amount_when_found_then_is_the_nearest_on_the_right_side(cents: int, now: int, currency: str) -> None:
    rates = admission().knowledge.rates
    amount, worth = amount_for(cents, now, currency, rates), rates.to_eur_minor(now, currency)
    assert amount is not None
    assert worth is not None
    reached, one_less, one_more = (rates.to_eur_minor(amount + by, currency) or 0 for by in (0, -1, 1))
    assert reached <= cents < one_more if cents < worth else one_less < cents <= reached or amount == now


@given(cents=AMOUNTS, now=AMOUNTS)
def test_amount_when_in_euros_then_is_the_cents_themselves(cents: int, now: int) -> None:
    assert amount_for(cents, now, "EUR", None) == cents


def test_amount_when_there_is_no_rate_then_is_none() -> None:
    assert amount_for(100, 50, "XTS", admission().knowledge.rates) is None


@pytest.mark.parametrize("currency", CURRENCIES)
@pytest.mark.parametrize(
    ("fact", "part"),
    [
        ("order.value_eur_minor", None),
        ("order.goods_value_eur_minor", None),
        ("line.value_eur_minor", 0),
        ("line.unit_price_eur_minor", 0),
        ("line.value_per_kg_eur_minor", 0),
    ],
)
@pytest.mark.parametrize("wanted", [14_999, 15_000, 99])
def test_lever_when_in_another_currency_then_the_fact_is_on_the_right_side(
    currency: str, fact: str, part: int | None, wanted: int
) -> None:
    order = in_currency(currency, 40_000)
    before = value_of(order, fact, part)
    changed = pulled(order, [Pull(fact, wanted, part)], NOW, admission().knowledge.rates)
    assert changed is not None
    after = value_of(changed, fact, part)
    assert after <= wanted if wanted < before else after >= wanted
    assert abs(after - wanted) <= 15  # a minor unit of each currency, by the kilogram of a line that weighs less


def test_change_when_tried_in_dollars_then_says_what_the_value_comes_to() -> None:
    order = in_currency("USD", 200_000)
    decision = admission().decide(order, CONTEXT)
    book = admission().book
    assert decision.evaluation is not None
    tried = OnOrder(
        admission(), decision, order, CONTEXT, WhatIf(decision.evaluation, decision, book.domain, book.policy)
    )
    spot = (None, "order.value_eur_minor")
    for wanted in range(29_990, 30_010):
        reached = tried.reached({spot: wanted})[spot]
        changed = pulled(order, [Pull(spot[1], wanted)], NOW, admission().knowledge.rates)
        assert changed is not None
        assert reached == value_of(changed, spot[1], None) <= wanted


def value_of(order: Order, fact: str, part: int | None) -> int:
    sheet = admission().sheet(order, CONTEXT)
    value = (sheet.whole if part is None else sheet.parts[part])[fact]
    assert isinstance(value, int)
    return value
