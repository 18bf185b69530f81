"""What comes back of what was lost: by carrier, lane, kind and month in which the case was opened; withdrawn cases, of
parcels that arrived, are left out. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fulfillment.claims.dossier import as_csv

BY = ("carrier", "lane", "kind", "month")
COLUMNS = (
    *BY,
    "currency",
    "opened",
    "filed",
    "paid_claims",
    "denied",
    "time_barred",
    "claimed",
    "paid",
    "recovered_bp",
)
ADDED = tuple(each for each in COLUMNS if each not in (*BY, "currency", "recovered_bp"))
WHOLE = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One row. Amounts are minor units of `currency`; `claimed` counts what was filed."""

    by: Mapping[str, str]
    currency: str
    opened: int = 0
    filed: int = 0
    paid_claims: int = 0
    denied: int = 0
    time_barred: int = 0
    claimed: int = 0
    paid: int = 0

    @property
    def recovered_bp(self) -> int:
        """Basis points of what was filed that was paid, rounded down; 0 where nothing was filed."""
        return self.paid * WHOLE // self.claimed if self.claimed else 0


def added_up(found: Iterable[Figures]) -> tuple[Figures, ...]:
    """One row for those of the same names and currency, in their order."""
    rows: dict[tuple[str, ...], Figures] = {}
    for each in found:
        key = (*each.by.values(), each.currency)
        known = rows.get(key)
        rows[key] = each if known is None else _added(each, known)
    return tuple(rows[key] for key in sorted(rows))


def _added(one: Figures, other: Figures) -> Figures:
    sums: dict[str, Any] = {name: getattr(one, name) + getattr(other, name) for name in ADDED}
    return replace(one, **sums)


def as_row(row: Figures) -> Mapping[str, object]:
    """A row as tables and JSON have it."""
    named = {name: getattr(row, name) for name in COLUMNS if name not in BY}
    return {**row.by, **named}


def as_table(rows: Sequence[Figures], by: Sequence[str] = BY) -> bytes:
    """All rows as CSV; no cell begins as a formula does."""
    columns = [each for each in COLUMNS if each in by or each not in BY]
    return as_csv(columns, [as_row(each) for each in rows])
