"""Rows of a sheet as orders: consecutive rows with one order id are the lines of one order.

A fault points to `/row/header`, counted as the spreadsheet counts, so that it can be found and written back.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from engine.errors import Fault, OrderRejected
from engine.order.formats.cells import amount_text, moment_text
from engine.order.formats.held import Draft, Held, order_of
from engine.order.formats.profiles import Profile
from engine.order.formats.settings import ImportSettings
from engine.order.formats.source import Source, first_of
from engine.order.order import MOST_LINES, Order
from engine.order.pointer import pointer

IOSS = re.compile(r"IM[0-9]{10}")

AMOUNTS = frozenset({"unit_price", "discount", "total", "goods", "shipping", "tax", "duty", "captured"})
MOMENTS = frozenset({"placed_at", "ship_by"})
COUNTRIES = frozenset({"country", "origin"})
WHOLES = frozenset({"quantity", "weight_g"})
NOTES = frozenset({"/buyer_note", "/seller_note"})
LINE = "/lines/-/"
ALIKE = ("/shipping_address/", "/currency")  # what all rows of one order must say alike, where they say it
COLUMNS_DIFFER = "two columns bear this header and differ; rename the one that is not meant"
ROWS_DIFFER = "the rows of this order differ here; write the same in each, or give each order an id of its own"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the sheet, counted from 1, and its cells as text, by header.

    `differing` names headers that two columns bear whose cells are not the same.
    """

    number: int
    cells: Mapping[str, str]
    differing: frozenset[str] = frozenset()


def grouped(rows: Iterable[Row], id_headers: Sequence[str]) -> Iterator[tuple[Row, ...]]:
    """Rows of one order together. A row without order id belongs to the order above it."""
    group: list[Row] = []
    for row in rows:
        name, above = _first_cell(row, id_headers), _first_cell(group[0], id_headers) if group else ""
        if group and name and name != above:
            yield tuple(group)
            group = []
        if len(group) <= MOST_LINES:  # more are refused, so they need not be held
            group.append(row)
    if group:
        yield tuple(group)


def read_rows(rows: Sequence[Row], profile: Profile, settings: ImportSettings) -> Order:
    """The order that the rows are the lines of. Raises OrderRejected, with pointers `/row/header`."""
    if len(rows) > MOST_LINES:
        detail = f"more than {MOST_LINES} rows bear this order id; give each order an id of its own"
        raise OrderRejected([Fault(pointer([rows[0].number]), "too_many", detail)])
    return _Sheet(rows, profile, settings).order()


def _first_cell(row: Row, headers: Sequence[str]) -> str:
    return next((cell for header in headers if (cell := row.cells.get(header, "").strip())), "")


