"""The count names every order that we do not know, and has it fetched; a backfill reads a time once more."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.store.tables import JOB
from fulfillment.channels.backfilling import begin_backfill, end_backfill
from fulfillment.channels.connecting import switch_off, switch_on
from fulfillment.channels.counting import begin_count
from fulfillment.channels.errors import BackfillRefused, ChannelDown
from fulfillment.channels.nights import begin_channels
from fulfillment.channels.stating import Stated
from fulfillment.channels.words import Sight, Taken
from fulfillment.jobs import CHANNEL_BACKFILL, CHANNEL_COUNT, CHANNEL_POLL
from fulfillment.records import Connection
from fulfillment.store.channels import backfill_of, day_counts
from tests.builders import PLACED_AT
from tests.desks import MAIN
from tests.scripted_channel import ENDPOINT, ChannelHouse

DAY = timedelta(days=1)


def connected(house: ChannelHouse) -> Connection:
    """A connection that began yesterday, and has read all there is."""
    connection = house.on(stated=Stated(endpoint=ENDPOINT, since=PLACED_AT - DAY, every_s=3600))
    house.run()
    return connection


def counted(house: ChannelHouse, connection: Connection, run: str = "1") -> dict[str, tuple[int, int, tuple[str, ...]]]:
    with house.database.write() as session:
        begin_count(house.port, session, connection, run)
    house.run()
    with house.database.read() as session:
        found = day_counts(session, "main", connection.id)
    assert all(each.is_whole for each in found)
    return {each.day: (each.listed, each.known, each.missing) for each in found}


def test_count_when_orders_were_missed_then_names_fetches_and_tells(house: ChannelHouse) -> None:
    connection = connected(house)
    for number in range(5):
        house.channel.show(f"R-{number}", house.clock.now(), placed_at=PLACED_AT)
    house.channel.hidden = {"R-1", "R-4"}
    house.run(pass_by=timedelta(hours=2))
    assert len(house.taken(connection)) == 3
    days = counted(house, connection)
    assert days["2026-11-21"] == (5, 3, ("R-1", "R-4"))
    assert house.taken(connection) == {f"R-{number}": Taken.DECIDED for number in range(5)}
    with house.database.read() as session:
        told = [row.payload for row in session.rows(select(JOB.c.payload).where(JOB.c.kind == "desk.rules"))]
    assert sum("channel.orders_missing" in each for each in told) == 1
    assert counted(house, connection, "2")["2026-11-21"] == (5, 5, ())


def test_count_when_an_order_waits_then_it_is_looked_at(port_house: ChannelHouse) -> None:
    connection = connected(port_house)
    port_house.channel.show("R-1", port_house.clock.now(), placed_at=PLACED_AT, sight=Sight.PENDING)
    port_house.run(pass_by=timedelta(hours=2))
    port_house.channel.hidden = {"R-1"}
    port_house.channel.show("R-1", port_house.clock.now(), placed_at=PLACED_AT)
    counted(port_house, connection)
    assert port_house.taken(connection) == {"R-1": Taken.DECIDED}


def test_clock_of_the_channel_when_far_behind_then_the_count_finds_the_order(port_house: ChannelHouse) -> None:
    connection = connected(port_house)
    port_house.run(pass_by=timedelta(hours=3))
    port_house.channel.show("R-1", port_house.clock.now() - timedelta(hours=1), placed_at=PLACED_AT)
    port_house.run(pass_by=timedelta(hours=1))
    assert port_house.taken(connection) == {}  # stamped an hour early, further than overlap and lag reach
    assert counted(port_house, connection)["2026-11-21"][2] == ("R-1",)


def test_nights_when_begun_by_many_then_each_connection_is_counted_once_a_night(port_house: ChannelHouse) -> None:
    connected(port_house)
    for _ in range(3):
        begin_channels(port_house.port)
    port_house.run(pass_by=DAY)
    first = port_house.jobs(CHANNEL_COUNT, "done")
    port_house.run(pass_by=DAY)
    assert (first, port_house.jobs(CHANNEL_COUNT, "done") - first) == (3, 4)  # since yesterday, and one day more


def test_chain_when_its_job_died_then_is_begun_anew(port_house: ChannelHouse) -> None:
    connection = connected(port_house)
    with port_house.database.write() as session:
        session.run(JOB.update().where(JOB.c.kind == CHANNEL_POLL, JOB.c.state == "ready").values(state="dead"))
    begin_channels(port_house.port)
    begin_channels(port_house.port)
    assert port_house.jobs(CHANNEL_POLL) == 1
    port_house.channel.show("R-1", port_house.clock.now(), placed_at=PLACED_AT)
    port_house.run(pass_by=timedelta(hours=1))
    assert len(port_house.taken(connection)) == 1


def test_backfill_when_begun_then_takes_older_orders_and_survives_all(house: ChannelHouse) -> None:
    connection = house.on(stated=Stated(endpoint=ENDPOINT, since=house.clock.now(), every_s=3600))
    for number in range(7):
        house.channel.show(f"R-{number}", PLACED_AT + timedelta(seconds=number), placed_at=PLACED_AT)
    house.run()
    assert house.taken(connection) == {}
    begun = begin_backfill(house.port, MAIN, connection, PLACED_AT - DAY)
    assert begin_backfill(house.port, MAIN, connection, PLACED_AT - DAY) == begun
    house.channel.faults = [None, None, None, None, ChannelDown("status 503")]
    house.run()
    switch_off(house.port, MAIN, connection.id)
    house.run(pass_by=timedelta(minutes=5))
    switch_on(house.port, MAIN, connection.id)
    house.run()
    assert house.taken(connection) == {f"R-{number}": Taken.DECIDED for number in range(7)}
    with house.database.read() as session:
        ended = backfill_of(session, connection.id)
    assert ended is not None
    assert ended.ended_at is not None
    assert (ended.done_percent, ended.error) == (100, "")


def test_backfill_when_its_job_died_then_goes_on_by_night(port_house: ChannelHouse) -> None:
    connection = port_house.on(stated=Stated(endpoint=ENDPOINT, since=port_house.clock.now(), every_s=3600))
    port_house.channel.show("R-1", PLACED_AT, placed_at=PLACED_AT)
    begin_backfill(port_house.port, MAIN, connection, PLACED_AT - DAY)
    with port_house.database.write() as session:
        session.run(JOB.update().where(JOB.c.kind == CHANNEL_BACKFILL).values(state="dead"))
    begin_channels(port_house.port)
    begin_channels(port_house.port)
    assert port_house.jobs(CHANNEL_BACKFILL) == 1
    port_house.run()
    assert port_house.taken(connection) == {"R-1": Taken.DECIDED}


def test_backfill_when_it_cannot_be_then_says_why(port_house: ChannelHouse) -> None:
    connection = port_house.on()
    now = port_house.clock.now()
    with pytest.raises(BackfillRefused):
        begin_backfill(port_house.port, MAIN, connection, now + DAY)
    begin_backfill(port_house.port, MAIN, connection, now - DAY)
    with pytest.raises(BackfillRefused):
        begin_backfill(port_house.port, MAIN, connection, now - 2 * DAY)
    assert end_backfill(port_house.port, MAIN, connection) is not None
    assert end_backfill(port_house.port, MAIN, connection) is None
