"""Deliveries against a simple model of them, by random histories: told, sent, answered, died upon, sent again."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select, text

from api.event_types import EVENT_TYPES
from engine.clock import SystemClock
from engine.desk.webhook_repeating import Replay, redeliver, replay, replay_handlers
from engine.desk.webhook_sending import DeliveryWork
from engine.desk.webhooks import Stated, add, disable, enable
from engine.outgoing.client import Bounds, Client, Reply
from engine.store.claiming import Kinds, claim
from engine.store.database import Database
from engine.store.ending import finish, hold, reclaim
from engine.store.feed import NewEvent, add_events
from engine.store.outbox import Job
from engine.store.tables import JOB, WEBHOOK_ATTEMPT
from engine.store.webhook_deliveries import Delivery, Wanted, deliveries
from engine.store.webhook_fanout import DELIVER
from engine.webhooks.schedule import TRIES
from tests.desks import MAIN
from tests.draining import drain
from tests.jobs import change, come_due, expire
from tests.webhook_site import a_bare_desk

URL = "https://shop.example/hooks"
STATUSES = st.sampled_from([200, 200, 204, 302, 400, 410, 429, 500, 503, 504])
ONLY = Kinds(frozenset({DELIVER}), only=True)


class Answering(Client):
    """Sends nothing, and answers what it was told to."""

    def __init__(self) -> None:
        super().__init__()
        self.status = 200
        self.ids: list[str] = []

    def post(
        self, url: str, content: bytes, *, headers: Mapping[str, str] | None = None, bounds: Bounds | None = None
    ) -> Reply:
        self.ids.append((headers or {})["webhook-id"])
        return Reply(status=self.status, body=b"")


@dataclass(slots=True)
class Known:
    """A delivery as the model knows it."""

    state: str = "pending"
    attempts: int = 0
    tries: int = 0


@dataclass(slots=True)
class Model:
    """What should be."""

    is_on: bool = True
    told: int = 0
    deliveries: dict[str, Known] = field(default_factory=dict)  # by event
    sent: Counter[str] = field(default_factory=Counter)


class Webhooks(RuleBasedStateMachine):
    """Each step does the same to the database and to the model."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        for table in ("job", "event", "webhook_endpoint", "webhook_secret", "webhook_delivery", "webhook_attempt"):
            change(database, f"DELETE FROM {table}")  # noqa: S608
        self.database = database
        self.desk = a_bare_desk(database, SystemClock())
        self.client = Answering()
        self.work = DeliveryWork(self.desk, self.client, EVENT_TYPES, lambda: 0.0)
        self.endpoint = add(self.desk, MAIN, Stated(url=URL, types=["order.*"])).endpoint.id
        self.model = Model()

    @rule(wanted=st.booleans())
    def tell(self, wanted: bool) -> None:
        self.model.told += 1
        id_ = f"evt_{self.model.told}"
        event = NewEvent(
            id=id_,
            merchant="main",
            type="order.admitted" if wanted else "review.opened",
            order_id=f"ord_{self.model.told % 3}",
            data={},
            at=self.desk.clock.now(),
        )
        with self.database.write() as session:
            add_events(session, [event])
        if wanted and self.model.is_on:
            self.model.deliveries[id_] = Known()

    @rule(status=STATUSES, dies=st.booleans())
    def send(self, status: int, dies: bool) -> None:
        come_due(self.database)
        with self.database.write() as session:
            jobs = claim(session, "tests", 30.0, 1, ONLY)
        waits = [each for each in self.model.deliveries.values() if each.state == "pending"]
        assert jobs or not (waits and self.model.is_on)
        if jobs:
            self.attempt(jobs[0], status, dies=dies)

    def attempt(self, job: Job, status: int, *, dies: bool) -> None:
        self.client.status = status
        before = len(self.client.ids)
        done = self.work.act(job)
        assert len(self.client.ids) - before == (done is not None)
        if done is not None:
            assert self.model.is_on
            self.model.sent[done.delivery.event] += 1
        if dies:
            expire(self.database)
            with self.database.write() as session:
                reclaim(session, 999)
            return
        with self.database.write() as session:
            assert hold(session, [job])
            self.work.settle(session, job, done)
            finish(session, [job])
        if done is not None:
            self.answered(self.model.deliveries[done.delivery.event], status)

    def answered(self, known: Known, status: int) -> None:
        assert known.state == "pending"
        known.attempts, known.tries = known.attempts + 1, known.tries + 1
        if 200 <= status < 300:
            known.state = "delivered"
        elif status == 410 or known.tries == TRIES:
            known.state = "failed"
        if status == 410:
            self.off()

    def off(self) -> None:
        self.model.is_on = False
        for each in self.model.deliveries.values():
            each.state = "dropped" if each.state == "pending" else each.state

    @precondition(lambda self: self.model.is_on)
    @rule()
    def switch_off(self) -> None:
        disable(self.desk, MAIN, self.endpoint)
        self.off()

    @precondition(lambda self: not self.model.is_on)
    @rule()
    def switch_on(self) -> None:
        enable(self.desk, MAIN, self.endpoint)
        self.model.is_on = True

    @precondition(lambda self: self.model.is_on and self.model.deliveries)
    @rule(data=st.data())
    def send_again(self, data: st.DataObject) -> None:
        event = data.draw(st.sampled_from(sorted(self.model.deliveries)))
        redeliver(self.desk, MAIN, self.rows()[event].id)
        known = self.model.deliveries[event]
        known.state, known.tries = "pending", 0

    @precondition(lambda self: self.model.is_on)
    @rule(everything=st.booleans())
    def replay(self, everything: bool) -> None:
        replay(self.desk, MAIN, self.endpoint, Replay(everything=everything))
        drain(self.database, replay_handlers(self.desk))
        with self.database.read() as session:
            wanted = text("SELECT id FROM event WHERE type = 'order.admitted'")
            events = [str(row[0]) for row in session.rows(wanted)]
        for event in events:
            known = self.model.deliveries.setdefault(event, Known())
            if everything or known.state != "delivered":
                known.state, known.tries = "pending", 0

    def rows(self) -> dict[str, Delivery]:
        with self.database.read() as session:
            found = deliveries(session, "main", Wanted(endpoint=self.endpoint), 999)
        return {each.event: each for each in found}

    @invariant()
    def deliveries_stand_as_the_model_says(self) -> None:
        found = {event: Known(each.state, each.attempts, each.tries) for event, each in self.rows().items()}
        assert found == self.model.deliveries

    @invariant()
    def attempts_are_all_noted(self) -> None:
        with self.database.read() as session:
            noted = Counter(str(row.delivery_id) for row in session.rows(select(WEBHOOK_ATTEMPT)))
        assert noted == Counter({each.id: each.attempts for each in self.rows().values() if each.attempts})

    @invariant()
    def nothing_that_waits_is_forgotten(self) -> None:
        with self.database.read() as session:
            jobs = [
                str(row.payload)
                for row in session.rows(select(JOB).where(JOB.c.kind == DELIVER, JOB.c.state == "ready"))
            ]
        for each in self.rows().values():
            if each.state == "pending":
                assert sum(f'"{each.id}"' in job and f'"turn":{each.turn}' in job for job in jobs) == 1

    @invariant()
    def messages_keep_their_ids(self) -> None:
        expected = {each.message_id: self.model.sent[event] for event, each in self.rows().items()}
        assert Counter(self.client.ids) == Counter({key: count for key, count in expected.items() if count})


def test_deliveries_when_anything_happens_then_stand_as_a_simple_model_says(sqlite_file: Database) -> None:
    run(sqlite_file, 12, 30)


@pytest.mark.proof
def test_deliveries_when_much_happens_then_stand_as_a_simple_model_says(database: Database) -> None:
    run(database, 40, 40)


def run(database: Database, examples: int, steps: int) -> None:
    class OfThis(Webhooks):
        def __init__(self) -> None:
            super().__init__(database)

    run_state_machine_as_test(
        OfThis, settings=settings(max_examples=examples, stateful_step_count=steps, deadline=None)
    )
