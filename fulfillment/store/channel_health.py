"""What health reads of a connection's orders, and what was found each day."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select, update

from engine.clock import microseconds, moment
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.carriers.s10 import is_plausible
from fulfillment.channels.carrier_codes import carrier_code
from fulfillment.channels.health.measuring import OrderLife
from fulfillment.channels.said_facts import NOTHING_FOLLOWS, CancelFacts, ParcelFacts
from fulfillment.channels.words import SayingState, Taken, Topic
from fulfillment.lifecycle import UNSENT
from fulfillment.records import Connection, HealthDay, Saying
from fulfillment.states import Stage
from fulfillment.store.channel_rows import channel_row, read_many, read_one
from fulfillment.store.tables import CASE, CHANNEL_ORDER, DISPUTE, HEALTH_DAY, SAYING

_O, _S, _D, _C, _H = CHANNEL_ORDER.c, SAYING.c, DISPUTE.c, CASE.c, HEALTH_DAY.c
SOME = 400  # names in one statement
TOLD = (Topic.SHIPPED, Topic.CANCELLED)


def lives_of(session: ReadSession, connection: Connection, since: datetime) -> tuple[OrderLife, ...]:
    """The orders of a connection that were placed, due or told of since a moment; without what the desk knows of waits.

    A few statements for some hundreds of orders.
    """
    chosen = (
        select(_O.order_id, _O.placed_at, _O.ship_by)
        .where(
            _O.connection_id == connection.id,
            _O.taken == Taken.DECIDED,
            (_O.placed_at >= microseconds(since)) | (_O.ship_by >= microseconds(since)),
        )
        .order_by(_O.order_id)
    )
    rows = [row for row in session.rows(chosen) if row.order_id is not None and row.placed_at is not None]
    found: list[OrderLife] = []
    for start in range(0, len(rows), SOME):
        some = {
            str(row.order_id): OrderLife(
                order_id=str(row.order_id),
                placed_at=moment(row.placed_at),
                ship_by=None if row.ship_by is None else moment(row.ship_by),
            )
            for row in rows[start : start + SOME]
        }
        found += _followed(session, connection, some)
    return tuple(found)


def _followed(session: ReadSession, connection: Connection, some: Mapping[str, OrderLife]) -> Sequence[OrderLife]:
    lives, ids, merchant = dict(some), list(some), connection.merchant_id
    at_work = select(_C.order_id, _C.stage).where(_C.merchant_id == merchant, _C.order_id.in_(ids))
    stages = {str(row.order_id): row.stage for row in session.rows(at_work)}
    told = (_S.connection_id == connection.id, _S.order_id.in_(ids), _S.topic.in_(TOLD))
    for saying in read_many(session, SAYING, Saying, *told):
        order_id = saying.order_id or ""
        lives[order_id] = _told(lives[order_id], saying, connection.channel)
    disputed = select(_D.order_id).where(_D.merchant_id == merchant, _D.order_id.in_(ids), _D.state != "won")
    for row in session.rows(disputed):
        lives[str(row.order_id)] = replace(lives[str(row.order_id)], disputed=True)
    return [replace(life, open=stages.get(order_id, Stage.SCREENED) in UNSENT) for order_id, life in lives.items()]


def _told(life: OrderLife, saying: Saying, channel: str) -> OrderLife:
    """What was not said yet, or was refused, the marketplace does not know, and counts as not done."""
    if saying.topic is Topic.CANCELLED:
        refused = saying.state is SayingState.REFUSED
        return life if refused else replace(life, cause=CancelFacts.of(saying.facts).cause)
    if saying.about.endswith(NOTHING_FOLLOWS):
        return life
    facts = ParcelFacts.of(saying.facts)
    at = _told_at(saying, facts)
    if at is None:
        return replace(life, untold=life.untold or saying.state is SayingState.REFUSED)
    first = at if life.told_shipped is None else min(life.told_shipped, at)
    known = carrier_code(channel, facts.carrier, facts.number).listed and is_plausible(facts.number)
    return replace(life, told_shipped=first, parcels=life.parcels + 1, tracked=life.tracked + known)


def _told_at(saying: Saying, facts: ParcelFacts) -> datetime | None:
    """When the marketplace heard of a parcel. Of what somebody entered there by hand only the parcel's day is known."""
    if saying.state is SayingState.SAID:
        return saying.ended_at
    return facts.shipped_at if saying.state is SayingState.DROPPED else None


def put_health(session: WriteSession, day: HealthDay) -> None:
    """Puts it in the place of the one of the same day."""
    same = (_H.connection_id == day.connection_id, _H.measure == day.measure, _H.day == day.day)
    if not session.run(update(HEALTH_DAY).where(*same).values(**channel_row(day))):
        session.add(HEALTH_DAY, [channel_row(day)])


def health_before(session: ReadSession, connection_id: str, measure: str, day: str) -> HealthDay | None:
    """The newest one of a measure up to a day."""
    chosen = (
        select(_H.day)
        .where(_H.connection_id == connection_id, _H.measure == measure, _H.day <= day)
        .order_by(_H.day.desc())
        .limit(1)
    )
    newest = session.first(chosen)
    if newest is None:
        return None
    same = (_H.connection_id == connection_id, _H.measure == measure, _H.day == newest.day)
    return read_one(session, HEALTH_DAY, HealthDay, *same)


def health_days(session: ReadSession, merchant: str, connection_id: str, since: str) -> tuple[HealthDay, ...]:
    """All of a connection from a day on, by measure and day."""
    wanted = (_H.merchant_id == merchant, _H.connection_id == connection_id, _H.day >= since)
    return read_many(session, HEALTH_DAY, HealthDay, *wanted)
