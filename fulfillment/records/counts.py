"""Cycle counts: which places are to be counted, what was found there, and what followed."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StockCount:
    """A count of some places of one warehouse. Above `tolerance_pct` of difference a second person counts again."""

    id: str
    merchant_id: str
    warehouse: str
    chosen_by: str
    tolerance_pct: int
    state: str
    created_at: datetime
    created_by: str
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountLine:
    """One place to count. `expected` is what the books held when it was counted; a counter never sees it before."""

    count_id: str
    line: int
    merchant_id: str
    sku: str
    bin: str
    lot: str
    state: str = "open"
    expected: int | None = None
    first: int | None = None
    first_by: str | None = None
    second: int | None = None
    second_by: str | None = None
    posted: int | None = None
