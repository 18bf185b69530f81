"""Webhooks for tests: a receiver on loopback, the published verifier of Standard Webhooks, and a worker that sends."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import cast

from sqlalchemy import text
from standardwebhooks import Webhook

from api.event_types import EVENT_TYPES
from engine.admission import Admission
from engine.clock import Clock, SystemClock
from engine.desk.desk import Desk
from engine.desk.editions import Loaded
from engine.desk.models import Models
from engine.desk.party_lists import PartyLists
from engine.desk.person import Seal
from engine.desk.rule_telling import rule_handlers
from engine.desk.telling import handlers as told
from engine.desk.webhook_repeating import replay_handlers
from engine.desk.webhook_sending import DeliveryWork
from engine.desk.webhooks import Shown, Stated, add
from engine.ids import Prefix, TimeOrderedIds
from engine.outgoing.client import Client
from engine.outgoing.target import Lookup, Opening
from engine.store.database import Database
from engine.store.feed import NewEvent, add_events
from engine.store.handling import AnyHandler, OutsideHandler, Pace
from engine.store.vault import Vault
from engine.store.webhook_deliveries import Delivery, Wanted, deliveries
from engine.store.webhook_fanout import DELIVER
from engine.store.worker import Worker
from tests.desks import MAIN, SECRET, FixedEditions
from tests.jobs import AT_ONCE
from tests.web_peer import Answer, Asked, Peer, a_peer, to_loopback


@dataclass
class Receiver:
    """A shop's server: answers `statuses` in turn and then 200, and verifies with the published package."""

    statuses: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    peer: Peer | None = None

    def answer(self, _: Asked) -> Answer:
        """What the server says to a message."""
        status = self.statuses.pop(0) if self.statuses else 200
        return Answer(status, self.body, self.headers if status != 200 else {})

    @property
    def asked(self) -> Sequence[Asked]:
        """Every call."""
        assert self.peer is not None
        return self.peer.asked

    @property
    def url(self) -> str:
        """Where it listens."""
        assert self.peer is not None
        return self.peer.url("/hooks")

    @property
    def ids(self) -> list[str]:
        """The `webhook-id` of each call."""
        return [each.headers["webhook-id"] for each in self.asked]

    @property
    def types(self) -> list[str]:
        """The type of each message."""
        return [str(json.loads(each.body)["type"]) for each in self.asked]

    def verified(self, secret: str) -> list[dict[str, object]]:
        """All messages, as the published receiver reads them. Raises WebhookVerificationError."""
        return [dict(Webhook(secret).verify(each.body, each.headers)) for each in self.asked]


@contextmanager
def a_receiver(*statuses: int, headers: dict[str, str] | None = None, body: bytes = b"") -> Iterator[Receiver]:
    """Listens until the end of the block."""
    receiver = Receiver(list(statuses), headers or {}, body)
    with a_peer(receiver.answer) as peer:
        receiver.peer = peer
        yield receiver


@dataclass
class Site:
    """A desk, and a worker that sends for it."""

    desk: Desk
    openings: tuple[Opening, ...]
    work: DeliveryWork
    worker: Worker

    @property
    def database(self) -> Database:
        """Where everything is kept."""
        return self.desk.database

    def endpoint(self, url: str, types: Sequence[str] = ("*",)) -> Shown:
        """An endpoint of the main merchant."""
        return add(self.desk, MAIN, Stated(url=url, types=types), self.openings)

    def tell(self, *types: str, order: str = "ord_1", merchant: str = "main") -> None:
        """Events of an order, written into the feed one after the other."""
        for type_ in types:
            id_ = self.desk.ids.new(Prefix.EVENT)
            at = self.desk.clock.now()
            event = NewEvent(id=id_, merchant=merchant, type=type_, order_id=order, data={}, at=at)
            with self.database.write() as session:
                add_events(session, [event])

    def run(self) -> int:
        """Does what is due."""
        done = 0
        while found := self.worker.run_once():
            done += found
        return done

    def deliveries(self, endpoint: str, state: str | None = None) -> Sequence[Delivery]:
        """The endpoint's, newest first."""
        with self.database.read() as session:
            return deliveries(session, "main", Wanted(endpoint=endpoint, state=state), 10_000)

    def come_due(self) -> None:
        """Whatever waits for its time, and whoever rests, need not any longer."""
        with self.database.write() as session:
            session.run(text("UPDATE job SET run_after = 1 WHERE state = 'ready'"))
            session.run(text("UPDATE webhook_endpoint SET rests_until = NULL"))


def a_bare_desk(database: Database, clock: Clock) -> Desk:
    """A desk without a rule book, which takes a second to load: webhooks ask none."""
    ids = TimeOrderedIds()
    seal = Seal(Vault(SECRET))
    nothing = cast("Admission", None)
    return Desk(
        database=database,
        editions=FixedEditions(Loaded("none", nothing)),
        seal=seal,
        clock=clock,
        ids=ids,
        party_lists=PartyLists(database, clock, ids),
        models=Models(database, seal),
    )


def a_site(
    database: Database,
    peers: Sequence[Peer | None] = (),
    *,
    clock: Clock | None = None,
    lookup: Lookup = to_loopback,
    luck: Callable[[], float] = lambda: 0.0,
    pace: Pace | None = None,
    desk: Desk | None = None,
    client: Client | None = None,
) -> Site:
    """A desk and a worker which may call these peers, by this client or one of their own."""
    desk = desk or a_bare_desk(database, clock or SystemClock())
    openings = tuple(Opening.parse(each.opening) for each in peers if each is not None)
    work = DeliveryWork(desk, client or Client(openings, lookup=lookup), EVENT_TYPES, luck)
    handlers: dict[str, AnyHandler] = {
        **told(desk.ids),
        **rule_handlers(),
        **replay_handlers(desk),
        DELIVER: OutsideHandler(work.act, work.settle, lane="webhooks"),
    }
    worker = Worker(database, handlers, "tests", luck=lambda: 0.0, pace=pace or Pace(retries=AT_ONCE))
    return Site(desk, openings, work, worker)
