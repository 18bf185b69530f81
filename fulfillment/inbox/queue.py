"""Work on the queue: take the next, assign, put off, close, open again. Who changes a case says what they saw."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from engine.desk.desk import Caller
from engine.desk.errors import VersionChanged
from engine.store.sessions import WriteSession
from fulfillment.inbox.book import clock_of_kind
from fulfillment.inbox.cases import closed, found_case, waits_for_us
from fulfillment.inbox.clock_jobs import wind
from fulfillment.inbox.errors import InboxCaseChanged, InboxCaseClosed, InboxCaseLocked, InboxCaseRefused
from fulfillment.inbox.inbox import Inbox, audit_case, tell_case
from fulfillment.inbox.words import BY_ITSELF, OF_A_DISPUTE, CaseState, CloseCode
from fulfillment.records import InboxCase
from fulfillment.store.inbox import next_inbox_case, save_inbox_case
from fulfillment.store.inbox_messages import forget_messages_of_case

Versions = frozenset[int] | None


def take_next(inbox: Inbox, caller: Caller, kind: str | None = None) -> InboxCase | None:
    """The next case that nobody has, locked for a while; None when there is none."""
    now = inbox.desk.clock.now()
    with inbox.desk.database.write() as session:
        found = next_inbox_case(session, caller.merchant, now, kind, caller.shops)
        if found is None:
            return None
        return _held(inbox, session, caller, found, caller.name, now)


def assign(inbox: Inbox, caller: Caller, case_id: str, to: str, seen: Versions = None) -> InboxCase:
    """Gives a case to somebody, whoever has it. Raises NotFound, VersionChanged, InboxCaseChanged, InboxCaseClosed."""
    now = inbox.desk.clock.now()
    with inbox.desk.database.write() as session:
        case = as_seen(session, caller.merchant, case_id, seen)
        return _held(inbox, session, caller, case, to, now)


def snooze(inbox: Inbox, caller: Caller, case_id: str, until: datetime, seen: Versions = None) -> InboxCase:
    """Offers it to nobody before a moment, which lies before its end. Raises NotFound, VersionChanged,
    InboxCaseChanged, InboxCaseLocked, InboxCaseClosed, InboxCaseRefused."""

    def put_off(session: WriteSession, case: InboxCase, now: datetime) -> InboxCase:  # noqa: ARG001
        if not now < until:
            raise InboxCaseRefused("`until` has passed; name a moment to come")
        if case.due_at is not None and until >= case.due_at:
            raise InboxCaseRefused(
                f"it must be answered by {case.due_at:%Y-%m-%d %H:%M} UTC; put it off to before that"
            )
        return replace(case, snoozed_at=until, locked_at=None)

    return changed(inbox, caller, case_id, seen, "snoozed", put_off)


def close(inbox: Inbox, caller: Caller, case_id: str, code: str, seen: Versions = None) -> InboxCase:
    """Ends it, with why. What was written about no order of ours is forgotten with it. Raises NotFound,
    VersionChanged, InboxCaseChanged, InboxCaseLocked, InboxCaseClosed, InboxCaseRefused."""

    def ended(session: WriteSession, case: InboxCase, now: datetime) -> InboxCase:
        if case.kind in OF_A_DISPUTE:
            raise InboxCaseRefused("it stands for a dispute and ends with it; tell how the dispute ended")
        if code not in tuple(CloseCode) or code in BY_ITSELF:
            raise InboxCaseRefused(
                f"`{code}` is no reason; name one of {', '.join(sorted(set(CloseCode) - BY_ITSELF))}"
            )
        if case.order_id is None:
            forget_messages_of_case(session, case.merchant_id, case.id)
        return closed(case, code, caller.name, now)

    return changed(inbox, caller, case_id, seen, "closed", ended, tells=True)


def reopen(inbox: Inbox, caller: Caller, case_id: str, seen: Versions = None) -> InboxCase:
    """The next word is ours again. Raises NotFound, InboxCaseChanged, InboxCaseRefused, and StoreConflict where its
    thread has another open case."""
    now = inbox.desk.clock.now()
    with inbox.desk.database.write() as session:
        case = found_case(session, caller.merchant, case_id)
        _check_version(case, seen)
        if case.state == CaseState.OPEN or case.kind in OF_A_DISPUTE:
            raise InboxCaseRefused("only a case that was answered or closed, and stands for no dispute, opens again")
        clock = clock_of_kind(case.kind, case.channel, is_matched=case.order_id is not None)
        anew = waits_for_us(replace(case, reopened=case.reopened + 1, closed_at=None, closed_by=None, reason_code=""),
                            clock, now)  # fmt: skip
        made = saved(session, case, anew)
        wind(inbox.desk, session, made, now)
        audit_case(inbox.desk, session, caller, "reopened", made, now)
        return made


def changed(
    inbox: Inbox,
    caller: Caller,
    case_id: str,
    seen: Versions,
    what: str,
    change: Callable[[WriteSession, InboxCase, datetime], InboxCase],
    *,
    tells: bool = False,
) -> InboxCase:
    """A change by somebody who has the case or finds it free, with its entry in the audit, and its event if it
    `tells`."""
    now = inbox.desk.clock.now()
    with inbox.desk.database.write() as session:
        case = in_hand(session, caller, case_id, seen, now)
        made = saved(session, case, change(session, case, now))
        wind(inbox.desk, session, made, now)
        if tells:
            more = {"reason_code": made.reason_code} if made.reason_code else {}
            tell_case(inbox.desk, session, caller, what, made, now, **more)
        else:
            audit_case(inbox.desk, session, caller, what, made, now)
        return made


def in_hand(session: WriteSession, caller: Caller, case_id: str, seen: Versions, now: datetime) -> InboxCase:
    """The case, as it was seen, not closed, and nobody else's at the moment. Raises as `close` does."""
    case = as_seen(session, caller.merchant, case_id, seen)
    if case.is_locked_for(caller.name, now) and case.locked_at is not None:
        raise InboxCaseLocked(case.assignee or "", case.locked_at)
    return case


def as_seen(session: WriteSession, merchant: str, case_id: str, seen: Versions) -> InboxCase:
    """The case, as it was seen, and not closed. Raises NotFound, VersionChanged, InboxCaseClosed."""
    case = found_case(session, merchant, case_id)
    _check_version(case, seen)
    if case.state == CaseState.CLOSED:
        raise InboxCaseClosed
    return case


def saved(session: WriteSession, seen: InboxCase, made: InboxCase) -> InboxCase:
    """Keeps it. Raises InboxCaseChanged when somebody else was faster."""
    kept = save_inbox_case(session, seen, made)
    if kept is None:
        raise InboxCaseChanged
    return kept


def _held(inbox: Inbox, session: WriteSession, caller: Caller, case: InboxCase, to: str, now: datetime) -> InboxCase:
    made = saved(session, case, replace(case, assignee=to, locked_at=now + inbox.lock, snoozed_at=None))
    audit_case(inbox.desk, session, caller, "assigned", made, now, assignee=to)
    return made


def _check_version(case: InboxCase, seen: Versions) -> None:
    if seen is not None and case.version not in seen:
        raise VersionChanged([])
