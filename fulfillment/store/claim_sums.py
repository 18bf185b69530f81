"""What claims came to, counted by the database: by carrier, lane, kind and month."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, case, func, select, text

from engine.clock import EPOCH
from engine.store.sessions import ReadSession
from fulfillment.claims.figures import Figures
from fulfillment.states import Demand
from fulfillment.store.claims import ClaimsWanted, conditions
from fulfillment.store.tables import CLAIM

DAY_US = 86_400_000_000
UNKNOWN = "??"
_C = CLAIM.c
_COLUMNS: Mapping[str, Sequence[ColumnElement[object]]] = {
    "carrier": (_C.carrier,),
    "lane": (_C.origin, _C.country),
    "kind": (_C.kind,),
    "month": (_C.created_at // DAY_US,),  # both databases count days alike; a month is made of them by whoever reads
}


def claim_sums(session: ReadSession, merchant: str, wanted: ClaimsWanted, by: Sequence[str]) -> tuple[Figures, ...]:
    """Of all that are wanted and were not withdrawn; several of a month, which are to be added up."""
    keys = [column.label(f"{name}_{at}") for name in by for at, column in enumerate(_COLUMNS[name])]
    is_filed = _C.filed_at.is_not(None)
    sums = (
        func.count().label("opened"),
        _sum("filed", is_filed),
        _sum("paid_claims", _C.paid > 0),
        _sum("denied", _C.denied_at.is_not(None)),
        _sum("time_barred", _C.state == Demand.TIME_BARRED),
        func.coalesce(func.sum(case((is_filed, _C.amount), else_=0)), 0).label("claimed"),
        func.sum(_C.paid).label("paid"),
    )
    asked = (
        select(*keys, _C.currency, *sums)
        .where(and_(*conditions(merchant, wanted)), _C.state != Demand.WITHDRAWN)
        .group_by(*(text(str(place + 1)) for place in range(len(keys) + 1)))
    )
    return tuple(_figures(by, row._asdict()) for row in session.rows(asked))


def _sum(name: str, condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0)).label(name)


def _figures(by: Sequence[str], row: Mapping[str, object]) -> Figures:
    counted = ("opened", "filed", "paid_claims", "denied", "time_barred", "claimed", "paid")
    return Figures(
        by={name: _named(name, row) for name in by},
        currency=str(row["currency"]),
        **{name: int(str(row[name])) for name in counted},
    )


def _named(name: str, row: Mapping[str, object]) -> str:
    match name:
        case "lane":
            return f"{row['lane_0'] or UNKNOWN}-{row['lane_1'] or UNKNOWN}"
        case "month":
            return f"{EPOCH + timedelta(days=int(str(row['month_0']))):%Y-%m}"
    return str(row[f"{name}_0"])
