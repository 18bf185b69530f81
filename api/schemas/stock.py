"""How warehouses and what lies in them look on the wire: models for the documentation, and what fills them."""

from collections.abc import Mapping
from datetime import datetime

from pydantic import BaseModel, Field

from fulfillment.inventory.allocating import Part
from fulfillment.inventory.shortage import Option
from fulfillment.records import (
    Bin,
    CountLine,
    ExpectedReceipt,
    Lot,
    Movement,
    Place,
    Reservation,
    SharingTerms,
    ShortageChoice,
    StockCount,
    Substitute,
    Warehouse,
)
from fulfillment.records.stock import NEVER

Shown = dict[str, object]


class WarehouseShown(BaseModel):
    """A warehouse. Costs are minor units of `currency`; empty lists set no limit."""

    code: str
    country: str
    name: str
    address: str
    city: str
    region: str
    postcode: str
    time_zone: str
    cut_off: str
    days: str = Field(description="ISO weekdays on which parcels leave, 1 for Monday.")
    serves: list[str]
    carriers: list[str]
    dangerous_goods: bool
    currency: str
    handling: int
    handling_piece: int
    parcel_home: int
    parcel_union: int
    parcel_abroad: int
    border: int
    is_open: bool
    handling_days: int = Field(description="Working days from being free to go until it leaves.")
    closed: list[str] = Field(description="Days on which nobody works, beside public holidays.")
    works_on_holidays: bool


class SharingTermsShown(BaseModel):
    """How orders are shared out among warehouses."""

    policy: str
    split: str


class BinShown(BaseModel):
    """A bin; `max_weight_g` 0 is no limit."""

    warehouse: str
    code: str
    zone: str
    aisle: str
    place: str
    level: str
    kind: str
    max_weight_g: int


class LotShown(BaseModel):
    """A lot of an article."""

    sku: str
    code: str
    expires_on: str | None
    state: str
    received_at: datetime


class LotChangedShown(LotShown):
    """A lot as it is now, and the orders for which pieces of it are kept."""

    orders: list[str]


class PlaceShown(BaseModel):
    """Pieces of one lot in one bin. `blocked` says why they may not be given."""

    sku: str
    warehouse: str
    bin: str
    lot: str
    expires_on: str | None
    on_hand: int
    reserved: int
    blocked: str


class MovementShown(BaseModel):
    """One line of the ledger."""

    id: str
    sku: str
    warehouse: str
    bin: str
    lot: str
    pieces: int
    reason: str
    reference: str
    actor: str
    at: datetime


class BackorderShown(BaseModel):
    """Pieces that a part of an order waits for."""

    order_id: str
    fulfilment_id: str
    sku: str
    warehouse: str
    quantity: int
    since: datetime


class ExpectedShown(BaseModel):
    """Pieces on their way to a warehouse."""

    id: str
    sku: str
    warehouse: str
    quantity: int
    received: int
    due_at: datetime
    reference: str


class SubstituteShown(BaseModel):
    """What may stand in for an article; `extra` is what a piece costs more, minor units."""

    sku: str
    stand_in: str
    extra: int
    currency: str


class SendingShown(BaseModel):
    """What one warehouse would send: number of the order's line -> pieces."""

    warehouse: str
    lines: dict[str, int]


class OptionShown(BaseModel):
    """A way out of a shortage; `cost` on top of the plan, minor units."""

    part: str
    number: int
    kind: str
    target: str
    cost: int
    currency: str
    ships_by: datetime | None
    parts: list[SendingShown]
    details: dict[str, object]


class OptionsShown(BaseModel):
    """All ways out that are open now."""

    options: list[OptionShown]
    choices: list["ChoiceShown"]


class ChoiceShown(BaseModel):
    """What was chosen, and whether a customer that was asked has answered."""

    id: str
    order_id: str
    fulfilment_id: str
    kind: str
    state: str
    created_at: datetime
    created_by: str
    answered_at: datetime | None
    data: dict[str, object]


class CountShown(BaseModel):
    """A count."""

    id: str
    warehouse: str
    chosen_by: str
    tolerance_pct: int
    state: str
    created_at: datetime
    created_by: str
    ended_at: datetime | None


class CountLineShown(BaseModel):
    """A line of a count sheet. What the books say and what others found is shown once the line is agreed."""

    line: int
    sku: str
    bin: str
    lot: str
    state: str
    expected: int | None
    first: int | None
    second: int | None
    posted: int | None


class CountSheetShown(CountShown):
    """A count with its lines."""

    lines: list[CountLineShown]


def shown_warehouse(one: Warehouse) -> Shown:
    """A warehouse."""
    words = {"serves": one.serves.split(), "carriers": one.carriers.split(), "closed": one.closed.split()}
    flags = {name: bool(getattr(one, name)) for name in ("dangerous_goods", "is_open", "works_on_holidays")}
    return {**_of(WarehouseShown, one), **words, **flags}


def shown_terms(terms: SharingTerms) -> Shown:
    """How orders are shared out."""
    return _of(SharingTermsShown, terms)


def shown_bin(bin_: Bin) -> Shown:
    """A bin."""
    return _of(BinShown, bin_)


def shown_lot(lot: Lot) -> Shown:
    """A lot."""
    return {**_of(LotShown, lot), "expires_on": _day(lot.expires_on)}


def shown_place(place: Place) -> Shown:
    """A place."""
    return {**_of(PlaceShown, place), "expires_on": _day(place.expires_on)}


def shown_movement(movement: Movement) -> Shown:
    """A line of the ledger."""
    return _of(MovementShown, movement)


def shown_backorder(wanted: Reservation) -> Shown:
    """Pieces that are waited for."""
    plain = ("order_id", "fulfilment_id", "sku", "warehouse", "quantity")
    return {**{name: getattr(wanted, name) for name in plain}, "since": wanted.created_at}


def shown_expected(expected: ExpectedReceipt) -> Shown:
    """Pieces on their way."""
    return _of(ExpectedShown, expected)


def shown_substitute(pair: Substitute) -> Shown:
    """What may stand in."""
    return _of(SubstituteShown, pair)


def shown_option(option: Option) -> Shown:
    """A way out."""
    return {**_of(OptionShown, option), "parts": [_part(each) for each in option.parts]}


def shown_choice(choice: ShortageChoice) -> Shown:
    """What was chosen."""
    return _of(ChoiceShown, choice)


def shown_count(count: StockCount) -> Shown:
    """A count."""
    return _of(CountShown, count)


def shown_line(line: CountLine) -> Shown:
    """A line, blind until it is agreed."""
    found: Mapping[str, object] = _of(CountLineShown, line)
    hidden = ("expected", "first", "second") if line.state in ("open", "again") else ()
    return {**found, **dict.fromkeys(hidden)}


def shown_sheet(count: StockCount, lines: tuple[CountLine, ...]) -> Shown:
    """A count with its lines."""
    return {**shown_count(count), "lines": [shown_line(each) for each in lines]}


def _part(part: Part) -> Shown:
    return {"warehouse": part.warehouse, "lines": {str(line): many for line, many in part.lines.items()}}


def _day(text: str) -> str | None:
    return None if text == NEVER else text


def _of(model: type[BaseModel], record: object) -> Shown:
    return {name: getattr(record, name) for name in model.model_fields}
