"""What follows from registrations: events, the daily look at their ends, and orders decided anew.

The daily look is a job that adds the one of the next day, so that one chain of them runs however many workers start.
That a registration nears its end, and that it has ended, is told once each: a note on the registration itself says so,
since a job's own memory of having run is short.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from engine.desk.desk import Desk
from engine.desk.registrations import HELD, TOLD, WATCH, shown, watch_job
from engine.desk.rescreening import rescreen_what_is_left
from engine.ids import Prefix
from engine.store.chain import day_after
from engine.store.feed import NewEvent, add_events
from engine.store.holds import open_holds
from engine.store.outbox import Handler, Job, NewJob, enqueue, is_followed
from engine.store.registrations import (
    RegistrationRow,
    current_registrations,
    merchants_with_registrations,
    note_told,
)
from engine.store.sessions import WriteSession

AGAIN = "desk.rescreened"
OF_NO_ORDER = ""  # an event that is about none
GOES_ON = f"{HELD}:on"  # of an aggregate of its own: it is no look at everything
AT = time(2, tzinfo=UTC)  # when a day has surely begun, also where the database's clock is ahead of ours
AT_ONCE = 200
# Reasons of holds that a registration may end: see rules/imports/conformity.yaml.
HELD_FOR = ("IMP_CONFORMITY_MISSING", "IMP_REGISTRATION_MISSING", "IMP_REGISTRATION_EXPIRED")


def registration_handlers(desk: Desk) -> Mapping[str, Handler]:
    """Handlers by kind of job."""
    following = _Following(desk)
    return {
        TOLD: following.told,
        HELD: following.held,
        AGAIN: following.again,
        WATCH: following.watch,
    }


def begin_watching(desk: Desk) -> None:
    """Starts the chain of daily looks; does nothing where it runs already."""
    now = desk.clock.now()
    with desk.database.write() as session:
        enqueue(session, desk.ids, [watch_job(now)], now)


@dataclass(frozen=True, slots=True)
class _Following:
    desk: Desk

    def told(self, session: WriteSession, job: Job) -> None:
        """A registration was added, changed or ended."""
        data = {name: value for name, value in job.payload.items() if name not in {"at", "type"}}
        at = datetime.fromisoformat(str(job.payload["at"]))
        type_ = f"registration.{job.payload['type']}"
        add_events(session, [_event(f"{job.id.removeprefix('job_')}_e", job.merchant, type_, data, at)])

    def watch(self, session: WriteSession, job: Job) -> None:
        """Tells once of each registration that nears its end, and once of each that has ended."""
        now = self.desk.clock.now()
        for merchant in merchants_with_registrations(session):
            rows = current_registrations(session, merchant)
            for row, word in _to_tell(rows, now):
                if note_told(session, row, word):
                    one = row.registration
                    name = f"{one.id.removeprefix('reg_')}_{row.version}_{word}"
                    add_events(session, [_event(name, merchant, f"registration.{word}", shown(row), now)])
        tomorrow = day_after(job, now)
        enqueue(session, self.desk.ids, [watch_job(tomorrow, datetime.combine(tomorrow.date(), AT))], now)

    def held(self, session: WriteSession, job: Job) -> None:
        """Has the orders decided anew that wait for a registration, some at a time.

        Where a file states many, the look that follows the last of them does for all.
        """
        if is_followed(session, job):
            return
        self.desk.registers.forget(job.merchant)
        now, cause = self.desk.clock.now(), str(job.payload["cause"])
        holds = open_holds(session, job.merchant, HELD_FOR, str(job.payload["after"]), AT_ONCE)
        orders = sorted({each.order_id for each in holds})
        jobs = [
            NewJob(kind=AGAIN, merchant=job.merchant, aggregate=order, dedup=f"{AGAIN}:{cause}:{order}")
            for order in orders
        ]
        if len(holds) == AT_ONCE:
            last = holds[-1].id
            payload = {"after": last, "cause": cause}
            step = f"{HELD}:{cause}:{last}"
            jobs.append(NewJob(kind=HELD, merchant=job.merchant, aggregate=GOES_ON, payload=payload, dedup=step))
        enqueue(session, self.desk.ids, jobs, now)

    def again(self, session: WriteSession, job: Job) -> None:
        """One order anew; writes nothing when that changes nothing."""
        # Another process may have changed the registrations a moment ago.
        self.desk.registers.forget(job.merchant)
        rescreen_what_is_left(self.desk, session, job.merchant, job.aggregate, "registrations")


def _to_tell(rows: Sequence[RegistrationRow], now: datetime) -> Iterator[tuple[RegistrationRow, str]]:
    on = now.astimezone(UTC).date()
    for row in rows:
        one = row.registration
        if any(_follows(other, row) for other in rows):
            continue
        if one.expired(on) and row.told != "expired":
            yield row, "expired"
        elif one.expiring(on) and row.told == "nothing":
            yield row, "expiring"


def _follows(other: RegistrationRow, row: RegistrationRow) -> bool:
    """Another one of the same sort takes over when this one ends."""
    one, next_ = row.registration, other.registration
    alike = (one.kind, one.country, one.entity, one.shop) == (next_.kind, next_.country, next_.entity, next_.shop)
    if not alike or one.valid_to is None:
        return False
    reaches = next_.valid_to is None or next_.valid_to > one.valid_to
    return reaches and (next_.valid_from is None or next_.valid_from <= one.valid_to + timedelta(days=1))


def _event(name: str, merchant: str, type_: str, data: Mapping[str, object], at: datetime) -> NewEvent:
    return NewEvent(id=f"{Prefix.EVENT}_{name}", merchant=merchant, type=type_, order_id=OF_NO_ORDER, data=data, at=at)
