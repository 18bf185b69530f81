"""Amounts of marketplaces: read with either sign, and spread over what they are for."""

from fulfillment.channels.amounts import minor
from fulfillment.channels.errors import AnswerRefused


def size(amount: str, currency: str) -> int:
    """Minor units; 0 for what is no amount of the currency. The sign is dropped: some write what is taken off below
    zero and some do not."""
    try:
        return abs(minor(amount, currency))
    except AnswerRefused:
        return 0


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
