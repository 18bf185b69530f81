"""With how many decimals gateways count, and data files about them that are whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.order.currency import exponents
from fulfillment.errors import PaymentRefused
from fulfillment.payments.exponents import (
    countings,
    from_decimal_text,
    from_gateway,
    psp_exponent,
    takeable,
    to_gateway,
)

GATEWAYS = ("stripe", "adyen", "paypal", "paypal_reports", "unknown")
currencies = st.sampled_from(sorted(exponents()))


@pytest.mark.parametrize(
    ("gateway", "currency", "digits"),
    [
        ("stripe", "ISK", 2), ("stripe", "UGX", 2), ("stripe", "MGA", 0), ("stripe", "JPY", 0), ("stripe", "EUR", 2),
        ("adyen", "CLP", 2), ("adyen", "ISK", 2), ("adyen", "CVE", 0), ("adyen", "IDR", 0), ("adyen", "KWD", 3),
        ("paypal", "HUF", 0), ("paypal", "TWD", 0), ("paypal", "JPY", 0), ("paypal", "USD", 2),
        ("paypal_reports", "JPY", 2), ("paypal_reports", "EUR", 2),
    ],
)  # fmt: skip
def test_exponent_when_the_gateway_counts_otherwise_then_is_its_own(gateway: str, currency: str, digits: int) -> None:
    assert psp_exponent(gateway, currency) == digits


@given(gateway=st.sampled_from(GATEWAYS), currency=currencies)
def test_exponent_when_not_listed_then_is_that_of_iso(gateway: str, currency: str) -> None:
    counting = countings().get(gateway)
    listed = counting is not None and (currency in counting.digits or counting.every is not None)
    assert listed or psp_exponent(gateway, currency) == exponents()[currency]


@given(gateway=st.sampled_from(GATEWAYS), currency=currencies, major=st.integers(0, 10**9))
def test_amount_when_turned_there_and_back_then_is_the_same(gateway: str, currency: str, major: int) -> None:
    ours = major * 10 ** exponents()[currency]  # whole units, which every gateway can count
    assert from_gateway(gateway, to_gateway(gateway, ours, currency), currency) == ours


@given(gateway=st.sampled_from(GATEWAYS), currency=currencies, minor=st.integers(0, 10**12))
def test_amount_when_the_gateway_cannot_take_it_then_is_refused_and_never_rounded(
    gateway: str, currency: str, minor: int
) -> None:
    try:
        theirs = to_gateway(gateway, minor, currency)
    except PaymentRefused:
        return
    assert from_gateway(gateway, theirs, currency) == minor


@pytest.mark.parametrize(("text", "currency"), [("15.5", "JPY"), ("1.005", "EUR"), ("x", "EUR"), ("NaN", "EUR")])
def test_decimal_when_it_has_more_digits_than_the_currency_then_is_refused(text: str, currency: str) -> None:
    with pytest.raises(PaymentRefused):
        from_decimal_text("paypal", text, currency)


def test_currency_when_unknown_then_is_refused() -> None:
    with pytest.raises(PaymentRefused):
        psp_exponent("stripe", "XXX")


@pytest.mark.parametrize(
    ("currency", "amount", "nearest"),
    [("KWD", 12_345, 12_340), ("KWD", 9, 0), ("MGA", 1_250, 1_200), ("UGX", 7, 7), ("EUR", 4_488, 4_488)],
)
def test_takeable_when_the_gateway_has_steps_then_is_the_next_amount_below_that_it_takes(
    currency: str, amount: int, nearest: int
) -> None:
    assert takeable("stripe", amount, currency) == nearest
    to_gateway("stripe", nearest, currency)
