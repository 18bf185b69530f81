"""How figures of a period look on the wire. Shares are basis points, amounts minor units, times seconds."""

from collections.abc import Mapping
from datetime import date, datetime

from pydantic import BaseModel, Field

from api.routes.examples import AT, ORDER, Example
from engine.store.arrival_waits import PERCENTS, Waited
from engine.store.arrivals import ArrivalsWanted
from engine.store.arrivals_behind import ArrivedOrder
from fulfillment.analytics.table import AnalyticsRow, AnalyticsTable, MoneySums

Shown = dict[str, object]


class WaitShown(BaseModel):
    """Orders that waited. `done` were released by a person, or answered by the buyer; quantiles are of those whose
    waiting is over, by the nearest rank, and null where none is."""

    orders: int
    still: int
    done: int
    p50_s: int | None
    p90_s: int | None
    p99_s: int | None


class SumsShown(BaseModel):
    """One currency. `lost` was taken by the bank or given in to, `open` is not decided yet."""

    currency: str
    value: int
    admitted: int
    disputed: int
    lost: int
    won: int
    open: int


class AnalyticsRowShown(BaseModel):
    """One row. `first` and `now` count orders by outcome: when they came in, and as they stand."""

    key: str
    orders: int
    first: dict[str, int]
    now: dict[str, int]
    at_once_basis_points: int | None = Field(description="Admitted or cancelled by the first decision, of all.")
    decided_basis_points: int | None = Field(description="Admitted or cancelled by now, of all.")
    approved_basis_points: int | None = Field(description="Admitted, of those that are decided.")
    held_basis_points: int | None = Field(description="Ever held, of all.")
    answered_basis_points: int | None = Field(description="Answered, of those whose question is over.")
    charged_basis_points: int | None = Field(description="Charged back, of `old`; null while none is old.")
    held: WaitShown
    asked: WaitShown
    labelled_fraud: int
    charged_back: int = Field(description="Orders with a chargeback, young ones too.")
    old: int = Field(description="Admitted orders from before `old_before`, whose chargebacks have come, mostly.")
    old_charged_back: int
    money: list[SumsShown]


class OtherRowsShown(BaseModel):
    """The same orders by something else."""

    by: str
    rows: list[AnalyticsRowShown]


class AnalyticsShown(BaseModel):
    """Rows and all of them together. Of `young` orders most chargebacks are yet to come."""

    by: str
    since: date
    until: date
    old_before: datetime
    young: int
    rows: list[AnalyticsRowShown]
    total: AnalyticsRowShown
    also: OtherRowsShown | None = Field(description="Null unless it was asked for.")


class ArrivedOrderShown(BaseModel):
    """An order as it came in, and its outcome now."""

    order_id: str
    merchant_order_id: str
    shop: str
    channel: str
    country: str | None
    currency: str
    total: int
    arrived_at: datetime
    outcome: str


AN_ARRIVED_ORDER: Example = {
    "order_id": ORDER, "merchant_order_id": "1001", "shop": "shop-de", "channel": "own_shop", "country": "DE",
    "currency": "EUR", "total": 4488, "arrived_at": AT, "outcome": "hold",
}  # fmt: skip
_WAIT: Example = {"orders": 91, "still": 4, "done": 60, "p50_s": 5400, "p90_s": 40210, "p99_s": 171000}
_ROW: Example = {
    "key": "DE", "orders": 1200,
    "first": {"admit": 1080, "ask_customer": 21, "hold": 91, "cancel": 8},
    "now": {"admit": 1171, "ask_customer": 2, "hold": 4, "cancel": 23},
    "at_once_basis_points": 9067, "decided_basis_points": 9950, "approved_basis_points": 9807,
    "held_basis_points": 758, "answered_basis_points": 8421, "charged_basis_points": 21,
    "held": _WAIT, "asked": {**_WAIT, "orders": 21, "still": 2, "done": 16}, "labelled_fraud": 3, "charged_back": 4,
    "old": 940, "old_charged_back": 2,
    "money": [{"currency": "EUR", "value": 5_385_600, "admitted": 5_255_448, "disputed": 17_952, "lost": 8_976,
               "won": 4_488, "open": 4_488}],
}  # fmt: skip
ANALYTICS: Example = {
    "by": "country", "since": "2026-07-01", "until": "2026-10-31", "old_before": "2026-07-29T09:30:00Z", "young": 1100,
    "rows": [_ROW], "total": {**_ROW, "key": ""}, "also": None,
}  # fmt: skip


def shown_analytics(
    table: AnalyticsTable, also: AnalyticsTable | None, wanted: ArrivalsWanted, since: date, until: date
) -> Mapping[str, object]:
    """A table, and rows of another."""
    return {
        "by": table.over,
        "since": since,
        "until": until,
        "old_before": wanted.old_before,
        "young": table.young,
        "rows": [_row(each) for each in table.rows],
        "total": _row(table.total),
        "also": None if also is None else {"by": also.over, "rows": [_row(each) for each in also.rows]},
    }


def shown_arrived(order: ArrivedOrder) -> Shown:
    """One order."""
    names = (name for name in ArrivedOrderShown.model_fields if name != "merchant_order_id")
    return {**{name: getattr(order, name) for name in names}, "merchant_order_id": order.ref}


def _row(row: AnalyticsRow) -> Shown:
    return {
        "key": row.key,
        "orders": row.orders,
        "first": dict(row.first),
        "now": dict(row.now),
        "at_once_basis_points": row.at_once_bp,
        "decided_basis_points": row.decided_bp,
        "approved_basis_points": row.approved_bp,
        "held_basis_points": row.held_bp,
        "answered_basis_points": row.answered_bp,
        "charged_basis_points": row.charged_bp,
        "held": _wait(row.held),
        "asked": _wait(row.asked),
        "labelled_fraud": row.fraud,
        "charged_back": row.charged,
        "old": row.old,
        "old_charged_back": row.charged_old,
        "money": [_sums(currency, each) for currency, each in sorted(row.money.items())],
    }


def _wait(waited: Waited) -> Shown:
    spans = {f"p{each}_s": waited.spread.get(each) for each in PERCENTS}
    seconds = {name: None if span is None else round(span.total_seconds()) for name, span in spans.items()}
    return {"orders": waited.orders, "still": waited.still, "done": waited.done, **seconds}


def _sums(currency: str, sums: MoneySums) -> Shown:
    names = (name for name in SumsShown.model_fields if name != "currency")
    return {"currency": currency, **{name: getattr(sums, name) for name in names}}
