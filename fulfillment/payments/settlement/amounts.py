"""Minor units as people and spreadsheets read them."""

from decimal import Decimal

from engine.order.currency import exponents
from engine.order.money import Money

USUAL_DIGITS = 2


def major(amount: int, currency: str) -> Decimal:
    """Minor units as a plain decimal; two digits for a currency that ISO 4217 does not list."""
    return Decimal(amount).scaleb(-exponents().get(currency, USUAL_DIGITS))


def money(amount: int, currency: str) -> str:
    """Such as EUR 12.34."""
    if currency in exponents():
        return str(Money(amount, currency)).replace("-", "\N{MINUS SIGN}")
    return f"{currency} {major(amount, currency):,}"
