"""What is looked at once a day: money that never came, and payouts that the bank never credited. And the clock of
appeals. Each is a job, so that a start more or a worker less changes nothing; and one a merchant, so that books in
which something is wrong stop no one else's.
"""

from datetime import UTC, datetime, time

from engine.clock import Clock
from engine.ids import Ids, Prefix
from engine.store.chain import day_after
from engine.store.database import Database
from engine.store.feed import NewEvent, add_events
from engine.store.outbox import Job, NewJob, enqueue
from engine.store.sessions import WriteSession
from fulfillment.jobs import RECONCILE
from fulfillment.payments.settlement.cases import save
from fulfillment.payments.settlement.expected import BOUNDS
from fulfillment.payments.settlement.judging import judge_payouts, terms_of
from fulfillment.payments.settlement.kinds import Act, Standing
from fulfillment.payments.settlement.sitting import Sitting
from fulfillment.payments.settlement.sweeping import judge_silent, match_again
from fulfillment.site import Site
from fulfillment.store.settlement import lock_books, merchants_with_settlements
from fulfillment.store.settlement_cases import case_of

AT = time(3, tzinfo=UTC)
ALL = "all"  # the job is about every merchant
OF_ONE = "settlement_books"  # the aggregate of what is looked at for one merchant: it never holds up the chain
DUE = "settlement_case.appeal_due"


def begin_reconciling(database: Database, ids: Ids, clock: Clock) -> None:
    """Starts the chain of daily looks; does nothing where it runs already."""
    now = clock.now()
    with database.write() as session:
        enqueue(session, ids, [_look(now)], now)


def look(session: WriteSession, site: Site, job: Job, now: datetime) -> None:
    """The look of a day: its job adds the one of tomorrow and one for each merchant who reconciles."""
    if job.aggregate == OF_ONE:
        look_at(session, site, job.merchant, now)
        return
    tomorrow = day_after(job, now)
    again = _look(tomorrow, datetime.combine(tomorrow.date(), AT))
    each = [_look_of(merchant, now) for merchant in merchants_with_settlements(session)]
    enqueue(session, site.ids, [again, *each], now)


def look_at(session: WriteSession, site: Site, merchant: str, now: datetime) -> None:
    """Looks at the books of one merchant."""
    lock_books(session, merchant)
    sitting = Sitting(session=session, site=site, merchant=merchant, now=now)
    terms = terms_of(sitting)
    match_again(sitting, terms)
    judge_silent(sitting, terms)
    judge_payouts(sitting, BOUNDS)


def remind(session: WriteSession, site: Site, job: Job, now: datetime) -> None:
    """Tells that the time to appeal ends, or has ended, for a case that nobody has taken up."""
    case = case_of(session, job.merchant, str(job.payload["case_id"]))
    if case is None or case.state != Standing.OPEN or case.due_at is None:
        return
    sitting = Sitting(session=session, site=site, merchant=job.merchant, now=now)
    until = case.due_at.astimezone(UTC).date().isoformat()
    is_over = now >= case.due_at
    save(sitting, case, case, Act.REMIND, f"the time to appeal {'ended' if is_over else 'ends'} on {until}")
    told = {"case_id": case.id, "kind": case.kind, "due_at": case.due_at.isoformat(), "is_over": is_over}
    name = f"{Prefix.EVENT}_{job.id.partition('_')[2]}_s"
    event = NewEvent(id=name, merchant=job.merchant, type=DUE, order_id=case.order_id or "", data=told, at=now)
    add_events(session, [event])


def _look(now: datetime, run_after: datetime | None = None) -> NewJob:
    day = now.astimezone(UTC).date().isoformat()
    told = {"day": day}
    return NewJob(
        kind=RECONCILE, merchant=ALL, aggregate=ALL, payload=told, dedup=f"{RECONCILE}:{day}", run_after=run_after
    )


def _look_of(merchant: str, now: datetime) -> NewJob:
    day = now.astimezone(UTC).date().isoformat()
    return NewJob(kind=RECONCILE, merchant=merchant, aggregate=OF_ONE, dedup=f"{OF_ONE}:{day}")
