"""Stated costs as rows."""

from collections.abc import Sequence

from sqlalchemy import delete

from engine.store.sessions import ReadSession, WriteSession
from fulfillment.records import ProfitTerm
from fulfillment.store.profit_marks import mark_all
from fulfillment.store.rows import keep, many
from fulfillment.store.tables import PROFIT_TERM


def put_profit_terms(session: WriteSession, merchant: str, terms: Sequence[ProfitTerm]) -> None:
    """Replaces all that was stated."""
    session.run(delete(PROFIT_TERM).where(PROFIT_TERM.c.merchant_id == merchant))
    keep(session, PROFIT_TERM, *terms)
    mark_all(session, merchant)


def profit_terms(session: ReadSession, merchant: str) -> tuple[ProfitTerm, ...]:
    """What a merchant stated."""
    return many(session, PROFIT_TERM, ProfitTerm, PROFIT_TERM.c.merchant_id == merchant)
