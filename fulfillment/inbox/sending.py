"""An answer leaves once: by the channel that the question came by, by mail, or by hand where neither can. It stops the
clock when it is given; one that a channel refuses starts it again.
"""

from dataclasses import dataclass
from datetime import datetime

from engine.desk.desk import Caller
from engine.facts.customer import buyer_email
from engine.ids import Prefix
from engine.store.outbox import NewJob, enqueue
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.channels.answering import say
from fulfillment.channels.errors import SayingRefused
from fulfillment.channels.message_texts import checked
from fulfillment.channels.said_facts import ReplyFacts
from fulfillment.channels.words import ChannelName, Power, Topic
from fulfillment.inbox.cases import waits_for_them
from fulfillment.inbox.clock_jobs import wind
from fulfillment.inbox.errors import InboxCaseRefused, InboxMessageRefused
from fulfillment.inbox.inbox import Inbox, audit_case
from fulfillment.inbox.queue import Versions, in_hand, saved
from fulfillment.inbox.sealing import lock_for, text_of, words_in
from fulfillment.inbox.words import OF_A_DISPUTE, CaseKind, Delivery, Direction, Way
from fulfillment.jobs import INBOX_LETTER
from fulfillment.notify.post_room import MAIL, keyed
from fulfillment.records import ChannelOrder, Connection, InboxCase, InboxMessage, Saying
from fulfillment.store.bounced import bounced_of
from fulfillment.store.channels import channel_orders_of, connection_of
from fulfillment.store.inbox_messages import add_message, messages_of_case

MOST_LETTERS = 10_000
MOST_SUBJECT = 200
MARKETPLACES = frozenset({ChannelName.AMAZON, ChannelName.EBAY})
MOST_AT_MARKETPLACES = 2000  # see `fulfillment.channels.asking`


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What is answered. `by_hand`: somebody has told it elsewhere already, and it is only kept here."""

    text: str
    subject: str = ""
    language: str = ""
    by_hand: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Route:
    """How it leaves: by a connection, or to an address."""

    way: Way
    connection: Connection | None = None
    ref: str = ""


def reply(
    inbox: Inbox, caller: Caller, case_id: str, asked: Reply, seen: Versions = None
) -> tuple[InboxCase, InboxMessage]:
    """Answers a case. Raises NotFound, InboxCaseChanged, InboxCaseLocked, InboxCaseClosed, InboxMessageRefused, and
    PersonErased where nobody is left who could be answered."""
    now = inbox.desk.clock.now()
    with inbox.desk.database.write() as session:
        case = in_hand(session, caller, case_id, seen, now)
        if case.kind in OF_A_DISPUTE:
            raise InboxCaseRefused("a dispute is answered with evidence; tell that it was submitted")
        route = route_of(inbox, session, case, asked)
        message = _made(inbox, session, caller, case, asked, route, now)
        add_message(session, message)
        made = saved(session, case, waits_for_them(case, caller.name, now))
        wind(inbox.desk, session, made, now)
        _leave(inbox, session, message, route, now)
        audit_case(inbox.desk, session, caller, "answered", made, now, message=message.id, way=str(route.way))
        return made, message


def route_of(inbox: Inbox, session: ReadSession, case: InboxCase, asked: Reply) -> _Route:
    """By which way an answer to a case leaves. Raises InboxMessageRefused where there is none, or not for this text."""
    text = asked.text.strip()
    if not text or len(text) > MOST_LETTERS:
        raise InboxMessageRefused(f"an answer has 1 to {MOST_LETTERS} letters")
    if asked.by_hand:
        return _Route(way=Way.BY_HAND)
    if case.kind != CaseKind.MESSAGE:
        raise InboxMessageRefused("a claim is answered in the marketplace's own pages; do that, then send it with "
                                  "`by_hand`")  # fmt: skip
    found = _connection(inbox, session, case)
    if found is not None:
        connection, order = found
        if connection.channel in MARKETPLACES:
            _fits_marketplaces(text)
        return _Route(way=Way.CHANNEL, connection=connection, ref=order.ref)
    if address := address_of(inbox, session, case):
        if cause := dead_because(inbox, session, case, address):
            raise InboxMessageRefused(f"mail to this buyer comes back ({cause}); answer them another way and send it "
                                      "with `by_hand`, or have the order name another address")  # fmt: skip
        return _Route(way=Way.MAIL)
    raise InboxMessageRefused("nobody knows where to; answer the buyer where they wrote, then send it with `by_hand`")


def address_of(inbox: Inbox, session: ReadSession, case: InboxCase) -> str:
    """Where mail goes to: to the order's buyer, whoever wrote; without an order to whoever wrote last."""
    if case.order_id is not None:
        return buyer_email(inbox.site.desk.order_of(session, case.order_id)) or ""
    for message in reversed(messages_of_case(session, case.merchant_id, case.id)):
        words = words_in(inbox.desk, session, message)
        if message.direction == Direction.IN and words is not None and text_of(words, "email"):
            return text_of(words, "email")
    return ""


