"""Once a day: deliveries that ended a while ago are deleted with their attempts; the feed and the audit stay."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta

from engine.desk.desk import Desk
from engine.desk.tallying import EVERYBODY
from engine.store.outbox import Handler, Job, NewJob, enqueue
from engine.store.sessions import WriteSession
from engine.store.webhook_deliveries import purge

TIDY = "webhook.tidy"
KEPT = timedelta(days=30)
AT_ONCE = 1_000
AT = time(3, tzinfo=UTC)


def begin_tidying_webhooks(desk: Desk) -> None:
    """Starts the chain of daily looks; does nothing where it runs already."""
    now = desk.clock.now()
    with desk.database.write() as session:
        enqueue(session, desk.ids, [_look(now, None)], now)


def tidying_handlers(desk: Desk) -> Mapping[str, Handler]:
    """The handler by kind of job."""

    def tidy(session: WriteSession, job: Job) -> None:  # noqa: ARG001 - it looks at everything
        now = desk.clock.now()
        if purge(session, now - KEPT, AT_ONCE) == AT_ONCE:
            following = NewJob(kind=TIDY, merchant=EVERYBODY, aggregate=TIDY)
        else:
            tomorrow = now.astimezone(UTC) + timedelta(days=1)
            following = _look(tomorrow, datetime.combine(tomorrow.date(), AT))
        enqueue(session, desk.ids, [following], now)

    return {TIDY: tidy}


def _look(now: datetime, due: datetime | None) -> NewJob:
    day = now.astimezone(UTC).date().isoformat()
    return NewJob(kind=TIDY, merchant=EVERYBODY, aggregate=TIDY, dedup=f"{TIDY}:{day}", run_after=due)
