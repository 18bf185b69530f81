"""Orders of a Shopify shop on loopback, page by page and one by one, as our importer reads them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from engine.order.formats import shopify
from engine.order.formats.settings import ImportSettings
from fulfillment.channels.adapters import make_channel
from fulfillment.channels.errors import AnswerRefused, ChannelDown, CredentialMissing, SignInRefused, Throttled
from fulfillment.channels.protocol import Channel, Seen
from fulfillment.channels.words import Sight
from tests.channel_servers.shopify import ShopifyServer
from tests.desks import NOW, StandingClock

HOUR = timedelta(hours=1)


@pytest.fixture
def shop() -> Iterator[ShopifyServer]:
    server = ShopifyServer(clock=StandingClock())
    with server.running():
        yield server


@pytest.fixture
def channel(shop: ShopifyServer) -> Channel:
    return connected(shop)


def connected(shop: ShopifyServer, **settings: str) -> Channel:
    """The adapter of this shop."""
    return make_channel(shop.account(**settings), shop.client, shop.clock)


def test_order_when_read_then_our_importer_understands_it(shop: ShopifyServer, channel: Channel) -> None:
    placed = shop.place(("MUG-350", 2, "9.90"), ("TOWEL-1", 1, "12.00"))
    seen = channel.order(str(placed.number))
    order = shopify.read(seen.document or {}, settings=ImportSettings())
    assert (order.id, order.totals.total, order.totals.goods) == (str(placed.number), 3670, 3180)
    assert [(line.sku, line.quantity, line.unit_price, line.weight_g) for line in order.lines] == [
        ("MUG-350", 2, 990, 350),
        ("TOWEL-1", 1, 1200, 350),
    ]


def test_order_when_read_then_addresses_customer_and_payment_are_there(shop: ShopifyServer, channel: Channel) -> None:
    seen = channel.order(str(shop.place().number))
    order = shopify.read(seen.document or {}, settings=ImportSettings())
    assert order.shipping_address.postcode == "04109"
    assert order.customer is not None
    assert (order.customer.email, order.customer.orders_before) == ("mina.muster@example.com", 2)
    assert order.payment is not None
    assert (order.payment.status, order.payment.captured) == ("captured", 2470)


def test_order_when_only_touched_then_its_document_is_the_same(shop: ShopifyServer, channel: Channel) -> None:
    assert isinstance(shop.clock, StandingClock)
    placed = shop.place()
    before = channel.order(str(placed.number))
    shop.clock.at += HOUR
    shop.touch(placed)
    after = channel.order(str(placed.number))
    assert after.changed_at == before.changed_at + HOUR
    assert after.document == before.document


def test_order_when_it_has_more_lines_than_a_page_then_all_are_read(shop: ShopifyServer, channel: Channel) -> None:
    placed = shop.place(*[(f"SKU-{number}", 1, "1.00") for number in range(120)])
    order = shopify.read(channel.order(str(placed.number)).document or {}, settings=ImportSettings())
    assert [line.sku for line in order.lines] == [f"SKU-{number}" for number in range(120)]


def test_order_when_edited_then_what_stays_is_read(shop: ShopifyServer, channel: Channel) -> None:
    placed = shop.place(("MUG-350", 3, "9.90"), ("TOWEL-1", 1, "12.00"))
    shop.edit(placed, "MUG-350", 1)
    shop.edit(placed, "TOWEL-1", 0)
    order = shopify.read(channel.order(str(placed.number)).document or {}, settings=ImportSettings())
    assert [(line.sku, line.quantity) for line in order.lines] == [("MUG-350", 1)]
    assert order.totals.total == 1480


def test_order_when_cancelled_there_then_it_is_seen_so(shop: ShopifyServer, channel: Channel) -> None:
    placed = shop.place()
    shop.cancel(placed)
    seen = channel.order(str(placed.number))
    order = shopify.read(seen.document or {}, settings=ImportSettings())
    assert order.channel_data is not None
    assert (seen.sight, order.channel_data.cancel_reason) == (Sight.CANCELLED, "customer")


def test_order_when_unknown_then_it_is_gone(channel: Channel) -> None:
    assert channel.order("1").sight is Sight.GONE


def test_page_when_many_changed_then_each_is_shown_once_in_order(shop: ShopifyServer, channel: Channel) -> None:
    numbers = [str(shop.place().number) for _ in range(130)]
    assert [each.ref for each in everything(channel)] == numbers


def test_page_when_outside_the_window_then_nothing_is_shown(shop: ShopifyServer, channel: Channel) -> None:
    shop.place()
    assert channel.page(NOW - HOUR, NOW, None).orders == ()  # the end does not count
    assert len(channel.page(NOW, NOW + HOUR, None).orders) == 1


def test_listed_when_asked_then_placed_orders_are_named(shop: ShopifyServer, channel: Channel) -> None:
    placed = shop.place()
    assert channel.listed(NOW - HOUR, NOW + HOUR, None).refs == (str(placed.number),)


def test_throttled_when_the_bucket_is_empty_then_it_says_how_long(shop: ShopifyServer, channel: Channel) -> None:
    shop.faults.throttle, shop.faults.wait_s = 1, 7.0
    with pytest.raises(Throttled) as caught:
        channel.listed(NOW - HOUR, NOW, None)
    assert caught.value.after_s == pytest.approx(7.0)


def test_query_when_the_bucket_cannot_pay_it_then_it_is_not_sent(shop: ShopifyServer, channel: Channel) -> None:
    number = str(shop.place().number)
    channel.order(number)
    shop.left = 150.0
    channel.listed(NOW - HOUR, NOW, None)  # tells how little is left
    calls = len(shop.calls)
    with pytest.raises(Throttled):
        channel.order(number)
    assert len(shop.calls) == calls


def test_queries_when_many_then_the_bucket_never_refuses_what_was_sent(shop: ShopifyServer, channel: Channel) -> None:
    assert isinstance(shop.clock, StandingClock)
    number, refused = str(shop.place().number), 0
    for _ in range(40):
        try:
            channel.order(number)
        except Throttled as throttled:
            shop.clock.at += timedelta(seconds=throttled.after_s)
            refused += 1
    assert refused
    assert shop.left > 0


def test_call_when_the_shop_is_out_of_order_then_it_is_down(shop: ShopifyServer, channel: Channel) -> None:
    shop.faults.break_before = 1
    with pytest.raises(ChannelDown):
        channel.order("1")


def test_version_when_the_shop_serves_another_then_a_person_must_look(shop: ShopifyServer) -> None:
    with pytest.raises(SignInRefused):
        connected(shop, api_version="2020-01").order("1")


def test_token_when_wrong_then_sign_in_is_refused(shop: ShopifyServer) -> None:
    account = replace(shop.account(), secrets={"access_token": "another"})
    with pytest.raises(SignInRefused):
        make_channel(account, shop.client, shop.clock).check()


def test_token_when_got_for_a_day_then_it_is_asked_for_once_and_renewed_in_time(shop: ShopifyServer) -> None:
    assert isinstance(shop.clock, StandingClock)
    secrets = {"client_id": shop.client_id, "client_secret": shop.client_secret}
    channel = make_channel(replace(shop.account(), secrets=secrets), shop.client, shop.clock)
    for days in (0, 0, 1):
        shop.clock.at += timedelta(days=days)
        assert "Clearway Sample Shop" in channel.check()
    assert [call.path for call in shop.calls].count("/admin/oauth/access_token") == 2


def test_token_when_it_ends_early_then_another_is_got(shop: ShopifyServer) -> None:
    secrets = {"client_id": shop.client_id, "client_secret": shop.client_secret}
    channel = make_channel(replace(shop.account(), secrets=secrets), shop.client, shop.clock)
    channel.check()
    shop.tokens.update(dict.fromkeys(shop.tokens, NOW))
    assert "Clearway" in channel.check()


def test_credentials_when_wrong_then_the_shop_s_words_are_told(shop: ShopifyServer) -> None:
    account = replace(shop.account(), secrets={"client_id": "x", "client_secret": "y"})
    with pytest.raises(SignInRefused, match="The client is unknown"):
        make_channel(account, shop.client, shop.clock).check()


def test_credentials_when_not_set_then_the_missing_one_is_named(shop: ShopifyServer) -> None:
    with pytest.raises(CredentialMissing, match="client_id"):
        make_channel(replace(shop.account(), secrets={}), shop.client, shop.clock).check()


def test_check_when_scopes_lack_then_they_are_named(shop: ShopifyServer, channel: Channel) -> None:
    shop.scopes = ("write_orders", "write_customers")
    with pytest.raises(SignInRefused, match="write_merchant_managed_fulfillment_orders, write_inventory"):
        channel.check()


def test_check_when_of_another_shop_then_it_is_refused(shop: ShopifyServer) -> None:
    with pytest.raises(SignInRefused, match="not of this shop"):
        connected(shop, shop_domain="other.myshopify.com").check()


def test_answer_when_it_refuses_the_query_then_its_words_are_told(channel: Channel) -> None:
    with pytest.raises(AnswerRefused, match="number"):
        channel.order("no number")


def everything(channel: Channel) -> list[Seen]:
    """All that changed around now."""
    found: list[Seen] = []
    after = None
    while True:
        page = channel.page(NOW - HOUR, NOW + HOUR, after)
        found += page.orders
        after = page.after
        if after is None:
            return found
