"""Amounts as shops write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fulfillment.channels.amounts import major, minor
from fulfillment.channels.errors import AnswerRefused


@given(st.integers(0, 10**12), st.sampled_from(["EUR", "JPY", "KWD", "USD"]))
def test_amount_when_written_and_read_then_it_is_the_same(amount: int, currency: str) -> None:
    assert minor(major(amount, currency), currency) == amount


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [(1234, "EUR", "12.34"), (5, "EUR", "0.05"), (1234, "JPY", "1234"), (5, "KWD", "0.005")],
)
def test_amount_when_written_then_it_has_the_decimals_of_its_currency(amount: int, currency: str, text: str) -> None:
    assert major(amount, currency) == text


@pytest.mark.parametrize("text", ["", "ten", "1.234", "NaN"])
def test_amount_when_it_is_none_then_the_answer_is_refused(text: str) -> None:
    with pytest.raises(AnswerRefused):
        minor(text, "EUR")
