"""How long orders of a period waited: kept by holds, or asked of their buyers; and what people made of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain
from typing import Any, cast

from sqlalchemy import ColumnElement, Subquery, case, func, select

from engine.store.arrivals import ArrivalsBy, ArrivalsWanted, all_named, arrived, first, keys_of, named
from engine.store.sessions import ReadSession
from engine.store.tables import CUSTOMER_REQUEST, HOLD, LABEL, ORDER_VERSION

PERCENTS = (50, 90, 99)
MICROSECOND = timedelta(microseconds=1)
_V = ORDER_VERSION.c

# Percent -> the time within which so many of those that are over were over, by the nearest rank; empty where none is.
Spread = Mapping[int, timedelta]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waited:
    """Orders that waited. Some wait `still`; `done` are those whose hold a person released, or whose question was
    answered. `spread` is of those that are over."""

    orders: int = 0
    still: int = 0
    done: int = 0
    spread: Spread = field(default_factory=dict)


# Key -> what waited under it; None has all of them together.
Waits = Mapping[str | None, Waited]


def kept(session: ReadSession, wanted: ArrivalsWanted, overs: Sequence[ArrivalsBy], verdict: str) -> tuple[Waits, ...]:
    """Orders that were ever kept by a hold of this verdict, by each of these: from the first hold to the end of the
    last."""
    theirs = HOLD.c.order_id == _V.order_id  # with the merchant, SQLite would read all holds for each order
    asked = _spans(overs, HOLD.c.placed_at, HOLD.c.ended_at, HOLD.c.state, "released")
    # A hold of a part begins when the order is long admitted, and keeps no more than that part.
    spans = (
        select(*asked)
        .select_from(ORDER_VERSION.join(HOLD, theirs))
        .where(*arrived(wanted), HOLD.c.verdict == verdict, HOLD.c.subject == "")
    )
    return _waits(session, overs, spans.group_by(*first(len(overs)), _V.order_id).subquery("an_order"))


def questioned(session: ReadSession, wanted: ArrivalsWanted, overs: Sequence[ArrivalsBy]) -> tuple[Waits, ...]:
    """Orders whose buyers were asked, by each of these: from the first question to the end of the last."""
    theirs = (CUSTOMER_REQUEST.c.order_id == _V.order_id) & (CUSTOMER_REQUEST.c.merchant_id == _V.merchant_id)
    columns = CUSTOMER_REQUEST.c
    asked = _spans(overs, columns.created_at, columns.ended_at, columns.state, "answered")
    spans = select(*asked).select_from(ORDER_VERSION.join(CUSTOMER_REQUEST, theirs)).where(*arrived(wanted))
    return _waits(session, overs, spans.group_by(*first(len(overs)), _V.order_id).subquery("an_order"))


def labelled(
    session: ReadSession, wanted: ArrivalsWanted, overs: Sequence[ArrivalsBy], kinds: Collection[str]
) -> Mapping[tuple[str, ...], int]:
    """Orders with a label of one of these kinds, by their keys."""
    theirs = (LABEL.c.order_id == _V.order_id) & (LABEL.c.merchant_id == _V.merchant_id)
    asked = (
        select(*keys_of(overs), func.count(_V.order_id.distinct()).label("orders"))
        .select_from(ORDER_VERSION.join(LABEL, theirs))
        .where(*arrived(wanted), LABEL.c.kind.in_(sorted(kinds)))
        .group_by(*first(len(overs)))
    )
    return {all_named(overs, row): int(row.orders) for row in session.rows(asked)}


def _spans(
    overs: Sequence[ArrivalsBy],
    begun: ColumnElement[int],
    ended: ColumnElement[int],
    state: ColumnElement[str],
    done: str,
) -> Sequence[ColumnElement[int] | ColumnElement[str]]:
    """Of each order: how long, whether it waits still, and whether it was done."""
    return [
        *keys_of(overs),
        (func.max(ended) - func.min(begun)).label("span"),
        func.max(case((state == "open", 1), else_=0)).label("still"),
        func.max(case((state == done, 1), else_=0)).label("done"),
    ]


@dataclass(slots=True)
class _Gathered:
    orders: int = 0
    still: int = 0
    done: int = 0
    spans: list[int] = field(default_factory=list)


def _waits(session: ReadSession, overs: Sequence[ArrivalsBy], each: Subquery) -> tuple[Waits, ...]:
    """Those that wait still have no span that would count, so the database hands over a few numbers of them all."""
    span = case((each.c.still == 0, each.c.span), else_=None).label("span")
    alike = (*(each.c[f"key_{place}"] for place in range(len(overs))), span, each.c.still, each.c.done)
    gathered: tuple[dict[object, _Gathered], ...] = tuple({} for _ in overs)
    for row in session.rows(select(*alike, func.count()).group_by(*first(len(alike)))):
        *keys, lasted, still, done, orders = cast("tuple[Any, ...]", row)
        for found, key in zip(gathered, keys, strict=True):
            _gather(found.get(key) or found.setdefault(key, _Gathered()), lasted, still, done, orders)
    return tuple(
        {None: _waited(found.values()), **{named(over, key): _waited([one]) for key, one in found.items()}}
        for over, found in zip(overs, gathered, strict=True)
    )


def _gather(found: _Gathered, lasted: int | None, still: int, done: int, orders: int) -> None:
    found.orders += orders
    found.still += orders * still
    found.done += orders * done
    if lasted is not None:
        found.spans.extend([lasted] * orders)


def _waited(gathered: Collection[_Gathered]) -> Waited:
    spans = sorted(chain.from_iterable(each.spans for each in gathered))
    nearest = {percent: (len(spans) * percent + 99) // 100 - 1 for percent in PERCENTS} if spans else {}
    return Waited(
        orders=sum(each.orders for each in gathered),
        still=sum(each.still for each in gathered),
        done=sum(each.done for each in gathered),
        spread={percent: spans[place] * MICROSECOND for percent, place in nearest.items()},
    )
