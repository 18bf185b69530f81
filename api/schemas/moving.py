"""How work for warehouses, differences, channel stock and transfers look on the wire."""

from datetime import datetime

from pydantic import BaseModel, Field

from fulfillment.inventory.channel_stock import Sellable
from fulfillment.inventory.differences import DifferenceReport, age
from fulfillment.records import (
    Carton,
    CartonLine,
    ChannelRule,
    LandedCost,
    StockDifference,
    Tolerance,
    Transfer,
    TransferLine,
    WmsSnapshot,
    WmsWork,
)

Shown = dict[str, object]
DAY_S = 86_400


class WmsWorkShown(BaseModel):
    """The last word about a part of an order: `do` it, `stop` for now, `cancel` for good, or `done`. A later word about
    the same part takes its place."""

    seq: int
    fulfilment_id: str
    order_id: str
    warehouse: str
    action: str = Field(json_schema_extra={"enum": ["do", "stop", "cancel", "done"]})
    at: datetime
    data: dict[str, object] = Field(description="Of `do`: lines, places, ship_by, carrier, parcels; else `why`.")


class WmsAnswerShown(BaseModel):
    """What became of one event. `code` and `detail` say why one was refused."""

    id: str
    status: str = Field(json_schema_extra={"enum": ["done", "repeated", "refused"]})
    code: str
    detail: str


class WmsAnswersShown(BaseModel):
    """One answer an event, in the order in which they came."""

    answers: list[WmsAnswerShown]


class WmsSnapshotShown(BaseModel):
    """What came of a snapshot."""

    id: str
    warehouse: str
    at: datetime
    received_at: datetime
    levels: int
    differing: int
    adjusted: int
    repeated: bool


class DifferenceShown(BaseModel):
    """A difference; `pieces` is what the books would have to be changed by, `age_days` how long it is, or was, open."""

    id: str
    warehouse: str
    sku: str
    lot: str = Field(description="`*` is all lots together.")
    source: str
    reference: str
    expected: int
    found: int
    pieces: int
    state: str = Field(json_schema_extra={"enum": ["open", "adjusted", "explained"]})
    counted_at: datetime
    opened_at: datetime
    ended_at: datetime | None
    ended_by: str | None
    remark: str
    age_days: int


class DifferenceReportRow(BaseModel):
    """One warehouse: open differences, pieces too many and too few, since when the oldest is open, and ended ones."""

    warehouse: str
    open: int
    over: int
    short: int
    oldest: datetime
    adjusted: int
    explained: int


class DifferenceReportShown(BaseModel):
    """All warehouses that ever differed."""

    warehouses: list[DifferenceReportRow]


class ToleranceShown(BaseModel):
    """Up to so many pieces and so many per cent of the books, a difference is adjusted without a person."""

    warehouse: str
    pieces: int
    percent: int


class ChannelRuleShown(BaseModel):
    """A rule; without `sku` it counts for every article without its own."""

    channel: str
    sku: str
    buffer: int
    percent: int
    cap: int | None
    warehouses: list[str]


class SellableShown(BaseModel):
    """Pieces that the channel may sell; `name` is what the channel calls the article. `why` says why none."""

    sku: str
    name: str
    free: int
    pieces: int
    why: str


class TransferLineShown(BaseModel):
    """Pieces of an article; `value` of all of them, minor units."""

    line: int
    sku: str
    quantity: int
    value: int
    piece_g: int


class CartonLineShown(BaseModel):
    """Pieces of a lot in a carton, what has come, and what was given up."""

    sku: str
    lot: str
    quantity: int
    received: int
    lost: int


class CartonShown(BaseModel):
    """A carton with what is in it."""

    number: int
    weight_g: int
    length_mm: int
    width_mm: int
    height_mm: int
    received_at: datetime | None
    lines: list[CartonLineShown]


class KeptShown(BaseModel):
    """Pieces of a lot that are kept back and have to be packed."""

    sku: str
    lot: str
    quantity: int


