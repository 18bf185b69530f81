"""Addresses that came back for good, by order, way and keyed digest: nothing of the order is sent there again."""

from collections.abc import Sequence

from sqlalchemy import delete, func, select

from engine.store.sessions import ReadSession, WriteSession
from fulfillment.records import BouncedAddress
from fulfillment.store.rows import keep, many
from fulfillment.store.tables import NOTICE_BOUNCED

_B = NOTICE_BOUNCED.c


def bounced_of(session: ReadSession, merchant: str, order_id: str) -> tuple[BouncedAddress, ...]:
    """Those of an order."""
    return many(session, NOTICE_BOUNCED, BouncedAddress, _B.merchant_id == merchant, _B.order_id == order_id)


def note_bounced(session: WriteSession, bounced: BouncedAddress) -> None:
    """Notes one, once."""
    same = (_B.order_id == bounced.order_id, _B.way == bounced.way, _B.address == bounced.address)
    if not session.number(select(func.count()).select_from(NOTICE_BOUNCED).where(*same)):
        keep(session, NOTICE_BOUNCED, bounced)


def forget_bounced(session: WriteSession, merchant: str, orders: Sequence[str]) -> int:
    """Of orders whose addresses are right after all, or whose person was erased; answers how many."""
    return session.run(delete(NOTICE_BOUNCED).where(_B.merchant_id == merchant, _B.order_id.in_(orders)))
