"""The clocks of a case as jobs: a warning, the end of our time, and the end of waiting for the other side."""

from datetime import datetime

from engine.desk.desk import Desk
from engine.store.outbox import NewJob, enqueue
from engine.store.sessions import WriteSession
from fulfillment.inbox.book import inbox_book
from fulfillment.inbox.words import OF_A_DISPUTE, CaseState
from fulfillment.jobs import INBOX_CLOCK
from fulfillment.records import InboxCase

REMIND, OVER, QUIET = "remind", "over", "quiet"


def wind(desk: Desk, session: WriteSession, case: InboxCase, now: datetime) -> None:
    """Adds the jobs that mind the case as it stands now; those of before find that it does not stand so any more. What
    belongs to a dispute is minded by the dispute."""
    if case.kind in OF_A_DISPUTE:
        return
    jobs: list[NewJob] = []
    if case.state == CaseState.OPEN and case.due_at is not None and case.overdue_at is None:
        jobs = [
            _job(case, REMIND, case.due_at - inbox_book().remind, case.due_at),
            _job(case, OVER, case.due_at, case.due_at),
        ]
    elif case.state == CaseState.ANSWERED and case.answered_at is not None:
        jobs = [_job(case, QUIET, case.answered_at + inbox_book().quiet, case.answered_at)]
    enqueue(session, desk.ids, jobs, now)


def _job(case: InboxCase, what: str, when: datetime, stands: datetime) -> NewJob:
    """`stands` is the moment in the case that the job is about. Of an aggregate of its own, so that nothing waits for
    it."""
    named = f"{case.id}:{what}:{stands.isoformat()}"
    return NewJob(
        kind=INBOX_CLOCK,
        merchant=case.merchant_id,
        aggregate=named,
        payload={"case": case.id, "what": what, "stands": stands.isoformat()},
        dedup=f"{INBOX_CLOCK}:{named}",
        run_after=when,
    )