def dead_because(inbox: Inbox, session: ReadSession, case: InboxCase, address: str) -> str:
    """The code of why mail to an address came back, of what was sent of the case's order; empty where none did."""
    if case.order_id is None:
        return ""
    named = keyed(inbox.desk.seal.digest, case.merchant_id, MAIL, address)
    found = bounced_of(session, case.merchant_id, case.order_id)
    return next((each.cause for each in found if (each.way, each.address) == (MAIL, named)), "")


def _connection(inbox: Inbox, session: ReadSession, case: InboxCase) -> tuple[Connection, ChannelOrder] | None:
    """That by which the buyer wrote last, while it is on."""
    came = [each for each in messages_of_case(session, case.merchant_id, case.id) if each.direction == Direction.IN]
    words = words_in(inbox.desk, session, came[-1]) if came else None
    named = "" if words is None else text_of(words, "connection")
    connection = connection_of(session, case.merchant_id, named) if named else None
    if connection is None or connection.power is Power.OFF:
        return None
    orders = channel_orders_of(session, case.merchant_id, case.order_id or "")
    order = next((each for each in orders if each.connection_id == connection.id), None)
    return None if order is None else (connection, order)


def _made(
    inbox: Inbox, session: ReadSession, caller: Caller, case: InboxCase, asked: Reply, route: _Route, now: datetime
) -> InboxMessage:
    lock = lock_for(inbox.desk, session, case.merchant_id, case.order_id)
    id_ = inbox.desk.ids.new(Prefix.INBOX_MESSAGE)
    by_hand = route.way is Way.BY_HAND
    words = {"text": asked.text.strip(), "subject": " ".join(asked.subject.split())[:MOST_SUBJECT]}
    return InboxMessage(
        id=id_,
        merchant_id=case.merchant_id,
        case_id=case.id,
        order_id=case.order_id,
        direction=Direction.OUT,
        channel=case.channel,
        name=inbox.desk.seal.digest(id_),
        at=now,
        taken_at=now,
        language=asked.language,
        sealed=inbox.desk.seal.closed(lock.key, words),
        order_version=lock.version,
        own_key=lock.own,
        way=route.way,
        delivery=Delivery.SENT if by_hand else Delivery.WAITING,
        sent_at=now if by_hand else None,
        written_by=caller.name,
    )


def _leave(inbox: Inbox, session: WriteSession, message: InboxMessage, route: _Route, now: datetime) -> None:
    if route.connection is not None:
        saying = Saying(
            id=inbox.desk.ids.new(Prefix.SAYING),
            merchant_id=message.merchant_id,
            connection_id=route.connection.id,
            order_id=message.order_id,
            topic=Topic.REPLY,
            about=message.id,
            facts=ReplyFacts(route.ref, message.id).kept(),
            created_at=now,
        )
        say(session, inbox.desk.ids, saying)
    elif route.way is Way.MAIL:
        job = NewJob(
            kind=INBOX_LETTER,
            merchant=message.merchant_id,
            aggregate=f"{message.case_id}:letter",
            payload={"message": message.id},
            dedup=f"{INBOX_LETTER}:{message.id}",
        )
        enqueue(session, inbox.desk.ids, [job], now)


def _fits_marketplaces(text: str) -> None:
    try:
        checked(text, MOST_AT_MARKETPLACES)
    except SayingRefused as refused:
        raise InboxMessageRefused(f"{refused.words}; change the text") from refused
