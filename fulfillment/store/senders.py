"""Sender profiles: one for each legal entity and warehouse of a merchant."""

from sqlalchemy import delete

from engine.store.sessions import ReadSession, WriteSession
from fulfillment.records import SenderProfile
from fulfillment.store.rows import keep, many, one
from fulfillment.store.tables import SENDER


def senders_of(
    session: ReadSession, merchant: str, limit: int | None = None, after: str = ""
) -> tuple[SenderProfile, ...]:
    """A merchant's profiles by id, from behind one."""
    return many(session, SENDER, SenderProfile, SENDER.c.merchant_id == merchant, SENDER.c.id > after, limit=limit)


def find_sender(session: ReadSession, merchant: str, sender_id: str) -> SenderProfile | None:
    """One profile; None for another merchant's."""
    return one(session, SENDER, SenderProfile, SENDER.c.merchant_id == merchant, SENDER.c.id == sender_id)


def put_profile(session: WriteSession, profile: SenderProfile) -> None:
    """Keeps a profile in the place of the one that it replaces."""
    drop_profile(session, profile.merchant_id, profile.id)
    keep(session, SENDER, profile)


def drop_profile(session: WriteSession, merchant: str, sender_id: str) -> bool:
    """Takes a profile away; False when there is none."""
    return session.run(delete(SENDER).where(SENDER.c.merchant_id == merchant, SENDER.c.id == sender_id)) == 1
