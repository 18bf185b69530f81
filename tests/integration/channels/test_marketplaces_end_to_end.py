"""From an order at a marketplace to its decision, over the real reading; and a buyer who wants to be erased."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from engine.store.database import Database
from engine.store.tables import ORDER_VERSION
from fulfillment.channels.access_tokens import KEPT
from fulfillment.channels.accounts import Accounts
from fulfillment.channels.adapters import ADAPTERS
from fulfillment.channels.connecting import connect, switch_on
from fulfillment.channels.ebay.hearing import DELETION, KEYS
from fulfillment.channels.handlers import channel_handlers
from fulfillment.channels.knocking import hear_knock
from fulfillment.channels.port import Port
from fulfillment.channels.stating import Stated
from fulfillment.channels.words import Taken
from fulfillment.records import Connection
from tests.builders import an_order
from tests.channel_servers import amazon_documents, ebay_documents
from tests.channel_servers.amazon import AmazonServer
from tests.channel_servers.ebay import EbayServer
from tests.desks import MAIN
from tests.scripted_channel import ChannelHouse, channel_house

URL = "https://shop.example/hooks/ebay"


def read_by(house: ChannelHouse, server: AmazonServer | EbayServer) -> tuple[ChannelHouse, Connection]:
    """The house with the real adapters, and a connection to this server."""
    KEPT.kept.clear()
    KEYS.kept.clear()
    account = server.account()
    accounts = Accounts(house.desk.seal, server.direct, house.clock, ADAPTERS, house.env.get)
    port = Port(house.desk, accounts)
    real = replace(house, port=port, handlers=channel_handlers(port, lambda: 0.5))
    stated = Stated(
        endpoint=account.endpoint,
        settings=account.settings,
        secrets=account.secrets,
        since=house.clock.now() - timedelta(hours=1),
        every_s=300,
        from_country="CN",
    )
    made = connect(port, MAIN, account.channel, "market", stated)
    return real, switch_on(port, MAIN, made.id)


def an_ebay_order(number: int, buyer: str) -> ebay_documents.Document:
    found = ebay_documents.document(an_order(id=f"01-0000{number}-00001", placed_at=an_order().placed_at))
    assert isinstance(found["buyer"], dict)
    return found | {"buyer": {**found["buyer"], "username": buyer}}


def test_amazon_when_it_throttles_breaks_and_shows_pages_twice_then_each_order_is_decided_once(
    sqlite_file: Database,
) -> None:
    house = channel_house(sqlite_file)
    server = AmazonServer(clock=house.clock, page_size=2)
    real, connection = read_by(house, server)
    for number in range(5):
        order = an_order(id=f"302-000000{number}-0000001", placed_at=house.clock.now())
        server.put(amazon_documents.document_2026(order))
    server.faults.throttle, server.faults.break_before, server.faults.wait_s = 2, 2, 5.0
    for _ in range(12):
        real.run(pass_by=timedelta(minutes=3))
    assert real.taken(connection) == dict.fromkeys(server.orders, Taken.DECIDED)
    assert real.decisions() == 5


def test_ebay_when_a_notification_wakes_then_the_order_is_decided_though_it_comes_twice(sqlite_file: Database) -> None:
    house = channel_house(sqlite_file)
    server = EbayServer(clock=house.clock)
    real, connection = read_by(house, server)
    server.put(an_ebay_order(1, "buyer_1") | {"creationDate": ebay_documents.stamped(house.clock.now())})
    server.notify("ORDER_CONFIRMATION", {"order": {"orderId": "01-00001-00001"}}, URL)
    server.faults.twice = True
    assert sum(hear_knock(real.port, connection.id, knock).noted for knock in server.leave()) == 1
    real.run()
    assert (real.taken(connection), real.decisions()) == ({"01-00001-00001": Taken.DECIDED}, 1)


def test_ebay_when_a_buyer_closes_the_account_then_their_orders_name_nobody_and_others_stay(
    sqlite_file: Database, caplog: pytest.LogCaptureFixture
) -> None:
    house = channel_house(sqlite_file)
    server = EbayServer(clock=house.clock)
    real, connection = read_by(house, server)
    now = {"creationDate": ebay_documents.stamped(house.clock.now())}
    server.put(an_ebay_order(1, "buyer_1") | now)
    server.put(an_ebay_order(2, "buyer_2") | now | {"lineItems": "none"})  # cannot be read, and lies here sealed
    real.run(pass_by=timedelta(minutes=2))
    for number, buyer in enumerate(("buyer_1", "buyer_2"), 1):
        server.notify(DELETION, {"username": buyer, "userId": f"id_{number}"}, URL)
    for knock in server.leave():
        assert hear_knock(real.port, connection.id, knock).noted == 1
    real.run()
    rows = real.rows(connection)
    assert rows["01-00001-00001"].taken is Taken.DECIDED
    assert rows["01-00002-00001"].sealed is None
    assert erased_orders(real) == 1
    assert "buyer_1" not in caplog.text


def erased_orders(house: ChannelHouse) -> int:
    with house.database.read() as session:
        return session.number(
            select(func.count()).select_from(ORDER_VERSION).where(ORDER_VERSION.c.person_key.is_(None))
        )
