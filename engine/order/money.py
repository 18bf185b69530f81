"""Money: an integer count of minor units, and the currency they are of. Never a float."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from engine.order.currency import exponent


@dataclass(frozen=True, slots=True)
class Money:
    """An amount such as EUR 12.34, held as 1234 minor units."""

    minor: int
    currency: str

    def __str__(self) -> str:
        digits = exponent(self.currency)
        return f"{self.currency} {Decimal(self.minor).scaleb(-digits):,.{digits}f}"


def from_decimal(amount: Decimal, currency: str) -> Money:
    """Major units to minor, rounding half to even.

    Raises ValueError when the amount has more decimals than the currency knows: a silent rounding would hide
    that two systems do not mean the same unit.
    """
    scaled = amount.scaleb(exponent(currency))
    minor = scaled.to_integral_value(rounding=ROUND_HALF_EVEN)
    if abs(scaled - minor) > Decimal("0.001"):
        msg = f"{amount} has more decimals than {currency} has"
        raise ValueError(msg)
    return Money(int(minor), currency)
