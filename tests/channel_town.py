"""An installation whose connections read five local shops and marketplaces, by the real adapters and the bundled rules.

Jobs are done one after the other on a played clock: those that are due, older ones of an aggregate first. What is asked
to wait, or fails, is tried again; a worker may be killed between any two writes.
"""

import ssl
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import orjson
from sqlalchemy import Row, select, update

from api.cli.demo_house import CLERK, demo_house
from api.cli.demo_stock import CODE, COUNTRY, demo_folder, make_ready_to_print
from api.composition.house import House
from api.worker import handlers
from engine.clock import microseconds
from engine.desk.desk import Caller
from engine.desk.products import import_products
from engine.errors import JobPostponed
from engine.outgoing.client import Bounds, Client, Reply
from engine.outgoing.target import Opening
from engine.products.table import read_table
from engine.store.handling import AnyHandler, Outside
from engine.store.outbox import Job
from engine.store.tables import JOB
from fulfillment.channels.access_tokens import KEPT
from fulfillment.channels.accounts import Accounts
from fulfillment.channels.connecting import connect, switch_on
from fulfillment.channels.ebay.hearing import KEYS
from fulfillment.channels.errors import KnockRefused
from fulfillment.channels.knocking import hear_knock
from fulfillment.channels.protocol import Knock
from fulfillment.channels.stating import Stated
from fulfillment.channels.words import ChannelName
from fulfillment.inventory.channel_stock import keep_rule
from fulfillment.inventory.channel_telling import begin_telling
from fulfillment.inventory.files import take_bins, take_stock
from fulfillment.inventory.keeping import keep_warehouse
from fulfillment.records import ChannelOrder, ChannelRule, Connection, Saying, Warehouse
from fulfillment.site import Occasion
from fulfillment.states import Stage
from fulfillment.store.channels import channel_orders
from fulfillment.store.sayings import sayings
from fulfillment.store.stock import shelves
from fulfillment.timeline import view
from fulfillment.walkthrough import PlayedClock, act
from tests.channel_servers.base import Direct
from tests.channel_stalls import SKU, STALLS, Stall
from tests.web_peer import Peer, to_loopback

NOW = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
MERCHANT = CLERK.merchant
CALLER = Caller(merchant=MERCHANT, name="ana")
FIRST_PORT = 7001
BIN, MUGS_THERE, MUG_G = "03-008", 90, 240
MOST_JOBS, MOST_ACTS = 3000, 60
AGAIN_S = 5.0


@dataclass(frozen=True, slots=True)
class Streets:
    """A sender that brings each request to the server of its port, without a network."""

    servers: Mapping[int, Direct]

    def send(
        self,
        method: str,
        url: str,
        content: bytes | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        bounds: Bounds | None = None,
    ) -> Reply:
        """The server's answer. Raises RequestFailed where the connection ends without one."""
        return self.servers[urlsplit(url).port or 0].send(method, url, content, headers=headers, bounds=bounds)


class Killed(BaseException):
    """Nothing catches it, as nothing catches a kill."""


class StillClock(PlayedClock):
    """Whoever plays by it takes no time."""

    def pass_by(self, time: timedelta) -> None:
        """It stands."""


@dataclass
class Town:
    """A house, its clock, and five stalls with a connection each, by the channel's name.

    `kills`: by kind of job, how many more workers die when they have acted and not noted what came of it.
    """

    house: House
    clock: PlayedClock
    stalls: Mapping[str, Stall]
    connections: Mapping[str, Connection]
    works: Mapping[str, AnyHandler]
    failed: list[str] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)

    def run(self, **time: float) -> int:
        """Lets time pass, then does the jobs that are due; answers how many."""
        self.clock.pass_by(timedelta(**time))
        for done in range(MOST_JOBS):
            if not self.step():
                return done
        raise AssertionError("the jobs do not end")

    def step(self) -> bool:
        """Does the first job that is due; whether there was one."""
        row = self._due()
        if row is None:
            return False
        job = Job(id=row.id, kind=row.kind, merchant=row.merchant_id, aggregate=row.aggregate,
                  payload=orjson.loads(row.payload), attempts=row.attempts + 1, fence=1)  # fmt: skip
        try:
            self._do(job)
        except JobPostponed as wait:
            self._later(job, wait.after_s)
        except Exception as error:  # noqa: BLE001 - as a worker, which tries again whatever it was
            self.failed.append(f"{job.kind}: {type(error).__name__}: {error}")
            self._later(job, AGAIN_S)
        return True

    def knock(self, name: str) -> int:
        """Webhooks of a stall that wait arrive at the door; answers how many orders were noted."""
        return sum(self._heard(name, each) for each in self.stalls[name].server.leave())

    def _heard(self, name: str, knock: Knock) -> int:
        try:
            return hear_knock(self.house.port, self.connections[name].id, knock).noted
        except KnockRefused:  # where eBay does not hand out the key of its signature now: what it told of is read later
            return 0

    def hand_over(self, order_id: str, until_killed: "Callable[[Town], object] | None" = None) -> None:
        """Warehouse and gateway are played, in no time, until the parcel has left or somebody is waited for."""
        works = until_killed or Town.run
        clock = StillClock(self.clock.now())
        for _ in range(MOST_ACTS):
            with self.house.database.read() as session:
                seen = view(session, MERCHANT, order_id)
            if seen.case.stage not in (Stage.ACCEPTED, Stage.FULFILLING):
                return
            with self.house.database.write() as session:
                act(session, self.house.site, seen, clock)
            works(self)

    def on(self, order_id: str, actor: str = "ana") -> Occasion:
        """Now, about an order."""
        return Occasion(merchant=MERCHANT, order_id=order_id, now=self.clock.now(), actor=actor)

    def rows(self, name: str) -> dict[str, ChannelOrder]:
        """What is noted of each order of a stall."""
        with self.house.database.read() as session:
            return {each.ref: each for each in channel_orders(session, MERCHANT, self.connections[name].id)}

    def order_id(self, name: str, ref: str) -> str:
        """Ours of an order that was decided."""
        found = self.rows(name)[ref].order_id
        assert found is not None, f"{name} {ref} was not decided"
        return found

    def stage(self, name: str, ref: str) -> str:
        """How far an order is."""
        with self.house.database.read() as session:
            return view(session, MERCHANT, self.order_id(name, ref)).case.stage

    def mugs(self) -> int:
        """How many may be sold."""
        with self.house.database.read() as session:
            return sum(each.free for each in shelves(session, MERCHANT) if each.sku == SKU)

    def sayings(self, name: str) -> tuple[Saying, ...]:
        """What a channel was and is to be told."""
        with self.house.database.read() as session:
            return sayings(session, MERCHANT, connection_id=self.connections[name].id)

    def _due(self) -> Row[tuple[object, ...]] | None:
        due = (
            select(JOB)
            .where(JOB.c.state == "ready", JOB.c.kind.in_(self.works))
            .where(JOB.c.run_after <= microseconds(self.clock.now()))
            .order_by(JOB.c.run_after, JOB.c.id)
            .limit(1)
        )
        with self.house.database.read() as session:
            return session.first(due)

    def _do(self, job: Job) -> None:
        handler = self.works[job.kind]
        effect = handler.attempt(job) if isinstance(handler, Outside) else None
        if self.kills[job.kind] > 0:
            self.kills[job.kind] -= 1
            raise Killed
        with self.house.database.write() as session:
            if effect is not None:
                effect(session)
            elif not isinstance(handler, Outside):
                handler(session, job)
            session.run(update(JOB).where(JOB.c.id == job.id).values(state="done"))

    def _later(self, job: Job, after_s: float) -> None:
        due = microseconds(self.clock.now() + timedelta(seconds=max(after_s, 0.001)))
        with self.house.database.write() as session:
            session.run(update(JOB).where(JOB.c.id == job.id).values(run_after=due, attempts=job.attempts))


