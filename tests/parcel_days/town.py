"""A house with everything that a parcel needs, a clock that is told the time, and a worker that repeats some jobs."""

import heapq
import itertools
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import orjson
from sqlalchemy import Row, select, update

from engine.clock import microseconds
from engine.domains import POLICIES
from engine.errors import JobPostponed
from engine.order.money import Money
from engine.order.order import ShipFrom
from engine.policy_books import PolicyBook
from engine.rulebook.folder import load_rulebook
from engine.store.database import Database
from engine.store.outbox import Job, NewJob, enqueue
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import JOB
from fulfillment.documents.customs_file import CustomsFile
from fulfillment.errors import FulfilmentError
from fulfillment.handlers import outside_handlers
from fulfillment.jobs import LIFECYCLE
from fulfillment.notify.post_room import PostRoom
from fulfillment.notify.ways.port import Outgoing
from fulfillment.shipping.desk import NoProfit, ShippingDesk
from fulfillment.tracking.looking import begin_sweeping
from tests.choosing_house import ToldCustoms
from tests.claim_house import MarkingSeal, claim_rules
from tests.customs_files import a_file, a_lane
from tests.fulfilment_site import House
from tests.money_house import ToldLaws
from tests.parcel_days.orders import MUG, TEE, DeskOfDays, Stream
from tests.return_house import RULES, returns_policy
from tests.shipping_goods import DATA

HOUR = timedelta(hours=1)
AT_ONCE = 40  # acts, and jobs, of one transaction
EUROPE = ("DE", "FR")
Act = Callable[[WriteSession], None]
DUE = (
    select(JOB.c.id, JOB.c.kind, JOB.c.merchant_id, JOB.c.aggregate, JOB.c.payload, JOB.c.run_after)
    .where(JOB.c.state == "ready")
    .order_by(JOB.c.id)
    .limit(AT_ONCE * 5)
)


@cache
def shipping_policy() -> PolicyBook:
    """The policy in force."""
    return PolicyBook(load_rulebook(RULES / "shipping", POLICIES["shipping"]))


class CustomsOfDays(ToldCustoms):
    """Each order on its own lane."""

    def file_of(
        self, session: ReadSession, merchant: str, order_id: str, leaves: ShipFrom | None = None
    ) -> CustomsFile:
        desk = self.house.desk
        assert isinstance(desk, DeskOfDays)
        order = desk.document(order_id)
        country = order.shipping_address.country or ""
        is_union = country in EUROPE
        lane = a_lane(market=country, territory="EU" if is_union else country, regime="ioss" if is_union else "none")
        return replace(a_file(order, lane=lane), order_id=order_id)


@dataclass
class CountingWay:
    """A mail server that takes everything and counts by id."""

    seen: Counter[str] = field(default_factory=Counter)

    def send(self, outgoing: Outgoing) -> str:
        self.seen[outgoing.id] += 1
        return "250"


