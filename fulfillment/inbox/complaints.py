"""What a marketplace says of a buyer's claim, looked at again and again: a case opens once, follows whose turn it is
there, and closes when it is over there.

What somebody has done here since the claim last changed there stands.
"""

from dataclasses import replace
from datetime import datetime

from engine.desk.desk import Caller
from engine.store.sessions import WriteSession
from fulfillment.channels.port import voice_of
from fulfillment.channels.protocol import Complaint
from fulfillment.inbox.book import inbox_book
from fulfillment.inbox.cases import closed, kept, new_case, open_case, standing_case, waits_for_them, waits_for_us
from fulfillment.inbox.claims import Claimed, take_claim
from fulfillment.inbox.clock_jobs import wind
from fulfillment.inbox.inbox import Inbox, audit_case, tell_case
from fulfillment.inbox.matching import Clues, order_meant
from fulfillment.inbox.words import CaseState, CloseCode
from fulfillment.records import Connection, InboxCase


def take_complaint(inbox: Inbox, session: WriteSession, connection: Connection, told: Complaint) -> InboxCase | None:
    """Takes in how a claim stands; None for one that was over before we knew of it, or whose case was ended long ago.

    Raises InboxCaseRefused, and StoreConflict where somebody changes the case meanwhile.
    """
    caller, now = _voice(connection), inbox.desk.clock.now()
    known = standing_case(session, connection.merchant_id, f"{told.kind}:{told.id}", now)
    if known is None:
        return None if told.is_over else _opened(inbox, session, connection, caller, told)
    if told.is_over:
        return _over(inbox, session, caller, known, now)
    if known.state == CaseState.OPEN:
        return _open_still(inbox, session, caller, known, told)
    since = known.answered_at if known.state == CaseState.ANSWERED else known.closed_at
    if not told.is_ours or (since is not None and told.changed_at <= since):
        return known
    again = replace(known, closed_at=None, closed_by=None, reason_code="",
                    reopened=known.reopened + (known.state == CaseState.CLOSED))  # fmt: skip
    clock = inbox_book().clocks[told.kind]
    return _kept(inbox, session, caller, known, waits_for_us(again, clock, told.changed_at, told.due_at), "told_again")


def _voice(connection: Connection) -> Caller:
    voice = voice_of(connection)
    shops = None if connection.shop is None else frozenset({connection.shop})
    return Caller(merchant=voice.merchant, name=voice.name, shops=shops)


def _opened(
    inbox: Inbox, session: WriteSession, connection: Connection, caller: Caller, told: Complaint
) -> InboxCase | None:
    """Of an order that nobody can tell it is a case all the same, which a person joins with one."""
    order = order_meant(session, inbox.site, caller.merchant, Clues(order=_name(connection, told), shops=caller.shops))
    if order is not None:
        claimed = Claimed(kind=told.kind, reference=told.id, order=order, at=told.at, due_at=told.due_at)
        made = take_claim(inbox, session, caller, claimed).case
    else:
        template, clock = inbox_book().claims[told.kind], inbox_book().clocks[told.kind]
        fresh = new_case(
            inbox, caller.merchant, told.kind, clock, told.at, order_id=None, thread=f"{told.kind}:{told.id}",
            channel=template.channel, reference=told.id, category=template.usual,
            due_at=told.due_at or clock.due(told.at), is_stated_due=told.due_at is not None,
        )  # fmt: skip
        made = open_case(inbox, session, caller, fresh)
    return made if told.is_ours else _theirs(inbox, session, caller, made)


def _name(connection: Connection, told: Complaint) -> str:
    return f"{connection.id_prefix}{told.ref}" if told.ref else ""


def _open_still(inbox: Inbox, session: WriteSession, caller: Caller, known: InboxCase, told: Complaint) -> InboxCase:
    if not told.is_ours:
        return _theirs(inbox, session, caller, known)
    if told.due_at is None or told.due_at == known.due_at:
        return known
    moved = waits_for_us(known, inbox_book().clocks[told.kind], told.changed_at, told.due_at)
    return _kept(inbox, session, caller, known, moved, "told_again")


def _theirs(inbox: Inbox, session: WriteSession, caller: Caller, case: InboxCase) -> InboxCase:
    """The marketplace says that the buyer has the next word: somebody has answered there."""
    return _kept(inbox, session, caller, case, waits_for_them(case, caller.name, inbox.desk.clock.now()), "their_turn")


def _over(inbox: Inbox, session: WriteSession, caller: Caller, known: InboxCase, now: datetime) -> InboxCase:
    if known.state == CaseState.CLOSED:
        return known
    made = _kept(inbox, session, caller, known, closed(known, CloseCode.SOLVED, caller.name, now), "over_there")
    tell_case(inbox.desk, session, caller, "closed", made, now)
    return made


def _kept(
    inbox: Inbox, session: WriteSession, caller: Caller, before: InboxCase, after: InboxCase, why: str
) -> InboxCase:
    now = inbox.desk.clock.now()
    made = kept(session, before, after)
    wind(inbox.desk, session, made, now)
    audit_case(inbox.desk, session, caller, why, made, now)
    return made
