"""Disputes, kept while they run and ever after."""

from collections.abc import Sequence

from sqlalchemy import update

from engine.store.order_shops import of_shops
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.deadlines import DeadlinesWanted
from fulfillment.records import Dispute
from fulfillment.store.deadlines import records_by_end
from fulfillment.store.rows import keep, many, one, row_of
from fulfillment.store.tables import DISPUTE


def add_dispute(session: WriteSession, dispute: Dispute) -> None:
    """Opens a case; the database refuses a second one under the gateway's name."""
    keep(session, DISPUTE, dispute)


def save_dispute(session: WriteSession, dispute: Dispute) -> None:
    """Keeps what changed. The case of its order, which is compared and set, guards it."""
    session.run(update(DISPUTE).where(DISPUTE.c.id == dispute.id).values(**row_of(dispute)))


def find_dispute(session: ReadSession, merchant: str, id_: str) -> Dispute | None:
    """A dispute by its id; another merchant's is none."""
    return one(session, DISPUTE, Dispute, DISPUTE.c.id == id_, DISPUTE.c.merchant_id == merchant)


def dispute_named(session: ReadSession, merchant: str, order_id: str, gateway: str, reference: str) -> Dispute | None:
    """A dispute of an order by the gateway's own name of it."""
    named = (DISPUTE.c.order_id == order_id, DISPUTE.c.gateway == gateway, DISPUTE.c.reference == reference)
    return one(session, DISPUTE, Dispute, DISPUTE.c.merchant_id == merchant, *named)


def disputes_of(session: ReadSession, merchant: str, order_id: str) -> tuple[Dispute, ...]:
    """All disputes of an order, oldest first."""
    return many(session, DISPUTE, Dispute, DISPUTE.c.order_id == order_id, DISPUTE.c.merchant_id == merchant)


def disputes_after(
    session: ReadSession,
    merchant: str,
    after: str,
    limit: int,
    states: Sequence[str] = (),
    shops: frozenset[str] | None = None,
) -> tuple[Dispute, ...]:
    """Disputes behind an id, oldest first, of some states or of all, perhaps of some `shops` only."""
    where = [DISPUTE.c.merchant_id == merchant, DISPUTE.c.id > after]
    if shops is not None:
        where.append(of_shops(DISPUTE.c.order_id, merchant, shops))
    if states:
        where.append(DISPUTE.c.state.in_(states))
    return many(session, DISPUTE, Dispute, *where, limit=limit)


def disputes_by_end(
    session: ReadSession, merchant: str, wanted: DeadlinesWanted, states: Sequence[str] = ()
) -> tuple[Dispute, ...]:
    """Disputes of some states or of all, the earliest end first."""
    where = [DISPUTE.c.state.in_(states)] if states else []
    return records_by_end(session, DISPUTE, Dispute, merchant, wanted, *where)


def open_disputes_by_end(session: ReadSession, merchant: str, wanted: DeadlinesWanted) -> tuple[Dispute, ...]:
    """Disputes that wait for an answer, the earliest end first."""
    return records_by_end(session, DISPUTE, Dispute, merchant, wanted, DISPUTE.c.state == "open")
