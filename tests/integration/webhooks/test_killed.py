"""A process that is killed between sending and writing: what was promised is sent again, under the same id."""

import multiprocessing
import os
import signal
from typing import NoReturn

from engine.outgoing.target import Opening
from engine.store.database import Database
from engine.store.handling import OutsideHandler, Pace
from engine.store.outbox import Job
from engine.store.webhook_fanout import DELIVER
from engine.store.worker import Worker
from tests.jobs import expire
from tests.web_peer import Peer
from tests.webhook_site import a_receiver, a_site


def work_until_killed(url: str, port: int) -> None:
    """Sends what is due, and is dead before it has written anything about it."""
    site = a_site(Database(url), [Peer(port, "http", [])])

    def act(job: Job) -> NoReturn:
        site.work.act(job)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    handlers = {DELIVER: OutsideHandler(act, site.work.settle)}
    Worker(site.database, handlers, "killed", luck=lambda: 0.0, pace=Pace()).run_once()


def test_worker_when_killed_after_sending_then_another_sends_again_with_the_same_id(database: Database) -> None:
    with a_receiver() as receiver:
        assert receiver.peer is not None
        assert Opening.parse(receiver.peer.opening).port == receiver.peer.port
        site = a_site(database, [receiver.peer])
        made = site.endpoint(receiver.url)
        site.tell("order.admitted")
        killed = multiprocessing.get_context("spawn").Process(
            target=work_until_killed, args=(database.url, receiver.peer.port)
        )
        killed.start()
        killed.join(120)
        assert killed.exitcode == -signal.SIGKILL
        assert len(receiver.ids) == 1
        expire(database)
        site.run()
        (delivery,) = site.deliveries(made.endpoint.id)
        assert receiver.ids == [delivery.message_id] * 2
        assert receiver.verified(made.secret)
    assert (delivery.state, delivery.attempts) == ("delivered", 1)