@contextmanager
def town(
    channels: Sequence[str] = (), *, page: int = 50, by_network: bool = False, now: datetime = NOW
) -> Iterator[Town]:
    """Five stalls, or those of these channels, each connected and switched on; over HTTP on loopback `by_network`."""
    clock = PlayedClock(now)
    made = [kind(clock, page) for kind in STALLS]
    stalls = {str(each.channel): each for each in made if not channels or each.channel in channels}
    KEPT.kept.clear()
    KEYS.kept.clear()
    with ExitStack() as open_, demo_house(clock) as house:
        sender = _network(open_, stalls) if by_network else _streets(stalls)
        openings = " ".join(each.server.peer.opening for each in stalls.values() if each.server.peer)
        settings = house.settings.model_copy(update={"outgoing_open": openings})
        house = replace(house, settings=settings, accounts=Accounts(house.desk.seal, sender, clock))
        _furnished(house)
        connections = {name: _connected(house, name, stall) for name, stall in stalls.items()}
        begin_telling(house.database, house.ids, clock)
        yield Town(house, clock, stalls, connections, handlers(house))


def _network(open_: ExitStack, stalls: Mapping[str, Stall]) -> Client:
    """Each on a port of its own; the store with WooCommerce over TLS, since it takes its keys over nothing less."""
    folder = Path(open_.enter_context(TemporaryDirectory(prefix="clearway-town-")))
    for each in stalls.values():
        open_.enter_context(each.server.running(folder if each.channel is ChannelName.WOOCOMMERCE else None))
    peers = [each.server.peer for each in stalls.values() if each.server.peer]
    known = (each.trust for each in peers if each.trust is not None)
    trust = next(known, ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))  # reading all authorities takes long
    return Client([Opening.parse(each.opening) for each in peers], lookup=to_loopback, trust=trust)


def _streets(stalls: Mapping[str, Stall]) -> Streets:
    for port, each in enumerate(stalls.values(), FIRST_PORT):
        each.server.peer = Peer(port=port, scheme="https", asked=[])
    return Streets({each.server.peer.port: each.server.direct for each in stalls.values() if each.server.peer})


def _furnished(house: House) -> None:
    """A warehouse with mugs, and what papers need."""
    now = house.clock.now()
    with house.database.write() as session:
        keep_warehouse(session, Warehouse(merchant_id=MERCHANT, code=CODE, country=COUNTRY))
        take_bins(session, MERCHANT, (demo_folder() / "bins.csv").read_bytes())
        sheet = f"sku,warehouse,bin,on_hand\n{SKU},{CODE},{BIN},{MUGS_THERE}\n"
        take_stock(session, house.ids, MERCHANT, sheet.encode(), now, CALLER.name, "town")
    make_ready_to_print(house)
    import_products(house.desk, CALLER, read_table(f"sku,weight g\n{SKU},{MUG_G}\n".encode()))


def _connected(house: House, name: str, stall: Stall) -> Connection:
    """As a person connects it: address, settings, credentials; and a rule for its stock."""
    account = stall.account()
    stated = Stated(
        endpoint=account.endpoint,
        settings=account.settings,
        secrets=account.secrets,
        since=house.clock.now() - timedelta(hours=1),
        from_country="CN",
        from_warehouse=CODE,
    )
    made = connect(house.port, CALLER, account.channel, name.replace("_", "-"), stated)
    with house.database.write() as session:
        keep_rule(session, ChannelRule(merchant_id=MERCHANT, channel=made.name))
    return switch_on(house.port, CALLER, made.id)
