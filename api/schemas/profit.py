"""How profits look on the wire. Amounts are minor units, signed as the merchant sees them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from pydantic import BaseModel, Field

from api.routes.examples import ORDER, Example
from fulfillment.profit.actual import Profits
from fulfillment.profit.figure import Figure, Known, OrderProfit, Part
from fulfillment.profit.keeping import Standing
from fulfillment.profit.kept_order import KeptOrder
from fulfillment.profit.tables import ProfitRow, ProfitTable

Shown = dict[str, object]
LEFT_OUT = Field(description="Orders that nobody could count before their buyers were erased.")
PENDING = Field(description="Orders to be counted yet, or to be counted again since something of them changed.")
AS_OF = Field(description="All that was known then is counted, except for what is pending.")


class FigureShown(BaseModel):
    """One figure, with where it is from; without an amount where nobody knows it."""

    part: str
    known: str = Field(json_schema_extra={"enum": ["expected", "billed", "unknown"]})
    source: str
    minor: int | None
    original_minor: int | None = Field(description="Before it was exchanged.")
    original_currency: str | None


class OrderProfitShown(BaseModel):
    """`total` is null where a part is not known; `known` is the sum of what is, and says less than the profit then."""

    total: int | None
    known: int
    parts: dict[str, int | None]
    figures: list[FigureShown]


class ProfitsShown(BaseModel):
    """An order's profit as it was expected, and as far as it is booked."""

    order_id: str
    currency: str
    shop: str
    channel: str
    lane: str
    original_order_id: str = Field(description="Whose goods this order sends again; empty for none.")
    called_off: bool
    expected: OrderProfitShown
    actual: OrderProfitShown


class ProfitRowShown(BaseModel):
    """One row. `incomplete` of its orders have a part that nobody knows."""

    key: str
    orders: int
    pieces: int
    incomplete: int
    revenue: int = Field(description="Without the tax in it.")
    profit: int
    margin_basis_points: int | None
    expected: int = Field(description="What of the profit is expected, not booked.")
    billed: int
    parts: dict[str, int]


class ProfitTableShown(BaseModel):
    """Rows, the highest profit first, and all of them together."""

    by: str
    currency: str
    rows: list[ProfitRowShown]
    total: ProfitRowShown
    not_known: dict[str, int] = Field(description="What nobody knows, and in how many orders.")
    left_out: int = LEFT_OUT
    pending: int = PENDING
    as_of: datetime = AS_OF


class ProfitOfOrder(BaseModel):
    """One order. `total` is null where a part is not known, `known` the sum of what is."""

    order_id: str
    shop: str
    channel: str
    lane: str
    month: str
    revenue: int = Field(description="Without the tax in it, as far as it is known.")
    total: int | None
    known: int
    parts: dict[str, int | None]
    not_known: list[str] = Field(description="Where figures that nobody knows should be from.")


class ProfitOrdersShown(BaseModel):
    """Orders, the greatest loss first; `orders` counts all of the period, `losses` those of them that lose money."""

    currency: str
    orders: int
    losses: int
    left_out: int = LEFT_OUT
    pending: int = PENDING
    as_of: datetime = AS_OF
    data: list[ProfitOfOrder]


_FIGURE: Example = {
    "part": "freight", "known": "billed", "source": "freight_bill:yunexpress/B-1", "minor": -1578,
    "original_minor": -13000, "original_currency": "CNY",
}  # fmt: skip
_PROFIT: Example = {"total": 1216, "known": 1216, "parts": {"revenue": 4488, "freight": -1578}, "figures": [_FIGURE]}
ORDER_PROFITS: Example = {
    "order_id": ORDER, "currency": "EUR", "shop": "shop-de", "channel": "own_shop", "lane": "CN-DE line-yunexpress",
    "original_order_id": "", "called_off": False, "expected": _PROFIT, "actual": _PROFIT,
}  # fmt: skip
_ROW: Example = {
    "key": "CN-DE line-yunexpress", "orders": 1, "pieces": 2, "incomplete": 0, "revenue": 3771, "profit": 1216,
    "margin_basis_points": 3224, "expected": 2794, "billed": -1578, "parts": {"revenue": 4488, "freight": -1578},
}  # fmt: skip
A_TABLE: Example = {
    "by": "lane", "currency": "EUR", "rows": [_ROW], "total": {**_ROW, "key": ""}, "not_known": {}, "left_out": 0,
    "pending": 0, "as_of": "2026-11-30T09:00:00Z",
}  # fmt: skip

