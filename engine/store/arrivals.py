"""Orders of a period by when they came in: how many, how they were decided at first and how they stand now.

Every statement begins with one index that has all that is asked of an order, so that none reads a document. Who came
in when never changes, so a period is the same orders whenever it is asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from sqlalchemy import ColumnElement, FromClause, TextClause, case, func, select, text

from engine.clock import microseconds
from engine.store.sessions import ReadSession
from engine.store.tables import DECISION, ORDER_VERSION

DAY_US = 24 * 3600 * 1_000_000
DAYS_OF_WEEK = 7
THURSDAY = 3  # days from a Monday to the first of January 1970
EPOCH = date(1970, 1, 1)


class ArrivalsBy(StrEnum):
    """By what orders are counted. Days and weeks are of UTC; a week begins on Monday, and is called by that day."""

    DAY = "day"
    WEEK = "week"
    SHOP = "shop"
    CHANNEL = "channel"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalsWanted:
    """Orders that came in from `since` to before `until`; `shops` are those whose orders may be seen, None for all. An
    order is old from `old_before` backwards."""

    merchant: str
    since: datetime
    until: datetime
    old_before: datetime
    shops: frozenset[str] | None = None
    shop: str | None = None
    channel: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedCount:
    """Orders with the same keys, currency and age, by first outcome and that of now; `total` in minor units."""

    keys: tuple[str, ...]
    first: str
    now: str
    currency: str
    is_old: bool
    orders: int
    total: int


_V = ORDER_VERSION.c
_DAY = _V.created_at // DAY_US
_KEYS: dict[ArrivalsBy, ColumnElement[int] | ColumnElement[str]] = {
    ArrivalsBy.DAY: _DAY,
    ArrivalsBy.WEEK: (_DAY + THURSDAY) // DAYS_OF_WEEK,
    ArrivalsBy.SHOP: _V.shop,
    ArrivalsBy.CHANNEL: _V.channel,
    ArrivalsBy.COUNTRY: func.coalesce(_V.country, ""),
}


def keys_of(overs: Sequence[ArrivalsBy]) -> list[ColumnElement[int] | ColumnElement[str]]:
    """What rows are grouped by, as the database has it: the first columns of a statement."""
    return [_KEYS[over].label(f"key_{place}") for place, over in enumerate(overs)]


def first(columns: int) -> list[TextClause]:
    """So many of a statement's first columns, to group by them."""
    return [text(str(place + 1)) for place in range(columns)]


def all_named(overs: Sequence[ArrivalsBy], row: Sequence[object]) -> tuple[str, ...]:
    """The keys that stand first in a row."""
    return tuple(named(over, key) for over, key in zip(overs, row, strict=False))


@lru_cache(maxsize=4096)
def named(over: ArrivalsBy, key: object) -> str:
    """The key as people read it: a day in ISO 8601, a shop, a channel, a country or nothing."""
    match over:
        case ArrivalsBy.DAY:
            return str(EPOCH + timedelta(days=int(str(key))))
        case ArrivalsBy.WEEK:
            return str(EPOCH + timedelta(days=int(str(key)) * DAYS_OF_WEEK - THURSDAY))
    return str(key)


def is_old(wanted: ArrivalsWanted) -> ColumnElement[int]:
    """1 for orders that are old."""
    return case((_V.created_at < microseconds(wanted.old_before), 1), else_=0).label("is_old")


def arrived(wanted: ArrivalsWanted) -> list[ColumnElement[bool]]:
    """Which first versions are wanted, in the words of the index."""
    found: list[ColumnElement[bool]] = [
        _V.merchant_id == wanted.merchant, _V.version == text("1"),
        _V.created_at >= microseconds(wanted.since), _V.created_at < microseconds(wanted.until),
    ]  # fmt: skip
    if wanted.shops is not None:
        found.append(_V.shop.in_(sorted(wanted.shops)))
    named_ones = ((_V.shop, wanted.shop), (_V.channel, wanted.channel), (_V.country, wanted.country))
    return [*found, *(column == value for column, value in named_ones if value is not None)]


def decided(session: ReadSession, wanted: ArrivalsWanted, overs: Sequence[ArrivalsBy]) -> Sequence[DecidedCount]:
    """Counts and sums of all orders; the value is that with which an order came in."""
    came, now = DECISION.alias("first_decision"), DECISION.alias("last_decision")
    source: FromClause = ORDER_VERSION.join(
        came, (came.c.order_id == _V.order_id) & (came.c.number == 1)
    ).join(now, (now.c.order_id == _V.order_id) & now.c.superseded_by.is_(None))  # fmt: skip
    kinds = (came.c.outcome.label("first"), now.c.outcome.label("now"), _V.currency, is_old(wanted))
    asked = (
        select(*keys_of(overs), *kinds, func.count().label("orders"), func.sum(_V.total).label("total"))
        .select_from(source)
        .where(*arrived(wanted))
        .group_by(*first(len(overs) + len(kinds)))
    )
    return [
        DecidedCount(keys=all_named(overs, row), first=row.first, now=row.now, currency=row.currency,
                     is_old=bool(row.is_old), orders=int(row.orders), total=int(row.total))
        for row in session.rows(asked)
    ]  # fmt: skip
