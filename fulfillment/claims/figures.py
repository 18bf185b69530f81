"""What comes back of what was lost: by carrier, lane, kind and month in which the case was opened. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from fulfillment.claims.dossier import as_csv
from fulfillment.records import Claim
from fulfillment.states import Demand

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
WHOLE = 10_000
NEVER_FILED = frozenset({Demand.OPENED, Demand.EVIDENCE_PENDING})


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


@dataclass(slots=True)
class _Counting:
    rows: dict[tuple[str, ...], Figures] = field(default_factory=dict)

    def add(self, names: Sequence[str], claim: Claim) -> None:
        values = [value_of(name, claim) for name in names]
        key = (*values, claim.currency)
        known = self.rows.get(key) or Figures(by=dict(zip(names, values, strict=True)), currency=claim.currency)
        is_filed = claim.filed_at is not None
        self.rows[key] = replace(
            known,
            opened=known.opened + 1,
            filed=known.filed + is_filed,
            paid_claims=known.paid_claims + (claim.paid > 0),
            denied=known.denied + (claim.denied_at is not None),
            time_barred=known.time_barred + (claim.state == Demand.TIME_BARRED),
            claimed=known.claimed + (claim.amount if is_filed else 0),
            paid=known.paid + claim.paid,
        )


def figures(claims: Iterable[Claim], by: Sequence[str] = BY) -> tuple[Figures, ...]:
    """Rows by these names, in their order; withdrawn cases, of parcels that arrived, are left out."""
    counting = _Counting()
    for each in claims:
        if each.state != Demand.WITHDRAWN:
            counting.add(by, each)
    return tuple(counting.rows[key] for key in sorted(counting.rows))


def value_of(name: str, claim: Claim) -> str:
    """What a claim counts under."""
    match name:
        case "carrier":
            return claim.carrier
        case "lane":
            return f"{claim.origin or '??'}-{claim.country or '??'}"
        case "kind":
            return claim.kind
    return f"{claim.created_at:%Y-%m}"


def as_row(row: Figures) -> Mapping[str, object]:
    """A row as tables and JSON have it."""
    named = {name: getattr(row, name) for name in COLUMNS if name not in BY}
    return {**row.by, **named}


def as_table(rows: Sequence[Figures], by: Sequence[str] = BY) -> bytes:
    """All rows as CSV; no cell begins as a formula does."""
    columns = [each for each in COLUMNS if each in by or each not in BY]
    return as_csv(columns, [as_row(each) for each in rows])
