"""Exchange rates as rows."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from engine.clock import microseconds
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.records import ExchangeRate
from fulfillment.store.rows import asked, keep, many
from fulfillment.store.tables import EXCHANGE_RATE

_PAIR = asked(EXCHANGE_RATE, ExchangeRate, merchant="merchant_id", base="base", quote="quote")


def add_rates(session: WriteSession, rates: Sequence[ExchangeRate]) -> int:
    """Stores rates; one of the same pair, source and moment is there already and stays. Answers how many were new."""
    new = [each for each in rates if not _is_known(session, each)]
    keep(session, EXCHANGE_RATE, *new)
    return len(new)


def newest_rate(session: ReadSession, merchant: str, base: str, quote: str, at: datetime) -> ExchangeRate | None:
    """The rate of a pair that was in force at a moment: the newest that is not younger."""
    found = [each for each in _PAIR.of(session, merchant=merchant, base=base, quote=quote) if each.at <= at]
    return max(found, key=lambda each: (each.at, each.entered_at, each.id), default=None)


def rates_after(session: ReadSession, merchant: str, after: str, limit: int) -> tuple[ExchangeRate, ...]:
    """Rates behind an id, in the order in which they were stored."""
    where = (EXCHANGE_RATE.c.merchant_id == merchant, EXCHANGE_RATE.c.id > after)
    return many(session, EXCHANGE_RATE, ExchangeRate, *where, limit=limit)


def _is_known(session: ReadSession, rate: ExchangeRate) -> bool:
    same = select(EXCHANGE_RATE.c.id).where(
        EXCHANGE_RATE.c.merchant_id == rate.merchant_id,
        EXCHANGE_RATE.c.base == rate.base,
        EXCHANGE_RATE.c.quote == rate.quote,
        EXCHANGE_RATE.c.source == rate.source,
        EXCHANGE_RATE.c.at == microseconds(rate.at),
    )
    return session.first(same) is not None