class Town(House):
    """`at` has something done at a time; `go_on` lets time pass until another."""

    def __init__(self, database: Database, folder: Path, stream: Stream, merchant: str = "main") -> None:
        self.mail = CountingWay()
        self.refused: Counter[str] = Counter()
        self.done: Counter[str] = Counter()
        self.repeated = 0
        self._coming: list[tuple[datetime, int, Act]] = []
        self._numbers = itertools.count()
        super().__init__(database, folder, merchant=merchant)
        self.books = DeskOfDays(stream=stream)
        self.desk = self.books
        customs = CustomsOfDays(self)
        shipping = ShippingDesk(data=lambda: DATA, customs=customs, laws=ToldLaws(), profit=NoProfit())
        self.seal = MarkingSeal(costs={TEE: Money(400, "EUR"), MUG: Money(120, "EUR")})
        self.site = replace(self.site, desk=self.desk, shipping=shipping, claims=self.seal)
        self.desk.policies = {"shipping": shipping_policy(), "returns": returns_policy(), "claims": claim_rules()}
        self.rewire()
        begin_sweeping(database, self.site.ids, self.clock)
        self.told: Callable[[Job], None] = lambda _: None

    def rewire(self) -> None:
        """Notices leave by mail."""
        super().rewire()
        room = PostRoom(mail=self.mail, sender="Shop <shop@shop.example>", person=lambda _: 1)
        self.outside = dict(outside_handlers(self.site, self.clock, self.database, self.folder, room))

    @property
    def now(self) -> datetime:
        """The played time."""
        return self.clock.now()

    def at(self, moment: datetime, act: Act) -> None:
        """Has it done then."""
        heapq.heappush(self._coming, (moment, next(self._numbers), act))

    def after(self, act: Act, **time: float) -> None:
        """Has it done so much later."""
        self.at(self.now + timedelta(**time), act)

    @property
    def is_anything_coming(self) -> bool:
        """Whether somebody still has something to do."""
        return bool(self._coming)

    def say(self, session: WriteSession, order_id: str, outcome: str) -> None:
        """The rules decide."""
        self.books.admits(order_id, outcome)
        payload = {"order_id": order_id, "merchant": self.merchant, "version": 1, "outcome": outcome,
                   "decision_id": f"dec_{next(self._numbers)}", "previous_outcome": None}  # fmt: skip
        job = NewJob(kind=LIFECYCLE, merchant=self.merchant, aggregate=order_id, payload=payload)
        enqueue(session, self.site.ids, [job], self.now)

    def go_on(self, until: datetime, step: timedelta = HOUR) -> None:
        """Step by step."""
        while self.now < until:
            self.clock.pass_by(step)
            self._act()
            self._work()

    def settle(self, time: timedelta) -> None:
        """Lets the house finish while nobody does anything any more."""
        self.clock.pass_by(time)
        self._work()

    def _act(self) -> None:
        while self._coming and self._coming[0][0] <= self.now:
            with self.database.write() as session:
                for _ in range(AT_ONCE):
                    if self._coming and self._coming[0][0] <= self.now:
                        self._one(session, heapq.heappop(self._coming)[2])

    def _one(self, session: WriteSession, act: Act) -> None:
        try:
            with session.savepoint():
                act(session)
        except FulfilmentError as refusal:
            self.refused[refusal.code] += 1

    def _work(self) -> None:
        while jobs := self._next():
            self._outside([each for each in jobs if each.kind in self.outside])
            inside = [each for each in jobs if each.kind not in self.outside]
            for start in range(0, len(inside), AT_ONCE):
                with self.database.write() as session:
                    for job in inside[start : start + AT_ONCE]:
                        self._handle(session, job)

    def _next(self) -> Sequence[Job]:
        with self.database.read() as session:
            rows = session.rows(DUE.where(JOB.c.run_after <= microseconds(self.now)))
        return [_job(row) for row in rows]

    def _handle(self, session: WriteSession, job: Job) -> None:
        """Some are done twice: a worker may die behind its work."""
        for _ in range(self._times(job)):
            with session.savepoint():
                self._inside[job.kind](session, job)
        self._end(session, job)

    def _outside(self, jobs: Sequence[Job]) -> None:
        ended: list[tuple[Job, object]] = []
        for job in jobs:
            try:
                result = [self.outside[job.kind].act(job) for _ in range(self._times(job))][-1]
            except JobPostponed as later:
                with self.database.write() as session:
                    when = microseconds(self.now + timedelta(seconds=max(later.after_s, 1)))
                    session.run(update(JOB).where(JOB.c.id == job.id).values(run_after=when))
                continue
            ended.append((job, result))
        with self.database.write() as session:
            for job, result in ended:
                self.outside[job.kind].settle(session, job, result)
                self._end(session, job)
        for job, _ in ended:
            self.told(job)

    def _times(self, job: Job) -> int:
        is_again = int(job.id.removeprefix("job_")) % 50 == 0
        self.repeated += is_again
        return 1 + is_again

    def _end(self, session: WriteSession, job: Job) -> None:
        self.done[job.kind] += 1
        session.run(update(JOB).where(JOB.c.id == job.id).values(state="done", finished_at=microseconds(self.now)))


def _job(row: Row[tuple[object, ...]]) -> Job:
    payload: Mapping[str, object] = orjson.loads(row.payload)
    return Job(id=row.id, kind=row.kind, merchant=row.merchant_id, aggregate=row.aggregate, payload=payload,
               attempts=1, fence=1)  # fmt: skip
