"""Order files of every kind as a stream of records: one for each order, read or refused, with its place in the file.

A bad order is a record with its faults, and the next one follows; only a file that nothing can be read from raises.
"""

import csv
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from engine.errors import Fault, OrderRejected, UnknownFormat
from engine.order.decoding import Json
from engine.order.formats.containers import Container, Found, container_of, documents
from engine.order.formats.delimited import UnclosedQuote, delimited_rows
from engine.order.formats.named_json import why_no_json
from engine.order.formats.profiles import Profile, bundled_profiles, profile_for
from engine.order.formats.registry import Importer, format_of, importer
from engine.order.formats.settings import ImportSettings
from engine.order.formats.sheet import Row, grouped, read_rows
from engine.order.order import Order

SHEET = "sheet"
SHEETS = frozenset({Container.DELIMITED, Container.WORKBOOK})
FORMAT_WITHIN = 50  # records: the first ones may be the bad ones
MOST_COLUMNS = 16_384  # as many as Excel has
HEADER_WITHIN = 10  # rows: exports put a title or a date above their headers


@dataclass(frozen=True, slots=True)
class Record:
    """One order of a file. `number` counts rows of a sheet and lines of a text file as an editor does, documents
    of a list from 1; `raw` is what stood there, for writing it back beside the answer."""

    number: int
    order: Order | None
    faults: tuple[Fault, ...]
    raw: Json


def detect(path: Path, profiles: tuple[Profile, ...] | None = None) -> str:
    """The format of a file by its content: a name of `FORMATS`, or `sheet`. Raises UnknownFormat."""
    container = container_of(path)
    if container in SHEETS:
        _sheet_of(path, container, profiles)
        return SHEET
    looked_at = tuple(islice(documents(path, container), FORMAT_WITHIN))
    for found in looked_at:
        if found.document is not None:
            with suppress(UnknownFormat):  # a bad record must not keep the good ones behind it from being read
                return format_of(found.document)
    raise UnknownFormat(_why_unknown(looked_at))


def _why_unknown(looked_at: Sequence[Found]) -> str | None:
    if not looked_at:
        return "the file holds no orders; choose a file with orders"
    if any(found.document is not None for found in looked_at):
        return None
    first = looked_at[0]
    return f"no order can be read; {first.number}: {first.faults[0]}"


def records(
    path: Path,
    format_name: str | None,
    settings: ImportSettings,
    profiles: tuple[Profile, ...] | None = None,
) -> Iterator[Record]:
    """Every order of a file, in constant memory. Raises UnknownFormat before the first record, or never."""
    container = container_of(path)
    if container not in SHEETS:
        read = importer(format_name if format_name is not None else detect(path))
        return _document_records(documents(path, container), read, settings)
    if format_name not in (None, SHEET):
        msg = f"the file is a sheet, not {format_name}; name the format `{SHEET}`, or none"
        raise UnknownFormat(msg)
    rows, headers, profile = _sheet_of(path, container, profiles)
    return _sheet_records(rows, headers, profile, settings)


def unread_headers(path: Path, profiles: tuple[Profile, ...] | None = None) -> tuple[str, ...]:
    """Headers of a sheet from which nothing is read, as they stand there; of a file that is none, nothing.

    Raises UnknownFormat.
    """
    container = container_of(path)
    if container not in SHEETS:
        return ()
    _, headers, profile = _sheet_of(path, container, profiles)
    known = {header for found in profile.fields_of(headers).values() for header in found}
    return tuple(header for header in dict.fromkeys(headers) if header and header not in known)


def _document_records(found: Iterator[Found], read: Importer, settings: ImportSettings) -> Iterator[Record]:
    for each in found:
        order, faults = None, each.faults
        if each.document is not None:
            try:
                order = read(each.document, settings=settings)
            except OrderRejected as rejected:
                faults = rejected.faults
        yield Record(each.number, order, faults, each.raw)


def _sheet_records(
    rows: Iterator[tuple[int, list[str]]], headers: list[str], profile: Profile, settings: ImportSettings
) -> Iterator[Record]:
    filled = (_row(number, headers, cells) for number, cells in rows if any(map(str.strip, cells)))
    last = 0
    try:
        for group in grouped(filled, profile.fields_of(headers)["/id"]):
            last = group[-1].number
            yield _sheet_record(group, profile, settings)
    except csv.Error as wrong:
        unclosed = f"{wrong}; nothing from here on was read" if isinstance(wrong, UnclosedQuote) else ""
        detail = unclosed or "the file is no table from here on; check the quotation marks"
        yield Record(last + 1, None, (Fault("", "not_csv", detail),), None)


def _sheet_record(group: tuple[Row, ...], profile: Profile, settings: ImportSettings) -> Record:
    raw: Json = [dict(row.cells) for row in group]
    try:
        return Record(group[0].number, read_rows(group, profile, settings), (), raw)
    except OrderRejected as rejected:
        return Record(group[0].number, None, rejected.faults, raw)


def _rows(path: Path, container: Container) -> Iterator[tuple[int, list[str]]]:
    if container is not Container.WORKBOOK:
        return delimited_rows(path)
    from engine.order.formats.workbook import workbook_rows  # noqa: PLC0415 - its library is slow to load, and rare

    return workbook_rows(path)


def _row(number: int, headers: list[str], cells: list[str]) -> Row:
    # Of two columns with one header the first filled one counts.
    held: dict[str, str] = {}
    differing: set[str] = set()
    for header, cell in zip(headers, cells, strict=False):
        if header and not held.get(header):
            held[header] = cell
        elif header and cell and cell != held[header]:
            differing.add(header)
    return Row(number, held, frozenset(differing))


def _sheet_of(
    path: Path, container: Container, profiles: tuple[Profile, ...] | None
) -> tuple[Iterator[tuple[int, list[str]]], list[str], Profile]:
    """Its rows behind the headers, the headers, and their profile. A file named JSON that is no table either is told
    what keeps it from being JSON."""
    rows = _rows(path, container)
    try:
        return rows, *_header(rows, profiles or bundled_profiles())
    except UnknownFormat as unknown:
        raise UnknownFormat(why_no_json(path) or str(unknown)) from unknown


def _header(rows: Iterator[tuple[int, list[str]]], profiles: tuple[Profile, ...]) -> tuple[list[str], Profile]:
    """The headers of a sheet, and the profile that knows them; `rows` stands behind them then."""
    try:
        for number, cells in rows:
            if len(cells) > MOST_COLUMNS:
                raise UnknownFormat(
                    f"row {number} has more than {MOST_COLUMNS} columns; leave out those that are empty"
                )
            headers = [cell.strip() for cell in cells]
            profile = profile_for(headers, profiles)
            if profile is not None:
                return headers, profile
            if number >= HEADER_WITHIN:
                break
    except csv.Error as fault:
        unclosed = str(fault) if isinstance(fault, UnclosedQuote) else ""
        msg = unclosed or "the file is no table that can be read; save it again as CSV or .xlsx"
        raise UnknownFormat(msg) from fault
    msg = f"no column profile knows the headers; name an order id and a quantity in the first {HEADER_WITHIN} rows"
    raise UnknownFormat(msg)
