"""Reference rates: exact arithmetic, pegs, nothing for a currency without a current rate."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import DataRejected
from engine.facts.rates import SCALE, EcbRates, half_even, newest_rates, scaled

PEGS = Path(__file__).parents[3] / "data" / "fx" / "pegs.csv"
LINES = ["Date,USD,JPY,CYP,HUF,", "2026-10-30,1.1172,175.68,N/A,N/A,", "2026-10-29,1.113,175.92,N/A,366.33,"]
RATES = EcbRates(*newest_rates(LINES), {"USD": 2, "JPY": 0, "HUF": 2, "CYP": 2, "EUR": 2})


def test_rates_when_installed_then_edition_and_main_currencies() -> None:
    rates = EcbRates.load(PEGS)
    assert rates.edition >= date(2025, 1, 1)
    assert {"USD", "CNY", "JPY", "GBP", "SAR", "AED", "EUR"} <= rates.units_per_euro.keys()


def test_rates_when_newest_day_lacks_a_currency_then_day_before() -> None:
    assert RATES.edition == date(2026, 10, 30)
    assert RATES.to_eur_minor(36633, "HUF") == 100


@pytest.mark.parametrize(
    ("minor", "currency", "cents"), [(11172, "USD", 10000), (17568, "JPY", 10000), (500, "EUR", 500)]
)
def test_conversion_when_rate_is_known_then_euro_cents(minor: int, currency: str, cents: int) -> None:
    assert RATES.to_eur_minor(minor, currency) == cents


@pytest.mark.parametrize("currency", ["CYP", "XYZ"])
def test_conversion_when_no_current_rate_then_none(currency: str) -> None:
    assert RATES.to_eur_minor(100, currency) is None


def test_peg_when_anchor_is_quoted_then_follows_it() -> None:
    rates = EcbRates.load(PEGS)
    dollars, riyals = rates.to_eur_minor(100_00, "USD"), rates.to_eur_minor(375_00, "SAR")
    assert dollars == riyals


@pytest.mark.parametrize("text", ["", "0", "-1", "1,5", "N/A"])
def test_rate_when_no_positive_number_then_rejected(text: str) -> None:
    with pytest.raises(DataRejected):
        scaled(text, "pegs.csv")


def test_rate_when_decimal_then_exact() -> None:
    assert scaled("1.1172", "x") == 1_117_200_000


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**9))
def test_rounding_when_done_then_never_off_by_more_than_half(numerator: int, denominator: int) -> None:
    rounded = half_even(numerator, denominator)
    assert abs(rounded * denominator - numerator) * 2 <= denominator


@given(st.integers(0, 10**13), st.integers(0, 10**13))
def test_conversion_when_amount_is_larger_then_never_less(one: int, two: int) -> None:
    low, high = sorted((one, two))
    assert (RATES.to_eur_minor(low, "USD") or 0) <= (RATES.to_eur_minor(high, "USD") or 0)


def test_half_when_between_two_then_even() -> None:
    assert [half_even(n * SCALE, 2 * SCALE) for n in (1, 3, 5, -1)] == [0, 2, 2, 0]
