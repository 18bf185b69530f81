"""Amounts as marketplaces write them, in major units, and as we count them, in minor ones."""

from decimal import Decimal, InvalidOperation

from engine.order.currency import exponent
from engine.order.money import from_decimal


def minor(amount: str, currency: str) -> int:
    """Minor units; 0 for what is no amount of the currency. The sign is dropped: some write what is taken off below
    zero and some do not."""
    try:
        return abs(from_decimal(Decimal(amount), currency).minor)
    except (InvalidOperation, KeyError, ValueError):
        return 0


def major(amount: int, currency: str) -> str:
    """Major units, with all the decimals of the currency."""
    digits = exponent(currency)
    return f"{Decimal(amount).scaleb(-digits):.{digits}f}"


def spread(amount: int, ceilings: list[int]) -> list[int]:
    """An amount over places that each take no more than their ceiling, in proportion to these; the sum is the amount,
    or all the ceilings where it is more. Largest remainders first, so that no minor unit is lost."""
    whole = sum(ceilings)
    amount = min(amount, whole)
    if not whole:
        return [0] * len(ceilings)
    shares = [amount * ceiling // whole for ceiling in ceilings]
    rest = amount - sum(shares)
    by_remainder = sorted(range(len(ceilings)), key=lambda place: -(amount * ceilings[place] % whole))
    for place in by_remainder[:rest]:
        shares[place] += 1
    return shares
