"""Orders as they were first decided in each of their versions, in the order in which that happened, some at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, select

from engine.clock import microseconds, moment
from engine.store.labels import Label, labels_of_orders
from engine.store.packing import unpack
from engine.store.said_columns import FIRST
from engine.store.sessions import ReadSession
from engine.store.tables import DECISION, ORDER_VERSION, SIGHTING

AT_ONCE = 500
BEFORE_ALL = moment(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredOrder:
    """`content` is the decision's, as JSON; `model` the digest of what scored it; `labels` are those known in time."""

    decision: str
    order_id: str
    version: int
    placed_at: datetime
    decided_at: datetime
    outcome: str
    model: str | None
    channel: str
    shop: str
    country: str | None
    currency: str
    ref: str
    content: bytes
    labels: Sequence[Label]


_D, _V = DECISION.c, ORDER_VERSION.c
_PAGE = (
    select(
        *(_D[name] for name in ("id", "order_id", "version", "placed_at", "decided_at", "outcome", "model", "content")),
        *(_V[name] for name in ("channel", "shop", "country", "currency", "ref")),
    )
    .join(ORDER_VERSION, and_(_V.order_id == _D.order_id, _V.version == _D.version))
    .where(
        _D.merchant_id == bindparam("merchant"),
        _D.id > bindparam("last"),
        _D.placed_at >= bindparam("since"),
        _D.placed_at <= bindparam("before"),
        _D.decided_at <= bindparam("before"),
        FIRST,
    )
    .order_by(_D.id)
    .limit(AT_ONCE)
)
_WHOSE = select(_D.merchant_id).where(_D.superseded_by.is_(None)).distinct()
_CARDS = select(SIGHTING.c.order, SIGHTING.c.card).where(SIGHTING.c.order.in_(bindparam("orders", expanding=True)))


def scored_orders(
    session: ReadSession,
    merchant: str,
    *,
    known_by: datetime,
    since: datetime = BEFORE_ALL,
) -> Iterator[Sequence[ScoredOrder]]:
    """Orders placed from `since` on and decided up to `known_by`, with the labels known by then; some at a time."""
    bound = {"merchant": merchant, "since": microseconds(since), "before": microseconds(known_by)}
    last = ""
    while rows := session.rows(_PAGE, bound | {"last": last}):
        last = rows[-1].id
        labels = _labels(session, merchant, {row.order_id for row in rows}, known_by)
        yield [
            ScoredOrder(
                decision=row.id,
                placed_at=moment(row.placed_at),
                decided_at=moment(row.decided_at),
                content=unpack(bytes(row.content)),
                labels=labels.get(row.order_id, ()),
                **{name: getattr(row, name) for name in _PLAIN},
            )
            for row in rows
        ]


def merchants_with_orders(session: ReadSession) -> Sequence[str]:
    """Whose orders were decided."""
    return [str(row.merchant_id) for row in session.rows(_WHOSE)]


def cards_of(session: ReadSession, orders: Sequence[int]) -> Mapping[int, int]:
    """The tokens of the cards of some orders, by the orders' own tokens; 0 for an order without a card."""
    return {row.order: row.card for row in session.rows(_CARDS, {"orders": list(orders)})}


_PLAIN = ("order_id", "version", "outcome", "model", "channel", "shop", "country", "currency", "ref")


def _labels(session: ReadSession, merchant: str, orders: set[str], known_by: datetime) -> Mapping[str, Sequence[Label]]:
    found: dict[str, list[Label]] = {}
    for label in labels_of_orders(session, merchant, sorted(orders)):
        if label.known_at <= known_by:
            found.setdefault(label.order_id, []).append(label)
    return found
