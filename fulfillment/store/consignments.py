"""Orders that share a parcel."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select, update

from engine.clock import microseconds
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.records import Consignment, ConsignmentMember, Fulfilment
from fulfillment.store.profit_marks import mark_order, mark_sharers
from fulfillment.store.rows import keep, many, one, row_of
from fulfillment.store.tables import CONSIGNMENT, CONSIGNMENT_MEMBER, FULFILMENT

_OF = CONSIGNMENT_MEMBER.c


def add_consignment(session: WriteSession, consignment: Consignment, members: Sequence[ConsignmentMember]) -> None:
    """Adds one. The database refuses a part that is in another already, and the same one twice."""
    keep(session, CONSIGNMENT, consignment)
    keep(session, CONSIGNMENT_MEMBER, *members)
    mark_sharers(session, consignment.id)


def find_consignment(session: ReadSession, merchant: str, id_: str) -> Consignment | None:
    """One by its id; another merchant's is none."""
    return one(session, CONSIGNMENT, Consignment, CONSIGNMENT.c.id == id_, CONSIGNMENT.c.merchant_id == merchant)


def consignment_of_digest(session: ReadSession, merchant: str, digest: str) -> Consignment | None:
    """The one of these parts of these versions, whatever became of it."""
    same = (CONSIGNMENT.c.digest == digest, CONSIGNMENT.c.merchant_id == merchant)
    return one(session, CONSIGNMENT, Consignment, *same)


def consignments_after(
    session: ReadSession, merchant: str, limit: int | None = None, after: str = "", states: Collection[str] = ()
) -> tuple[Consignment, ...]:
    """A part of them, oldest first; in some states only where named."""
    where = [CONSIGNMENT.c.merchant_id == merchant, CONSIGNMENT.c.id > after]
    if states:
        where.append(CONSIGNMENT.c.state.in_(states))
    return many(session, CONSIGNMENT, Consignment, *where, limit=limit)


def put_consignment(session: WriteSession, consignment: Consignment, was: str) -> bool:
    """Compares and sets: false when it does not stand at `was` any more. Whoever comes second waits for the first."""
    same = (CONSIGNMENT.c.id == consignment.id, CONSIGNMENT.c.state == was)
    mark_sharers(session, consignment.id)
    return session.run(update(CONSIGNMENT).where(*same).values(**row_of(consignment))) == 1


def members_of(session: ReadSession, consignment_id: str) -> tuple[ConsignmentMember, ...]:
    """All that ever were in it."""
    return many(session, CONSIGNMENT_MEMBER, ConsignmentMember, _OF.consignment_id == consignment_id)


def membership(session: ReadSession, merchant: str, fulfilment_id: str) -> ConsignmentMember | None:
    """Where a part is in now."""
    is_in = (_OF.slot == fulfilment_id, _OF.merchant_id == merchant)
    return one(session, CONSIGNMENT_MEMBER, ConsignmentMember, *is_in)


def leave_slot(session: WriteSession, member: ConsignmentMember, at: datetime, why: str) -> bool:
    """A part is in it no more; false when it had left already."""
    is_in = (_OF.consignment_id == member.consignment_id, _OF.slot == member.fulfilment_id)
    mark_order(session, member.order_id)
    gone = {"slot": None, "left_at": microseconds(at), "why": why}
    return session.run(update(CONSIGNMENT_MEMBER).where(*is_in).values(**gone)) == 1


def set_member_version(session: WriteSession, member: ConsignmentMember, version: int) -> None:
    """It was judged again with this version of its order."""
    same = (_OF.consignment_id == member.consignment_id, _OF.fulfilment_id == member.fulfilment_id)
    session.run(update(CONSIGNMENT_MEMBER).where(*same).values(order_version=version))


def open_parts(session: ReadSession, merchant: str, states: Collection[str]) -> tuple[Fulfilment, ...]:
    """Parts of a merchant's orders in these states that are in no consignment, oldest first."""
    taken = select(_OF.slot).where(_OF.merchant_id == merchant, _OF.slot.is_not(None))
    where = (FULFILMENT.c.merchant_id == merchant, FULFILMENT.c.state.in_(states), FULFILMENT.c.id.not_in(taken))
    return many(session, FULFILMENT, Fulfilment, *where)
