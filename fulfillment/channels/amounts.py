"""Amounts as shops write them, in major units, and as we keep them, in minor units."""

from decimal import Decimal, InvalidOperation

from engine.order.currency import exponent
from engine.order.money import from_decimal
from fulfillment.channels.errors import AnswerRefused


def major(minor: int, currency: str) -> str:
    """Minor units as a decimal of the currency: 1234 of EUR is `12.34`, of JPY `1234`."""
    digits = exponent(currency)
    return f"{Decimal(minor).scaleb(-digits):.{digits}f}"


def minor(text: str, currency: str) -> int:
    """What a channel wrote, in minor units. Raises AnswerRefused for what is no amount of the currency."""
    try:
        return from_decimal(Decimal(text), currency).minor
    except (InvalidOperation, ValueError, KeyError) as wrong:
        raise AnswerRefused("amount") from wrong
