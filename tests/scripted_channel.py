"""A channel for tests that shows what it is told to, and a house in which its jobs run one after the other."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import orjson
from sqlalchemy import func, select, update

from engine.clock import microseconds
from engine.desk.desk import Desk
from engine.store.database import Database
from engine.store.handling import AnyHandler, OutsideHandler
from engine.store.outbox import Job
from engine.store.sessions import WriteSession
from engine.store.tables import DECISION, JOB
from fulfillment.channels.accounts import Accounts
from fulfillment.channels.connecting import connect, switch_on
from fulfillment.channels.errors import AnswerRefused, KnockRefused
from fulfillment.channels.handlers import channel_handlers
from fulfillment.channels.port import Port
from fulfillment.channels.protocol import Account, Answered, Heard, Knock, Listed, Page, Said, Seen
from fulfillment.channels.stating import Stated
from fulfillment.channels.wire import Sender
from fulfillment.channels.words import ChannelName, Sight, Taken
from fulfillment.records import ChannelOrder, Connection
from fulfillment.store.channels import channel_orders
from tests.desks import MAIN, StandingClock, a_desk, an_honest_order, document

ENDPOINT = "https://shop.example/api"


@dataclass
class Shown:
    """An order at the channel."""

    seen: Seen
    placed_at: datetime


@dataclass
class ScriptedChannel:
    """Implements Channel: pages of `size`, the oldest change first. `faults` are raised one after the other, a call
    each; `hidden` orders are listed and fetched, and on no page; of `unreadable` ones no document can be made."""

    orders: dict[str, Shown] = field(default_factory=dict)
    size: int = 2
    numbers_only: bool = False
    faults: list[Exception | None] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    unreadable: set[str] = field(default_factory=set)
    calls: list[tuple[str, ...]] = field(default_factory=list)
    most_levels: int = 100
    account: Account | None = None

    def show(
        self, ref: str, at: datetime, *, placed_at: datetime | None = None, body: Mapping[str, object] | None = None,
        sight: Sight = Sight.OPEN, by_marketplace: bool = False,
    ) -> None:  # fmt: skip
        """An order as it is from now on; without a body the one that it had, or an honest order."""
        before = self.orders.get(ref)
        doc = body or (before.seen.document if before else None) or document(an_honest_order(ref))
        placed = placed_at or (before.placed_at if before else at)
        seen = Seen(ref=ref, changed_at=at, sight=sight, by_marketplace=by_marketplace, format="clearway", document=doc)
        self.orders[ref] = Shown(seen, placed)

    def page(self, since: datetime, until: datetime, after: str | None) -> Page:
        self._call("page", since.isoformat(), until.isoformat(), after or "")
        within = sorted(
            (each.seen.changed_at, ref, each.seen)
            for ref, each in self.orders.items()
            if since <= each.seen.changed_at < until and ref not in self.hidden
        )
        start = int(after or 0)
        some = [seen for _, _, seen in within[start : start + self.size]]
        if self.numbers_only:
            some = [replace(each, document=None, placed_at=self.orders[each.ref].placed_at) for each in some]
        more = start + self.size < len(within)
        return Page(tuple(some), str(start + self.size) if more else None)

    def order(self, ref: str) -> Seen:
        self._call("order", ref)
        if ref in self.unreadable:
            raise AnswerRefused(f"/orders/{ref}")
        found = self.orders.get(ref)
        if found is None:
            return Seen(ref=ref, changed_at=datetime.fromisoformat("2026-11-21T09:40:00+00:00"), sight=Sight.GONE,
                        format="clearway")  # fmt: skip
        return found.seen

    def listed(self, since: datetime, until: datetime, after: str | None) -> Listed:
        self._call("listed", since.isoformat(), until.isoformat(), after or "")
        refs = sorted(ref for ref, each in self.orders.items() if since <= each.placed_at < until)
        start = int(after or 0)
        more = start + self.size < len(refs)
        return Listed(tuple(refs[start : start + self.size]), str(start + self.size) if more else None)

    def heard(self, knock: Knock, now: datetime) -> Heard:
        if knock.headers.get("x-signature") != "good":
            raise KnockRefused("the signature is not this shop's")
        said = orjson.loads(knock.body)
        return Heard(
            delivery=said["delivery"],
            topic="orders/updated",
            refs=tuple(said.get("refs", ())),
            document=said.get("document"),
            reply=str(said.get("reply", "")).encode(),
        )

    def say(self, key: str, said: Said) -> Answered:
        self._call("say", key)
        return Answered()

    def allowed_messages(self, ref: str) -> tuple[str, ...]:
        return ()

    def check(self) -> str:
        self._call("check")
        return "seller 1234"

    def _call(self, *what: str) -> None:
        self.calls.append(what)
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None:
            raise fault


class Nowhere:
    """A sender that nobody uses: the scripted channel sends nothing."""

    send: Sender


@dataclass
class ChannelHouse:
    """A desk, a channel, and the jobs between them; its clock passes as it is told."""

    database: Database
    desk: Desk
    port: Port
    channel: ScriptedChannel
    clock: StandingClock
    handlers: Mapping[str, AnyHandler]
    env: dict[str, str]

    def on(self, name: str = "shop", stated: Stated | None = None, **more: object) -> Connection:
        """A connection that is switched on, for orders of the last half hour and all that come."""
        since = self.clock.now() - timedelta(minutes=30)
        wanted = stated or Stated(endpoint=ENDPOINT, since=since, overlap_s=600, lag_s=30)
        made = connect(self.port, MAIN, ChannelName.SHOPIFY, name, wanted, **more)  # type: ignore[arg-type]
        return switch_on(self.port, MAIN, made.id)

    def run(self, most: int = 200, *, pass_by: timedelta | None = None) -> int:
        """Does the jobs of channels that are due; answers how many."""
        if pass_by is not None:
            self.clock.pass_by(pass_by)
        for done in range(most):
            if not self.step():
                return done
        raise AssertionError("the jobs do not end")

    def step(self) -> bool:
        """Does the first job that is due; whether there was one."""
        due = (
            select(JOB)
            .where(JOB.c.state == "ready", JOB.c.kind.in_(self.handlers))
            .where(JOB.c.run_after <= microseconds(self.clock.now()))
            .order_by(JOB.c.run_after, JOB.c.id)
            .limit(1)
        )
        with self.database.read() as session:
            row = session.first(due)
        if row is None:
            return False
        job = Job(id=row.id, kind=row.kind, merchant=row.merchant_id, aggregate=row.aggregate,
                  payload=orjson.loads(row.payload), attempts=1, fence=1)  # fmt: skip
        handler = self.handlers[job.kind]
        effect = handler.attempt(job) if isinstance(handler, OutsideHandler) else None
        with self.database.write() as session:
            if effect is not None:
                effect(session)
            else:
                _inside(handler, session, job)
            session.run(update(JOB).where(JOB.c.id == job.id).values(state="done"))
        return True

    def taken(self, connection: Connection) -> dict[str, Taken]:
        """What became of each order."""
        return {ref: row.taken for ref, row in self.rows(connection).items()}

    def rows(self, connection: Connection) -> dict[str, ChannelOrder]:
        """What is noted of each order."""
        with self.database.read() as session:
            return {row.ref: row for row in channel_orders(session, "main", connection.id)}

    def decisions(self) -> int:
        """How many decisions there are."""
        with self.database.read() as session:
            return session.number(select(func.count()).select_from(DECISION))

    def jobs(self, kind: str, state: str = "ready") -> int:
        """How many jobs of a kind wait."""
        counted = select(func.count()).select_from(JOB).where(JOB.c.kind == kind, JOB.c.state == state)
        with self.database.read() as session:
            return session.number(counted)

    def knock(self, **said: object) -> Knock:
        """A message of the channel, well signed."""
        return Knock(headers={"x-signature": "good"}, body=orjson.dumps(said), url="https://us.example/hook")


def _inside(handler: AnyHandler, session: WriteSession, job: Job) -> None:
    assert callable(handler)
    handler(session, job)


def channel_house(database: Database, channel: ScriptedChannel | None = None) -> ChannelHouse:
    """A house whose one channel is scripted."""
    scripted, env = channel or ScriptedChannel(), dict[str, str]()
    clock = StandingClock()
    desk = a_desk(database, reactions=("lifecycle",), clock=clock)

    def maker(account: Account, sender: Sender, clock: object) -> ScriptedChannel:
        scripted.account = account
        return scripted

    makers = dict.fromkeys((ChannelName.SHOPIFY, ChannelName.OWN_SHOP, ChannelName.AMAZON), maker)
    accounts = Accounts(desk.seal, Nowhere(), clock, makers, env.get)  # type: ignore[arg-type]
    port = Port(desk, accounts)
    handlers = channel_handlers(port, lambda: 0.5)
    return ChannelHouse(database, desk, port, scripted, clock, handlers, env)
