"""Amounts as files write them, into minor units after ISO 4217. Decimal all the way, never a float.

Reports write major units, so a gateway's own idea of a currency's exponent (research: Stripe MGA 0, Adyen CLP 2 and
IDR 0) does not matter here. PayPal's settlement and transaction reports are the exception: hundredths of every
currency, of yen too (Settlement Report Specification 9, "100.00 yen and $100.00 are both 10000").
"""

import re
from collections.abc import Iterable
from decimal import Decimal

from engine.order.currency import exponents
from fulfillment.payments.settlement.errors import quoted

POINT, COMMA = ".", ","
MOST_DIGITS = 18
MOST_MINOR = 10**15
HUNDREDTHS = 2
_SYMBOLS = re.compile(r"[$€£¥￥\s'’]|(?<![A-Za-z])[A-Z]{0,3}(?=\$)")
_MINUS = str.maketrans({"−": "-", "–": "-", "﹣": "-", "－": "-"})  # typographic minus signs of spreadsheets
_SHAPES = {
    POINT: re.compile(r"(?:\d+|\d{1,3}(?:,\d{2,3})*,\d{3})?(?:\.\d*)?"),
    COMMA: re.compile(r"(?:\d+|\d{1,3}(?:\.\d{2,3})*\.\d{3})?(?:,\d*)?"),
}
_GROUPS = {POINT: COMMA, COMMA: POINT}
_LAST_MARK = re.compile(r"[.,](?=\d*$)")
_THOUSAND = 3


class BadAmount(ValueError):
    """This is no amount; says what to write."""


def read_amount(text: str, mark: str = POINT) -> Decimal:
    """An amount in major units: signs before or behind, brackets for negative ones, groups, a currency symbol.

    Raises BadAmount.
    """
    bare = _SYMBOLS.sub("", text.translate(_MINUS))
    negative = False
    if bare.startswith("(") and bare.endswith(")"):
        negative, bare = True, bare[1:-1]
    if bare[:1] in ("+", "-"):
        negative, bare = negative != (bare[0] == "-"), bare[1:]
    elif bare[-1:] == "-":
        negative, bare = not negative, bare[:-1]
    digits = sum(each.isdigit() for each in bare)
    if not bare.isascii() or not digits or not _SHAPES[mark].fullmatch(bare):
        raise BadAmount(f"`{quoted(text)}` is no amount; write it like {'1234.50' if mark == POINT else '1234,50'}")
    if digits > MOST_DIGITS:
        raise BadAmount(f"`{quoted(text)}` has more than {MOST_DIGITS} digits; check the column")
    amount = Decimal(bare.replace(_GROUPS[mark], "").replace(mark, POINT))
    return -amount if negative else amount


def minor_units(amount: Decimal, currency: str) -> int:
    """Whole minor units. Raises BadAmount when the amount is finer than the currency, or beyond all bounds."""
    digits = exponents()[currency]
    scaled = amount.scaleb(digits)
    minor = int(scaled)
    if minor != scaled:
        raise BadAmount(f"`{amount}` has more decimals than {currency} has; write at most {digits}")
    if abs(minor) > MOST_MINOR:
        raise BadAmount(f"`{amount}` is too large; check the decimal mark")
    return minor


def hundredths(text: str, currency: str) -> int:
    """Minor units of what counts hundredths of whatever currency. Raises BadAmount."""
    if not text.isascii() or not text.isdigit() or len(text) > MOST_DIGITS:
        raise BadAmount(f"`{quoted(text)}` is no count of hundredths; write whole digits such as 1250 for 12.50")
    return minor_units(Decimal(int(text)).scaleb(-HUNDREDTHS), currency)


def decimal_mark(texts: Iterable[str]) -> str | None:
    """The mark that a column of amounts writes decimals with; None when some say one and some the other.

    A last mark that is not followed by three digits can only be a decimal mark, and so can the last of two kinds.
    """
    votes: set[str] = set()
    for text in texts:
        found = _LAST_MARK.search(text.strip().rstrip("-) "))
        if found is None:
            continue
        mark, behind = found[0], len(text.strip().rstrip("-) ")) - found.end()
        before = text[: found.start()]
        if _GROUPS[mark] in before or (behind != _THOUSAND and mark not in before):
            votes.add(mark)
        elif mark in before:
            votes.add(_GROUPS[mark])
    return None if len(votes) > 1 else next(iter(votes), POINT)
