"""Somebody says which order a message is about: it moves to that order's case, under the key of its person."""

from dataclasses import replace

from engine.desk.desk import Caller
from engine.store.sessions import WriteSession
from fulfillment.errors import NotFound
from fulfillment.inbox.arriving import thread_of, with_intents
from fulfillment.inbox.book import clock_of_kind
from fulfillment.inbox.calling import call_of_claim, call_of_message
from fulfillment.inbox.cases import closed, kept, standing_case, waits_for_us
from fulfillment.inbox.clock_jobs import wind
from fulfillment.inbox.errors import InboxCaseRefused
from fulfillment.inbox.inbox import Inbox, audit_case
from fulfillment.inbox.matching import Clues, order_meant
from fulfillment.inbox.queue import Versions, in_hand, saved
from fulfillment.inbox.sealing import Lock, lock_of_message, lock_of_order
from fulfillment.inbox.words import CaseKind, CaseState, CloseCode, Direction
from fulfillment.records import InboxCase, InboxMessage
from fulfillment.store.inbox_messages import files_of_message, messages_of_case, save_message, seal_file_again


def attach(inbox: Inbox, caller: Caller, case_id: str, order: str, seen: Versions = None) -> InboxCase:
    """Answers the order's case. Raises NotFound, InboxCaseChanged, InboxCaseLocked, InboxCaseClosed, InboxCaseRefused,
    and PersonErased where the order's person was erased."""
    now = inbox.desk.clock.now()
    with inbox.desk.database.write() as session:
        case = in_hand(session, caller, case_id, seen, now)
        if case.kind != CaseKind.MESSAGE and case.order_id is not None:
            raise InboxCaseRefused("only messages move to another order; a claim names its own")
        found = order_meant(session, inbox.site, caller.merchant, Clues(order=order, shops=caller.shops))
        if found is None:
            raise NotFound("order", order)
        if found == case.order_id:
            return case
        if case.kind != CaseKind.MESSAGE:  # of which the marketplace told no order that we know
            made = saved(session, case, replace(case, order_id=found))
            call_of_claim(inbox, session, made, "")
            audit_case(inbox.desk, session, caller, "attached", made, now, order=found)
            return made
        made = _moved(inbox, session, caller, case, found)
        for each in messages_of_case(session, caller.merchant, case.id):
            _seal_again(inbox, session, each, made, found)
            if each.direction == Direction.IN:
                call_of_message(inbox, session, replace(each, order_id=found))
        audit_case(inbox.desk, session, caller, "attached", made, now, order=found)
        return made


def _moved(inbox: Inbox, session: WriteSession, caller: Caller, case: InboxCase, order: str) -> InboxCase:
    """The case under its order: itself, or the one that the order has, which takes its messages over."""
    now = inbox.desk.clock.now()
    thread = thread_of(order, None, "")
    other = standing_case(session, case.merchant_id, thread, now)
    clock = clock_of_kind(CaseKind.MESSAGE, case.channel)
    if other is None:
        own = replace(case, order_id=order, thread=thread)
        made = saved(session, case, waits_for_us(own, clock, case.last_in_at) if case.state == CaseState.OPEN else own)
    else:
        saved(session, case, closed(case, CloseCode.JOINED, caller.name, now))
        taken = replace(with_intents(other, case.intents), last_in_at=max(other.last_in_at, case.last_in_at),
                        closed_at=None, closed_by=None, reason_code="",
                        reopened=other.reopened + (other.state == CaseState.CLOSED))  # fmt: skip
        made = kept(session, other, waits_for_us(taken, clock, case.last_in_at))
    wind(inbox.desk, session, made, now)
    return made


def _seal_again(inbox: Inbox, session: WriteSession, message: InboxMessage, case: InboxCase, order: str) -> None:
    """Under the key of the order's person; what nobody can read any more stays unread."""
    seal, lock = inbox.desk.seal, lock_of_order(session, message.merchant_id, order)
    before = lock_of_message(session, message)
    for file in files_of_message(session, message.merchant_id, message.id):
        if before is not None:
            content = seal.opened_bytes(before.key, file.sealed)
            seal_file_again(session, file, order, seal.closed_bytes(lock.key, content))
    save_message(
        session, message, case_id=case.id, order_id=order, order_version=lock.version, own_key=None, person=None,
        sealed=_again(inbox, message, before, lock),
    )  # fmt: skip


def _again(inbox: Inbox, message: InboxMessage, before: Lock | None, lock: Lock) -> bytes | None:
    if message.sealed is None or before is None:
        return None
    words = inbox.desk.seal.opened(before.key, message.sealed)
    return None if words is None else inbox.desk.seal.closed(lock.key, words)
