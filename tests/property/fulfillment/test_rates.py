"""Conversion: exact until the end, by stored rates alone, and the same whichever way round a rate was stored."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.facts.rates import EcbRates
from engine.order.currency import exponents
from engine.order.money import Money
from engine.store.database import Database
from fulfillment.errors import NoRate, RateRefused
from fulfillment.payments.rate_file import read_rates
from fulfillment.payments.rates import convert, exchanged, given_rate, reference_rates, store_rates
from fulfillment.records import ExchangeRate
from tests.databases import SqliteFiles
from tests.fulfilment_site import NOON, CountingIds

currencies = st.sampled_from(["EUR", "USD", "JPY", "KWD", "CLP", "GBP", "ISK"])
rates = st.decimals(min_value=Decimal("0.0001"), max_value=Decimal(20000), places=6, allow_nan=False).filter(bool)


def a_rate(base: str, quote: str, rate: Decimal) -> ExchangeRate:
    return ExchangeRate(id="r", merchant_id="m", base=base, quote=quote, rate=f"{rate:f}", source="s", at=NOON,
                        entered_at=NOON, entered_by="t")  # fmt: skip


@given(minor=st.integers(0, 10**12), base=currencies, quote=currencies, rate=rates, is_turned=st.booleans())
def test_exchange_when_computed_in_fractions_then_is_the_same(
    minor: int, base: str, quote: str, rate: Decimal, is_turned: bool
) -> None:
    if base == quote:
        return
    stored = a_rate(quote, base, rate) if is_turned else a_rate(base, quote, rate)
    factor = 1 / Fraction(rate) if is_turned else Fraction(rate)
    exact = Fraction(minor, 10 ** exponents()[base]) * factor * 10 ** exponents()[quote]
    found = exchanged(Money(minor, base), quote, [stored])
    assert abs(exact - found.minor) <= Fraction(1, 2) + Fraction(1, 10**20)
    assert found.currency == quote


def test_exchange_when_half_way_then_is_rounded_to_even() -> None:
    for minor, expected in ((50, 0), (150, 2), (250, 2)):  # half yen
        assert exchanged(Money(minor, "EUR"), "JPY", [a_rate("EUR", "JPY", Decimal(1))]).minor == expected
    assert Decimal("0.5").to_integral_value(rounding=ROUND_HALF_EVEN) == 0


@pytest.fixture(scope="module")
def stored(sqlite_files: SqliteFiles) -> Iterator[Database]:
    """The reference rates that this version came with, and one of an earlier day."""
    with sqlite_files.fresh() as database:
        with database.write() as session:
            ids = CountingIds()
            old = given_rate("EUR", "USD", "2", "hand", NOON - timedelta(days=9000))
            assert store_rates(session, ids, "m", [old, *reference_rates(EcbRates.load())], NOON, "t") > 20
            assert store_rates(session, ids, "m", [old], NOON, "t") == 0
        yield database


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(minor=st.integers(0, 10**9), base=st.sampled_from(["EUR", "USD", "JPY", "GBP"]),
       quote=st.sampled_from(["EUR", "USD", "JPY", "GBP"]))  # fmt: skip
def test_conversion_when_by_stored_rates_then_is_near_its_way_back(
    stored: Database, minor: int, base: str, quote: str
) -> None:
    with stored.read() as session:
        there = convert(session, "m", Money(minor, base), quote, NOON)
        back = convert(session, "m", there.amount, base, NOON)
    step = exchanged(Money(1, quote), base, there.rates[::-1]).minor + 1 if there.rates else 0
    assert abs(back.amount.minor - minor) <= step
    assert len(there.rates) == (0 if base == quote else 1 if "EUR" in (base, quote) else 2)


def test_conversion_when_asked_for_an_earlier_day_then_is_by_the_rate_of_then(stored: Database) -> None:
    with stored.read() as session:
        found = convert(session, "m", Money(100, "EUR"), "USD", NOON - timedelta(days=8999))
    assert (found.amount, found.rates[0].source) == (Money(200, "USD"), "hand")


@pytest.mark.parametrize(("merchant", "currency"), [("other", "USD"), ("m", "XPF")])
def test_conversion_when_no_rate_is_stored_then_there_is_none(stored: Database, merchant: str, currency: str) -> None:
    with stored.read() as session, pytest.raises(NoRate):
        convert(session, merchant, Money(100, "EUR"), currency, NOON - timedelta(days=8999))


@pytest.mark.parametrize("text", ["0", "-1", "NaN", "x", "", "1e30", "Infinity"])
def test_rate_when_it_is_no_positive_number_then_is_refused(text: str) -> None:
    with pytest.raises(RateRefused):
        given_rate("EUR", "USD", text, "hand", NOON)


def test_file_when_a_row_is_none_then_is_refused_with_its_line() -> None:
    good = b"base,quote,rate,source,at\nEUR,USD,1.08,ecb,2026-11-25\n"
    assert read_rates(good)[0].rate == Decimal("1.08")
    with pytest.raises(RateRefused, match="line 3"):
        read_rates(good + b"EUR,EUR,1,ecb,2026-11-25\n")
    with pytest.raises(RateRefused):
        read_rates(b"from,to\n")
