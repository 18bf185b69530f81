"""A delimited file under its header: rows whose cells are asked for by column name, in whatever order they stand.

A cell that cannot be read is noted and answers a neutral value, so that one pass finds every fault of a file.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from itertools import islice

from engine.order.currency import exponents
from fulfillment.payments.settlement.errors import Faults, ReportRejected, quoted
from fulfillment.payments.settlement.readers.amounts import POINT, BadAmount, minor_units, read_amount
from fulfillment.payments.settlement.readers.letters import DELIMITERS, rows_of, text_of
from fulfillment.payments.settlement.readers.moments import BadMoment, read_moment, read_zone

HEADER_WITHIN = 40  # rows: exports put titles, dates and remarks above their header
LONGEST_TEXT = 500


def plain(header: str) -> str:
    """A header as headers are compared: without case, and blanks, underscores and hyphens are the same."""
    return " ".join(header.casefold().replace("_", " ").replace("-", " ").split())


@dataclass(slots=True)
class Row:
    """One row. `number` counts rows of the file from 1."""

    sheet: "Sheet"
    number: int
    cells: Sequence[str]

    def text(self, *names: str) -> str:
        """The first of these columns that is there and filled; empty when none is."""
        for name in names:
            at = self.sheet.place(name)
            if at is not None and at < len(self.cells) and self.cells[at] not in self.sheet.blanks:
                return self.cells[at]
        return ""

    def short(self, *names: str) -> str:
        """A text of bounded length, for remarks."""
        return self.text(*names)[:LONGEST_TEXT]

    def bad(self, column: str, code: str, detail: str) -> None:
        """Notes a fault of this row."""
        self.sheet.faults.add(self.number, column, code, detail)

    def currency(self, *names: str) -> str:
        """A currency code in capitals; empty, and a fault, when it is none."""
        code = self.text(*names).upper()
        if code in exponents():
            return code
        self.bad(names[0], "bad_currency", f"`{quoted(code)}` is no currency; write three letters such as EUR")
        return ""

    def decimal(self, *names: str) -> Decimal | None:
        """An amount in major units; None when blank or bad."""
        text = self.text(*names)
        if not text:
            return None
        try:
            return read_amount(text, self.sheet.mark)
        except BadAmount as bad:
            self.bad(self.column(*names), "bad_amount", str(bad))
            return None

    def amount(self, currency: str, *names: str) -> int | None:
        """An amount in minor units; None when blank or bad."""
        amount = self.decimal(*names)
        if amount is None or not currency:
            return None
        try:
            return minor_units(amount, currency)
        except BadAmount as bad:
            self.bad(self.column(*names), "bad_amount", str(bad))
            return None

    def rate(self, *names: str) -> Decimal | None:
        """A rate of exchange above zero; None when blank or bad."""
        rate = self.decimal(*names)
        if rate is not None and rate <= 0:
            self.bad(self.column(*names), "bad_rate", f"`{rate}` is no rate of exchange; write one above 0")
            return None
        return rate

    def needed(self, currency: str, *names: str) -> int:
        """As `amount`; a blank cell is a fault."""
        if not self.text(*names):
            self.bad(self.column(*names), "missing", "the cell is empty; write an amount, 0 if there is none")
            return 0
        return self.amount(currency, *names) or 0

    def moment(self, *names: str, zone: tzinfo = UTC) -> datetime | None:
        """A moment in UTC; None when blank or bad."""
        return self.moment_with("", *names, zone=zone)

    def moment_with(self, time: str, *names: str, zone: tzinfo) -> datetime | None:
        """A moment whose time of day stands in another column; None when blank or bad."""
        text = " ".join((self.text(*names), time)).strip()
        if not self.text(*names):
            return None
        try:
            return read_moment(text, self.sheet.formats, zone)
        except BadMoment as bad:
            self.bad(self.column(*names), "bad_moment", str(bad))
            return None

    def zone(self, *names: str, otherwise: tzinfo = UTC) -> tzinfo:
        """The zone that a column names."""
        text = self.text(*names)
        if not text:
            return otherwise
        try:
            return read_zone(text)
        except BadMoment as bad:
            self.bad(self.column(*names), "bad_zone", str(bad))
            return otherwise

    def column(self, *names: str) -> str:
        """The name under which a fault is told: the first of the columns that is filled, there, or asked for."""
        there = [name for name in names if self.sheet.place(name) is not None]
        return next((name for name in there if self.text(name)), there[0] if there else names[0])


@dataclass(slots=True)
class Sheet:
    """Rows under a header. `mark` is the decimal mark; `formats` are those of moments beside ISO 8601."""

    faults: Faults
    header_row: int
    headers: Sequence[str]
    places: Mapping[str, int]
    body: Sequence[tuple[int, list[str]]]
    blanks: Collection[str] = ("",)
    mark: str = POINT
    formats: Sequence[str] = ()

    def place(self, name: str) -> int | None:
        """Where a column stands."""
        return self.places.get(plain(name))

    def has(self, *names: str) -> bool:
        """Whether one of the columns is there."""
        return any(self.place(name) is not None for name in names)

    def rows(self) -> Iterator[Row]:
        """Every row that is not blank. A row with more filled cells than there are headers is a fault."""
        for number, cells in self.body:
            if any(cells[len(self.headers) :]):
                detail = f"the row has {len(cells)} cells and the header {len(self.headers)}; check quotation marks"
                self.faults.add(number, "", "too_many_cells", detail)
            yield Row(self, number, cells)

    def values(self, *names: str) -> Iterator[str]:
        """The filled cells of columns."""
        places = [at for name in names if (at := self.place(name)) is not None]
        for _, cells in self.body:
            yield from (cells[at] for at in places if at < len(cells) and cells[at] not in self.blanks)


Needed = Sequence[Sequence[str]]


def header_in(text: str, needed: Needed, faults: Faults) -> tuple[str, int, list[str]] | None:
    """Delimiter, row and cells of the header that has, of each group of names, one; None when no row has."""
    head = text[:200_000]
    for delimiter in sorted(DELIMITERS, key=lambda each: -head.count(each)):
        quiet = Faults(faults.provider, faults.name)
        for number, cells in _first(head, delimiter, quiet):
            known = {plain(cell) for cell in cells}
            if all(any(plain(name) in known for name in group) for group in needed):
                return delimiter, number, cells
    return None


def open_sheet(content: bytes, needed: Needed, faults: Faults) -> Sheet:
    """The file under its header. Raises ReportRejected when no row has the columns that are needed."""
    text = text_of(content, faults)
    found = header_in(text, needed, faults)
    if found is None:
        names = ", ".join(f"`{' or '.join(group)}`" for group in needed)
        detail = f"no header with the columns {names} within the first {HEADER_WITHIN} rows; export the file again"
        raise faults.rejected(1, "", "no_header", detail)
    delimiter, number, headers = found
    body = [(at, cells) for at, cells in rows_of(text, delimiter, faults) if at > number]
    return Sheet(faults, number, headers, _places(headers, number, needed, faults), body)


def _places(headers: Sequence[str], number: int, needed: Needed, faults: Faults) -> dict[str, int]:
    places: dict[str, int] = {}
    wanted = {plain(name) for group in needed for name in group}
    for at, header in enumerate(headers):
        if plain(header) in places and plain(header) in wanted:
            faults.add(number, header, "double_column", "two columns have this name; remove one")
        places.setdefault(plain(header), at)
    return places


def _first(head: str, delimiter: str, faults: Faults) -> Iterator[tuple[int, list[str]]]:
    try:
        yield from islice(rows_of(head, delimiter, faults), HEADER_WITHIN)
    except ReportRejected:
        return  # not with this delimiter; the row that cannot be read is told when the file is read under its header
