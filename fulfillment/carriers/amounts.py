"""Amounts as carriers write them: decimal numbers in JSON, and back to minor units."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from engine.order.currency import exponents
from engine.order.money import Money
from fulfillment.carriers.errors import CarrierAnswerRefused
from fulfillment.channels.node import Node


def money_of(amount: Node, currency: str) -> Money:
    """An amount in major units; a price is rounded to a minor unit. Raises CarrierAnswerRefused."""
    if currency not in exponents():
        raise CarrierAnswerRefused("currency")
    try:
        found = Decimal(amount.maybe() or "x")
    except InvalidOperation as wrong:
        raise CarrierAnswerRefused(f"amount at {amount.path}") from wrong
    if not found.is_finite() or found < 0:
        raise CarrierAnswerRefused(f"amount at {amount.path}")
    minor = found.scaleb(exponents()[currency]).to_integral_value(rounding=ROUND_HALF_UP)
    return Money(int(minor), currency)


def major(minor: int, currency: str) -> float:
    """An amount in major units as JSON writes it; exact to the digits that the currency has."""
    digits = exponents().get(currency, 2)
    return float(Decimal(minor).scaleb(-digits))


def kilograms(grams: int) -> float:
    """Grams as kilograms, to the gram."""
    return round(grams / 1000, 3)


def centimetres(millimetres: int) -> int:
    """Whole centimetres, rounded up: no box becomes smaller by writing it down."""
    return max(-(-millimetres // 10), 1)
