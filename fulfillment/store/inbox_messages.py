"""Messages of cases, and the files that came with them."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, select, update

from engine.clock import microseconds
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.inbox.words import Delivery
from fulfillment.records import InboxFile, InboxMessage
from fulfillment.store.rows import keep, many, one
from fulfillment.store.tables import INBOX_FILE, INBOX_MESSAGE

_M, _F = INBOX_MESSAGE.c, INBOX_FILE.c


def add_message(session: WriteSession, message: InboxMessage, files: Sequence[InboxFile] = ()) -> None:
    """Keeps a message. Raises StoreConflict when one of its name came by this channel already."""
    keep(session, INBOX_MESSAGE, message)
    if files:
        keep(session, INBOX_FILE, *files)


def message_named(session: ReadSession, merchant: str, channel: str, name: str) -> InboxMessage | None:
    """A message by the digest of its sender's own id."""
    same = (_M.merchant_id == merchant, _M.channel == channel, _M.name == name)
    return one(session, INBOX_MESSAGE, InboxMessage, *same)


def find_message(session: ReadSession, merchant: str, id_: str) -> InboxMessage | None:
    """A message by its id; another merchant's is none."""
    return one(session, INBOX_MESSAGE, InboxMessage, _M.id == id_, _M.merchant_id == merchant)


def messages_of_case(session: ReadSession, merchant: str, case_id: str) -> tuple[InboxMessage, ...]:
    """All messages of a case, oldest first."""
    return many(session, INBOX_MESSAGE, InboxMessage, _M.case_id == case_id, _M.merchant_id == merchant)


def messages_of_order(session: ReadSession, merchant: str, order_id: str) -> tuple[InboxMessage, ...]:
    """All messages about an order, oldest first."""
    return many(session, INBOX_MESSAGE, InboxMessage, _M.order_id == order_id, _M.merchant_id == merchant)


def save_message(session: WriteSession, message: InboxMessage, **values: object) -> None:
    """Changes columns of a message; moments as microseconds."""
    session.run(update(INBOX_MESSAGE).where(_M.id == message.id).values(**values))


def mark_delivery(
    session: WriteSession, merchant: str, id_: str, delivery: Delivery, at: datetime | None = None
) -> bool:
    """How far an answer is, once: one that does not wait any more stays as it is."""
    waits = (_M.id == id_, _M.merchant_id == merchant, _M.delivery == Delivery.WAITING)
    when = None if at is None else microseconds(at)
    return session.run(update(INBOX_MESSAGE).where(*waits).values(delivery=delivery, sent_at=when)) == 1


def files_of_message(session: ReadSession, merchant: str, message_id: str) -> tuple[InboxFile, ...]:
    """The files that came with a message."""
    return many(session, INBOX_FILE, InboxFile, _F.message_id == message_id, _F.merchant_id == merchant)


def find_file(session: ReadSession, merchant: str, id_: str) -> InboxFile | None:
    """A file by its id; another merchant's is none."""
    return one(session, INBOX_FILE, InboxFile, _F.id == id_, _F.merchant_id == merchant)


def seal_file_again(session: WriteSession, file: InboxFile, order_id: str, sealed: bytes) -> None:
    """The same file under another key."""
    session.run(update(INBOX_FILE).where(_F.id == file.id).values(order_id=order_id, sealed=sealed))


def forget_messages(session: WriteSession, merchant: str, persons: Collection[int]) -> int:
    """Takes what persons wrote that no order was found for: texts, files and keys; answers how many messages."""
    if not persons:
        return 0
    theirs = (_M.merchant_id == merchant, _M.person.in_(sorted(persons)), _M.order_id.is_(None))
    return _forgotten(session, *theirs)


def forget_messages_of_case(session: WriteSession, merchant: str, case_id: str) -> int:
    """The same for a case that is of no order."""
    return _forgotten(session, _M.merchant_id == merchant, _M.case_id == case_id, _M.order_id.is_(None))


def forget_orders_messages(session: WriteSession, merchant: str, orders: Collection[str]) -> int:
    """Takes what was written about orders whose person was erased; the keys are gone already."""
    if not orders:
        return 0
    return _forgotten(session, _M.merchant_id == merchant, _M.order_id.in_(sorted(orders)))


def _forgotten(session: WriteSession, *where: object) -> int:
    named = select(_M.id).where(*where)  # type: ignore[arg-type]
    session.run(delete(INBOX_FILE).where(_F.message_id.in_(named)))
    lost = {"sealed": None, "own_key": None, "person": None}
    return session.run(update(INBOX_MESSAGE).where(*where).values(**lost))  # type: ignore[arg-type]
