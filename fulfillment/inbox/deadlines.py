"""All that must be answered by when, in one list: cases, disputes, and whatever else offers its ends."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from engine.store.sessions import ReadSession
from fulfillment.aftersales.deadlines import return_deadlines
from fulfillment.claims.deadlines import claim_deadlines
from fulfillment.deadlines import Deadline, Deadlines, DeadlinesWanted
from fulfillment.inbox.book import inbox_book
from fulfillment.notify.deadlines import notice_deadlines
from fulfillment.payments.disputes.deadlines import dispute_deadlines
from fulfillment.records import InboxCase
from fulfillment.store.inbox import open_cases_by_end

KIND = "case"


def case_deadlines(session: ReadSession, merchant: str, wanted: DeadlinesWanted) -> Sequence[Deadline]:
    """Of cases that wait for us; see `fulfillment.deadlines`."""
    found = open_cases_by_end(session, merchant, wanted)
    return [_deadline(each, each.due_at) for each in found if each.due_at is not None]


def source_of(case: InboxCase) -> str:
    """Who set a case's end: the marketplace where it named the day, else whoever's rule its clock is."""
    return f"stated by {case.channel}" if case.is_stated_due else inbox_book().source_of(case.clock)


def _deadline(case: InboxCase, at: datetime) -> Deadline:
    return Deadline(
        kind=KIND, id=case.id, order_id=case.order_id, at=at, what_happens=case.passed, source=source_of(case)
    )


OFFERED: Mapping[str, Deadlines] = MappingProxyType(
    {
        KIND: case_deadlines,
        "dispute": dispute_deadlines,
        "claim": claim_deadlines,
        "return": return_deadlines,
        "notice": notice_deadlines,
    }
)
