"""Looks at every account once an hour: notes how it stands today, and tells when a measure gets into danger or breaks.

Told once for each change for the worse, not at every look: whoever was told and does nothing need not hear it hourly.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from engine.desk.rule_telling import tell
from engine.store.chain import begin_turns
from engine.store.outbox import Job
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.channels.health.measuring import OrderLife, Rate, rates
from fulfillment.channels.health.standards import Standard, standards_of
from fulfillment.channels.port import Port, voice_of
from fulfillment.channels.rounds import go_round
from fulfillment.desk_view import DeskView, Wait
from fulfillment.jobs import CHANNEL_HEALTH
from fulfillment.records import Connection, HealthDay
from fulfillment.store.channel_health import health_before, lives_of, put_health
from fulfillment.store.channels import connection_of

EVERY = timedelta(hours=1)
ENDANGERED, BROKEN = "channel.health_endangered", "channel.health_broken"
GOOD, DANGER, IS_BROKEN = "good", "danger", "broken"
RANKS = (GOOD, DANGER, IS_BROKEN)
MOST_NAMED = 50  # orders that are named as those to see to
SOME = 400


@dataclass(frozen=True, slots=True)
class HealthWork:
    """The handler of `channel_health`: one job begins the look of an hour, one looks at each account."""

    port: Port
    desk: DeskView

    def __call__(self, session: WriteSession, job: Job, /) -> None:
        """Begins an hour, or looks at an account."""
        now = self.port.desk.clock.now()
        named = job.payload.get("connection")
        if named is None:
            go_round(session, self.port, job, EVERY)
            return
        connection = connection_of(session, job.merchant, str(named))
        if connection is not None:
            look(self.port, self.desk, session, connection, now)


def look(
    port: Port, desk: DeskView, session: WriteSession, connection: Connection, now: datetime
) -> tuple[HealthDay, ...]:
    """How an account stands now, noted for the day; what got worse is told."""
    found = tuple(health_of(rate, connection, now) for rate in rates_of(desk, session, connection, now))
    for each in found:
        before = health_before(session, connection.id, each.measure, each.day)
        put_health(session, each)
        if RANKS.index(each.standing) > RANKS.index(GOOD if before is None else before.standing):
            _warn(port, session, connection, each, now)
    return found


def rates_of(desk: DeskView, session: ReadSession, connection: Connection, now: datetime) -> tuple[Rate, ...]:
    """All measures of an account that its channel has a limit for; none of an own shop."""
    standards = standards_of(connection.channel)
    if not standards:
        return ()
    return rates(standards, lives(desk, session, connection, standards, now), now)


def lives(
    desk: DeskView, session: ReadSession, connection: Connection, standards: tuple[Standard, ...], now: datetime
) -> tuple[OrderLife, ...]:
    """The orders that count, with how long those wait that do."""
    since = now - timedelta(days=max(each.days for each in standards))
    found = lives_of(session, connection, since)
    waiting = [each.order_id for each in found if each.open]
    ends: dict[str, Wait] = {}
    for start in range(0, len(waiting), SOME):
        ends |= desk.waits(session, connection.merchant_id, waiting[start : start + SOME])
    return tuple(
        replace(each, held=True, waits_until=wait.until, cancels=wait.cancels)
        if (wait := ends.get(each.order_id))
        else each
        for each in found
    )


def health_of(rate: Rate, connection: Connection, now: datetime) -> HealthDay:
    """A measure as it is noted."""
    return HealthDay(
        merchant_id=connection.merchant_id,
        connection_id=connection.id,
        measure=rate.measure,
        day=now.astimezone(UTC).date().isoformat(),
        days=rate.days,
        bad=rate.now.bad,
        total=rate.now.all,
        bad_soon=rate.soon.bad,
        total_soon=rate.soon.all,
        most_bad=rate.limit.most_bad,
        standing=IS_BROKEN if rate.is_broken else DANGER if rate.is_in_danger else GOOD,
        to_save=rate.to_save[:MOST_NAMED],
        looked_at=now,
    )


def begin_health(port: Port) -> None:
    """Starts the chain of looks; does nothing where this hour's is there."""
    begin_turns(port.desk.database, port.desk.ids, port.desk.clock.now(), CHANNEL_HEALTH, EVERY)


def _warn(port: Port, session: WriteSession, connection: Connection, day: HealthDay, now: datetime) -> None:
    told = {
        "connection_id": connection.id,
        "channel": connection.channel,
        "name": connection.name,
        "measure": day.measure,
        "bad": day.bad,
        "total": day.total,
        "bad_soon": day.bad_soon,
        "total_soon": day.total_soon,
        "most_permille": day.most_bad,
        "orders": list(day.to_save),
    }
    type_ = BROKEN if day.standing == IS_BROKEN else ENDANGERED
    tell(port.desk, session, voice_of(connection), type_, connection.id, told, now)
