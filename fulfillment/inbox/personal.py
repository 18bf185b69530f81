"""What people wrote: handed out to whoever has a right to it, and forgotten when a person is erased.

What is of an order goes with the key of the order's person, at once; what no order was found for goes by the job that
follows an erasure, by the person's token.
"""

from collections.abc import Mapping, Sequence

from engine.desk.desk import Desk
from engine.desk.personal_data import orders_of_erased
from engine.store.outbox import Job
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.handed_file import handed_file
from fulfillment.inbox.sealing import lock_of_message, words_in
from fulfillment.records import InboxFile, InboxMessage
from fulfillment.store.inbox_messages import (
    files_of_message,
    forget_messages,
    forget_orders_messages,
    messages_of_order,
)

MESSAGES, FILES = "messages", "message_files"


def written_about(
    desk: Desk, session: ReadSession, merchant: str, order_id: str
) -> Mapping[str, Sequence[Mapping[str, object]]]:
    """Each message about an order with what it says, and each file that came with one, in base 64; `said` is None where
    nobody can read it any more."""
    messages = messages_of_order(session, merchant, order_id)
    files = [_file(desk, session, message, each) for message in messages for each in _files(session, message)]
    return {MESSAGES: [{"id": each.id, "said": words_in(desk, session, each)} for each in messages], FILES: files}


def _files(session: ReadSession, message: InboxMessage) -> Sequence[InboxFile]:
    return files_of_message(session, message.merchant_id, message.id)


def _file(desk: Desk, session: ReadSession, message: InboxMessage, file: InboxFile) -> Mapping[str, object]:
    lock = lock_of_message(session, message)
    content = None if lock is None else desk.seal.opened_bytes(lock.key, file.sealed)
    return {"id": file.id, "said": handed_file(file.media_type, content)}


def forget_written(session: WriteSession, job: Job) -> None:
    """For the job that follows an erasure."""
    persons = job.payload["persons"]
    listed = [int(each) for each in persons] if isinstance(persons, list) else []
    forget_messages(session, job.merchant, listed)
    forget_orders_messages(session, job.merchant, orders_of_erased(session, job))
