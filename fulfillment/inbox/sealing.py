"""What people write, sealed: with the key of the order's person, or with a key of its own until the order is known.

Once the person is erased, or the message forgotten, nobody can open it any more.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.desk.desk import Desk
from engine.desk.errors import PersonErased
from engine.store.order_rows import newest_version, version_of
from engine.store.sessions import ReadSession
from fulfillment.errors import NotFound
from fulfillment.records import InboxMessage

Words = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Lock:
    """A key and where it lies: in an order's version, or (`version` 0) with the message itself."""

    key: bytes
    version: int = 0

    @property
    def own(self) -> bytes | None:
        """The key that the message keeps."""
        return self.key if self.version == 0 else None


def lock_of_order(session: ReadSession, merchant: str, order_id: str) -> Lock:
    """That of the order's newest version. Raises NotFound, and PersonErased where there is none any more."""
    newest = newest_version(session, merchant, order_id)
    if newest is None:
        raise NotFound("order", order_id)
    if newest.person_key is None:
        raise PersonErased(order_id, ("messages",))
    return Lock(newest.person_key, newest.version)


def lock_for(desk: Desk, session: ReadSession, merchant: str, order_id: str | None) -> Lock:
    """For a message about an order, or about none that is known."""
    return Lock(desk.seal.new_key()) if order_id is None else lock_of_order(session, merchant, order_id)


def lock_of_message(session: ReadSession, message: InboxMessage) -> Lock | None:
    """By which a message was sealed; None once that key is gone."""
    if message.order_version == 0:
        return None if message.own_key is None else Lock(message.own_key)
    version = version_of(session, message.merchant_id, message.order_id or "", message.order_version)
    key = None if version is None else version.person_key
    return None if key is None else Lock(key, message.order_version)


def words_in(desk: Desk, session: ReadSession, message: InboxMessage) -> Words | None:
    """What was written, and who wrote; None where nobody can read it any more."""
    lock = lock_of_message(session, message)
    if lock is None or message.sealed is None:
        return None
    return desk.seal.opened(lock.key, message.sealed)


def text_of(words: Words, name: str) -> str:
    """One of the texts in there; empty where it has none."""
    found = words.get(name)
    return found if isinstance(found, str) else ""
