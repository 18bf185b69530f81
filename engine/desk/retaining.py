"""Keeps rows as long as a merchant wants them, and no longer: a daily job takes old ones out, some at a time.

Consignees' numbers are overwritten by the same job when their term is over. The audit and current decisions stay.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from types import MappingProxyType

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
Tidy = Callable[[WriteSession, str, int, int], int]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A kind of rows that the desk does not know: the setting of their days, and what lets go of up to so many of a
    merchant's that are older than a moment (in microseconds); it answers how many, and none when it is done."""

    setting: str
    tidy: Tidy


Others = Mapping[str, Elsewhere]
NO_OTHERS: Others = MappingProxyType({})


def tidied(desk: Desk, merchant: str, others: Others = NO_OTHERS) -> Mapping[str, int]:
    """Takes out all rows of a merchant that are older than wanted, the desk's and those of others; answers how many of
    each kind."""
    now = desk.clock.now()
    with desk.database.read() as session:
        kept = preferences(session, merchant)
    done: dict[str, int] = {}
    own = {kind: Elsewhere(setting, _own(kind)) for kind, setting in KEPT_DAYS.items()}
    for kind, each in {**own, **others}.items():
        before = microseconds(now - timedelta(days=kept[each.setting]))
        done[kind] = 0
        while some := _some(desk, each.tidy, merchant, before):
            done[kind] += some
    return done


def _own(kind: str) -> Tidy:
    return lambda session, merchant, before, limit: tidy(session, kind, merchant, before, limit)


def _some(desk: Desk, take_out: Tidy, merchant: str, before: int) -> int:
    with desk.database.write() as session:
        return take_out(session, merchant, before, AT_ONCE)


def retaining_handlers(desk: Desk, others: Others = NO_OTHERS) -> Mapping[str, OutsideHandler[None]]:
    """The handler of the daily job. It commits as it goes, so it acts before the transaction of its job."""
    retaining = _Retaining(desk, others)
    return {RETAIN: OutsideHandler(retaining.act, retaining.settle)}


def begin_retaining(desk: Desk) -> None:
    """Starts the daily job; does nothing where it runs already."""
    now = desk.clock.now()
    with desk.database.write() as session:
        enqueue(session, desk.ids, [_job(now)], now)


@dataclass(frozen=True, slots=True)
class _Retaining:
    desk: Desk
    others: Others

    def act(self, _: Job) -> None:
        """Each merchant's rows, then consignees' numbers. Done twice, it finds nothing the second time."""
        with self.desk.database.write() as session:
            merchants = merchants_with_rows(session)
        for merchant in merchants:
            tidied(self.desk, merchant, self.others)
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
