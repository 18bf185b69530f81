"""Check digits that python-stdnum has no routine for. Each takes a value already cleaned and of the right form."""

from collections.abc import Iterable

# Taiwan counts I, O and W out of alphabetical order.
_TW_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
_KZ_WEIGHTS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
_KZ_SECOND = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)


def twid(value: str) -> bool:
    """Taiwan, persons: the first letter, and the second of newer permits, count as numbers from ten up."""
    first = _TW_LETTERS.index(value[0]) + 10
    second = int(value[1]) if value[1].isdigit() else (_TW_LETTERS.index(value[1]) + 10) % 10
    digits = [first // 10, first % 10, second, *map(int, value[2:])]
    return _sum(digits, (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)) % 10 == 0


def iin(value: str) -> bool:
    """Kazakhstan, persons and firms: weights 1 to 11 modulo 11; where that gives ten, once more from 3 on."""
    digits = [int(digit) for digit in value]
    rest = _sum(digits[:11], _KZ_WEIGHTS) % 11
    if rest == 10:
        rest = _sum(digits[:11], _KZ_SECOND) % 11
    return rest == digits[11]


def _sum(digits: Iterable[int], weights: Iterable[int]) -> int:
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=True))
