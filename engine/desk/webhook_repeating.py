"""Sends again: a ping to see whether an endpoint answers, one delivery, or all events since a moment or number.

A delivery that is sent again begins its tries anew and keeps its `webhook-id`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.desk.desk import Caller, Desk
from engine.desk.errors import NotFound, VersionChanged
from engine.desk.telling import audit_job
from engine.desk.webhook_errors import EndpointDisabled
from engine.desk.webhook_sending import PING
from engine.desk.webhooks import found_endpoint
from engine.ids import Prefix
from engine.store.feed import Chosen, Event, events_between, head_of, number_before
from engine.store.outbox import Handler, Job, NewJob, enqueue
from engine.store.sessions import ReadSession, WriteSession
from engine.store.webhook_deliveries import DELIVERED, Delivery, deliveries_of, delivery_of, restart
from engine.store.webhook_endpoints import ENABLED, Endpoint, Listening
from engine.store.webhook_fanout import PRIORITY, Fresh, job_of, send_to
from engine.webhooks.subscription import wants

REPLAY = "webhook.replay"
AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """What is to be sent again: from behind a number of the feed, or since a moment, up to what there is now.

    `everything`: also what was delivered; else what an endpoint has not got.
    """

    after: int | None = None
    since: datetime | None = None
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Replaying:
    """A replay that has begun: the numbers of the feed behind which and up to which."""

    after: int
    until: int


def ping(desk: Desk, caller: Caller, endpoint_id: str) -> Delivery:
    """Sends a message that says nothing, whatever types the endpoint wants. Raises NotFound, EndpointDisabled."""
    now = desk.clock.now()
    with desk.database.write() as session:
        endpoint = _enabled(session, caller, endpoint_id)
        id_ = f"ping_{desk.ids.new(Prefix.EVENT).removeprefix(f'{Prefix.EVENT}_')}"
        event = Fresh(id=id_, seq=0, merchant=caller.merchant, type=PING, order_id="")
        return send_to(session, desk.ids, Listening(endpoint.id, endpoint.types, None), event, now)


def redeliver(desk: Desk, caller: Caller, delivery_id: str) -> Delivery:
    """Sends one again, at once. Raises NotFound, EndpointDisabled, VersionChanged."""
    now = desk.clock.now()
    with desk.database.write() as session:
        known = found_delivery(session, caller.merchant, delivery_id)
        _enabled(session, caller, known.endpoint)
        if not _again(desk, session, known, None):
            raise VersionChanged
        told = {"delivery_id": known.id, "event_id": known.event}
        enqueue(session, desk.ids, [audit_job(caller, "webhook.redelivered", known.endpoint, told, now)], now)
        return found_delivery(session, caller.merchant, delivery_id)


def replay(desk: Desk, caller: Caller, endpoint_id: str, wanted: Replay) -> Replaying:
    """Begins to send again, some hundreds at a time. Raises NotFound, EndpointDisabled."""
    now = desk.clock.now()
    with desk.database.write() as session:
        _enabled(session, caller, endpoint_id)
        until = head_of(session, caller.merchant)
        after = wanted.after or 0
        if wanted.since is not None:
            after = max(after, number_before(session, caller.merchant, wanted.since))
        payload: dict[str, object] = {
            "endpoint": endpoint_id,
            "after": min(after, until),
            "until": until,
            "since": None if wanted.since is None else wanted.since.isoformat(),
            "everything": wanted.everything,
        }
        job = _part(caller.merchant, endpoint_id, payload)
        audit = audit_job(caller, "webhook.replayed", endpoint_id, payload, now)
        enqueue(session, desk.ids, [job, audit], now)
    return Replaying(min(after, until), until)


def found_delivery(session: ReadSession, merchant: str, delivery_id: str) -> Delivery:
    """A delivery. Raises NotFound."""
    found = delivery_of(session, merchant, delivery_id)
    if found is None:
        raise NotFound("delivery", delivery_id)
    return found


def replay_handlers(desk: Desk) -> Mapping[str, Handler]:
    """The handler by kind of job."""
    return {REPLAY: _Replaying(desk).part}


@dataclass(frozen=True, slots=True)
class _Replaying:
    desk: Desk

    def part(self, session: WriteSession, job: Job) -> None:
        """Some of the events, and a job for those behind them."""
        told = job.payload
        try:
            endpoint = _enabled(session, Caller(merchant=job.merchant, name=REPLAY), str(told["endpoint"]))
        except (NotFound, EndpointDisabled):
            return  # somebody thought better of it
        chosen = Chosen(after=int(str(told["after"])), until=int(str(told["until"])))
        events = events_between(session, job.merchant, chosen, AT_ONCE)
        since = None if told["since"] is None else datetime.fromisoformat(str(told["since"]))
        wanted = [each for each in events if wants(endpoint.types, each.type) and (since is None or each.at >= since)]
        self._send(session, endpoint, wanted, everything=bool(told["everything"]))
        if len(events) == AT_ONCE:
            following = _part(job.merchant, endpoint.id, {**told, "after": events[-1].seq})
            enqueue(session, self.desk.ids, [following], self.desk.clock.now())

    def _send(self, session: WriteSession, endpoint: Endpoint, events: Sequence[Event], *, everything: bool) -> None:
        now = self.desk.clock.now()
        ids = [each.id for each in events]
        known = {each.event: each for each in deliveries_of(session, endpoint.merchant, endpoint.id, ids)}
        for event in events:
            before = known.get(event.id)
            if before is None:
                send_to(session, self.desk.ids, _listening(endpoint), _fresh(event), now)
            elif everything or before.state != DELIVERED:
                _again(self.desk, session, before, endpoint.rests_until)


def _again(desk: Desk, session: WriteSession, known: Delivery, rests_until: datetime | None) -> bool:
    now = desk.clock.now()
    if not restart(session, known, now):
        return False
    planned = found_delivery(session, known.merchant, known.id)
    enqueue(session, desk.ids, [job_of(planned, rests_until)], now)
    return True


def _enabled(session: ReadSession, caller: Caller, endpoint_id: str) -> Endpoint:
    endpoint = found_endpoint(session, caller.merchant, endpoint_id)
    if endpoint.state != ENABLED:
        raise EndpointDisabled(endpoint_id)
    return endpoint


def _listening(endpoint: Endpoint) -> Listening:
    return Listening(endpoint.id, endpoint.types, endpoint.rests_until)


def _fresh(event: Event) -> Fresh:
    return Fresh(id=event.id, seq=event.seq, merchant=event.merchant, type=event.type, order_id=event.order_id)


def _part(merchant: str, endpoint_id: str, payload: Mapping[str, object]) -> NewJob:
    return NewJob(kind=REPLAY, merchant=merchant, aggregate=f"{endpoint_id}:replay", payload=payload, priority=PRIORITY)
