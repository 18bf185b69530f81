"""What was kept for a while is taken out when nobody will ask for it any more: once a day, some at a time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from engine.desk.desk import Desk
from engine.desk.tallying import KEPT
from engine.store.chain import EVERYBODY, day_after
from engine.store.kept_answers import purge_answers
from engine.store.order_files import purge_files
from engine.store.outbox import Handler, Job, NewJob, enqueue
from engine.store.rule_hits import purge_hits
from engine.store.sessions import WriteSession
from engine.store.submissions import purge_submissions

ANSWERS_KEPT = timedelta(days=30)
ANSWERS_AT_ONCE = 500
FILES_AT_ONCE = 10
HITS_AT_ONCE = 2_000  # decisions whose hits go in one step


@dataclass(frozen=True, slots=True)
class Tidied:
    """Rows that go: the kind of the job and whose it is, when a day's first step is due, and what takes some out and
    answers how many."""

    kind: str
    merchant: str
    at: time
    take: Callable[[WriteSession, datetime], int]

    def job(self, day: datetime, step: int = 0, due: datetime | None = None) -> NewJob:
        """One step of a day; the same step is added once, however many begin."""
        on = day.astimezone(UTC).date().isoformat()
        return NewJob(
            kind=self.kind,
            merchant=self.merchant,
            aggregate=self.kind,
            payload={"step": step, "day": on},
            dedup=f"{self.kind}:{on}:{step}",
            run_after=due,
        )


def _hits(session: WriteSession, now: datetime) -> int:
    return purge_hits(session, now - KEPT, HITS_AT_ONCE)


def _answers(session: WriteSession, now: datetime) -> int:
    """What was kept for repetitions and for reading later."""
    before = now - ANSWERS_KEPT
    gone = purge_submissions(session, before, ANSWERS_AT_ONCE) + purge_answers(session, before, ANSWERS_AT_ONCE)
    return gone + purge_files(session, before, FILES_AT_ONCE)


HITS = Tidied("desk.hits_tidy", EVERYBODY, time(3, tzinfo=UTC), _hits)
ANSWERS = Tidied("desk.submissions_tidy", "*", time(3, 40, tzinfo=UTC), _answers)


def tidying_handlers(desk: Desk) -> Mapping[str, Handler]:
    """The handlers of the daily tidying, by kind of job."""
    return {each.kind: _Tidying(desk, each) for each in (HITS, ANSWERS)}


def begin_tidying(desk: Desk) -> None:
    """Starts it; does nothing where it runs already."""
    now = desk.clock.now()
    with desk.database.write() as session:
        enqueue(session, desk.ids, [HITS.job(now), ANSWERS.job(now)], now)


@dataclass(frozen=True, slots=True)
class _Tidying:
    desk: Desk
    tidied: Tidied

    def __call__(self, session: WriteSession, job: Job, /) -> None:
        """Takes out some, and goes on at once while there are more; else tomorrow."""
        now = self.desk.clock.now()
        if self.tidied.take(session, now):
            today = datetime.fromisoformat(str(job.payload["day"])).replace(tzinfo=UTC)
            next_ = self.tidied.job(today, int(str(job.payload["step"])) + 1)
        else:
            tomorrow = day_after(job, now)
            next_ = self.tidied.job(tomorrow, 0, datetime.combine(tomorrow.date(), self.tidied.at))
        enqueue(session, self.desk.ids, [next_], now)
