"""Labels as rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Row, Select, bindparam, select, update

from engine.clock import microseconds, moment
from engine.store.order_shops import of_shops
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import LABEL, ORDER_VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """`known_at` is when it became known: decisions before it could not have known. `reason_code` is that of a card
    network, say."""

    id: str
    merchant: str
    order_id: str
    kind: str
    source: str
    note: str
    known_at: datetime
    created_at: datetime
    created_by: str
    reason_code: str | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """A label as it is kept now, and what that came to: `added`, `moved` to an earlier moment, or `stood` already."""

    label: Label
    came_to: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A label with the merchant's own id of the order."""

    label: Label
    ref: str


AT_ONCE = 500
_MINE = LABEL.c.merchant_id == bindparam("merchant")
_OF_ORDER = select(LABEL).where(_MINE, LABEL.c.order_id == bindparam("order")).order_by(LABEL.c.id)
_SAME = _OF_ORDER.where(LABEL.c.kind == bindparam("which"), LABEL.c.source == bindparam("whence"))
_OF_ORDERS = (
    select(LABEL)
    .where(_MINE, LABEL.c.order_id.in_(bindparam("orders", expanding=True)))
    .order_by(LABEL.c.order_id, LABEL.c.known_at, LABEL.c.id)
)
_KNOWN_EARLIER = update(LABEL).where(_MINE, LABEL.c.id == bindparam("which")).values(known_at=bindparam("moment"))
_FORGET = update(LABEL).where(_MINE, LABEL.c.order_id.in_(bindparam("orders", expanding=True))).values(note="")
_PAGE = (
    select(LABEL, ORDER_VERSION.c.ref)
    .join(ORDER_VERSION, (ORDER_VERSION.c.order_id == LABEL.c.order_id) & (ORDER_VERSION.c.version == 1))
    .where(_MINE, LABEL.c.id > bindparam("last"))
    .order_by(LABEL.c.id)
    .limit(AT_ONCE)
)
_PLAIN = ("id", "order_id", "kind", "source", "note", "created_by", "reason_code")


def add_label(session: WriteSession, label: Label) -> Noted:
    """Stores a label; answers the one that is there when this kind from this source is there already.

    What is there and was known earlier than was thought is moved to that moment; it never moves to a later one.
    """
    bound = {"merchant": label.merchant, "order": label.order_id, "which": label.kind, "whence": label.source}
    row = session.first(_SAME, bound)
    if row is not None:
        there = _label(row)
        if there.known_at <= label.known_at:
            return Noted(there, "stood")
        moved = {"merchant": label.merchant, "which": there.id, "moment": microseconds(label.known_at)}
        session.run(_KNOWN_EARLIER, moved)
        return Noted(replace(there, known_at=label.known_at), "moved")
    times = {"known_at": microseconds(label.known_at), "created_at": microseconds(label.created_at)}
    session.add(LABEL, [{name: getattr(label, name) for name in _PLAIN} | {"merchant_id": label.merchant} | times])
    return Noted(label, "added")


def forget_notes(session: WriteSession, merchant: str, orders: Sequence[str]) -> int:
    """Takes the notes out of the labels of these orders, since people write names into them; labels stay."""
    return session.run(_FORGET, {"merchant": merchant, "orders": list(orders)}) if orders else 0


def labels_of(session: ReadSession, merchant: str, order_id: str) -> Sequence[Label]:
    """The labels of an order, oldest first."""
    return [_label(row) for row in session.rows(_OF_ORDER, {"merchant": merchant, "order": order_id})]


def labels_of_orders(session: ReadSession, merchant: str, orders: Sequence[str]) -> Sequence[Label]:
    """The labels of some orders, by order and by when they became known."""
    return [_label(row) for row in session.rows(_OF_ORDERS, {"merchant": merchant, "orders": list(orders)})]


def labels_known(
    session: ReadSession, orders: Select[tuple[str]], bound: Mapping[str, object]
) -> dict[str, list[Label]]:
    """The labels of orders that a statement names, as far as they were known at `before`; by order, by when they became
    known."""
    asked = (
        select(LABEL)
        .where(_MINE, LABEL.c.known_at <= bindparam("before"), LABEL.c.order_id.in_(orders))
        .order_by(LABEL.c.order_id, LABEL.c.known_at, LABEL.c.id)
    )
    found: dict[str, list[Label]] = {}
    for row in session.rows(asked, bound):
        found.setdefault(row.order_id, []).append(_label(row))
    return found


def all_labels(session: ReadSession, merchant: str) -> Iterator[Listed]:
    """Every label of a merchant, oldest first, some at a time."""
    last = ""
    while rows := session.rows(_PAGE, {"merchant": merchant, "last": last}):
        yield from (Listed(_label(row), row.ref) for row in rows)
        last = rows[-1].id


def labels_after(
    session: ReadSession,
    merchant: str,
    last: str,
    limit: int,
    *,
    order: str | None = None,
    kind: str | None = None,
    shops: frozenset[str] | None = None,
) -> Sequence[Label]:
    """Labels behind one, oldest first; of an order, of a kind, or of orders of some shops."""
    statement = select(LABEL).where(_MINE, LABEL.c.id > bindparam("last")).order_by(LABEL.c.id).limit(limit)
    bound: dict[str, object] = {"merchant": merchant, "last": last}
    if order is not None:
        statement, bound = statement.where(LABEL.c.order_id == bindparam("order")), bound | {"order": order}
    if kind is not None:
        statement, bound = statement.where(LABEL.c.kind == bindparam("which")), bound | {"which": kind}
    if shops is not None:
        statement = statement.where(of_shops(LABEL.c.order_id, merchant, shops))
    return [_label(row) for row in session.rows(statement, bound)]


def _label(row: Row[tuple[object, ...]]) -> Label:
    return Label(
        merchant=row.merchant_id,
        **{name: getattr(row, name) for name in _PLAIN},
        known_at=moment(row.known_at),
        created_at=moment(row.created_at),
    )
