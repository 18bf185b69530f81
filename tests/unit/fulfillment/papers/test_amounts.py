"""Figures and words of amounts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fulfillment.documents.amounts import ONES, SCALES, TENS, cardinal, figures, in_words, kilograms, money

WORDS = {word: value for value, word in enumerate(ONES)} | {word: 10 * value for value, word in enumerate(TENS) if word}
LARGE = {name: size for size, name in SCALES}


def read_back(words: str) -> int:
    """A number from its words, the way a reader adds them up."""
    total = group = 0
    for word in words.replace("-", " ").split():
        if word in LARGE:
            total, group = total + group * LARGE[word], 0
        elif word == "hundred":
            group *= 100
        else:
            group += WORDS[word]
    return total + group


@pytest.mark.parametrize(
    ("minor", "currency", "shown"), [(123450, "EUR", "1234.50"), (1234, "JPY", "1234"), (5, "KWD", "0.005")]
)
def test_figures_when_of_a_currency_then_have_its_decimals(minor: int, currency: str, shown: str) -> None:
    assert figures(minor, currency) == shown


def test_money_when_shown_then_the_code_stands_before_it() -> None:
    assert money(199, "USD") == "USD 1.99"


def test_weight_when_shown_then_in_kilograms_to_the_gram() -> None:
    assert kilograms(1) == "0.001"


def test_words_when_of_an_amount_then_the_fraction_is_in_figures() -> None:
    assert in_words(123_405, "EUR") == "EUR one thousand two hundred thirty-four and 05/100"


def test_words_when_the_currency_has_no_fraction_then_none_is_told() -> None:
    assert in_words(1_000_001, "JPY") == "JPY one million one"


@given(st.integers(min_value=0, max_value=10**15 - 1))
def test_words_when_read_back_then_give_the_number(number: int) -> None:
    assert read_back(cardinal(number)) == number
