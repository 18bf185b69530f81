"""Labels as rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, bindparam, select

from engine.clock import microseconds, moment
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import LABEL


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """`known_at` is when it became known: decisions before it could not have known."""

    id: str
    merchant: str
    order_id: str
    kind: str
    source: str
    note: str
    known_at: datetime
    created_at: datetime
    created_by: str


_OF_ORDER = (
    select(LABEL)
    .where(LABEL.c.merchant_id == bindparam("merchant"), LABEL.c.order_id == bindparam("order"))
    .order_by(LABEL.c.id)
)
_SAME = _OF_ORDER.where(LABEL.c.kind == bindparam("which"), LABEL.c.source == bindparam("whence"))
_PLAIN = ("id", "order_id", "kind", "source", "note", "created_by")


def add_label(session: WriteSession, label: Label) -> Label:
    """Stores a label; answers the one that is there when this kind from this source is there already."""
    bound = {"merchant": label.merchant, "order": label.order_id, "which": label.kind, "whence": label.source}
    row = session.first(_SAME, bound)
    if row is not None:
        return _label(row)
    times = {"known_at": microseconds(label.known_at), "created_at": microseconds(label.created_at)}
    session.add(LABEL, [{name: getattr(label, name) for name in _PLAIN} | {"merchant_id": label.merchant} | times])
    return label


def labels_of(session: ReadSession, merchant: str, order_id: str) -> Sequence[Label]:
    """The labels of an order, oldest first."""
    return [_label(row) for row in session.rows(_OF_ORDER, {"merchant": merchant, "order": order_id})]


def _label(row: Row[tuple[object, ...]]) -> Label:
    return Label(
        merchant=row.merchant_id,
        **{name: getattr(row, name) for name in _PLAIN},
        known_at=moment(row.known_at),
        created_at=moment(row.created_at),
    )
