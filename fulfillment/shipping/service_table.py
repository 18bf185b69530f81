"""Services as a table: CSV or the first sheet of a workbook, a zone a row, read into the same records as the YAML file,
so that every fault names its line and column.

What holds for the whole service stands in the first of its rows and is empty, or the same, in the others. Lists are
words with blanks between (`countries`, `from`, `goods`, `terms`). Where entries have fields of their own, entries are
set apart by `|` and fields by `;`: `oversize; minor=6000; over_mm=800 | battery; minor=300; goods=battery_inside`.
"""

from collections.abc import Iterable, Mapping, Sequence

import yaml

from engine.errors import DataRejected, UnknownFormat
from engine.goods.faults import Faults
from engine.goods.record import Record, Source
from engine.products.sheets import rows_of

WORDS = ("from", "goods", "terms")
ENTRIES: Mapping[str, str] = {"identifiers": "number", "refuses": "reason", "pauses": "notice", "surcharges": "why"}
LISTS = frozenset({"countries", "goods", "postcodes"})
SIZE = ("divisor", "dimensional_from_mm", "rounding", "step_g", "max_g", "longest_mm", "girth_mm", "sum_mm")
ZONE = ("zone", "countries", "days", "co2_g_per_kg")
CAP = {"cap_minor": "minor", "cap_currency": "currency"}
PLAIN = (
    "name", "name_zh", "carrier", "kind", "mode", "currency", "domestic", "valid_from", "valid_until", "least_billed_g",
    "by_consignment", "single_parcel", "tracked", "insured", "punctual", "cleared",
)  # fmt: skip
COLUMNS = frozenset({"service", *ZONE, *PLAIN, *SIZE, *WORDS, *CAP, *ENTRIES, "channel_codes"})
NEEDED = frozenset({"service", "zone", "countries", "days"})
Pair = tuple[yaml.Node, yaml.Node]


class _Cell:
    """A text with the mark of where it stands."""

    def __init__(self, name: str, text: str, line: int, column: int) -> None:
        self.text = text
        self.mark = yaml.Mark(name, 0, line - 1, column - 1, None, 0)

    def scalar(self, text: str | None = None) -> yaml.ScalarNode:
        return yaml.ScalarNode("", self.text if text is None else text, self.mark, self.mark)

    def words(self, texts: Iterable[str]) -> yaml.SequenceNode:
        return yaml.SequenceNode("", [self.scalar(each) for each in texts if each], self.mark, self.mark)

    def mapping(self, pairs: Sequence[Pair]) -> yaml.MappingNode:
        return yaml.MappingNode("", list(pairs), self.mark, self.mark)

    def pair(self, key: str, node: yaml.Node) -> Pair:
        return self.scalar(key), node


Row = Mapping[str, _Cell]


def table_record(content: bytes, name: str, faults: Faults) -> Record:
    """The whole table as a file with `services`. Raises DataRejected when it is no such table."""
    try:
        rows = [(line, [cell.strip() for cell in cells]) for line, cells in rows_of(content) if any(cells)]
    except UnknownFormat as error:
        raise DataRejected(name, str(error)) from error
    heading = [each.lower() for each in rows[0][1]] if rows else []
    unknown = sorted(set(heading) - COLUMNS)
    if not set(heading) >= NEEDED or unknown or len(set(heading)) != len(heading):
        odd = f"; it knows no `{unknown[0]}`" if unknown else ""
        raise DataRejected(f"{name}:1", f"the first row must name {', '.join(sorted(NEEDED))} and others once{odd}")
    read = [_row(name, heading, line, cells) for line, cells in rows[1:]]
    grouped: dict[str, list[Row]] = {}
    for row in read:
        grouped.setdefault(row["service"].text, []).append(row)
    source = Source(name, "", faults)
    start = _Cell(name, "", 1, 1)
    services = [_service(found, source) for found in grouped.values()]
    node = yaml.SequenceNode("", services, start.mark, start.mark)
    return Record(start.mapping([start.pair("services", node)]), source)


def _row(name: str, heading: Sequence[str], line: int, cells: Sequence[str]) -> Row:
    """Cells by their column; what a row lacks at its end is empty."""
    full = [*cells, *[""] * (len(heading) - len(cells))]
    return {column: _Cell(name, full[at], line, at + 1) for at, column in enumerate(heading)}


def _service(rows: Sequence[Row], source: Source) -> yaml.MappingNode:
    first = rows[0]
    for row in rows[1:]:
        for column, cell in row.items():
            if column not in ZONE and cell.text not in ("", first[column].text):
                detail = f"`{column}` differs from the first row of `{first['service'].text}`; state it once"
                source.report(DataRejected("", detail), cell.mark)
    start = first["service"]
    pairs = [start.pair("id", start.scalar())]
    pairs += [first[name].pair(name, first[name].scalar()) for name in PLAIN if _has(first, name)]
    pairs += [
        first[name].pair(name, first[name].words(first[name].text.split())) for name in WORDS if _has(first, name)
    ]
    pairs += [first[name].pair(name, _entries(first[name], key)) for name, key in ENTRIES.items() if _has(first, name)]
    size = [first[name].pair(name, first[name].scalar()) for name in SIZE if _has(first, name)]
    pairs.append(start.pair("size", start.mapping(size)))
    cap = [first[name].pair(key, first[name].scalar()) for name, key in CAP.items() if _has(first, name)]
    if cap:
        pairs.append(start.pair("cap", start.mapping(cap)))
    if _has(first, "channel_codes"):
        cell = first["channel_codes"]
        pairs.append(cell.pair("channel_codes", cell.mapping(_fields(cell, cell.text.split(";")))))
    zones = yaml.SequenceNode("", [_zone(row) for row in rows], start.mark, start.mark)
    return start.mapping([*pairs, start.pair("zones", zones)])


def _zone(row: Row) -> yaml.MappingNode:
    zone, countries, days = row["zone"], row["countries"], row["days"]
    pairs = [
        zone.pair("id", zone.scalar()),
        countries.pair("countries", countries.words(countries.text.split())),
        days.pair("days", days.words(days.text.split("-"))),
    ]
    co2 = row.get("co2_g_per_kg")
    known = zone.scalar("0") if co2 is None or not co2.text else co2.scalar()
    return zone.mapping([*pairs, zone.pair("co2_g_per_kg", known)])


def _entries(cell: _Cell, headline: str) -> yaml.SequenceNode:
    found = []
    for entry in cell.text.split("|"):
        head, *rest = entry.split(";")
        found.append(cell.mapping([cell.pair(headline, cell.scalar(head.strip())), *_fields(cell, rest)]))
    return yaml.SequenceNode("", found, cell.mark, cell.mark)


def _fields(cell: _Cell, fields: Iterable[str]) -> list[Pair]:
    found = []
    for each in fields:
        key, _, value = (part.strip() for part in each.partition("="))
        if key:
            node = cell.words(value.split("/")) if key in LISTS else cell.scalar(value)
            found.append(cell.pair(key, node))
    return found


def _has(row: Row, column: str) -> bool:
    return column in row and bool(row[column].text)
