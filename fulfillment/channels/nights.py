"""What is done for every connection once a night: the count, a look whether each is still being read, and letting go of
what nobody could read."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from engine.store.chain import EVERYBODY, day_after
from engine.store.outbox import Job, NewJob, enqueue
from engine.store.sessions import WriteSession
from fulfillment.channels.backfilling import keep_going_on
from fulfillment.channels.counting import begin_count
from fulfillment.channels.polling import keep_looking
from fulfillment.channels.port import Port
from fulfillment.jobs import CHANNEL_NIGHT
from fulfillment.store.channels import connections_on, forget_refused

AT = time(2, 30, tzinfo=UTC)
KEPT = timedelta(days=30)  # a document that could not be read, which nobody can ask to have erased by name


@dataclass(frozen=True, slots=True)
class NightWork:
    """Begins the counts of a night, and adds the next night."""

    port: Port

    def __call__(self, session: WriteSession, job: Job, /) -> None:
        """All in one transaction: a night is begun once."""
        now = self.port.desk.clock.now()
        keep_looking(self.port, session)
        keep_going_on(self.port, session)
        forget_refused(session, now - KEPT)
        for connection in connections_on(session):
            begin_count(self.port, session, connection, str(job.payload["day"]))
        enqueue(session, self.port.desk.ids, [_night(day_after(job, now))], now)


def begin_channels(port: Port) -> None:
    """Starts the chain of nights, and the chains of looks that broke off; any number of workers may ask, at every
    start."""
    now = port.desk.clock.now()
    with port.desk.database.write() as session:
        keep_looking(port, session)
        keep_going_on(port, session)
        enqueue(session, port.desk.ids, [_night(now)], now)


def _night(on: datetime) -> NewJob:
    """The night that begins a day (UTC); there is one, whoever asks for it."""
    day = on.astimezone(UTC).date()
    return NewJob(
        kind=CHANNEL_NIGHT,
        merchant=EVERYBODY,
        aggregate=CHANNEL_NIGHT,
        payload={"day": day.isoformat()},
        dedup=f"{CHANNEL_NIGHT}:{day.isoformat()}",
        run_after=datetime.combine(day, AT),
    )
