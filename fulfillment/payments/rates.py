"""Money in another currency: only by a rate that was stored, with its value, source and moment.

Amounts are exact decimal numbers until the end, and are then rounded half to even to the minor unit of the currency
after ISO 4217. A pair may be turned round, or go by way of the euro, in which central banks quote.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation, localcontext

from engine.facts.rates import SCALE, EcbRates
from engine.ids import Ids, Prefix
from engine.order.currency import exponents
from engine.order.money import Money
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.errors import NoRate, RateRefused
from fulfillment.records import ExchangeRate
from fulfillment.store.rates import add_rates, newest_rate

EURO = "EUR"
PRECISION = 50
MOST_DIGITS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class RateGiven:
    """A rate as it is handed in: one unit of `base` is `rate` units of `quote`."""

    base: str
    quote: str
    rate: Decimal
    source: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Converted:
    """An amount in another currency, and the stored rates that made it, in the order in which they were used."""

    amount: Money
    rates: tuple[ExchangeRate, ...]


def given_rate(base: str, quote: str, text: str, source: str, at: datetime) -> RateGiven:
    """A rate out of text. Raises RateRefused for what is no rate of two currencies, or has no source."""
    known = exponents()
    if base not in known or quote not in known or base == quote:
        msg = f"`{base}` and `{quote}` must be two currencies of ISO 4217"
        raise RateRefused(msg)
    try:
        rate = Decimal(text.strip())
    except InvalidOperation:
        rate = Decimal(0)
    is_rate = rate.is_finite() and 0 < rate < Decimal(10) ** MOST_DIGITS and len(rate.as_tuple().digits) <= MOST_DIGITS
    if not is_rate or not source.strip():
        msg = f"`{text}` from `{source}` is no rate; write a positive decimal number and where it is from"
        raise RateRefused(msg)
    return RateGiven(base=base, quote=quote, rate=rate, source=source.strip(), at=at)


def store_rates(
    session: WriteSession, ids: Ids, merchant: str, given: Sequence[RateGiven], now: datetime, by: str
) -> int:
    """Stores rates; answers how many were new. What is stored is never changed."""
    return add_rates(session, [_row(ids, merchant, each, now, by) for each in given])


def reference_rates(rates: EcbRates) -> Iterator[RateGiven]:
    """The European Central Bank's newest reference rates and the pegs beside them, from the euro."""
    at = datetime(rates.edition.year, rates.edition.month, rates.edition.day, tzinfo=UTC)
    for currency, units in sorted(rates.units_per_euro.items()):
        if currency != EURO and currency in exponents():
            rate = (Decimal(units) / SCALE).normalize()
            yield RateGiven(base=EURO, quote=currency, rate=rate, source="ecb", at=at)


def convert(session: ReadSession, merchant: str, money: Money, currency: str, at: datetime) -> Converted:
    """An amount in another currency by the rates in force at a moment. Raises NoRate when none was stored for it."""
    if money.currency == currency:
        return Converted(money, ())
    legs = _path(session, merchant, money.currency, currency, at)
    return Converted(exchanged(money, currency, legs), legs)


def exchanged(money: Money, currency: str, rates: Sequence[ExchangeRate]) -> Money:
    """The amount along a path of rates, each as stored or turned round; rounded once, at the end."""
    with localcontext() as exact:
        exact.prec = PRECISION
        value = _along(Decimal(money.minor).scaleb(-exponents()[money.currency]), money.currency, rates)
        scaled = value.scaleb(exponents()[currency])
        return Money(int(scaled.to_integral_value(rounding=ROUND_HALF_EVEN)), currency)


def units_in(session: ReadSession, merchant: str, units: Decimal, base: str, quote: str, at: datetime) -> Decimal:
    """Whole units of a currency as units of another, not rounded. Raises NoRate when none was stored for it."""
    if base == quote:
        return units
    with localcontext() as exact:
        exact.prec = PRECISION
        return _along(units, base, _path(session, merchant, base, quote, at))


def _along(value: Decimal, stands: str, rates: Sequence[ExchangeRate]) -> Decimal:
    for each in rates:
        forward = each.base == stands
        value = value * Decimal(each.rate) if forward else value / Decimal(each.rate)
        stands = each.quote if forward else each.base
    return value


def _path(session: ReadSession, merchant: str, base: str, quote: str, at: datetime) -> tuple[ExchangeRate, ...]:
    direct = _either(session, merchant, base, quote, at)
    if direct is not None:
        return (direct,)
    first, second = (_either(session, merchant, EURO, each, at) for each in (base, quote))
    if EURO in (base, quote) or first is None or second is None:
        raise NoRate(base, quote)
    return first, second


def _either(session: ReadSession, merchant: str, base: str, quote: str, at: datetime) -> ExchangeRate | None:
    ways = (newest_rate(session, merchant, base, quote, at), newest_rate(session, merchant, quote, base, at))
    return max((each for each in ways if each is not None), key=lambda each: each.at, default=None)


def _row(ids: Ids, merchant: str, given: RateGiven, now: datetime, by: str) -> ExchangeRate:
    return ExchangeRate(
        id=ids.new(Prefix.RATE),
        merchant_id=merchant,
        base=given.base,
        quote=given.quote,
        rate=f"{given.rate:f}",
        source=given.source,
        at=given.at,
        entered_at=now,
        entered_by=by,
    )
