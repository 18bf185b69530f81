"""Currencies in which profits are kept, and which orders have to be counted yet."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete, exists, func, select, update

from engine.clock import microseconds, moment
from engine.store.order_shops import of_shops
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.profit.wanted import Wanted
from fulfillment.records import DueProfit, ProfitCurrency
from fulfillment.store.profit_marks import mark_in_currency
from fulfillment.store.rows import many, one, row_of
from fulfillment.store.tables import CASE, PROFIT_CURRENCY, PROFIT_KEPT, PROFIT_SHARE

_K, _C = PROFIT_KEPT.c, PROFIT_CURRENCY.c
_DUE = _K.marked != _K.made


def currency_kept(session: ReadSession, merchant: str, currency: str) -> ProfitCurrency | None:
    """Since when a currency is kept, and by which edition."""
    return one(session, PROFIT_CURRENCY, ProfitCurrency, _C.merchant_id == merchant, _C.currency == currency)


def currencies_kept(session: ReadSession, merchant: str | None = None) -> tuple[ProfitCurrency, ...]:
    """All that are kept, of a merchant or of everybody."""
    where = () if merchant is None else (_C.merchant_id == merchant,)
    return many(session, PROFIT_CURRENCY, ProfitCurrency, *where)


def merchants_without(session: ReadSession, currency: str) -> tuple[str, ...]:
    """Whoever has orders, and no profit in this currency."""
    # An index is asked for the next merchant again and again: a turn each minute reads no row for every order.
    case = CASE.c.merchant_id
    found = select(func.min(case).label("merchant")).cte("found", recursive=True)
    following = select(func.min(case)).where(case > found.c.merchant).scalar_subquery()
    found = found.union_all(select(following).where(found.c.merchant.is_not(None)))
    kept = exists().where(_C.merchant_id == found.c.merchant, _C.currency == currency)
    asked = select(found.c.merchant).where(found.c.merchant.is_not(None), ~kept).order_by(found.c.merchant)
    return tuple(str(row[0]) for row in session.rows(asked))


def begin_currency(session: WriteSession, row: ProfitCurrency) -> None:
    """Has all orders of a merchant counted in another currency. Raises StoreConflict where somebody else just did."""
    session.add(PROFIT_CURRENCY, [row_of(row)])
    mark_in_currency(session, row.merchant_id, row.currency)


def save_currency(session: WriteSession, was: ProfitCurrency, now: ProfitCurrency) -> None:
    """Keeps when it was asked for or swept; another edition has all of it counted anew, by whoever sees it first."""
    same = (_C.merchant_id == was.merchant_id, _C.currency == was.currency, _C.edition == was.edition)
    is_first = session.run(update(PROFIT_CURRENCY).where(*same).values(**row_of(now))) == 1
    if is_first and was.edition != now.edition:
        mark_in_currency(session, was.merchant_id, was.currency)


def end_currency(session: WriteSession, merchant: str, currency: str) -> None:
    """Keeps it no longer."""
    for table in (PROFIT_CURRENCY, PROFIT_KEPT, PROFIT_SHARE):
        session.run(delete(table).where(table.c.merchant_id == merchant, table.c.currency == currency))


def due_of(session: ReadSession, merchant: str, currency: str, limit: int) -> tuple[DueProfit, ...]:
    """Orders to be counted, those that were opened last first."""
    return _due(session, limit, _K.merchant_id == merchant, _K.currency == currency)


def due_within(session: ReadSession, wanted: Wanted, limit: int) -> tuple[DueProfit, ...]:
    """Those of them that are wanted; of which channel they are is not known before."""
    return _due(session, limit, *_of(wanted))


def count_due(session: ReadSession, wanted: Wanted) -> int:
    """How many orders that are wanted have to be counted yet."""
    return session.number(select(func.count()).where(*_of(wanted), _DUE))


def count_erased(session: ReadSession, wanted: Wanted) -> int:
    """How many orders that are wanted nobody could count before their buyers were erased."""
    return session.number(select(func.count()).where(*_of(wanted), _K.is_erased))


def _due(session: ReadSession, limit: int, *where: ColumnElement[bool]) -> tuple[DueProfit, ...]:
    asked = (
        select(_K.merchant_id, _K.order_id, _K.currency, _K.opened_at, _K.marked)
        .where(*where, _DUE)
        .order_by(_K.opened_at.desc(), _K.order_id)
        .limit(limit)
    )
    return tuple(
        DueProfit(merchant=row.merchant_id, order_id=row.order_id, currency=row.currency,
                  opened_at=moment(row.opened_at), mark=int(row.marked))
        for row in session.rows(asked)
    )  # fmt: skip


def _of(wanted: Wanted) -> Sequence[ColumnElement[bool]]:
    where = [
        _K.merchant_id == wanted.merchant,
        _K.currency == wanted.currency,
        _K.opened_at >= microseconds(wanted.since),
        _K.opened_at < microseconds(wanted.until),
    ]
    if wanted.shops is not None:
        where.append(of_shops(_K.order_id, wanted.merchant, wanted.shops))
    return where
