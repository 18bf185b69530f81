"""The columns of a product file as a sheet: which part of a product each is, how its cells read, and how they are
written so that they read back as the same.

A cell that lists (codes, certificates, contents of a kit) has `;` between its entries, `:` between the parts of an
entry and `*` before a quantity; a backslash before one of these makes an ordinary character of it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import yaml

from engine.bundled import data_folder
from engine.errors import DataRejected
from engine.order.currency import exponent, exponents
from engine.order.decoding import Json
from engine.order.formats.cells import amount_text
from engine.order.formats.profiles import plain
from engine.order.money import from_decimal
from engine.spreadsheets import FORMULAS, QUOTE

FILE = "product_columns.yaml"
# What a spreadsheet would take for a formula is written behind an apostrophe, which is taken off when it is read.
FORMULA = (*FORMULAS, QUOTE)
_MARKS = "\\;:*"


class CellRejected(ValueError):
    """A cell does not say what its column is for; the text says what to write."""


Read = Callable[[str, Mapping[str, str]], Json]
Write = Callable[[Json], str]


@dataclass(frozen=True, slots=True)
class Column:
    """`path` leads to the part of the document; `words` names the table of what cells may say besides our words."""

    name: str
    path: tuple[str, ...]
    read: Read
    write: Write
    words: str = ""


def _text(cell: str, words: Mapping[str, str]) -> Json:
    return words.get(cell.casefold(), cell)


def _code(cell: str, _: Mapping[str, str]) -> Json:
    return re.sub(r"[\s.]", "", cell)


def _upper(cell: str, _: Mapping[str, str]) -> Json:
    return cell.upper()


def _day(cell: str, _: Mapping[str, str]) -> Json:
    found = re.fullmatch(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})(?: 00:00:00)?", cell)  # Excel adds midnight
    if found is None:
        raise CellRejected("write a day as 2026-11-22")
    return f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}"


def _flag(cell: str, words: Mapping[str, str]) -> Json:
    said = words.get(cell.casefold(), cell.casefold())
    if said not in {"true", "false"}:
        raise CellRejected("write yes or no")
    return said == "true"


def _number(cell: str, _: Mapping[str, str]) -> Json:
    found = re.fullmatch(r"[0-9]+(?:[.,][0-9]+)?(?:e[+-]?[0-9]+)?", cell.strip().lower())
    if found is None:
        raise CellRejected("write a number without its unit, such as 2.5")
    number = float(found[0].replace(",", "."))
    return int(number) if number.is_integer() else number


def _written_number(value: Json) -> str:
    return repr(value) if isinstance(value, float) else str(value)


def _written_flag(value: Json) -> str:
    return "yes" if value else "no"


def split(cell: str, mark: str) -> list[str]:
    """The parts between marks that have no backslash before them; backslashes stay."""
    parts, part, escaped = [], "", False
    for sign in cell:
        if sign == mark and not escaped:
            parts.append(part)
            part = ""
            continue
        part += sign
        escaped = sign == "\\" and not escaped
    return [*parts, part]


def plain_text(part: str) -> str:
    """A part without its backslashes."""
    return re.sub(r"\\(.)", r"\1", part.strip(), flags=re.DOTALL)


def marked(text: Json) -> str:
    """A text in which no sign is taken for a mark."""
    return "".join(f"\\{sign}" if sign in _MARKS else sign for sign in str(text))


def _entries(cell: str) -> list[str]:
    return [each for each in split(cell, ";") if each.strip()]


def _list(cell: str, _: Mapping[str, str]) -> Json:
    return [plain_text(each) for each in _entries(cell)]


def _upper_list(cell: str, _: Mapping[str, str]) -> Json:
    return [plain_text(each).upper() for each in _entries(cell)]


def _written_list(value: Json) -> str:
    return "; ".join(marked(each) for each in _each(value))


def _tuples(names: Sequence[str], example: str) -> tuple[Read, Write]:
    def read(cell: str, _: Mapping[str, str]) -> Json:
        return [dict(zip(names, _parts(each, len(names), example), strict=True)) for each in _entries(cell)]

    def write(value: Json) -> str:
        rows = (each for each in _each(value) if isinstance(each, dict))
        return "; ".join(":".join(marked(row[name]) for name in names) for row in rows)

    return read, write


def _parts(entry: str, many: int, example: str) -> list[Json]:
    parts: list[Json] = [plain_text(each) for each in split(entry, ":")]
    if len(parts) != many:
        raise CellRejected(f"write each entry as {example}, with `;` between entries")
    return parts


_national = _tuples(("country", "code"), "US:8517130000")


def _national_codes(cell: str, words: Mapping[str, str]) -> Json:
    rows = (each for each in _each(_national[0](cell, words)) if isinstance(each, dict))
    return [{"country": str(row["country"]).upper(), "code": _code(str(row["code"]), words)} for row in rows]


def _components(cell: str, _: Mapping[str, str]) -> Json:
    return [_component(each) for each in _entries(cell)]


def _component(entry: str) -> dict[str, Json]:
    sku, *rest = split(entry, "*")
    many = rest[0].strip() if rest else "1"
    if len(rest) > 1 or not many.isascii() or not many.isdigit():
        raise CellRejected("write what lies in the kit as SKU*2, with `;` between entries")
    return {"sku": plain_text(sku), "quantity": int(many[:9])}


def _written_components(value: Json) -> str:
    rows = (each for each in _each(value) if isinstance(each, dict))
    return "; ".join(f"{marked(row['sku'])}*{row.get('quantity', 1)}" for row in rows)


def _each(value: Json) -> Sequence[Json]:
    return value if isinstance(value, list) else []


def _amount(cell: str, _: Mapping[str, str]) -> Json:
    """An amount in major units, as its text: which minor units it is, its currency says."""
    amount = amount_text(cell, ".")
    if amount is None or amount.startswith("-"):
        raise CellRejected("write an amount, such as 12.34")
    return amount


def minor_of(amount: str, currency: str) -> int:
    """Minor units of an amount. Raises CellRejected where the currency has fewer decimals."""
    try:
        return from_decimal(Decimal(amount), currency).minor
    except ValueError:
        raise CellRejected(f"{currency} has fewer decimals than the amount") from None


def major_of(minor: int, currency: str) -> str:
    """The amount as it is written into a cell."""
    digits = exponent(currency)
    return f"{Decimal(minor).scaleb(-digits):.{digits}f}"


_landed = _tuples(("warehouse", "amount", "currency"), "HAM-1:12.34:EUR")


def _landed_costs(cell: str, words: Mapping[str, str]) -> Json:
    found: list[Json] = []
    for row in _each(_landed[0](cell, words)):
        if isinstance(row, dict):
            currency = str(row["currency"]).upper()
            if currency not in exponents():
                raise CellRejected(f"{currency} is no currency; write one of ISO 4217, such as EUR")
            minor = minor_of(str(_amount(str(row["amount"]), words)), currency)
            found.append({"warehouse": row["warehouse"], "minor": minor, "currency": currency})
    return found


def _written_landed(value: Json) -> str:
    rows = [each for each in _each(value) if isinstance(each, dict)]
    amounts = [major_of(int(str(row["minor"])), str(row["currency"])) for row in rows]
    return _landed[1]([{**row, "amount": amount} for row, amount in zip(rows, amounts, strict=True)])


def _plain(name: str, *path: str, words: str = "") -> Column:
    return Column(name, path or (name,), _text, str, words)


def _measure(name: str, *path: str) -> Column:
    return Column(name, path or (name,), _number, _written_number)


def _yes_no(name: str, *path: str) -> Column:
    return Column(name, path or (name,), _flag, _written_flag, "flag")


COLUMNS: tuple[Column, ...] = (
    _plain("sku"),
    _plain("status", words="status"),
    _plain("customs_name_en"),
    _plain("customs_name_zh"),
    Column("hs6", ("hs6",), _code, str),
    Column("national_codes", ("national_codes",), _national_codes, _national[1]),
    Column("origin", ("origin",), _upper, str),
    _measure("weight_g"),
    _measure("length_mm", "dimensions", "length_mm"),
    _measure("width_mm", "dimensions", "width_mm"),
    _measure("height_mm", "dimensions", "height_mm"),
    Column("declared_value", ("declared_value", "minor"), _amount, str),
    Column("declared_currency", ("declared_value", "currency"), _upper, str),
    _plain("material"),
    _yes_no("has_battery"),
    _plain("battery_kind", "battery", "kind", words="battery_kind"),
    _plain("battery_packing", "battery", "packing", words="battery_packing"),
    Column("battery_packing_instruction", ("battery", "packing_instruction"), _upper, str),
    _measure("battery_wh", "battery", "watt_hours"),
    _measure("lithium_g", "battery", "lithium_g"),
    _measure("battery_count", "battery", "count"),
    _yes_no("un38_3", "battery", "un38_3"),
    _yes_no("msds", "battery", "msds"),
    _measure("liquid_ml"),
    _yes_no("powder"),
    _yes_no("magnet"),
    _measure("blade_mm"),
    _measure("laser_mw"),
    _measure("alcohol_pct"),
    _measure("nicotine_mg_ml"),
    _plain("seal", words="seal"),
    Column("certificates", ("certificates",), _list, _written_list),
    _plain("brand"),
    _plain("brand_licensor", "brand_licence", "licensor"),
    Column("brand_territory", ("brand_licence", "territory"), _upper_list, _written_list),
    Column("brand_until", ("brand_licence", "until"), _day, str),
    Column("gtin", ("gtin",), _code, str),
    _plain("manufacturer_id"),
    _plain("responsible_person"),
    Column("registrations", ("registrations",), *_tuples(("country", "scheme", "number"), "DE:LUCID:DE1234567890123")),
    Column("channel_skus", ("channel_skus",), *_tuples(("channel", "sku"), "amazon:B000000000")),
    Column("components", ("components",), _components, _written_components),
    Column("landed_costs", ("landed_costs",), _landed_costs, _written_landed),
    Column("purchase_cost", ("purchase_cost", "minor"), _amount, str),
    Column("purchase_currency", ("purchase_cost", "currency"), _upper, str),
)
PRICED: Mapping[str, str] = {"declared_value": "declared_currency", "purchase_cost": "purchase_currency"}


@dataclass(frozen=True, slots=True)
class Headers:
    """`known`: plain header -> column; `words`: table -> what a cell may say, in lower case -> our word."""

    known: Mapping[str, Column]
    words: Mapping[str, Mapping[str, str]]

    def columns_of(self, headers: Sequence[str]) -> list[Column | None]:
        """The column of each header; None for those that nobody knows."""
        return [self.known.get(plain(header)) for header in headers]


@cache
def bundled_headers() -> Headers:
    """The headers that come with Clearway."""
    return load_headers(data_folder() / FILE)


def load_headers(path: Path) -> Headers:
    """Reads what columns are called. Raises DataRejected."""
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        others = {str(name): [str(each) for each in headers] for name, headers in document["columns"].items()}
        words = {
            str(table): {str(said).casefold(): str(meant) for said, meant in each.items()}
            for table, each in document["words"].items()
        }
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError) as fault:
        raise DataRejected(
            path.name, "the file is a mapping of `columns` and `words`; check it in an editor"
        ) from fault
    ours = {each.name: each for each in COLUMNS}
    if others.keys() != ours.keys():
        raise DataRejected(path.name, f"`columns` must name each of {', '.join(ours)}")
    known = {plain(header): ours[name] for name, headers in others.items() for header in headers}
    return Headers(known | {plain(name): column for name, column in ours.items()}, words)
