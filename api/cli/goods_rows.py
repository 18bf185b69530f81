"""Rows of `clearway goods classify`: one JSON object; fields that nobody here knows are left to others."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date as day
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from engine.errors import RowRejected
from engine.order.line import Battery, Line
from engine.order.terms import BatteryKind, BatteryPacking

_SEPARATORS = re.compile(r"[.\s-]")
_LONGEST_CODE = 12
_SHORTEST_CODE = 4

Text = Annotated[str, Field(max_length=20_000)]
Country = Annotated[str, Field(pattern=r"^[A-Za-z]{2}$")]
Measure = Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]
Minor = Annotated[int, Field(ge=0, le=10**15)]


def _code_text(value: object) -> object:
    """Codes are text; a number has lost its leading zero, so only one that cannot have had any is taken."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value


def _day_text(value: object) -> object:
    if not isinstance(value, str):
        msg = "write a date such as 2026-11-22"
        raise ValueError(msg)  # noqa: TRY004 - pydantic turns a ValueError into a fault of the field
    return day.fromisoformat(value)


class CellsRow(BaseModel):
    """Cells of one piece."""

    model_config = ConfigDict(extra="ignore")
    kind: BatteryKind
    packing: BatteryPacking | None = None
    watt_hours: Measure | None = None
    lithium_g: Measure | None = None


class MeasuresRow(BaseModel):
    """Attributes that decide or bound a category. Any other attribute is read as text."""

    model_config = ConfigDict(extra="allow")
    battery: CellsRow | Text | None = None
    liquid_ml: Measure | None = None
    weight_g: Annotated[int, Field(ge=0, le=10**9)] | None = None
    magnet: bool | Text | None = None
    blade_mm: Measure | None = None
    laser_mw: Measure | None = None
    alcohol_pct: Annotated[float, Field(ge=0, le=100)] | None = None
    nicotine_mg_ml: Measure | None = None


class GoodsRow(BaseModel):
    """`unit_price` is in minor units of `currency`; `date` is the day whose law counts."""

    model_config = ConfigDict(extra="ignore")
    text: Text | None = None
    title: Text | None = None
    description: Text | None = None
    attributes: MeasuresRow | None = None
    hs_code: Annotated[str | None, BeforeValidator(_code_text)] = None
    destination: Country | None = None
    mode: Literal["post", "courier", "air", "sea", "road"] | None = None
    origin: Country | None = None
    ship_from: Country | None = None
    quantity: Annotated[int, Field(ge=1, le=10**9)] = 1
    unit_price: Minor | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Za-z]{3}$")] | None = None
    date: Annotated[day, BeforeValidator(_day_text)] | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A row as the engine reads it: the line, and its code with nothing but digits, however long."""

    row: GoodsRow
    line: Line
    code: str | None


def read_row(values: Mapping[str, object]) -> Asked:
    """The line of a row. Raises RowRejected, naming the field, for a value of the wrong form or a row without goods."""
    try:
        row = GoodsRow.model_validate(values)
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_input=False)[0]
        said = wrong["msg"].removeprefix("Value error, ")
        raise RowRejected(".".join(map(str, wrong["loc"])), said[:1].lower() + said[1:]) from error
    code = _digits(row.hs_code)
    if not any((row.text, row.title, row.description, code)):
        raise RowRejected("text", "is missing; give a text, a title, a description or an hs_code")
    return Asked(row, _line(row, code), code)


def _digits(code: str | None) -> str | None:
    return _SEPARATORS.sub("", code) or None if code is not None else None


def _line(row: GoodsRow, code: str | None) -> Line:
    usable = code is not None and code.isdigit() and len(code) >= _SHORTEST_CODE
    stated = row.attributes or MeasuresRow()
    cells = stated.battery if isinstance(stated.battery, CellsRow) else None
    return Line(
        quantity=row.quantity,
        unit_price=row.unit_price or 0,
        title=row.title or row.text,
        description="\n".join(_said(row, stated)) or None,
        hs_code=code[:_LONGEST_CODE] if code is not None and usable else None,
        origin=None if row.origin is None else row.origin.upper(),
        weight_g=stated.weight_g,
        battery=None if cells is None else Battery(**cells.model_dump()),
        liquid_ml=stated.liquid_ml,
        magnet=stated.magnet if isinstance(stated.magnet, bool) else None,
        blade_mm=stated.blade_mm,
        laser_mw=stated.laser_mw,
        alcohol_pct=stated.alcohol_pct,
        nicotine_mg_ml=stated.nicotine_mg_ml,
    )


def _said(row: GoodsRow, stated: MeasuresRow) -> Iterator[str]:
    """The description, and attributes in words, each a sentence of its own."""
    if row.text and row.title and row.text != row.title:
        yield row.text
    if row.description:
        yield row.description
    loose = {"battery": stated.battery, "magnet": stated.magnet, **(stated.model_extra or {})}
    yield from (f"{name.replace('_', ' ')} {value}" for name, value in loose.items() if isinstance(value, str))
