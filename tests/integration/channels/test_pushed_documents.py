"""A shop that is never asked: what it pushes is all there is of an order, so none of it may be lost on the way."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from engine.store.database import Database
from engine.store.order_rows import newest_version
from engine.store.tables import JOB
from fulfillment.channels.connecting import switch_off, switch_on
from fulfillment.channels.counting import begin_count
from fulfillment.channels.errors import KnockRefused
from fulfillment.channels.fetching import retry
from fulfillment.channels.knocking import hear_knock
from fulfillment.channels.stating import Stated
from fulfillment.channels.taking import open_document, take
from fulfillment.channels.words import Taken
from fulfillment.jobs import CHANNEL_FETCH
from fulfillment.records import Connection
from tests.channel_servers.own_shop import OwnShopServer
from tests.desks import MAIN, an_honest_order, document
from tests.integration.channels.test_shops_whole import opened, own_shop
from tests.scripted_channel import ENDPOINT, ChannelHouse

MINUTE = timedelta(minutes=1)


@pytest.fixture
def pushing(sqlite_file: Database) -> tuple[ChannelHouse, OwnShopServer, Connection]:
    """A shop that only pushes, by a connection that is left as it usually is (looked at every minute)."""
    house, shop, connection = opened(sqlite_file, own_shop, pull="no")
    assert isinstance(shop.server, OwnShopServer)
    assert connection.every_s > 0
    return house, shop.server, connection


def pushed(house: ChannelHouse, shop: OwnShopServer, connection: Connection) -> None:
    for knock in shop.leave():
        hear_knock(house.port, connection.id, knock)


def versions(house: ChannelHouse, connection: Connection, ref: str) -> int:
    with house.database.read() as session:
        version = newest_version(session, "main", house.rows(connection)[ref].order_id or "")
    return 0 if version is None else version.version


def test_order_when_refused_and_pushed_readable_then_is_decided(
    pushing: tuple[ChannelHouse, OwnShopServer, Connection],
) -> None:
    house, shop, connection = pushing
    placed = shop.place()
    order = placed["order"]
    assert isinstance(order, dict)
    shop.touch(placed, order={**order, "currency": "EURO"})
    pushed(house, shop, connection)
    house.run(pass_by=MINUTE)
    assert house.taken(connection) == {"S-1001": Taken.REFUSED}
    shop.touch(placed, order=order)
    pushed(house, shop, connection)
    house.run(pass_by=MINUTE)
    assert house.taken(connection) == {"S-1001": Taken.DECIDED}


def test_order_when_refused_and_tried_again_then_what_was_pushed_is_read(
    pushing: tuple[ChannelHouse, OwnShopServer, Connection],
) -> None:
    house, shop, connection = pushing
    placed = shop.place()
    shop.touch(placed, order={**placed["order"], "currency": "EURO"})  # type: ignore[dict-item]
    pushed(house, shop, connection)
    house.run(pass_by=MINUTE)
    assert retry(house.port, connection) == 1
    house.run()
    assert house.taken(connection) == {"S-1001": Taken.REFUSED}
    assert house.rows(connection)["S-1001"].sealed is not None


def test_pending_order_when_counted_then_nobody_is_asked_for_it(
    pushing: tuple[ChannelHouse, OwnShopServer, Connection],
) -> None:
    house, shop, connection = pushing
    shop.place(state="pending")
    pushed(house, shop, connection)
    house.run(pass_by=MINUTE)
    with house.database.write() as session:
        begin_count(house.port, session, connection, "night")
    house.run()
    assert (house.taken(connection), house.jobs(CHANNEL_FETCH)) == ({"S-1001": Taken.WAITING}, 0)


def test_order_when_it_changed_tomorrow_by_the_shop_s_clock_then_is_refused(
    pushing: tuple[ChannelHouse, OwnShopServer, Connection],
) -> None:
    house, shop, connection = pushing
    placed = shop.place()
    shop.leave()
    placed["changed_at"] = (datetime.fromisoformat(str(placed["changed_at"])) + timedelta(days=1)).isoformat()
    shop.knock("order.changed", placed)
    with pytest.raises(KnockRefused, match="set the clocks"):
        pushed(house, shop, connection)


def test_document_when_its_delivery_comes_again_then_does_not_lie_here_for_good(port_house: ChannelHouse) -> None:
    connection = a_pushed_order(port_house)
    again = port_house.knock(delivery="1", refs=["R-1"], document=document(an_honest_order("R-1")))
    assert hear_knock(port_house.port, connection.id, again).noted == 0
    port_house.run()
    assert port_house.rows(connection)["R-1"].sealed is None


def test_edit_when_its_job_found_the_connection_off_then_is_taken_when_it_is_on(port_house: ChannelHouse) -> None:
    house = port_house
    connection = an_edited_order(house)
    switch_off(house.port, MAIN, connection.id)
    house.run()
    switch_on(house.port, MAIN, connection.id)
    house.run()
    assert versions(house, connection, "R-1") == 2
    assert house.rows(connection)["R-1"].sealed is None


def test_edit_when_its_job_died_then_is_taken_by_night(port_house: ChannelHouse) -> None:
    house = port_house
    connection = an_edited_order(house)
    with house.database.write() as session:
        session.run(update(JOB).where(JOB.c.kind == CHANNEL_FETCH).values(state="dead"))
        begin_count(house.port, session, connection, "night")
    house.run()
    assert versions(house, connection, "R-1") == 2


def test_document_when_laid_by_while_another_is_taken_then_is_not_lost(port_house: ChannelHouse) -> None:
    house = port_house
    connection = a_pushed_order(house)
    edits = [document(an_honest_order("R-1")) | {"buyer_note": note} for note in ("ring twice", "ring thrice")]
    hear_knock(house.port, connection.id, house.knock(delivery="2", refs=["R-1"], document=edits[0]))
    row = house.rows(connection)["R-1"]
    opened_first = open_document(house.port, row)
    assert opened_first is not None
    # Another change in the same moment comes in between the look at the first and its decision.
    hear_knock(house.port, connection.id, house.knock(delivery="3", refs=["R-1"], document=edits[1]))
    take(house.port, connection, replace(opened_first, changed_at=row.changed_at), opened=row.sealed)
    assert house.rows(connection)["R-1"].sealed is not None
    house.run()
    assert versions(house, connection, "R-1") == 3


def an_edited_order(house: ChannelHouse) -> Connection:
    """Decided once, and pushed again with a change that waits for its job."""
    connection = a_pushed_order(house)
    edited = document(an_honest_order("R-1")) | {"buyer_note": "ring twice"}
    hear_knock(house.port, connection.id, house.knock(delivery="2", refs=["R-1"], document=edited))
    return connection


def a_pushed_order(house: ChannelHouse) -> Connection:
    since = house.clock.now() - timedelta(hours=1)
    connection = house.on("push", stated=Stated(endpoint=ENDPOINT, every_s=0, since=since))
    first = house.knock(delivery="1", refs=["R-1"], document=document(an_honest_order("R-1")))
    hear_knock(house.port, connection.id, first)
    house.run()
    assert versions(house, connection, "R-1") == 1
    return connection