class LandedCostShown(BaseModel):
    """What `pieces` cost together, minor units; `unit` is rounded half up."""

    sku: str
    warehouse: str
    transfer_id: str
    pieces: int
    currency: str
    goods: int
    freight: int
    duty: int
    tax: int
    total: int
    unit: int


class TransferShown(BaseModel):
    """A transfer. Costs are minor units of `currency`."""

    id: str
    origin: str
    destination: str
    state: str = Field(json_schema_extra={"enum": ["planned", "packed", "shipped", "received", "closed", "cancelled"]})
    currency: str
    importer: str
    incoterm: str
    reference: str
    carrier: str
    tracking: str
    spread_by: str
    freight: int
    duty: int
    tax: int
    created_at: datetime
    created_by: str
    shipped_at: datetime | None
    ended_at: datetime | None


class TransferWholeShown(TransferShown):
    """A transfer with all that belongs to it."""

    lines: list[TransferLineShown]
    kept: list[KeptShown]
    cartons: list[CartonShown]
    landed: list[LandedCostShown]


class InTransitShown(BaseModel):
    """Pieces that have left one warehouse and not come to the other; nobody can buy them."""

    sku: str
    destination: str
    pieces: int


class InTransitListShown(BaseModel):
    """All of a merchant."""

    data: list[InTransitShown]


def shown_work(word: WmsWork) -> Shown:
    """A word."""
    return _of(WmsWorkShown, word)


def shown_snapshot(snapshot: WmsSnapshot, *, repeated: bool) -> Shown:
    """A snapshot."""
    names = ("warehouse", "at", "received_at", "levels", "differing", "adjusted")
    return {"id": snapshot.snapshot_id, **{name: getattr(snapshot, name) for name in names}, "repeated": repeated}


def shown_difference(one: StockDifference, now: datetime) -> Shown:
    """A difference."""
    names = [name for name in DifferenceShown.model_fields if name != "age_days"]
    days = int(age(one, now).total_seconds()) // DAY_S
    return {**{name: getattr(one, name) for name in names}, "age_days": days}


def shown_report(rows: tuple[DifferenceReport, ...]) -> Shown:
    """The report."""
    return {"warehouses": [_of(DifferenceReportRow, each) for each in rows]}


def shown_tolerance(tolerance: Tolerance) -> Shown:
    """A tolerance."""
    return _of(ToleranceShown, tolerance)


def shown_rule(rule: ChannelRule) -> Shown:
    """A rule."""
    return {**_of(ChannelRuleShown, rule), "warehouses": rule.warehouses.split()}


def shown_sellable(one: Sellable) -> Shown:
    """An article on a channel."""
    return _of(SellableShown, one)


def shown_transfer(transfer: Transfer) -> Shown:
    """A transfer without its parts."""
    return _of(TransferShown, transfer)


def shown_whole(
    transfer: Transfer, lines: tuple[TransferLine, ...], kept: dict[tuple[str, str], int],
    cartons: tuple[Carton, ...], packed: tuple[CartonLine, ...], landed: tuple[LandedCost, ...],
) -> Shown:  # fmt: skip
    """A transfer with its parts."""
    inside = {each.number: [_of(CartonLineShown, one) for one in packed if one.carton == each.number]
              for each in cartons}  # fmt: skip
    plain = [name for name in CartonShown.model_fields if name != "lines"]
    return {
        **shown_transfer(transfer),
        "lines": [_of(TransferLineShown, each) for each in lines],
        "kept": [{"sku": sku, "lot": lot, "quantity": many} for (sku, lot), many in sorted(kept.items())],
        "cartons": [{**{name: getattr(each, name) for name in plain}, "lines": inside[each.number]}
                    for each in cartons],
        "landed": [_of(LandedCostShown, each) for each in landed],
    }  # fmt: skip


def _of(model: type[BaseModel], record: object) -> Shown:
    return {name: getattr(record, name) for name in model.model_fields}
