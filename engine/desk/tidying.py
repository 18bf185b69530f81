"""What was kept for repetitions and for reading later is taken out when nobody will ask for it any more: once a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from engine.desk.desk import Desk
from engine.store.chain import day_after
from engine.store.kept_answers import purge_answers
from engine.store.outbox import Handler, Job, NewJob, enqueue
from engine.store.sessions import WriteSession
from engine.store.submissions import purge_submissions

TIDY = "desk.submissions_tidy"
EVERYBODY = "*"
KEPT = timedelta(days=30)
AT_ONCE = 500
AT = time(3, 40, tzinfo=UTC)


def tidying_submissions_handlers(desk: Desk) -> Mapping[str, Handler]:
    """The handler of the daily tidying."""
    return {TIDY: _Tidying(desk)}


def begin_tidying_submissions(desk: Desk) -> None:
    """Starts it; does nothing where it runs already."""
    now = desk.clock.now()
    with desk.database.write() as session:
        enqueue(session, desk.ids, [_job(now, 0)], now)


def _job(day: datetime, step: int, due: datetime | None = None) -> NewJob:
    on = day.astimezone(UTC).date().isoformat()
    return NewJob(
        kind=TIDY,
        merchant=EVERYBODY,
        aggregate=TIDY,
        payload={"step": step, "day": on},
        dedup=f"{TIDY}:{on}:{step}",
        run_after=due,
    )


@dataclass(frozen=True, slots=True)
class _Tidying:
    desk: Desk

    def __call__(self, session: WriteSession, job: Job, /) -> None:
        """Takes out some, and goes on at once while there are more; else tomorrow."""
        now = self.desk.clock.now()
        gone = purge_submissions(session, now - KEPT, AT_ONCE) + purge_answers(session, now - KEPT, AT_ONCE)
        if gone:
            today = datetime.fromisoformat(str(job.payload["day"])).replace(tzinfo=UTC)
            next_ = _job(today, int(str(job.payload["step"])) + 1)
        else:
            tomorrow = day_after(job, now)
            next_ = _job(tomorrow, 0, datetime.combine(tomorrow.date(), AT))
        enqueue(session, self.desk.ids, [next_], now)
