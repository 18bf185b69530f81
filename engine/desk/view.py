"""What others may know of an order inside their own transaction: its content, and whether it may go on."""

from dataclasses import dataclass

from engine.desk.desk import Desk
from engine.desk.errors import NotFound
from engine.desk.reading import order_of
from engine.order.order import Order
from engine.store.decision_rows import whose
from engine.store.holds import holds_of
from engine.store.sessions import ReadSession


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderStanding:
    """The outcome that counts, the order version that it is about, and whether an open hold keeps the order."""

    outcome: str
    version: int
    blocked: bool


def content(desk: Desk, session: ReadSession, order_id: str) -> Order:
    """The order as its current decision saw it. Raises NotFound and PersonErased."""
    current = whose(session, order_id)
    if current is None:
        raise NotFound("order", order_id)
    return order_of(desk, session, current.merchant, order_id, current.version)


def stands(session: ReadSession, order_id: str) -> OrderStanding:
    """How an order stands. Raises NotFound."""
    current = whose(session, order_id)
    if current is None:
        raise NotFound("order", order_id)
    held = holds_of(session, current.merchant, order_id, only_open=True)
    return OrderStanding(outcome=current.outcome, version=current.version, blocked=bool(held))
