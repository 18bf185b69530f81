"""A house whose notices are sent by ways that a test tells what to answer."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256

import orjson
from sqlalchemy import select, update

from engine.errors import JobPostponed
from engine.order.order import Order
from engine.store.outbox import Job
from engine.store.tables import JOB
from fulfillment.casefile import CaseFile
from fulfillment.jobs import NOTICE
from fulfillment.notify.choices import choose
from fulfillment.notify.leaving import NoticeWork
from fulfillment.notify.post_room import PostRoom
from fulfillment.notify.telling import tell
from fulfillment.notify.ways.port import Outgoing
from fulfillment.records import Notice
from fulfillment.store.notices import notices_of
from fulfillment.thread import at_work
from tests.builders import an_address, an_order
from tests.fulfilment_site import House

PERSON = 4711
TO, NUMBER = "erika.muster@shop.example", "+4915123456789"


def order_of(**customer: str | None) -> Order:
    """An order to Germany whose customer has this mailbox and number, or others."""
    silent = an_address(country="DE", state=None, email=None, phone=None)
    order = an_order(shipping_address=silent, billing_address=silent)
    return replace(order, customer=replace(order.customer, **{"email": TO, "phone": NUMBER} | customer))  # type: ignore[type-var]


@dataclass
class ToldWay:
    """Answers, or raises, what it is told, in turn; afterwards it takes everything."""

    answers: list[str | BaseException] = field(default_factory=list)
    seen: list[Outgoing] = field(default_factory=list)

    def send(self, outgoing: Outgoing) -> str:
        self.seen.append(outgoing)
        answer = self.answers.pop(0) if self.answers else "250"
        if isinstance(answer, BaseException):
            raise answer
        return answer


class Crash(BaseException):
    """The process is gone."""


class NoticeHouse:
    """An admitted order in a house that sends."""

    def __init__(self, house: House, order: Order) -> None:
        self.house = house
        self.mail, self.text = ToldWay(), ToldWay()
        house.decide("admit", order=order)
        house.drain()  # the first notice lies in the folder
        self.room = PostRoom(
            mail=self.mail,
            text=self.text,
            sender="Shop <shop@shop.example>",
            person=lambda _: PERSON,
            digest=lambda text: sha256(text.encode()).hexdigest(),
        )
        self.work = NoticeWork(house.database, house.desk, house.clock, house.folder, self.room)

    def tell(self, kind: str, about: str = "1", **params: object) -> None:
        """Something happens that a customer is told."""
        with (
            self.house.database.write() as session,
            at_work(session, self.house.site, self.house.on()) as file,
        ):
            assert isinstance(file, CaseFile)
            tell(file, kind, about=about, params=params)

    def jobs(self) -> list[Job]:
        """Notices that wait."""
        waits = select(JOB.c.id, JOB.c.payload).where(JOB.c.kind == NOTICE, JOB.c.state == "ready").order_by(JOB.c.id)
        with self.house.database.read() as session:
            return [
                Job(id=row.id, kind=NOTICE, merchant="main", aggregate="", payload=orjson.loads(row.payload),
                    attempts=1, fence=1)
                for row in session.rows(waits)
            ]  # fmt: skip

    def go(self) -> list[float]:
        """Every notice that waits is tried once; answers after how many seconds those that stay are tried again."""
        waits = []
        for job in self.jobs():
            try:
                result = self.work.act(job)
            except JobPostponed as later:
                waits.append(later.after_s)
                continue
            with self.house.database.write() as session:
                self.work.settle(session, job, result)
                session.run(update(JOB).where(JOB.c.id == job.id).values(state="done"))
        return waits

    def chose(self, **ways: str) -> None:
        """The customer chose these ways, by topic."""
        with self.house.database.write() as session:
            choose(session, "main", PERSON, ways, self.house.clock.now(), by_text=True)

    def at(self, moment: datetime) -> None:
        """Lets time pass until then."""
        self.house.clock.pass_by(moment - self.house.clock.now())

    @property
    def last(self) -> Notice:
        """The newest notice."""
        with self.house.database.read() as session:
            return notices_of(session, "main", "ord_1")[-1]
