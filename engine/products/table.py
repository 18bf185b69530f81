"""A product file that comes in as a sheet or as JSON, and goes out as a sheet. Every fault names its row and column.

A column that a sheet does not have leaves what is known; an empty cell takes it away. A JSON document stands for the
whole product.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO

import orjson

from engine.errors import Fault, UnknownFormat
from engine.order.currency import known_currency
from engine.order.decoding import Json
from engine.order.tidy import tidy_text
from engine.products.columns import (
    COLUMNS,
    FORMULA,
    PRICED,
    CellRejected,
    Column,
    Headers,
    bundled_headers,
    major_of,
    minor_of,
)
from engine.products.product import Product
from engine.products.reading import to_document
from engine.products.sheets import MOST_ROWS, rows_of

SKU = "sku"
_OBJECT = "write each product as an object in braces, in a list in square brackets"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFault:
    """One thing wrong with a product file. `column` is the header as the file has it, or a pointer into a document."""

    row: int
    column: str
    code: str
    detail: str
    sku: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One row on its way to a product. `patch` holds what it says, null for what it takes away; `is_whole` means that
    what it leaves out is taken away too. `headers` are the file's own, by the name of the column."""

    row: int
    sku: str
    patch: Mapping[str, Json]
    is_whole: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)

    def fault(self, fault: Fault) -> RowFault:
        """A fault of the document, at its column."""
        path = tuple(fault.pointer.split("/")[1:])
        if self.is_whole:
            return RowFault(row=self.row, column=fault.pointer, code=fault.code, detail=fault.detail, sku=self.sku)
        named = next((each.name for each in COLUMNS if path[: len(each.path)] == each.path), path[0] if path else "")
        column = self.headers.get(named, named)
        return RowFault(row=self.row, column=column, code=fault.code, detail=fault.detail, sku=self.sku)


@dataclass(frozen=True, slots=True)
class Table:
    """Drafts of all rows that can be tried, and the faults of those that cannot, and of columns that were not read."""

    drafts: Sequence[Draft]
    faults: Sequence[RowFault]
    rows: int


def read_table(content: bytes, headers: Headers | None = None) -> Table:
    """A sheet (CSV or XLSX). Raises UnknownFormat when it is neither, or has no column of SKUs."""
    reading = _Reading(bundled_headers() if headers is None else headers)
    for number, cells in rows_of(content):
        if any(cell.strip() for cell in cells):
            reading.row(number, cells)
    if reading.columns is None:
        msg = "the file is empty; its first row names the columns"
        raise UnknownFormat(msg)
    return Table(reading.drafts, reading.faults, reading.rows)


def read_documents(content: bytes) -> Table:
    """A JSON list of product documents, alone or as `products` of an object. Raises UnknownFormat."""
    try:
        found = orjson.loads(content)
    except orjson.JSONDecodeError as fault:
        msg = "the body is not JSON; check quotes, commas and brackets"
        raise UnknownFormat(msg) from fault
    listed = found.get("products") if isinstance(found, dict) else found
    if not isinstance(listed, list) or len(listed) > MOST_ROWS:
        msg = f"send a list of at most {MOST_ROWS} product documents, or an object with `products`"
        raise UnknownFormat(msg)
    drafts, faults = list[Draft](), list[RowFault]()
    for number, each in enumerate(listed, start=1):
        sku = each.get(SKU) if isinstance(each, dict) else None
        if not isinstance(each, dict):
            faults.append(RowFault(row=number, column="", code="wrong_type", detail=_OBJECT))
        elif not isinstance(sku, str) or not sku.strip():
            faults.append(RowFault(row=number, column="/sku", code="missing", detail="every product needs its SKU"))
        else:
            drafts.append(Draft(row=number, sku=tidy_text(sku), patch=each, is_whole=True))
    return Table(*_once_each(drafts, faults), len(listed))


def written(products: Iterable[Product]) -> Iterator[str]:
    """The lines of a sheet that reads back to the same products, all columns and a header included."""
    yield _line([each.name for each in COLUMNS])
    for product in products:
        document = to_document(product)
        for name, value in (("declared_value", product.declared_value), ("purchase_cost", product.purchase_cost)):
            if value is not None:
                document[name] = {"minor": major_of(value.minor, value.currency), "currency": value.currency}
        yield _line([_cell(each, document) for each in COLUMNS])


