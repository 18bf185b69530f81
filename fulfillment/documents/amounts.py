"""Amounts, weights and days as papers print them: figures that no reader takes for others, whatever the country.

An amount has the decimals of its currency (ISO 4217), a point before them and nothing between thousands; the currency
stands beside it as a code. Days are ISO 8601.
"""

from decimal import Decimal

from engine.order.currency import exponent

ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (10**3, "thousand"))
HUNDRED, TWENTY, TEN = 100, 20, 10


def figures(minor: int, currency: str) -> str:
    """An amount without its currency: `1234.50`, `1234` in yen, `1.234` in Kuwaiti dinar."""
    digits = exponent(currency)
    return f"{Decimal(minor).scaleb(-digits):.{digits}f}"


def money(minor: int, currency: str) -> str:
    """An amount with its currency: `EUR 1234.50`."""
    return f"{currency} {figures(minor, currency)}"


def kilograms(grams: int) -> str:
    """A weight in kilograms with grams behind the point, as customs forms ask for it."""
    return f"{Decimal(grams).scaleb(-3):.3f}"


def in_words(minor: int, currency: str) -> str:
    """An amount in English words, as invoices carry it against altered figures: `EUR twelve and 34/100`."""
    digits = exponent(currency)
    whole, rest = divmod(minor, 10**digits)
    fraction = f" and {rest:0{digits}}/{10**digits}" if digits else ""
    return f"{currency} {cardinal(whole)}{fraction}"


def cardinal(number: int) -> str:
    """A whole number in English words, from zero to below a thousand trillions (short scale)."""
    if number < HUNDRED:
        return _below_hundred(number)
    if number < 10 * HUNDRED:
        hundreds, rest = divmod(number, HUNDRED)
        return _joined(f"{ONES[hundreds]} hundred", rest)
    size, name = next(each for each in SCALES if number >= each[0])
    many, rest = divmod(number, size)
    return _joined(f"{cardinal(many)} {name}", rest)


def _below_hundred(number: int) -> str:
    if number < TWENTY:
        return ONES[number]
    tens, ones = divmod(number, TEN)
    return TENS[tens] + (f"-{ONES[ones]}" if ones else "")


def _joined(head: str, rest: int) -> str:
    return f"{head} {cardinal(rest)}" if rest else head
