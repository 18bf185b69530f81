"""Keeps rows as long as a merchant wants them, and no longer: a daily job takes old ones out, some at a time.

Consignees' numbers are overwritten by the same job when their term is over. The audit and current decisions stay.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from engine.clock import microseconds
from engine.desk.desk import Caller, Desk
from engine.desk.errors import NoEdition
from engine.desk.forgetting import forget_numbers
from engine.desk.preferences import KEPT_DAYS, preferences
from engine.store.chain import day_after
from engine.store.handling import OutsideHandler
from engine.store.outbox import Job, NewJob, enqueue
from engine.store.retention import merchants_with_rows, tidy
from engine.store.sessions import WriteSession

RETAIN = "desk.rows_retained"
MAIN = "main"
BY = "retention"
AT = time(2, 30, tzinfo=UTC)
AT_ONCE = 1000


def tidied(desk: Desk, merchant: str) -> Mapping[str, int]:
    """Takes out all rows of a merchant that are older than wanted; answers how many of each kind."""
    now = desk.clock.now()
    with desk.database.read() as session:
        kept = preferences(session, merchant)
    done: dict[str, int] = {}
    for kind, setting in KEPT_DAYS.items():
        before = microseconds(now - timedelta(days=kept[setting]))
        done[kind] = 0
        while some := _some(desk, kind, merchant, before):
            done[kind] += some
    return done


def _some(desk: Desk, kind: str, merchant: str, before: int) -> int:
    with desk.database.write() as session:
        return tidy(session, kind, merchant, before, AT_ONCE)


def retaining_handlers(desk: Desk) -> Mapping[str, OutsideHandler[None]]:
    """The handler of the daily job. It commits as it goes, so it acts before the transaction of its job."""
    retaining = _Retaining(desk)
    return {RETAIN: OutsideHandler(retaining.act, retaining.settle)}


def begin_retaining(desk: Desk) -> None:
    """Starts the daily job; does nothing where it runs already."""
    now = desk.clock.now()
    with desk.database.write() as session:
        enqueue(session, desk.ids, [_job(now)], now)


@dataclass(frozen=True, slots=True)
class _Retaining:
    desk: Desk

    def act(self, _: Job) -> None:
        """Each merchant's rows, then consignees' numbers. Done twice, it finds nothing the second time."""
        with self.desk.database.write() as session:
            merchants = merchants_with_rows(session)
        for merchant in merchants:
            tidied(self.desk, merchant)
            try:
                forget_numbers(self.desk, Caller(merchant=merchant, name=BY))
            except NoEdition:  # whoever has none has decided nothing with numbers
                continue

    def settle(self, session: WriteSession, job: Job, _: None) -> None:
        """And again tomorrow."""
        now = self.desk.clock.now()
        tomorrow = day_after(job, now)
        enqueue(session, self.desk.ids, [_job(tomorrow, datetime.combine(tomorrow.date(), AT))], now)


def _job(day: datetime, due: datetime | None = None) -> NewJob:
    on = day.astimezone(UTC).date().isoformat()
    told = {"day": on}
    return NewJob(kind=RETAIN, merchant=MAIN, aggregate=RETAIN, payload=told, dedup=f"{RETAIN}:{on}", run_after=due)