def _cell(column: Column, document: Json) -> str:
    value = document
    for name in column.path:
        value = value.get(name) if isinstance(value, dict) else None
    text = "" if value is None else column.write(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _line(cells: Sequence[str]) -> str:
    out = StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()


class _Reading:
    """Goes through the rows; the first that is not blank names the columns."""

    def __init__(self, headers: Headers) -> None:
        self._headers = headers
        self.columns: list[Column | None] | None = None
        self._names: dict[str, str] = {}
        self._drafts: list[Draft] = []
        self._faults: list[RowFault] = []
        self.rows = 0

    @property
    def drafts(self) -> Sequence[Draft]:
        return _once_each(self._drafts, [])[0]

    @property
    def faults(self) -> Sequence[RowFault]:
        return _once_each(self._drafts, self._faults)[1]

    def row(self, number: int, cells: Sequence[str]) -> None:
        if self.columns is None:
            self._first(number, cells)
            return
        self.rows += 1
        patch, faults = self._patch(number, cells)
        sku = patch.get(SKU)
        if not isinstance(sku, str):
            self._fault(number, self._names[SKU], "missing", "every row needs the SKU of its product")
            return
        if faults:
            self._faults += [_of(each, sku) for each in faults]
            return
        self._drafts.append(Draft(row=number, sku=sku, patch=patch, headers=self._names))

    def _first(self, number: int, cells: Sequence[str]) -> None:
        found = self._headers.columns_of(cells)
        for place, (column, header) in enumerate(zip(found, cells, strict=True)):
            if column is None and header.strip():
                self._fault(number, header, "unknown_column", "no product has such a part; the column was not read")
            if column is not None and column.name in self._names:
                self._fault(number, header, "column_twice", f"`{self._names[column.name]}` means the same and was read")
                found[place] = None
            elif column is not None:
                self._names[column.name] = header
        if SKU not in self._names:
            msg = "no column is called `sku`; name one so in the first row"
            raise UnknownFormat(msg)
        self.columns = found

    def _patch(self, number: int, cells: Sequence[str]) -> tuple[dict[str, Json], list[RowFault]]:
        patch: dict[str, Json] = {}
        faults: list[RowFault] = []
        columns = self.columns or []
        for column, cell in zip(columns, [*cells, *[""] * len(columns)], strict=False):
            if column is None:
                continue
            try:
                _put(patch, column.path, self._value(column, cell))
            except CellRejected as fault:
                faults.append(self._made(number, self._names[column.name], "wrong_form", str(fault)))
        if any(cell.strip() for cell in cells[len(columns) :]):
            faults.append(self._made(number, "", "no_header", "a cell lies beyond the last header; name its column"))
        for name, beside in PRICED.items():
            faults += self._priced(number, patch, name, beside)
        return patch, faults

    def _value(self, column: Column, cell: str) -> Json:
        text = cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell
        text = tidy_text(text)
        return column.read(text, self._headers.words.get(column.words, {})) if text else None

    def _priced(self, number: int, patch: dict[str, Json], name: str, beside: str) -> Iterator[RowFault]:
        """An amount in minor units of the currency that stands `beside` it."""
        value = patch.get(name)
        if not isinstance(value, dict) or not isinstance(value.get("minor"), str):
            return
        currency = value.get("currency")
        header = self._names[name]
        if not isinstance(currency, str):
            yield self._made(number, header, "missing", f"an amount needs its currency, in the column {beside}")
            return
        try:
            value["minor"] = minor_of(str(value["minor"]), known_currency(currency))
        except ValueError as fault:
            yield self._made(number, header, "wrong_form", str(fault))

    def _fault(self, row: int, column: str, code: str, detail: str) -> None:
        self._faults.append(self._made(row, column, code, detail))

    def _made(self, row: int, column: str, code: str, detail: str) -> RowFault:
        return RowFault(row=row, column=column, code=code, detail=detail)


def _of(fault: RowFault, sku: str) -> RowFault:
    return RowFault(row=fault.row, column=fault.column, code=fault.code, detail=fault.detail, sku=sku)


def _put(patch: dict[str, Json], path: tuple[str, ...], value: Json) -> None:
    *parts, last = path
    for name in parts:
        inner = patch.setdefault(name, {})
        patch = inner if isinstance(inner, dict) else {}
    patch[last] = value


def _once_each(drafts: Sequence[Draft], faults: Sequence[RowFault]) -> tuple[list[Draft], list[RowFault]]:
    """One draft a SKU: of rows that name it again, which is meant cannot be told, so the first stays."""
    first: dict[str, Draft] = {}
    found = list(faults)
    for each in drafts:
        before = first.setdefault(each.sku, each)
        if before is not each:
            detail = f"row {before.row} is of the same SKU; keep one of the two"
            column = "/sku" if each.is_whole else each.headers.get(SKU, SKU)
            found.append(RowFault(row=each.row, column=column, code="sku_twice", detail=detail, sku=each.sku))
    return list(first.values()), sorted(found, key=lambda fault: fault.row)
