"""A case as people see it: its messages opened, what they are about, and which changes of the order they ask for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.desk.errors import PersonErased
from engine.order.order import Order
from engine.store.sessions import ReadSession
from fulfillment.errors import NotFound
from fulfillment.inbox import intents as said
from fulfillment.inbox.draft_facts import facts_of
from fulfillment.inbox.drafting import Drafts, drafts_of
from fulfillment.inbox.inbox import Inbox
from fulfillment.inbox.language import answer_language, language_without_order
from fulfillment.inbox.matching import person_of
from fulfillment.inbox.sealing import Words, text_of, words_in
from fulfillment.inbox.words import Direction
from fulfillment.late_changes.looking import outlook_of
from fulfillment.records import InboxCase, InboxFile, InboxMessage
from fulfillment.store.inbox_messages import files_of_message, messages_of_case, messages_of_order

CHANGES = (said.CANCEL, said.CHANGE_ADDRESS)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSeen:
    """A message opened; `words` is None where nobody can read it any more."""

    message: InboxMessage
    words: Words | None
    files: Sequence[InboxFile]


@dataclass(frozen=True, slots=True)
class Suggested:
    """A change of the order that the buyer asks for, and what it would do now; a person decides."""

    change: str
    follows: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSeen:
    """A case with all in it. `sender_differs`: somebody wrote from another address than the order's buyer has."""

    case: InboxCase
    messages: Sequence[MessageSeen]
    suggested: Sequence[Suggested]
    sender_differs: bool


def case_seen(inbox: Inbox, session: ReadSession, case: InboxCase) -> CaseSeen:
    """The case with its messages, oldest first."""
    messages = [
        MessageSeen(message=each, words=words_in(inbox.desk, session, each),
                    files=files_of_message(session, case.merchant_id, each.id))
        for each in messages_of_case(session, case.merchant_id, case.id)
    ]  # fmt: skip
    return CaseSeen(
        case=case,
        messages=messages,
        suggested=_suggested(session, case),
        sender_differs=_differs(inbox, session, case, messages),
    )


def drafts_for(inbox: Inbox, session: ReadSession, case: InboxCase, *, in_clear: bool = True) -> Drafts:
    """What could be answered, by the facts as they are now; without the buyer's name unless `in_clear`.

    Raises PersonErased once the order's person was erased.
    """
    messages = messages_of_case(session, case.merchant_id, case.id)
    came = [each for each in messages if each.direction == Direction.IN]
    stated = next((each.language for each in reversed(came) if each.language), "")
    now, intents = inbox.desk.clock.now(), _unanswered(messages) or case.intents.split()
    if case.order_id is None:
        sender = _sender(inbox, session, came) if in_clear else ""
        return drafts_of(None, intents, sender, language_without_order(stated), now)
    order = inbox.site.desk.order_of(session, case.order_id)
    facts = facts_of(session, case.merchant_id, case.order_id, order, inbox.site.return_window, inbox.lanes)
    language = answer_language(session, case.merchant_id, case.order_id, order, stated)
    return drafts_of(facts, intents, _name(order) if in_clear else "", language, now)


def opened_of_order(
    inbox: Inbox, session: ReadSession, merchant: str, order_id: str
) -> Sequence[tuple[InboxMessage, Words | None]]:
    """Each message about an order with what was written."""
    return [(each, words_in(inbox.desk, session, each)) for each in messages_of_order(session, merchant, order_id)]


def _unanswered(messages: Sequence[InboxMessage]) -> list[str]:
    """What they asked for since we answered last."""
    wanted: dict[str, None] = {}
    for each in reversed(messages):
        if each.direction == Direction.OUT:
            break
        wanted |= dict.fromkeys(each.intents.split())
    return list(wanted)


def _suggested(session: ReadSession, case: InboxCase) -> Sequence[Suggested]:
    wanted = [each for each in CHANGES if each in case.intents.split()]
    if not wanted or case.order_id is None:
        return ()
    try:
        outlook = outlook_of(session, case.merchant_id, case.order_id)
    except NotFound:
        return ()
    follows: Mapping[str, str] = {said.CANCEL: outlook.cancellation, said.CHANGE_ADDRESS: outlook.address}
    return [Suggested(each, str(follows[each])) for each in wanted]


def _differs(inbox: Inbox, session: ReadSession, case: InboxCase, messages: Sequence[MessageSeen]) -> bool:
    if case.order_id is None:
        return False
    try:
        buyer = inbox.desk.seal.person(inbox.site.desk.order_of(session, case.order_id))
    except PersonErased:
        return False
    wrote = {text_of(each.words, "email") for each in messages if each.words is not None}
    persons = {person_of(inbox.desk, case.merchant_id, email) for email in wrote if email}
    return bool(persons - {buyer, None})


def _sender(inbox: Inbox, session: ReadSession, came: Sequence[InboxMessage]) -> str:
    for each in reversed(came):
        words = words_in(inbox.desk, session, each)
        if words is not None and text_of(words, "sender"):
            return text_of(words, "sender")
    return ""


def _name(order: Order) -> str:
    customer = order.customer
    return (customer.name if customer is not None else None) or order.shipping_address.name or ""
