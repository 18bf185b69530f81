"""Currencies and their minor units (ISO 4217); the only importer of `iso4217`."""

from functools import cache

from iso4217 import Currency as Iso4217

# Bond market units, metals, test and "no currency" codes: in the standard, but nobody pays an order in them.
NOT_MONEY = frozenset({"XAU", "XAG", "XPT", "XPD", "XTS", "XXX", "XDR", "XBA", "XBB", "XBC", "XBD", "XUA", "XSU"})


@cache
def exponents() -> dict[str, int]:
    """Decimal digits of each currency's minor unit, by code."""
    return {unit.code: unit.exponent for unit in Iso4217 if unit.exponent is not None and unit.code not in NOT_MONEY}


def known_currency(code: str) -> str:
    """The code itself. Raises ValueError when ISO 4217 does not list it as money."""
    if code not in exponents():
        msg = "write a currency that ISO 4217 lists, as three capital letters such as EUR"
        raise ValueError(msg)
    return code


def exponent(code: str) -> int:
    """Digits after the decimal point. Raises KeyError for an unknown code."""
    return exponents()[code]
