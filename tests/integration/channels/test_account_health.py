"""An account is looked at by what became of its orders, warned of once, before a limit breaks; on both databases."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.store.outbox import Job
from engine.store.sessions import WriteSession
from engine.store.tables import JOB
from fulfillment.channels.health.looking import HealthWork, look
from fulfillment.channels.words import ChannelName, Taken, Topic
from fulfillment.desk_view import Wait
from fulfillment.jobs import CHANNEL_HEALTH
from fulfillment.records import ChannelOrder, Connection, HealthDay, Saying
from fulfillment.store.channel_health import health_days
from fulfillment.store.channels import put_channel_order
from fulfillment.store.sayings import add_saying, mark_dropped, mark_refused, mark_said
from tests.channel_house import a_connection, on
from tests.fulfilment_site import ToldDesk
from tests.scripted_channel import ChannelHouse

DAY = timedelta(days=1)


@dataclass
class Account:
    """An account at Amazon whose orders are put together by the test."""

    house: ChannelHouse
    connection: Connection
    desk: ToldDesk

    def order(self, number: int, *, due_in: timedelta, sent_before: timedelta | None = None) -> str:
        """An order placed three days ago, told as sent so long before now."""
        now, order_id = self.house.clock.now(), f"ord_{number:04}"
        row = ChannelOrder(
            merchant_id="main", connection_id=self.connection.id, ref=f"R-{number}", order_id=order_id,
            taken=Taken.DECIDED, digest="d", changed_at=now, seen_at=now, placed_at=now - 3 * DAY, ship_by=now + due_in,
        )  # fmt: skip
        with self.house.database.write() as session:
            put_channel_order(session, row)
            if sent_before is not None:
                self.tell(session, self.shipped(order_id, number, sent_before), sent_before)
        return order_id

    def tell(self, session: WriteSession, saying: Saying, before: timedelta) -> None:
        add_saying(session, saying)
        mark_said(session, saying, "remote", self.house.clock.now() - before)

    def shipped(self, order_id: str, number: int, before: timedelta) -> Saying:
        now = self.house.clock.now()
        facts = {"ref": "R", "number": "1Z0000000000000001", "carrier": "ups", "service": "", "lines": [],
                 "whole": True, "shipped_at": (now - before).isoformat()}  # fmt: skip
        return Saying(id=f"say_{number:04}", merchant_id="main", connection_id=self.connection.id, order_id=order_id,
                      topic=Topic.SHIPPED, about=f"shp_{number}", facts=facts, created_at=now)  # fmt: skip

    def look(self) -> dict[str, HealthDay]:
        with self.house.database.write() as session:
            found = look(self.house.port, self.desk, session, self.connection, self.house.clock.now())
        return {each.measure: each for each in found}

    def told(self) -> list[str]:
        with self.house.database.read() as session:
            rows = session.rows(select(JOB.c.payload).where(JOB.c.kind == "desk.rules"))
        return [str(row.payload).split('"type":"')[1].split('"')[0] for row in rows]


@pytest.fixture
def account(house: ChannelHouse) -> Account:
    """Twenty orders that were sent in time."""
    connection = a_connection(ChannelName.AMAZON)
    on(house.database, connection)
    made = Account(house, connection, ToldDesk())
    for number in range(20):
        made.order(number, due_in=-DAY, sent_before=2 * DAY)
    return made


def test_account_when_all_was_sent_in_time_then_stands_well_and_nobody_is_told(account: Account) -> None:
    found = account.look()
    assert {each.standing for each in found.values()} == {"good"}
    assert (found["late_shipment"].total, account.told()) == (20, [])


def test_account_when_held_orders_fall_due_soon_then_is_warned_of_before_and_names_them(account: Account) -> None:
    order_id = account.order(30, due_in=DAY)
    account.desk.waiting[order_id] = Wait(account.house.clock.now() + 3 * DAY, cancels=False)
    late = account.look()["late_shipment"]
    assert (late.standing, late.to_save, late.bad, late.bad_soon) == ("danger", (order_id,), 0, 1)
    assert account.told() == ["channel.health_endangered"]


def test_account_when_looked_at_again_then_is_told_of_once_until_it_gets_worse(account: Account) -> None:
    order_id = account.order(30, due_in=DAY)
    account.desk.waiting[order_id] = Wait(account.house.clock.now() + 3 * DAY, cancels=False)
    account.look()
    account.look()
    account.house.clock.pass_by(2 * DAY)
    account.look()
    assert account.told() == ["channel.health_endangered", "channel.health_broken"]


def test_account_when_looked_at_on_several_days_then_each_day_is_kept(account: Account) -> None:
    account.look()
    account.house.clock.pass_by(DAY)
    account.look()
    with account.house.database.read() as session:
        kept = health_days(session, "main", account.connection.id, "2026-01-01")
    assert len({each.day for each in kept}) == 2


def test_parcel_when_the_channel_was_not_told_of_it_by_its_day_then_is_late_whenever_it_left(account: Account) -> None:
    order_id = account.order(30, due_in=-DAY)
    waits = account.shipped(order_id, 30, 2 * DAY)
    with account.house.database.write() as session:
        add_saying(session, waits)
    assert account.look()["late_shipment"].bad == 1
    with account.house.database.write() as session:
        mark_said(session, waits, "remote", account.house.clock.now())
    assert account.look()["late_shipment"].bad == 1


def test_parcel_when_the_channel_refused_to_hear_of_it_then_will_be_late_unless_somebody_enters_it(
    account: Account,
) -> None:
    order_id = account.order(30, due_in=DAY)
    refused = account.shipped(order_id, 30, DAY)
    with account.house.database.write() as session:
        add_saying(session, refused)
        mark_refused(session, refused, "no such carrier", account.house.clock.now())
    assert account.look()["late_shipment"].to_save == (order_id,)
    with account.house.database.write() as session:
        mark_dropped(session, refused, "entered by hand", account.house.clock.now())
    late = account.look()["late_shipment"]
    assert (late.bad_soon, account.look()["valid_tracking"].bad) == (0, 0)


def test_job_when_an_hour_begins_then_each_account_is_looked_at_and_the_next_hour_waits(account: Account) -> None:
    work = HealthWork(account.house.port, account.desk)
    job = Job(id="job_1", merchant="*", kind=CHANNEL_HEALTH, aggregate="x", payload={"turn": 1}, attempts=1, fence=1)
    with account.house.database.write() as session:
        work(session, job)
        work(session, replace(job, merchant="main", payload={"connection": account.connection.id}))
    assert account.house.jobs(CHANNEL_HEALTH) == 2
