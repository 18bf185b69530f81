"""Amounts of money as a buyer's language writes them, with the code of the currency, which no two countries share.

Separators and the place of the currency are those of Unicode CLDR, `numbers/symbols` and the pattern `currency` of each
language; blanks within an amount do not break.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

BLANK, NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
_STATED = re.compile(r"(?P<currency>[A-Z]{3}) (?P<number>-?[0-9,]+(?:\.[0-9]+)?)")
_PARTED = 5  # digits from which Spanish parts thousands: CLDR's least grouping of two


@dataclass(frozen=True, slots=True)
class Written:
    """What stands between thousands and before decimals; `least`: digits from which thousands are parted."""

    thousands: str
    decimal: str
    least: int = 4


BEHIND: Mapping[str, Written] = {
    "de": Written(".", ","),
    "es": Written(".", ",", _PARTED),
    "fr": Written(NARROW, ","),
}  # the currency stands behind; in other languages before, as `Money` writes itself


def amount_in(amount: object, language: str) -> str:
    """A `Money`, or one as it was noted (`EUR 1,234.50`); a text that is none stays as it is."""
    stated = str(amount)
    found, written = _STATED.fullmatch(stated), BEHIND.get(language)
    if found is None or written is None:
        return stated
    whole, _, rest = found["number"].partition(".")
    if len(whole.replace(",", "").removeprefix("-")) < written.least:
        whole = whole.replace(",", "")
    number = whole.replace(",", written.thousands) + (f"{written.decimal}{rest}" if rest else "")
    return f"{number}{BLANK}{found['currency']}"
