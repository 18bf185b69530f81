"""Stated costs as rows, and which orders a period has."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select

from engine.clock import microseconds
from engine.store.order_shops import of_shops
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.records import ProfitTerm
from fulfillment.store.rows import keep, many
from fulfillment.store.tables import CASE, PROFIT_TERM


def put_profit_terms(session: WriteSession, merchant: str, terms: Sequence[ProfitTerm]) -> None:
    """Replaces all that was stated."""
    session.run(delete(PROFIT_TERM).where(PROFIT_TERM.c.merchant_id == merchant))
    keep(session, PROFIT_TERM, *terms)


def profit_terms(session: ReadSession, merchant: str) -> tuple[ProfitTerm, ...]:
    """What a merchant stated."""
    return many(session, PROFIT_TERM, ProfitTerm, PROFIT_TERM.c.merchant_id == merchant)


def orders_opened(
    session: ReadSession, merchant: str, since: datetime, until: datetime, *,
    after: str = "", limit: int, shops: frozenset[str] | None = None,
) -> tuple[str, ...]:  # fmt: skip
    """Orders that fulfilment took over in a period, `until` not included, by id; of some shops, where named."""
    case = CASE.c
    where = [
        case.merchant_id == merchant,
        case.opened_at >= microseconds(since),
        case.opened_at < microseconds(until),
        case.order_id > after,
    ]
    if shops is not None:
        where.append(of_shops(case.order_id, merchant, shops))
    asked = select(case.order_id).where(*where).order_by(case.order_id).limit(limit)
    return tuple(str(row[0]) for row in session.rows(asked))