class _Sheet:
    """Reads the cells of one order by the fields that the profile gives them."""

    def __init__(self, rows: Sequence[Row], profile: Profile, settings: ImportSettings) -> None:
        self.faults: list[Fault] = []
        self.rows = [Source(dict(row.cells), (row.number,), self.faults) for row in rows]
        self.differing = frozenset((row.number, header) for row in rows for header in row.differing)
        self.profile, self.settings = profile, settings
        self.headers = profile.fields_of(dict.fromkeys(header for row in rows for header in row.cells))
        self.currency = self._once("/currency", self._upper)

    def order(self) -> Order:
        lines = [self._line(row) for row in self.rows]
        draft: dict[str, Draft] = {
            "currency": self.currency,
            "lines": [self.settings.with_product(line) for line in lines],
            "totals": self._totals(lines),
            "tax_identifiers": self._tax_identifiers(),
        }
        for name in (
            "id",
            "placed_at",
            "ship_by",
            "channel",
            "channel_order_id",
            "kind",
            "buyer_note",
            "seller_note",
            "ip",
        ):
            draft[name] = self._field(f"/{name}")
        for name in ("shipping_address", "customer", "payment", "shipping"):
            draft[name] = self._part(f"/{name}/")
        return order_of(draft | self._of_the_order(), self.faults)

    def _of_the_order(self) -> dict[str, Draft]:
        known = self.settings.of_the_order()
        known["shop"] = first_of(self._field("/shop"), Held(self.settings.shop, ()))
        place = self._part("/ship_from/")
        # A warehouse without a country says too little; then the settings know better.
        return known | ({"ship_from": place} if place["country"].value is not None else {})

    def _part(self, prefix: str) -> dict[str, Held]:
        fields = [field for field in self.profile.columns if field.startswith(prefix)]
        return {field.removeprefix(prefix): self._field(field) for field in fields}

    def _field(self, field: str) -> Held:
        return self._once(field, self._reader(field))

    def _once(self, field: str, read: Callable[[Source], Held]) -> Held:
        """A field of the whole order: the first cell that says something, going down."""
        cells = [read(row.at(header)) for row in self.rows for header in self.headers.get(field, ())]
        if field.startswith(ALIKE):
            self._check_alike(cells)
        found = first_of(*cells, self._nowhere(field, self.rows[0]))
        return found.then("\n".join(_distinct(cells))) if field in NOTES and found.value is not None else found

    def _check_alike(self, cells: Sequence[Held]) -> None:
        """Rows that share an id and go to different places are different orders, or one of them is wrong.

        Of two columns with one header, one may be the buyer's place and the other the parcel's.
        """
        first: dict[object, str] = {}
        for cell in cells:
            if cell.path in self.differing:
                self.faults.append(Fault(pointer(cell.path), "columns_differ", COLUMNS_DIFFER))
            if cell.value is not None:
                said = str(cell.value).casefold()
                if first.setdefault(cell.path[-1], said) != said:
                    self.faults.append(Fault(pointer(cell.path), "rows_differ", ROWS_DIFFER))

    def _nowhere(self, field: str, row: Source) -> Held:
        """Nothing, under the header that the sheet should have had."""
        wanted = self.profile.columns.get(field, ())
        return Held(None, (*row.path, *wanted[:1]))

    def _line(self, row: Source) -> dict[str, Draft]:
        fields = [field for field in self.profile.columns if field.startswith(LINE)]
        line = {
            field.removeprefix(LINE): first_of(
                *(self._reader(field)(row.at(header)) for header in self.headers.get(field, ())),
                self._nowhere(field, row),
            )
            for field in fields
        }
        kilograms = line.pop("weight_kg", Held(None, row.path))
        if isinstance(kilograms.value, int) and line["weight_g"].value is None:
            line["weight_g"] = kilograms
        return dict(line)

    def _totals(self, lines: Sequence[Mapping[str, Draft]]) -> dict[str, Draft]:
        totals = self._part("/totals/")
        if totals["total"].value is None:
            charges = sum(_number(totals[name]) for name in ("shipping", "tax", "duty"))
            priced = sum(
                _number(line["quantity"]) * _number(line["unit_price"]) - _number(line["discount"]) for line in lines
            )
            totals["total"] = totals["total"].then(max(0, priced + charges - _number(totals["discount"])))
        return dict(totals)

    def _tax_identifiers(self) -> list[Draft]:
        number = self._field("/tax_identifiers/0/value")
        if not isinstance(number.value, str):
            return []
        is_ioss = IOSS.fullmatch(number.value) is not None
        kind = first_of(self._field("/tax_identifiers/0/kind"), number.then("IOSS" if is_ioss else "TAX_ID"))
        return [{"kind": kind, "value": number, "holder": number.then("marketplace" if is_ioss else "consignee")}]

    def _reader(self, field: str) -> Callable[[Source], Held]:
        leaf = field.rpartition("/")[2]
        if leaf in AMOUNTS and field != "/shipping":
            return self._amount
        if leaf in MOMENTS:
            return self._moment
        if leaf in COUNTRIES:
            return lambda cell: self._word("country", cell, str.upper)
        if leaf in WHOLES:
            return lambda cell: cell.whole()
        if leaf == "weight_kg":
            return self._kilograms
        if leaf == "hs_code":
            return lambda cell: cell.digits()
        return lambda cell: self._word(field, cell, str)

    def _upper(self, cell: Source) -> Held:
        held = cell.text()
        return held.then(held.value.upper()) if isinstance(held.value, str) else held

    def _word(self, field: str, cell: Source, otherwise: Callable[[str], str]) -> Held:
        held = cell.text()
        if not isinstance(held.value, str):
            return held
        known = self.profile.words.get(field, {})
        return held.then(known.get(held.value.casefold(), otherwise(held.value)))

    def _amount(self, cell: Source) -> Held:
        text = cell.text().value
        if not isinstance(text, str):
            return cell.text()
        amount = amount_text(text, self.profile.decimal)
        if amount is None:
            return cell.fault("wrong_form", "write an amount, such as 12.34")
        return Source(amount, cell.path, self.faults).money(self.currency)

    def _kilograms(self, cell: Source) -> Held:
        text = cell.text().value
        amount = amount_text(text, self.profile.decimal) if isinstance(text, str) else None
        if amount is None:
            return cell.fault("wrong_form", "write kilograms, such as 0.25") if isinstance(text, str) else cell.text()
        return Held(round(Decimal(amount) * 1000), cell.path)

    def _moment(self, cell: Source) -> Held:
        held = cell.text()
        if not isinstance(held.value, str):
            return held
        moment = moment_text(held.value, self.profile.dates, self.profile.zone)
        return held.then(moment) if moment else cell.fault("wrong_form", "write a date as 2026-11-22 09:30")


def _distinct(cells: Iterable[Held]) -> list[str]:
    return list(dict.fromkeys(str(cell.value) for cell in cells if cell.value is not None))


def _number(held: Draft) -> int:
    return held.value if isinstance(held, Held) and isinstance(held.value, int) else 0
