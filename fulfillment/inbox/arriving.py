"""A message comes in: once, sealed, to its order's case, with what it is about. Whatever it wants, nothing is done by
itself; that a parcel never came or came broken opens the case of that (`calling`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from engine.desk.desk import Caller
from engine.desk.errors import PersonErased
from engine.ids import Prefix
from engine.store.sessions import WriteSession
from fulfillment.inbox.book import Clock, clock_of_kind
from fulfillment.inbox.calling import call_of_message
from fulfillment.inbox.cases import found_case, kept, new_case, open_case, standing_case, waits_for_us
from fulfillment.inbox.clock_jobs import wind
from fulfillment.inbox.errors import InboxMessageRefused
from fulfillment.inbox.files import FileGiven, checked_files
from fulfillment.inbox.inbox import Inbox, audit_case
from fulfillment.inbox.intents import intents_of
from fulfillment.inbox.matching import Clues, order_meant, person_of
from fulfillment.inbox.sealing import Lock, lock_for
from fulfillment.inbox.words import CaseKind, CaseState, Direction
from fulfillment.records import InboxCase, InboxFile, InboxMessage
from fulfillment.store.inbox_messages import add_message, message_named

MOST_TEXT, MOST_LINE, MOST_NAME = 50_000, 500, 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A message as it came. `name` is its sender's own id of it; `order` the number of an order or our id of one,
    `parcel` the number of a parcel, `email` and `sender` who wrote; `language` is what they state. `connection`: by
    which it came, where an answer goes back."""

    channel: str
    name: str
    at: datetime
    text: str = field(repr=False)
    subject: str = field(default="", repr=False)
    language: str = ""
    order: str = ""
    parcel: str = ""
    email: str = field(default="", repr=False)
    sender: str = field(default="", repr=False)
    connection: str = ""
    references: str = ""
    files: Sequence[FileGiven] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """The message and its case; `is_new` is false where it had come before. `left_out` files were not kept."""

    message: InboxMessage
    case: InboxCase
    is_new: bool
    left_out: tuple[str, ...] = ()


def take_in(inbox: Inbox, session: WriteSession, caller: Caller, came: Incoming) -> TakenIn:
    """Takes a message in, inside a transaction. Raises InboxMessageRefused, and StoreConflict where the same comes in
    twice at once, so that it is tried again."""
    _check(came)
    merchant, now = caller.merchant, inbox.desk.clock.now()
    name = inbox.desk.seal.digest(f"{merchant}\x1f{came.channel}\x1f{came.name}")
    known = message_named(session, merchant, came.channel, name)
    if known is not None:
        return TakenIn(message=known, case=found_case(session, merchant, known.case_id), is_new=False)
    person = person_of(inbox.desk, merchant, came.email)
    order, lock = _order_of(inbox, session, caller, came, person)
    files = checked_files(came.files)
    quotes = {each.intent: each.quote for each in intents_of(f"{came.subject}\n{came.text}")}
    made = InboxMessage(
        id=inbox.desk.ids.new(Prefix.INBOX_MESSAGE),
        merchant_id=merchant,
        case_id="",
        order_id=order,
        direction=Direction.IN,
        channel=came.channel,
        name=name,
        at=min(came.at, now),
        taken_at=now,
        language=came.language,
        intents=" ".join(quotes),
        sealed=inbox.desk.seal.closed(lock.key, _words(came, quotes)),
        order_version=lock.version,
        own_key=lock.own,
        person=person if order is None else None,
        written_by=caller.name,
    )
    case = _case_for(inbox, session, caller, made)
    message = replace(made, case_id=case.id)
    add_message(session, message, [_file(inbox, message, each, lock) for each in files.good])
    audit_case(inbox.desk, session, caller, "message_taken", case, now, message=message.id, channel=came.channel,
               intents=list(quotes), files=len(files.good))  # fmt: skip
    call_of_message(inbox, session, message, came.parcel)
    return TakenIn(message=message, case=case, is_new=True, left_out=files.left_out)


def thread_of(order_id: str | None, person: int | None, message_id: str) -> str:
    """What a message belongs to: its order; else whatever the same person writes; else itself alone."""
    if order_id is not None:
        return f"{order_id}:{CaseKind.MESSAGE}"
    return f"message:{message_id}" if person is None else f"person:{person}"


def with_intents(case: InboxCase, intents: str) -> InboxCase:
    """The case with what it is about as well."""
    return replace(case, intents=" ".join(dict.fromkeys([*case.intents.split(), *intents.split()])))


def _order_of(
    inbox: Inbox, session: WriteSession, caller: Caller, came: Incoming, person: int | None
) -> tuple[str | None, Lock]:
    clues = Clues(
        order=came.order,
        parcel=came.parcel,
        words=f"{came.subject}\n{came.text[:MOST_TEXT]}",
        person=person,
        shops=caller.shops,
    )
    order = order_meant(session, inbox.site, caller.merchant, clues)
    try:
        return order, lock_for(inbox.desk, session, caller.merchant, order)
    except PersonErased:  # an order without a person has nobody who writes
        return None, lock_for(inbox.desk, session, caller.merchant, None)


def _case_for(inbox: Inbox, session: WriteSession, caller: Caller, message: InboxMessage) -> InboxCase:
    thread = thread_of(message.order_id, message.person, message.id)
    now = message.taken_at
    clock = clock_of_kind(CaseKind.MESSAGE, message.channel, is_matched=message.order_id is not None)
    standing = standing_case(session, message.merchant_id, thread, now)
    if standing is None:
        made = new_case(inbox, message.merchant_id, CaseKind.MESSAGE, clock, message.at, order_id=message.order_id,
                        thread=thread, channel=message.channel, intents=message.intents)  # fmt: skip
        return open_case(inbox, session, caller, made)
    return joined(inbox, session, standing, message, clock)


def joined(inbox: Inbox, session: WriteSession, case: InboxCase, message: InboxMessage, clock: Clock) -> InboxCase:
    """The case with one more message of theirs: the next word is ours again."""
    told = replace(
        with_intents(case, message.intents),
        last_in_at=max(case.last_in_at, message.at),
        reopened=case.reopened + (case.state == CaseState.CLOSED),
        closed_at=None,
        closed_by=None,
        reason_code="",
        channel=message.channel,
    )
    made = kept(session, case, waits_for_us(told, clock, message.at))
    wind(inbox.desk, session, made, message.taken_at)
    return made


def _words(came: Incoming, quotes: dict[str, str]) -> dict[str, object]:
    said = {
        "text": came.text[:MOST_TEXT],
        "subject": came.subject[:MOST_LINE],
        "email": came.email[:MOST_LINE],
        "sender": came.sender[:MOST_LINE],
        "name": came.name[:MOST_NAME],
        "references": came.references[:MOST_NAME],
        "connection": came.connection,
        "quotes": quotes,
    }
    return {name: value for name, value in said.items() if value}


def _file(inbox: Inbox, message: InboxMessage, given: FileGiven, lock: Lock) -> InboxFile:
    return InboxFile(
        id=inbox.desk.ids.new(Prefix.INBOX_FILE),
        merchant_id=message.merchant_id,
        message_id=message.id,
        order_id=message.order_id,
        media_type=given.media_type,
        size=len(given.content),
        sealed=inbox.desk.seal.closed_bytes(lock.key, given.content),
    )


def _check(came: Incoming) -> None:
    if not came.name.strip() or len(came.name) > MOST_NAME:
        raise InboxMessageRefused(f"a message needs an id of its sender's, of at most {MOST_NAME} letters")
    if not came.text.strip() and not came.files:
        raise InboxMessageRefused("the message has neither words nor files")
