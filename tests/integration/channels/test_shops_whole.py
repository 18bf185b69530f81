"""Local shops, their adapters and the engine that reads them, together: what a shop has is what is decided."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import cast

import pytest

from engine.clock import Clock, SystemClock
from engine.store.database import Database
from fulfillment.channels.accounts import Accounts
from fulfillment.channels.connecting import check, connect, switch_on
from fulfillment.channels.handlers import channel_handlers
from fulfillment.channels.knocking import hear_knock
from fulfillment.channels.port import Port
from fulfillment.channels.protocol import Account
from fulfillment.channels.stating import Stated
from fulfillment.channels.words import Taken
from fulfillment.records import Connection
from tests.channel_servers.base import ChannelServer
from tests.channel_servers.own_shop import OwnShopServer
from tests.channel_servers.shopify import ShopifyServer
from tests.channel_servers.woocommerce import WooServer
from tests.desks import MAIN
from tests.scripted_channel import ChannelHouse, ScriptedChannel, channel_house

MINUTE = timedelta(minutes=1)


@dataclass
class Shop:
    """A local shop and what may happen in it."""

    server: ChannelServer
    account: Callable[..., Account]
    place: Callable[[], str]
    cancel: Callable[[str], None]


def shopify(clock: Clock) -> Shop:
    server = ShopifyServer(clock=clock, most_per_page=3)
    return Shop(
        server,
        server.account,
        lambda: str(server.place().number),
        lambda ref: server.cancel(server.orders[int(ref)]),
    )


def woo(clock: Clock) -> Shop:
    server = WooServer(clock=clock, most_per_page=3)
    return Shop(
        server,
        lambda: server.account(source="https://shop.example"),
        lambda: str(server.place()["id"]),
        lambda ref: server.touch(server.orders[int(ref)], status="cancelled"),
    )


def own_shop(clock: Clock) -> Shop:
    server = OwnShopServer(clock=clock, most_per_page=3)
    return Shop(
        server,
        server.account,
        lambda: str(server.place()["ref"]),
        lambda ref: server.touch(server.entries[ref], state="cancelled"),
    )


def opened(database: Database, kind: Callable[[Clock], Shop], **settings: str) -> tuple[ChannelHouse, Shop, Connection]:
    """A house whose one connection reads this shop."""
    empty = channel_house(database, cast("ScriptedChannel", None))
    if kind is own_shop:  # the published package of Standard Webhooks knows no clock but the machine's
        empty.clock.at = SystemClock().now()
    shop = kind(empty.clock)
    port = Port(empty.desk, Accounts(empty.desk.seal, shop.server.direct, empty.clock))
    house = replace(empty, port=port, handlers=channel_handlers(port, lambda: 0.5))
    account = shop.account()
    stated = Stated(
        endpoint=account.endpoint,
        settings={**account.settings, **settings},
        secrets=account.secrets,
        since=house.clock.now() - timedelta(minutes=30),
        overlap_s=600,
        lag_s=30,
    )
    made = connect(port, MAIN, account.channel, "shop", stated)
    return house, shop, switch_on(port, MAIN, made.id)


@pytest.mark.parametrize("kind", [shopify, woo, own_shop])
def test_orders_when_polled_then_each_is_decided_once(sqlite_file: Database, kind: Callable[[Clock], Shop]) -> None:
    house, shop, connection = opened(sqlite_file, kind)
    refs = [shop.place() for _ in range(7)]
    for _ in range(3):  # the overlap shows them again
        house.run(pass_by=MINUTE)
    assert house.taken(connection) == dict.fromkeys(refs, Taken.DECIDED)
    assert house.decisions() == 7


@pytest.mark.parametrize("kind", [shopify, woo])
def test_webhooks_when_twice_and_in_disorder_then_each_order_is_decided_once(
    sqlite_file: Database, kind: Callable[[Clock], Shop]
) -> None:
    house, shop, connection = opened(sqlite_file, kind)
    refs = [shop.place() for _ in range(3)]
    shop.server.faults.twice = shop.server.faults.reordered = True
    for knock in shop.server.leave():
        hear_knock(house.port, connection.id, knock)
    house.run(pass_by=MINUTE)
    assert house.taken(connection) == dict.fromkeys(refs, Taken.DECIDED)
    assert house.decisions() == 3


def test_shop_when_it_only_pushes_then_what_its_webhooks_carry_is_decided(sqlite_file: Database) -> None:
    house, shop, connection = opened(sqlite_file, own_shop, pull="no")
    refs = [shop.place() for _ in range(2)]
    for knock in shop.server.leave():
        hear_knock(house.port, connection.id, knock)
    house.run(pass_by=MINUTE)
    assert house.taken(connection) == dict.fromkeys(refs, Taken.DECIDED)


@pytest.mark.parametrize("kind", [shopify, woo, own_shop])
def test_shop_when_out_of_order_and_throttling_then_all_comes_later(
    sqlite_file: Database, kind: Callable[[Clock], Shop]
) -> None:
    house, shop, connection = opened(sqlite_file, kind)
    refs = [shop.place() for _ in range(4)]
    shop.server.faults.break_before, shop.server.faults.throttle = 2, 1
    for _ in range(8):
        house.run(pass_by=MINUTE)
    assert house.taken(connection) == dict.fromkeys(refs, Taken.DECIDED)


@pytest.mark.parametrize("kind", [shopify, woo, own_shop])
def test_order_when_cancelled_before_it_was_read_then_it_is_passed_over(
    sqlite_file: Database, kind: Callable[[Clock], Shop]
) -> None:
    house, shop, connection = opened(sqlite_file, kind)
    ref = shop.place()
    shop.cancel(ref)
    house.run(pass_by=MINUTE)
    assert house.taken(connection) == {ref: Taken.PASSED_OVER}


@pytest.mark.parametrize("kind", [shopify, woo, own_shop])
def test_connection_when_checked_then_the_shop_s_name_is_told(
    sqlite_file: Database, kind: Callable[[Clock], Shop]
) -> None:
    house, _, connection = opened(sqlite_file, kind)
    assert "Sample" in check(house.port, MAIN, connection.id)


def test_order_when_the_shop_shows_it_in_a_state_of_its_own_then_the_others_come(sqlite_file: Database) -> None:
    house, shop, connection = opened(sqlite_file, own_shop)
    refs = [shop.place() for _ in range(3)]
    assert isinstance(shop.server, OwnShopServer)
    shop.server.entries[refs[1]]["state"] = "in the oven"
    house.run(pass_by=MINUTE)
    assert house.taken(connection) == {**dict.fromkeys(refs, Taken.DECIDED), refs[1]: Taken.REFUSED}
