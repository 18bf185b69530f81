"""What lives of orders came to, summed up by the database: orders, pieces and money by what a row is about."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, cast, func, literal, or_, select

from engine.clock import microseconds
from engine.store.sessions import ReadSession
from fulfillment.learning.reasons import Family
from fulfillment.store.tables import ORDER_OUTCOME, OUTCOME_FACT, OUTCOME_PART

DAY_US = 86_400_000_000
AT_ONCE = 1_000
NO_CASE = str(Family.NONE)
_O, _P, _F = ORDER_OUTCOME.c, OUTCOME_PART.c, OUTCOME_FACT.c
_ITS_PARTS = and_(_P.order_id == _O.order_id, _P.merchant_id == _O.merchant_id)
_SUMS = ("pieces", "value", "refund", "chargeback", "reship", "freight_lost", "recovered")


def _or(column: ColumnElement[str], other: ColumnElement[str]) -> ColumnElement[str]:
    return case((column == "", other), else_=column)


# In the words of `fulfillment.learning.causes`, whose rows they are.
OF_PART: Mapping[str, ColumnElement[str]] = {
    "sku": _P.sku,
    "supplier": _P.supplier,
    "goods": case((_P.goods == "", ""), else_=_P.goods + " " + _P.country),
    "carrier": _P.carrier,
    "service": _P.service_id,
    "lane": _or(_P.origin, literal("?")) + "-" + _or(_P.country, literal("?")) + " "
    + _or(_P.service_id, _or(_P.carrier, literal("?"))),
    "box": case((_P.box == "", ""), else_=func.trim(_P.warehouse + " " + _P.box)),
}  # fmt: skip
# A rule or a month is read of these by whoever asks: what was said of an order, and the day of its end since 1970.
OF_ORDER: Mapping[str, ColumnElement[str]] = {
    "rule": _O.data,
    "policy": _O.data,
    "shop": _O.shop,
    "month": cast(_O.ended_at // DAY_US, String),
    "": literal(""),
}


def summed_by(
    session: ReadSession, merchant: str, since: datetime, until: datetime, by: str, *,
    shops: frozenset[str] | None = None, shop: str | None = None,
) -> Sequence[Mapping[str, Any]]:  # fmt: skip
    """Orders of which something left and that ended from `since` to before `until`, by one of the keys above; "" sums
    all of them up. Each has `key`, `orders`, sums of their parts, and `days` of the `timed` ones among these."""
    # An order may have left without any part that is known.
    joined = ORDER_OUTCOME.join(OUTCOME_PART, _ITS_PARTS, isouter=by in OF_ORDER)
    is_timed = _P.days >= 0
    sums = [func.coalesce(func.sum(_P[name]), 0).label(name) for name in _SUMS]
    key = _key(by)
    asked = (
        select(
            key,
            func.count(_O.order_id.distinct()).label("orders"),
            *sums,
            func.sum(case((is_timed, _P.days), else_=0)).label("days"),
            func.sum(case((is_timed, 1), else_=0)).label("timed"),
        )
        .select_from(joined)
        .where(*_sent(merchant, since, until, shops, shop))
        .group_by(key)
        .order_by(key)
    )
    return [row._asdict() for row in session.rows(asked)]


def cases_by(
    session: ReadSession, merchant: str, since: datetime, until: datetime, by: str, *,
    shops: frozenset[str] | None = None, shop: str | None = None,
) -> Iterator[Sequence[Any]]:  # fmt: skip
    """What happened to parts of the same orders and makes a case of them: order, key, cause and family, each once, by
    when an order ended; one row after the other."""
    touched = and_(
        _ITS_PARTS, or_(_F.line == 0, _F.line == _P.line), or_(_F.shipment_id == "", _F.shipment_id == _P.shipment_id)
    )
    its_facts = and_(_F.order_id == _O.order_id, _F.merchant_id == _O.merchant_id)
    told = (_O.order_id, _key(by), _F.cause, _F.family)
    asked = (
        select(*told)
        .select_from(ORDER_OUTCOME.join(OUTCOME_FACT, its_facts).join(OUTCOME_PART, touched))
        .where(*_sent(merchant, since, until, shops, shop), _F.family != NO_CASE)
        .group_by(_O.ended_at, *told)
        .order_by(_O.ended_at, _O.order_id)
    )
    return session.stream(asked, AT_ONCE)


def _key(by: str) -> ColumnElement[str]:
    return OF_ORDER.get(by, OF_PART.get(by, literal(""))).label("key")


def _sent(
    merchant: str, since: datetime, until: datetime, shops: frozenset[str] | None, shop: str | None
) -> Sequence[ColumnElement[bool]]:
    where = [
        _O.merchant_id == merchant, _O.ended_at >= microseconds(since), _O.ended_at < microseconds(until), _O.is_sent
    ]  # fmt: skip
    if shops is not None:
        where.append(_O.shop.in_(sorted(shops)))
    if shop is not None:
        where.append(_O.shop == shop)
    return where
