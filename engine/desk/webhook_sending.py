"""The job of a delivery: sends it once, then writes what came of it, and what is to happen next.

A process may die between the two. Then the job is another worker's, and it is sent again with the same `webhook-id`,
by which receivers know what they have. A try that fails is followed by a job of its own, so that nothing behind it
waits; an endpoint that fails several times in a row is left in peace for a while, all that waits for it included.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.clock import moment
from engine.desk.desk import Caller, Desk
from engine.desk.webhooks import SEALED_FOR, disable_for
from engine.outgoing.client import Client
from engine.outgoing.webhooks import Outcome, Sent, send
from engine.store.feed import event_of
from engine.store.outbox import Job, enqueue
from engine.store.sessions import ReadSession, WriteSession
from engine.store.webhook_deliveries import (
    DELIVERED,
    FAILED,
    PENDING,
    Attempt,
    Delivery,
    again,
    delivery_of,
    end,
)
from engine.store.webhook_endpoints import (
    ENABLED,
    endpoint_of,
    let_rest,
    live_secrets,
    note_failure,
    note_success,
)
from engine.store.webhook_fanout import job_of, rest_jobs
from engine.webhooks.payload import Catalogue, Told, body_of
from engine.webhooks.schedule import FAILING_FOR, next_pause, rest
from engine.webhooks.signing import signed

PING = "webhook.ping"
BY = "webhooks"
EVENT_GONE = "the event is not kept any more"


@dataclass(frozen=True, slots=True)
class _Message:
    url: str
    body: bytes
    secrets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """A delivery as it was when it was sent, and what came of it."""

    delivery: Delivery
    sent: Sent


class DeliveryWork:
    """Acts and settles, for an `OutsideHandler`. Safe for several threads.

    Args:
        desk: where everything is kept.
        client: by what it is sent.
        catalogue: what may be told of each type.
        luck: a random number from 0 to 1, by which pauses are drawn out.
    """

    def __init__(self, desk: Desk, client: Client, catalogue: Catalogue, luck: Callable[[], float]) -> None:
        self._desk = desk
        self._client = client
        self._catalogue = catalogue
        self._luck = luck

    def act(self, job: Job) -> Done | None:
        """Sends; nothing when there is nothing to send any more.

        Signed with the database's time: receivers refuse what seems to be minutes old, and this machine's clock may be
        wrong.
        """
        with self._desk.database.read() as session:
            delivery = delivery_of(session, job.merchant, str(job.payload["delivery"]))
            if delivery is None or delivery.state != PENDING or delivery.turn != job.payload["turn"]:
                return None
            now = self._desk.clock.now() - self._ahead(session)
            message = self._message(session, delivery, now)
        if message is None:
            return None
        if not message.body:
            at = self._desk.clock.now()
            return Done(delivery, Sent(outcome=Outcome.FAILED, at=at, took_ms=0, error=EVENT_GONE))
        headers = signed(message.secrets, delivery.message_id, int(now.timestamp()), message.body)
        return Done(delivery, send(self._client, self._desk.clock, message.url, headers, message.body))

    def settle(self, session: WriteSession, job: Job, done: Done | None) -> None:  # noqa: ARG002 - the delivery knows enough
        """Writes the attempt, and plans what follows from it."""
        if done is None:
            return
        delivery, sent = done.delivery, done.sent
        # The endpoint first: whoever else settles for it waits here, and not in the middle.
        if sent.outcome is Outcome.DELIVERED:
            note_success(session, delivery.endpoint)
            end(session, delivery, DELIVERED, _attempt(done))
            return
        if sent.error == EVENT_GONE:
            end(session, delivery, FAILED, _attempt(done))
            return
        self._failed(session, done)

    def _failed(self, session: WriteSession, done: Done) -> None:
        delivery, sent = done.delivery, done.sent
        failing = note_failure(session, delivery.endpoint, sent.at)
        self._plan(session, done)
        if failing is None:
            return
        failures, since = failing
        caller = Caller(merchant=delivery.merchant, name=BY)
        if sent.outcome is Outcome.GONE:
            disable_for(self._desk, session, caller, delivery.endpoint, "gone", sent.at)
        elif sent.at - since >= FAILING_FOR:
            disable_for(self._desk, session, caller, delivery.endpoint, "failing", sent.at)
        else:
            self._leave_in_peace(session, done, failures)

    def _plan(self, session: WriteSession, done: Done) -> None:
        """The next try of this delivery."""
        delivery, sent = done.delivery, done.sent
        pause = None if sent.outcome is Outcome.GONE else next_pause(delivery.tries + 1, self._luck())
        if pause is None:
            end(session, delivery, FAILED, _attempt(done))
            return
        # Counted from when it was sent: it may have taken half a minute.
        next_at = sent.at + max(pause, sent.asked or timedelta(0))
        if again(session, delivery, _attempt(done), next_at):
            self._add_job(session, delivery, next_at)

    def _add_job(self, session: WriteSession, before: Delivery, next_at: datetime) -> None:
        planned = delivery_of(session, before.merchant, before.id)
        if planned is not None:
            due = next_at - self._ahead(session)
            enqueue(session, self._desk.ids, [job_of(planned, due)], self._desk.clock.now())

    def _ahead(self, session: ReadSession) -> timedelta:
        """How much later it is here than at the database, by whose clock pauses pass: a pause is as long as it was
        meant to be, also where this machine has lost its time."""
        return self._desk.clock.now() - moment(session.now())

    def _leave_in_peace(self, session: WriteSession, done: Done, failures: int) -> None:
        delivery, sent = done.delivery, done.sent
        throttled = sent.outcome is Outcome.THROTTLED
        pause = rest(failures, self._luck(), throttled=throttled, asked=sent.asked)
        if pause is None:
            return
        until = sent.at + timedelta(milliseconds=sent.took_ms) + pause - self._ahead(session)
        let_rest(session, delivery.endpoint, until)
        rest_jobs(session, delivery.merchant, delivery.endpoint, until)

    def _message(self, session: ReadSession, delivery: Delivery, now: datetime) -> _Message | None:
        """What to send and to whom; nothing when the endpoint is not to be sent to."""
        endpoint = endpoint_of(session, delivery.merchant, delivery.endpoint)
        if endpoint is None or endpoint.state != ENABLED:
            return None
        secrets = live_secrets(session, delivery.merchant, delivery.endpoint, now)
        opened = tuple(self._desk.seal.opened_for(SEALED_FOR, each.sealed) for each in secrets)
        return _Message(endpoint.url, self._body(session, delivery), opened)

    def _body(self, session: ReadSession, delivery: Delivery) -> bytes:
        """Empty when the event is not kept any more."""
        if delivery.type == PING:
            return body_of(_ping(delivery), self._catalogue)
        event = event_of(session, delivery.merchant, delivery.event)
        if event is None:
            return b""
        told = Told(
            type=event.type,
            at=event.at,
            event_id=event.id,
            feed_sequence=event.seq,
            order_id=event.order_id,
            sequence=event.order_seq,
            data=event.data,
        )
        return body_of(told, self._catalogue)


def _ping(delivery: Delivery) -> Told:
    return Told(
        type=PING,
        at=delivery.created_at,
        event_id=delivery.event,
        feed_sequence=0,
        order_id="",
        sequence=0,
        data={"endpoint_id": delivery.endpoint},
    )


def _attempt(done: Done) -> Attempt:
    return Attempt(
        delivery=done.delivery.id,
        number=done.delivery.attempts + 1,
        merchant=done.delivery.merchant,
        at=done.sent.at,
        took_ms=done.sent.took_ms,
        outcome=done.sent.outcome,
        status=done.sent.status,
        error=done.sent.error,
    )
