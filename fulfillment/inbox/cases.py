"""A case opens, takes in what belongs to it, waits for one side or the other, and closes."""

from dataclasses import replace
from datetime import datetime

from engine.desk.desk import Caller
from engine.desk.queueing import ESCALATED, rank_at
from engine.errors import StoreConflict
from engine.ids import Prefix
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.errors import NotFound
from fulfillment.inbox.book import Clock, inbox_book
from fulfillment.inbox.clock_jobs import wind
from fulfillment.inbox.inbox import Inbox, tell_case
from fulfillment.inbox.words import CaseKind, CaseState
from fulfillment.records import InboxCase
from fulfillment.store.inbox import add_inbox_case, case_of_thread, find_inbox_case, save_inbox_case

CLAIMED = 24  # points: a claim comes before a message that ends as soon, by a day


def found_case(session: ReadSession, merchant: str, case_id: str) -> InboxCase:
    """A case. Raises NotFound; another merchant's is none."""
    found = find_inbox_case(session, merchant, case_id)
    if found is None:
        raise NotFound("case", case_id)
    return found


def ranked(case: InboxCase) -> InboxCase:
    """The case with its place in the queue: what ends sooner first, claims before messages, overdue ones before all."""
    priority = 0 if case.kind == CaseKind.MESSAGE else CLAIMED
    if case.overdue_at is not None:
        priority += ESCALATED
    return replace(case, rank_at=rank_at(priority, case.due_at, case.opened_at))


def waits_for_us(case: InboxCase, clock: Clock, since: datetime, stated: datetime | None = None) -> InboxCase:
    """Ours is the next word, until the clock's end or the day that they named; an earlier end that runs already
    stays."""
    due = stated or clock.due(since)
    if case.state == CaseState.OPEN and case.due_at is not None and not stated:
        due = min(due, case.due_at)
    kept = case.overdue_at if case.state == CaseState.OPEN and due == case.due_at else None
    return ranked(
        replace(
            case,
            state=CaseState.OPEN,
            due_at=due,
            clock=clock.name,
            passed=clock.passed,
            is_stated_due=stated is not None,
            overdue_at=kept,
            snoozed_at=None,
            answered_at=None,
        )
    )


def waits_for_them(case: InboxCase, by: str, now: datetime) -> InboxCase:
    """Theirs is the next word: our clock stops."""
    return ranked(
        replace(
            case,
            state=CaseState.ANSWERED,
            due_at=None,
            is_stated_due=False,
            overdue_at=None,
            snoozed_at=None,
            locked_at=None,
            first_answer_at=case.first_answer_at or now,
            answered_by=case.answered_by or by,
            answered_at=now,
        )
    )


def closed(case: InboxCase, code: str, by: str, now: datetime) -> InboxCase:
    """Nobody's is the next word."""
    over = {"due_at": None, "is_stated_due": False, "snoozed_at": None, "locked_at": None}
    return replace(case, state=CaseState.CLOSED, reason_code=code, closed_by=by, closed_at=now, **over)  # type: ignore[arg-type]


def open_case(inbox: Inbox, session: WriteSession, caller: Caller, made: InboxCase) -> InboxCase:
    """Opens it, with its clock and its event. Raises StoreConflict where its thread has an open one."""
    case = ranked(made)
    add_inbox_case(session, case)
    now = inbox.desk.clock.now()
    tell_case(inbox.desk, session, caller, "opened", case, now)
    wind(inbox.desk, session, case, now)
    return case


def new_case(inbox: Inbox, merchant: str, kind: str, clock: Clock, at: datetime, **fields: object) -> InboxCase:
    """A case as it would be opened: from `at` on it waits for us."""
    made: dict[str, object] = {
        "id": inbox.desk.ids.new(Prefix.INBOX_CASE),
        "merchant_id": merchant,
        "kind": kind,
        "due_at": clock.due(at),
        "clock": clock.name,
        "passed": clock.passed,
        "rank_at": at,
        "opened_at": at,
        "last_in_at": at,
        **fields,
    }
    return InboxCase(**made)  # type: ignore[arg-type]


def kept(session: WriteSession, seen: InboxCase, changed: InboxCase) -> InboxCase:
    """Keeps a change. Raises StoreConflict when somebody else was faster, so that it is tried again."""
    made = save_inbox_case(session, seen, changed)
    if made is None:
        raise StoreConflict("somebody changed the case meanwhile")
    return made


def standing_case(session: ReadSession, merchant: str, thread: str, now: datetime) -> InboxCase | None:
    """The case that what comes now belongs to: the open one, or one that was closed not long ago."""
    found = case_of_thread(session, merchant, thread)
    if found is None or found.closed_at is None or found.state != CaseState.CLOSED:
        return found
    return found if now - found.closed_at <= inbox_book().reopen else None
