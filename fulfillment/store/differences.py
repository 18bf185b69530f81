"""Stock differences, and within which tolerance nobody has to look at them."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import update

from engine.clock import microseconds
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.records import StockDifference, Tolerance
from fulfillment.store.rows import keep, many, one, row_of
from fulfillment.store.tables import DIFFERENCE, TOLERANCE

_C = DIFFERENCE.c


def find_difference(session: ReadSession, merchant: str, id_: str) -> StockDifference | None:
    """One, by its id."""
    return one(session, DIFFERENCE, StockDifference, _C.id == id_, _C.merchant_id == merchant)


def differences_after(
    session: ReadSession, merchant: str, limit: int | None = None, after: str = "", state: str | None = None,
    warehouse: str | None = None,
) -> tuple[StockDifference, ...]:  # fmt: skip
    """A part of all, oldest first."""
    where = [_C.merchant_id == merchant, _C.id > after]
    if state is not None:
        where.append(_C.state == state)
    if warehouse is not None:
        where.append(_C.warehouse == warehouse)
    return many(session, DIFFERENCE, StockDifference, *where, limit=limit)


def open_differences(
    session: ReadSession, merchant: str, source: str, *, warehouse: str | None = None, reference: str | None = None
) -> tuple[StockDifference, ...]:
    """Open ones of one source: of a warehouse, or under a reference and what is below it (`reference/…`)."""
    where = [_C.merchant_id == merchant, _C.state == "open", _C.source == source]
    if warehouse is not None:
        where.append(_C.warehouse == warehouse)
    if reference is not None:
        where.append(_C.reference.startswith(reference, autoescape=True))
    return many(session, DIFFERENCE, StockDifference, *where)


def add_difference(session: WriteSession, difference: StockDifference) -> None:
    """The database refuses a second open one of the same."""
    keep(session, DIFFERENCE, difference)


def recount(session: WriteSession, difference: StockDifference, expected: int, found: int, at: datetime) -> None:
    """An open one was counted again; it keeps its age."""
    new = {"expected": expected, "found": found, "counted_at": microseconds(at)}
    session.run(update(DIFFERENCE).where(_C.id == difference.id, _C.state == "open").values(**new))


def end_difference(
    session: WriteSession, difference: StockDifference, state: str, by: str, at: datetime, remark: str
) -> StockDifference | None:
    """Compares and sets; None when somebody ended or recounted it meanwhile."""
    ended = replace(difference, state=state, ended_at=at, ended_by=by, remark=remark)
    same = (_C.id == difference.id, _C.state == "open", _C.found == difference.found)
    done = session.run(update(DIFFERENCE).where(*same, _C.expected == difference.expected).values(**row_of(ended)))
    return ended if done else None


def tolerance_of(session: ReadSession, merchant: str, warehouse: str) -> Tolerance:
    """As it was set; none unless set."""
    same = (TOLERANCE.c.merchant_id == merchant, TOLERANCE.c.warehouse == warehouse)
    return one(session, TOLERANCE, Tolerance, *same) or Tolerance(merchant_id=merchant, warehouse=warehouse)


def put_tolerance(session: WriteSession, tolerance: Tolerance) -> None:
    """Sets it."""
    same = (TOLERANCE.c.merchant_id == tolerance.merchant_id, TOLERANCE.c.warehouse == tolerance.warehouse)
    if not session.run(update(TOLERANCE).where(*same).values(**row_of(tolerance))):
        keep(session, TOLERANCE, tolerance)
