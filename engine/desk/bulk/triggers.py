"""When orders that wait are decided anew by themselves: on a new edition, on new lists of denied parties, every night.

One run at a time for a merchant. What happens while one is under way is gathered: one more run begins when it is over,
and since that asks of each order what moved since its decision, it makes no difference how often something happened.
Orders of older days than `rescreen_give_up_days` are left to their deadlines.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from engine.desk.bulk.due import PARTY_LISTS, TRIGGER
from engine.desk.bulk.frozen import Asked, asked_of
from engine.desk.bulk.runs import BY, plan_job, take_over
from engine.desk.desk import Desk
from engine.desk.preferences import NIGHTLY, RESCREEN_GIVE_UP, preferences
from engine.ids import Prefix
from engine.store.editions import epochs
from engine.store.outbox import Handler, Job, NewJob, enqueue
from engine.store.rescreens import (
    Narrowed,
    announce,
    merchants_with_waiting_orders,
    say,
    under_way,
)
from engine.store.rescreens import waiting as waiting_run
from engine.store.sessions import ReadSession, WriteSession

NIGHT = "rescreen.nightly"
MAIN = "main"
AT_NIGHT = "nightly"
AT = time(3, tzinfo=UTC)
ABANDONED_AFTER = timedelta(hours=1)


def night_job(day: datetime, due: datetime | None = None) -> NewJob:
    """The look of a night; there is one a day, whoever asks for it."""
    on = day.astimezone(UTC).date().isoformat()
    return NewJob(kind=NIGHT, merchant=MAIN, aggregate=NIGHT, payload={"day": on}, dedup=f"{NIGHT}:{on}", run_after=due)


def begin_nightly(desk: Desk) -> None:
    """Starts the chain of nights; does nothing where it runs already."""
    now = desk.clock.now()
    with desk.database.write() as session:
        enqueue(session, desk.ids, [_next_night(now)], now)


def _next_night(now: datetime) -> NewJob:
    today = datetime.combine(now.astimezone(UTC).date(), AT)
    due = today if now < today else today + timedelta(days=1)
    return night_job(due, due)


def trigger_handlers(desk: Desk) -> Mapping[str, Handler]:
    """Handlers by kind of job."""
    work = _Triggers(desk)
    return {TRIGGER: work.triggered, NIGHT: work.nightly}


@dataclass(frozen=True, slots=True)
class _Triggers:
    desk: Desk

    def triggered(self, session: WriteSession, job: Job) -> None:
        """Something changed at once."""
        cause = str(job.payload["cause"])
        for merchant in _concerned(session, job.merchant, cause):
            self._begin(session, merchant, cause)

    def nightly(self, session: WriteSession, job: Job) -> None:
        """What ends or begins by the calendar, and whatever else was missed; then the next night is set."""
        now = self.desk.clock.now()
        for merchant in merchants_with_waiting_orders(session):
            if preferences(session, merchant)[NIGHTLY]:
                self._begin(session, merchant, AT_NIGHT)
        enqueue(session, self.desk.ids, [_next_night(max(now, _day_of(job)))], now)

    def _begin(self, session: WriteSession, merchant: str, cause: str) -> None:
        """Begins a run, or notes that one more is wanted after that which is under way."""
        now = self.desk.clock.now()
        active, waits = under_way(session, merchant), waiting_run(session, merchant)
        if active is not None and active.state != "paused" and active.created_at < now - ABANDONED_AFTER:
            take_over(self.desk, session, active)
        if waits is not None:
            asked = asked_of(waits.params)
            say(session, waits.run, replace(asked, causes=_with(asked.causes, cause)).params())
            return
        asked = self._asked(session, merchant, cause, now)
        run = self.desk.ids.new(Prefix.RUN)
        state = "planning" if active is None else "waiting"
        announce(session, run, merchant, asked.params(), state=state, at=now, by=BY)
        if active is None:
            enqueue(session, self.desk.ids, [plan_job(merchant, run)], now)

    def _asked(self, session: ReadSession, merchant: str, cause: str, now: datetime) -> Asked:
        days = preferences(session, merchant)[RESCREEN_GIVE_UP]
        since = now - timedelta(days=days) if days else None
        return Asked(narrowed=Narrowed(placed_since=since), causes=(cause,))


def _day_of(job: Job) -> datetime:
    return datetime.combine(datetime.fromisoformat(str(job.payload["day"])).date(), AT)


def _with(causes: Sequence[str], cause: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*causes, cause)))


def _concerned(session: ReadSession, owner: str, cause: str) -> Sequence[str]:
    """Whose waiting orders a change may touch: an edition of `main` counts for all who have none of their own, lists
    of denied parties for everybody."""
    found = merchants_with_waiting_orders(session)
    if owner != MAIN:
        return [each for each in found if each == owner]
    own = frozenset[str]() if cause == PARTY_LISTS else epochs(session).keys() - {MAIN}
    return [each for each in found if each not in own]
