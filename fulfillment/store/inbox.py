"""Cases of customer service, and the queue of them."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select, tuple_, update

from engine.clock import microseconds
from engine.store.order_shops import of_shops
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.deadlines import DeadlinesWanted
from fulfillment.inbox.words import CaseKind, CaseState
from fulfillment.records import InboxCase
from fulfillment.store.deadlines import records_by_end
from fulfillment.store.rows import keep, many, one, row_of
from fulfillment.store.tables import INBOX_CASE

_C = INBOX_CASE.c
Place = tuple[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesWanted:
    """Which cases a list shows, of all where nothing is named: `orderless` those of no order, `overdue` those whose
    time has passed. `after` is the place of the last one before."""

    limit: int
    after: Place | None = None
    state: str | None = None
    kind: str | None = None
    channel: str | None = None
    assignee: str | None = None
    order_id: str | None = None
    orderless: bool = False
    overdue: bool = False
    shops: frozenset[str] | None = None


def add_inbox_case(session: WriteSession, case: InboxCase) -> None:
    """Opens a case. Raises StoreConflict when its thread has one that is not closed."""
    keep(session, INBOX_CASE, case)


def save_inbox_case(session: WriteSession, seen: InboxCase, changed: InboxCase) -> InboxCase | None:
    """Keeps what changed of a case that is still as it was seen; None when somebody else was faster."""
    made = replace(changed, version=seen.version + 1)
    mine = (_C.id == seen.id, _C.merchant_id == seen.merchant_id, _C.version == seen.version)
    return made if session.run(update(INBOX_CASE).where(*mine).values(**row_of(made))) == 1 else None


def find_inbox_case(session: ReadSession, merchant: str, id_: str) -> InboxCase | None:
    """A case by its id; another merchant's is none."""
    return one(session, INBOX_CASE, InboxCase, _C.id == id_, _C.merchant_id == merchant)


def case_of_thread(session: ReadSession, merchant: str, thread: str) -> InboxCase | None:
    """The case of a thread: the one that is not closed, else the one that was opened last."""
    same = (_C.merchant_id == merchant, _C.thread == thread)
    found = many(session, INBOX_CASE, InboxCase, *same, limit=1, by=(_C.state == CaseState.CLOSED, _C.id.desc()))
    return found[0] if found else None


def case_of_dispute(session: ReadSession, merchant: str, dispute_id: str) -> InboxCase | None:
    """The case that stands for a dispute."""
    return one(session, INBOX_CASE, InboxCase, _C.dispute_id == dispute_id, _C.merchant_id == merchant)


def inbox_cases_of(session: ReadSession, merchant: str, order_id: str) -> tuple[InboxCase, ...]:
    """All cases about an order, oldest first."""
    return many(session, INBOX_CASE, InboxCase, _C.order_id == order_id, _C.merchant_id == merchant)


def inbox_cases(session: ReadSession, merchant: str, wanted: CasesWanted) -> tuple[InboxCase, ...]:
    """Cases in the order of the queue."""
    asked: list[ColumnElement[bool]] = [_C.merchant_id == merchant]
    for name in ("state", "kind", "channel", "assignee", "order_id"):
        value = getattr(wanted, name)
        if value is not None:
            asked.append(_C[name] == value)
    if wanted.orderless:
        asked.append(_C.order_id.is_(None))
    if wanted.overdue:
        asked += [_C.overdue_at.is_not(None), _C.state == CaseState.OPEN]
    if wanted.shops is not None:
        asked.append(of_shops(_C.order_id, merchant, wanted.shops))
    if wanted.after is not None:
        asked.append(tuple_(_C.rank_at, _C.id) > tuple_(*wanted.after))
    return many(session, INBOX_CASE, InboxCase, *asked, limit=wanted.limit, by=(_C.rank_at, _C.id))


def next_inbox_case(
    session: WriteSession, merchant: str, now: datetime, kind: str | None = None, shops: frozenset[str] | None = None
) -> InboxCase | None:
    """The first case that waits for us, sleeps for nobody and is locked for nobody; two who ask at once get two."""
    at = microseconds(now)
    asked = [
        _C.merchant_id == merchant,
        _C.state == CaseState.OPEN,
        or_(_C.locked_at.is_(None), _C.locked_at <= at),
        or_(_C.snoozed_at.is_(None), _C.snoozed_at <= at),
    ]
    if kind is not None:
        asked.append(_C.kind == kind)
    if shops is not None:
        asked.append(of_shops(_C.order_id, merchant, shops))
    first = select(_C.id).where(*asked).order_by(_C.rank_at, _C.id).limit(1).with_for_update(skip_locked=True)
    row = session.first(first)
    return None if row is None else find_inbox_case(session, merchant, str(row[0]))


def open_cases_by_end(session: ReadSession, merchant: str, wanted: DeadlinesWanted) -> tuple[InboxCase, ...]:
    """Cases that wait for us, the earliest end first; those that stand for a dispute are left to the dispute."""
    waits = (_C.state == CaseState.OPEN, _C.kind.not_in((CaseKind.CHARGEBACK, CaseKind.WALLET_DISPUTE)))
    return records_by_end(session, INBOX_CASE, InboxCase, merchant, wanted, *waits)