PROFIT_ORDERS: Example = {
    "currency": "EUR", "orders": 120, "losses": 4, "left_out": 0, "pending": 2,
    "as_of": "2026-11-30T09:00:00Z",
    "data": [{"order_id": ORDER, "shop": "shop-de", "channel": "own_shop", "lane": "CN-DE line-yunexpress",
              "month": "2026-11", "revenue": 3771, "total": -312, "known": -312,
              "parts": {"revenue": 4488, "freight": -1578}, "not_known": []}],
}  # fmt: skip


def shown_profits(found: Profits) -> Mapping[str, object]:
    """Both profits of an order."""
    profit = found.actual
    return {
        "order_id": profit.order_id,
        "currency": profit.currency,
        "shop": profit.seen.shop,
        "channel": profit.seen.channel,
        "lane": profit.seen.lane,
        "original_order_id": profit.seen.original_order,
        "called_off": found.is_off,
        "expected": _profit(found.expected),
        "actual": _profit(profit),
    }


def shown_table(table: ProfitTable, standing: Standing) -> Mapping[str, object]:
    """A table, and how far it is counted."""
    return {
        "by": table.over,
        "currency": table.currency,
        "rows": [_row(row) for row in table.rows],
        "total": _row(table.total),
        "not_known": dict(table.why),
        **_standing(standing),
    }


def shown_orders(
    worst: Sequence[KeptOrder], orders: int, losses: int, currency: str, standing: Standing
) -> Mapping[str, object]:
    """The greatest losses of a period's orders."""
    return {
        "currency": currency,
        "orders": orders,
        "losses": losses,
        **_standing(standing),
        "data": [_of_order(each) for each in worst],
    }


def _standing(standing: Standing) -> Shown:
    return {"left_out": standing.left_out, "pending": standing.pending, "as_of": standing.as_of}


def _of_order(profit: KeptOrder) -> Shown:
    return {
        "order_id": profit.order_id,
        "shop": profit.shop,
        "channel": profit.channel,
        "lane": profit.lane,
        "month": profit.month,
        "revenue": (profit.of(Part.REVENUE) or 0) + (profit.of(Part.TAX) or 0),
        "total": profit.total_minor,
        "known": profit.known_minor,
        "parts": {part.value: minor for part, minor in profit.parts.items()},
        "not_known": list(dict.fromkeys(each.source for each in profit.unknown)),
    }


def _parts(profit: OrderProfit) -> dict[str, int | None]:
    met = {each.part for each in profit.figures}
    return {part.value: profit.of(part) for part in Part if part in met}


def _profit(profit: OrderProfit) -> Shown:
    return {
        "total": profit.total_minor,
        "known": profit.known_minor,
        "parts": _parts(profit),
        "figures": [_figure(each) for each in profit.figures],
    }


def _figure(figure: Figure) -> Shown:
    original = figure.original
    return {
        "part": figure.part,
        "known": figure.known,
        "source": figure.source,
        "minor": figure.minor,
        "original_minor": None if original is None else original.minor,
        "original_currency": None if original is None else original.currency,
    }


def _row(row: ProfitRow) -> Shown:
    return {
        "key": row.key,
        "orders": row.orders,
        "pieces": row.pieces,
        "incomplete": row.incomplete,
        "revenue": row.revenue,
        "profit": row.profit,
        "margin_basis_points": row.margin_bp,
        "expected": row.known[Known.EXPECTED],
        "billed": row.known[Known.BILLED],
        "parts": {part.value: row.parts[part] for part in Part if row.parts[part]},
    }
