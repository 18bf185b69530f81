"""Amounts shared out to the last minor unit: over lines by the largest remainder, over parcels piece by piece.

Both are exact: shares of lines add up to the amount, and so do the shares of all parcels that a line is packed into,
in whatever order they are packed.
"""

from collections.abc import Sequence

from engine.products.kits import shared


def spread(amount: int, weights: Sequence[int]) -> list[int]:
    """Whole shares of an amount by weights; by equal ones where all weigh nothing. None for no weights."""
    if not weights:
        return []
    return shared(amount, weights if any(weights) else [1] * len(weights))


def portion(amount: int, before: int, taken: int, of: int) -> int:
    """What falls on `taken` pieces out of `of`, when `before` pieces have had their share already."""
    if of <= 0:
        return 0
    return amount * (before + taken) // of - amount * before // of
