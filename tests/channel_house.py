"""A house one of whose orders came by a played channel: it remembers what it was told, and fails as it is told."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from engine.errors import ClearwayError, JobPostponed
from engine.store.database import Database
from engine.store.outbox import Job
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.channels.errors import KnockRefused
from fulfillment.channels.protocol import Answered, Channel, Heard, Knock, Listed, Page, Said, Seen
from fulfillment.channels.saying_work import SayingWork
from fulfillment.channels.words import ChannelName, Power, SayingState, Sight, Taken
from fulfillment.jobs import CHANNEL_SAY
from fulfillment.records import ChannelOrder, Connection, Saying
from fulfillment.store.channels import add_connection, put_channel_order
from fulfillment.store.sayings import sayings
from tests.fulfilment_site import NOON, House


@dataclass
class PlayedChannel:
    """Implements `Channel`, without orders. `troubles` are raised one after the other; `after` those that come after
    the effect."""

    told: list[tuple[str, Said]] = field(default_factory=list)
    troubles: deque[Exception] = field(default_factory=deque)
    after: deque[Exception] = field(default_factory=deque)
    allowed: tuple[str, ...] = ("confirmOrderDetails",)
    most_levels: int = 2

    def say(self, key: str, said: Said) -> Answered:
        if self.troubles:
            raise self.troubles.popleft()
        known = any(key == before for before, _ in self.told)
        if not known:
            self.told.append((key, said))
        if self.after:
            raise self.after.popleft()
        return Answered(remote=f"remote-{key}", already=known)

    def allowed_messages(self, ref: str) -> Sequence[str]:
        return self.allowed

    def page(self, since: datetime, until: datetime, after: str | None) -> Page:
        return Page(())

    def order(self, ref: str) -> Seen:
        return Seen(ref=ref, changed_at=NOON, sight=Sight.GONE, format="clearway")

    def listed(self, since: datetime, until: datetime, after: str | None) -> Listed:
        return Listed(())

    def heard(self, knock: Knock, now: datetime) -> Heard:
        raise KnockRefused("it tells nothing by itself")

    def check(self) -> str:
        return "played"


@dataclass
class PlayedSale:
    """Implements SaleView: everything may be sold."""

    def unsellable(self, session: ReadSession, merchant: str, skus: object) -> dict[str, str]:
        return {}

    def names(self, session: ReadSession, merchant: str, channel: str, skus: object) -> dict[str, str]:
        return {"MUG": "B0MUG"}


def a_connection(channel: ChannelName = ChannelName.AMAZON, **changes: object) -> Connection:
    """A connection that is switched on."""
    fields: dict[str, object] = {
        "id": "chn_1",
        "merchant_id": "main",
        "channel": channel,
        "name": channel.value,
        "shop": None,
        "endpoint": "https://channel.example",
        "power": Power.ON,
        "since": NOON,
        "created_at": NOON,
        "created_by": "tests",
        "changed_at": NOON,
    }
    return Connection(**{**fields, **changes})  # type: ignore[arg-type]


def comes_by(house: House, connection: Connection, order_id: str = "ord_1", ref: str = "111-1") -> None:
    """The order came by this connection."""
    with house.database.write() as session:
        add_connection(session, connection)
        put_channel_order(
            session,
            ChannelOrder(
                merchant_id="main", connection_id=connection.id, ref=ref, order_id=order_id, taken=Taken.DECIDED,
                digest="d", changed_at=NOON, seen_at=NOON,
            ),
        )  # fmt: skip


class Teller:
    """Does the jobs that say things, as a worker would."""

    def __init__(self, house: House, channel: PlayedChannel) -> None:
        self.house = house
        self.channel = channel
        self.stopped: list[Connection] = []
        self.postponed: list[float] = []
        self.refused: list[Saying] = []
        house.outside[CHANNEL_SAY] = _Tolerant(self)

    @property
    def work(self) -> SayingWork:
        def opens(_: Connection) -> Channel:
            return self.channel

        def stops(connection: Connection, _: ClearwayError) -> None:
            self.stopped.append(connection)

        def refuses(_: WriteSession, __: Connection, saying: Saying) -> None:
            self.refused.append(saying)

        return SayingWork(
            self.house.database, self.house.desk, PlayedSale(), self.house.clock,
            opens=opens, stops=stops, refuses=refuses,
        )  # fmt: skip

    def sayings(self, state: SayingState | None = None) -> tuple[Saying, ...]:
        with self.house.database.read() as session:
            return sayings(session, "main", state=state)

    def told(self) -> list[Said]:
        return [said for _, said in self.channel.told]


class _Tolerant:
    """A job that is put off is tried again at once; how long it was to wait is kept."""

    def __init__(self, teller: Teller) -> None:
        self._teller = teller

    def act(self, job: Job) -> object:
        for _ in range(20):
            try:
                return self._teller.work.act(job)
            except JobPostponed as put_off:
                self._teller.postponed.append(put_off.after_s)
        return None

    def settle(self, session: object, job: Job, result: object) -> None:
        if result is not None:
            self._teller.work.settle(session, job, result)  # type: ignore[arg-type]


def on(database: Database, connection: Connection) -> None:
    """Keeps a connection."""
    with database.write() as session:
        add_connection(session, connection)
