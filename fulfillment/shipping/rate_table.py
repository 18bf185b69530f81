"""Tables of rates: CSV or the first sheet of an Excel workbook, a band a row, read strictly.

What cannot be read is told with its line and column, all of it at once, and nothing of such a file is taken: a price
out of half a card would be a wrong price. Amounts are decimal numbers in the row's currency.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from engine.errors import UnknownFormat
from engine.order.currency import exponents
from engine.products.sheets import rows_of
from fulfillment.shipping.errors import RateTableRefused
from fulfillment.shipping.rate_card import Band, RateCard

COLUMNS = (
    "service", "zone", "currency", "valid_from", "valid_until",
    "over_g", "up_to_g", "base", "included_g", "step_g", "per_kg",
)  # fmt: skip
MAY_HAVE = ("registration", "fuel_percent")  # of a card, so alike in all its rows; empty is none
MOST_G = 100_000_000
MOST_MINOR = 10**12
MIDNIGHT = " 00:00:00"  # a day as a workbook writes it
LONGEST = 64
OF_TERM = {"fuel_bp": "fuel_percent"}


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in a row; `line` counts from 1, the heading included; an empty column means the whole row."""

    line: int
    column: str
    detail: str


@dataclass(frozen=True, slots=True)
class RatesRead:
    """All cards, or every fault and none."""

    cards: tuple[RateCard, ...]
    faults: tuple[RowFault, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    card: tuple[str, str, date]
    terms: Mapping[str, object]  # what all rows of a card must state alike, by column
    band: Band


def read_rate_table(content: bytes, zones: Mapping[str, frozenset[str]]) -> RatesRead:
    """All cards of a file for known services (id -> its zones). Raises RateTableRefused when it is no such table."""
    try:
        rows = [(line, [cell.strip() for cell in cells]) for line, cells in rows_of(content) if any(cells)]
    except UnknownFormat as error:
        raise RateTableRefused(str(error)) from error
    if not rows:
        raise RateTableRefused(f"the file is empty; its first row must name {', '.join(COLUMNS)}")
    heading = [each.lower() for each in rows[0][1]]
    if not set(COLUMNS) <= set(heading) <= {*COLUMNS, *MAY_HAVE} or len(set(heading)) != len(heading):
        named = f"each of {', '.join(COLUMNS)} once, and besides only {', '.join(MAY_HAVE)}"
        raise RateTableRefused(f"the first row must name {named}")
    read, faults = _rows(rows[1:], heading, zones)
    if not faults:
        cards, faults = _cards(read)
    return RatesRead((), tuple(faults)) if faults else RatesRead(cards, ())


def _rows(
    rows: Iterable[tuple[int, list[str]]], heading: Sequence[str], zones: Mapping[str, frozenset[str]]
) -> tuple[list[_Row], list[RowFault]]:
    read: list[_Row] = []
    faults: list[RowFault] = []
    for line, cells in rows:
        if len(cells) != len(heading):
            faults.append(RowFault(line, "", f"has {len(cells)} cells, and the heading {len(heading)}"))
            continue
        reader = _Reader(line, dict(zip(heading, cells, strict=True)))
        read.append(reader.row(zones))
        faults += reader.faults
    return read, faults


def _cards(rows: Sequence[_Row]) -> tuple[tuple[RateCard, ...], list[RowFault]]:
    grouped: dict[tuple[str, str, date], list[_Row]] = {}
    for row in rows:
        grouped.setdefault(row.card, []).append(row)
    faults: list[RowFault] = []
    cards: list[RateCard] = []
    for (service, zone, since), found in grouped.items():
        faults += _unlike(found)
        found.sort(key=lambda each: each.band.over_g)
        faults += _gaps(found)
        cards.append(RateCard(service=service, zone=zone, valid_from=since, bands=tuple(each.band for each in found),
                              **found[0].terms))  # type: ignore[arg-type]  # fmt: skip
    return tuple(cards), sorted(faults, key=lambda each: each.line)


def _unlike(rows: Sequence[_Row]) -> list[RowFault]:
    first = rows[0]
    return [
        RowFault(row.line, OF_TERM.get(name, name), f"differs from line {first.line} of the same card; make them alike")
        for row in rows
        for name, value in row.terms.items()
        if value != first.terms[name]
    ]


def _gaps(rows: Sequence[_Row]) -> list[RowFault]:
    return [
        RowFault(after.line, "over_g", f"must be {before.band.up_to_g}, where the band of line {before.line} ends")
        for before, after in pairwise(rows)
        if before.band.up_to_g != after.band.over_g
    ]


class _Reader:
    """One row, read cell by cell; what is wrong is gathered, and reading goes on."""

    def __init__(self, line: int, cells: Mapping[str, str]) -> None:
        self.line = line
        self.cells = cells
        self.faults: list[RowFault] = []

    def row(self, zones: Mapping[str, frozenset[str]]) -> _Row:
        service, zone, currency = self.cells["service"], self.cells["zone"], self.cells["currency"]
        if service not in zones:
            self._wrong("service", f"there is no service `{service[:LONGEST]}`; name one that there is")
        elif zone not in zones[service]:
            self._wrong("zone", f"`{service}` has the zones {', '.join(sorted(zones[service]))}")
        if currency not in exponents():
            self._wrong("currency", "write a currency of ISO 4217, such as EUR")
        since = self._day("valid_from")
        until = self._day("valid_until") if self.cells["valid_until"] else None
        if until is not None and until < since:
            self._wrong("valid_until", "ends before it begins; exchange both days")
        band = Band(
            over_g=self._grams("over_g", 0), up_to_g=self._grams("up_to_g", 1),
            base=self._amount("base", currency), included_g=self._grams("included_g", 0),
            step_g=self._grams("step_g", 1), per_kg=self._amount("per_kg", currency),
        )  # fmt: skip
        if band.up_to_g <= band.over_g:
            self._wrong("up_to_g", "must be more than over_g")
        terms = {
            "currency": currency,
            "valid_until": until,
            "registration": self._amount("registration", currency, "0"),
            "fuel_bp": self._amount("fuel_percent", "", "0"),
        }
        return _Row(self.line, (service, zone, since), terms, band)

    def _wrong(self, column: str, detail: str) -> None:
        self.faults.append(RowFault(self.line, column, detail))

    def _day(self, column: str) -> date:
        try:
            return date.fromisoformat(self.cells[column].removesuffix(MIDNIGHT))
        except ValueError:
            self._wrong(column, "write a day as 2026-11-26")
            return date.min

    def _grams(self, column: str, least: int) -> int:
        text = self.cells[column]
        if text.isascii() and text.isdigit() and len(text) <= len(str(MOST_G)) and least <= int(text) <= MOST_G:
            return int(text)
        self._wrong(column, f"write whole grams from {least} to {MOST_G}")
        return least

    def _amount(self, column: str, currency: str, usual: str = "") -> int:
        """A decimal number as minor units; of percent, basis points."""
        digits = exponents().get(currency, 2)
        try:
            amount = Decimal(self.cells.get(column) or usual)
            minor = amount.scaleb(digits) if amount.is_finite() else Decimal(-1)
            if 0 <= minor < MOST_MINOR and minor == int(minor):
                return int(minor)
        except ArithmeticError:
            pass
        self._wrong(column, f"write a number of at least 0 with at most {digits} decimals, such as 12.5")
        return 0
