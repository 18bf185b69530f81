"""Webhooks of the local servers: those that come twice, in disorder and from wrong clocks, as adapters hear them."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from engine.clock import SystemClock
from fulfillment.channels.adapters import make_channel
from fulfillment.channels.errors import KnockRefused
from fulfillment.channels.protocol import Channel
from tests.channel_servers.base import ChannelServer
from tests.channel_servers.own_shop import OwnShopServer
from tests.channel_servers.shopify import ShopifyServer
from tests.channel_servers.woocommerce import WooServer

Site = tuple[ChannelServer, Channel, Callable[[], str]]


def shopify() -> Site:
    server = ShopifyServer(clock=SystemClock())
    return server, make_channel(server.account(), server.direct, server.clock), lambda: str(server.place().number)


def woo() -> Site:
    server = WooServer(clock=SystemClock())
    account = server.account(source="https://shop.example")
    return server, make_channel(account, server.direct, server.clock), lambda: str(server.place()["id"])


def own_shop() -> Site:
    server = OwnShopServer(clock=SystemClock())
    return server, make_channel(server.account(), server.direct, server.clock), lambda: str(server.place()["ref"])


@pytest.mark.parametrize("site", [shopify, woo, own_shop])
def test_webhooks_when_twice_and_in_disorder_then_deliveries_tell_them_apart(site: Callable[[], Site]) -> None:
    server, channel, place = site()
    refs = [place() for _ in range(3)]
    server.faults.twice = server.faults.reordered = True
    heard = [channel.heard(knock, server.clock.now()) for knock in server.leave()]
    assert [each.refs[0] for each in heard] == [ref for ref in reversed(refs) for _ in range(2)]
    assert len({each.delivery for each in heard}) == 3


@pytest.mark.parametrize(
    ("site", "skew"), [(shopify, timedelta(days=-2)), (shopify, timedelta(hours=1)), (own_shop, timedelta(hours=1))]
)
def test_webhook_when_the_shop_s_clock_is_far_off_then_it_is_refused(site: Callable[[], Site], skew: timedelta) -> None:
    server, channel, place = site()
    server.faults.skew = skew
    place()
    with pytest.raises(KnockRefused):
        channel.heard(server.leave()[0], server.clock.now())
