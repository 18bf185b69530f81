"""Returns under way with a label, of which nothing was heard for some time, and what was flagged of them."""

from datetime import datetime

from sqlalchemy import func, select

from engine.clock import microseconds
from engine.store.sessions import ReadSession
from fulfillment.records import ParcelWatch, ReturnCase
from fulfillment.states import Comeback
from fulfillment.store.rows import many
from fulfillment.store.tables import RETURN, WAREHOUSE, WATCH
from fulfillment.store.tracking_rows import read_records

_R, _W, _P = RETURN.c, WATCH.c, WAREHOUSE.c
COUNTRY = (12, 2)  # where a number of the UPU's S10 has the country of origin


def quiet_returns(
    session: ReadSession, before: datetime, kind: str, limit: int, *, inland: bool
) -> tuple[ReturnCase, ...]:
    """Those that last moved before a moment and were not flagged for this silence, of all merchants: those whose label
    is of the warehouse's own country, or the others."""
    flagged = select(_W.id).where(_W.subject == _R.id, _W.kind == kind, _W.since == _R.moved_at).exists()
    at_home = (
        select(_P.code)
        .where(_P.merchant_id == _R.merchant_id, _P.code == _R.warehouse, _P.country == func.substr(_R.label, *COUNTRY))
        .exists()
    )
    moved = (_R.state == Comeback.IN_TRANSIT, _R.label != "", _R.moved_at <= microseconds(before))
    return many(session, RETURN, ReturnCase, *moved, ~flagged, at_home if inland else ~at_home, limit=limit)


def ended_silences(session: ReadSession, kind: str) -> tuple[ParcelWatch, ...]:
    """What stands open of returns that have moved since, or are under way no more, of all merchants."""
    lasts = select(_R.id).where(
        _R.id == _W.subject,
        _R.merchant_id == _W.merchant_id,
        _R.state == Comeback.IN_TRANSIT,
        _R.moved_at == _W.since,
    )
    return read_records(session, WATCH, ParcelWatch, _W.state == "open", _W.kind == kind, ~lasts.exists())
