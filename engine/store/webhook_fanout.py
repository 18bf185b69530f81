"""One delivery for each endpoint that wants an event, in the transaction that writes the event, and its job.

A job belongs to one of a few lanes of its endpoint: so many run at once at most, however many deliveries wait, and the
events of one order leave in their order. A try that failed is followed by a new job, not by the same one again, since
that would keep the whole lane waiting.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zlib import crc32

from engine.ids import Ids, Prefix
from engine.store.outbox import NewJob, enqueue, postpone
from engine.store.sessions import WriteSession
from engine.store.webhook_deliveries import Delivery, add_rows, message_id, put_off
from engine.store.webhook_endpoints import Listening, listening
from engine.webhooks.subscription import wants

DELIVER = "webhook.deliver"
LANES = 4
PRIORITY = 200  # behind whatever moves orders


@dataclass(frozen=True, slots=True, kw_only=True)
class Fresh:
    """An event that was numbered a moment ago, or long ago if it is sent again."""

    id: str
    seq: int
    merchant: str
    type: str
    order_id: str


def fan_out(session: WriteSession, ids: Ids, events: Sequence[Fresh], now: datetime) -> int:
    """Adds deliveries and jobs of events of one merchant; answers how many. One statement where nobody listens."""
    if not events:
        return 0
    made = [
        (_new(ids, each.id, event, now, each.rests_until), each)
        for each in listening(session, events[0].merchant)
        for event in events
        if wants(each.types, event.type)
    ]
    _add(session, ids, made, now)
    return len(made)


def send_to(session: WriteSession, ids: Ids, endpoint: Listening, event: Fresh, now: datetime) -> Delivery:
    """A delivery of one event to one endpoint, whether it wants the type or not."""
    made = _new(ids, endpoint.id, event, now, endpoint.rests_until)
    _add(session, ids, [(made, endpoint)], now)
    return made


def job_of(delivery: Delivery, run_after: datetime | None) -> NewJob:
    """The job of a delivery's present turn."""
    return NewJob(
        kind=DELIVER,
        merchant=delivery.merchant,
        aggregate=f"{delivery.endpoint}:{_lane(delivery)}",
        payload={"delivery": delivery.id, "turn": delivery.turn},
        priority=PRIORITY,
        run_after=run_after,
    )


def rest_jobs(session: WriteSession, merchant: str, endpoint: str, until: datetime) -> None:
    """Nothing of an endpoint is begun before then, in one statement however much waits."""
    postpone(session, merchant, [f"{endpoint}:{lane}" for lane in range(LANES)], until)
    put_off(session, endpoint, until)


def _lane(delivery: Delivery) -> int:
    return crc32((delivery.order_id or delivery.event).encode()) % LANES


def _new(ids: Ids, endpoint: str, event: Fresh, now: datetime, rests_until: datetime | None) -> Delivery:
    return Delivery(
        id=ids.new(Prefix.DELIVERY),
        merchant=event.merchant,
        endpoint=endpoint,
        event=event.id,
        event_seq=event.seq,
        type=event.type,
        order_id=event.order_id,
        message_id=message_id(endpoint, event.id),
        created_at=now,
        next_at=now if rests_until is None else max(now, rests_until),
    )


def _add(session: WriteSession, ids: Ids, made: Sequence[tuple[Delivery, Listening]], now: datetime) -> None:
    if made:
        add_rows(session, [each for each, _ in made])
        enqueue(session, ids, [job_of(each, endpoint.rests_until) for each, endpoint in made], now)
