"""Orders of a WooCommerce store on loopback, read by moments, as our importer reads them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from engine.order.formats import woocommerce
from engine.order.formats.settings import ImportSettings
from fulfillment.channels.adapters import make_channel
from fulfillment.channels.errors import ChannelDown, ConnectionRefused, CredentialMissing, SignInRefused, Throttled
from fulfillment.channels.protocol import Channel, Seen
from fulfillment.channels.words import Sight
from tests.channel_servers.woocommerce import WooServer
from tests.desks import NOW, StandingClock

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[WooServer]:
    server = WooServer(clock=StandingClock())
    with server.running(tmp_path):
        yield server


@pytest.fixture
def channel(store: WooServer) -> Channel:
    return make_channel(store.account(), store.client, store.clock)


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


def test_order_when_read_then_our_importer_understands_it(store: WooServer, channel: Channel) -> None:
    placed = store.place(("MUG-350", 2, "9.90"), ("TOWEL-1", 1, "12.00"))
    seen = channel.order(str(placed["id"]))
    order = woocommerce.read(seen.document or {}, settings=ImportSettings())
    assert (order.id, order.totals.total) == (str(placed["id"]), 3670)
    assert [(line.sku, line.quantity, line.unit_price) for line in order.lines] == [
        ("MUG-350", 2, 990),
        ("TOWEL-1", 1, 1200),
    ]


@pytest.mark.parametrize(
    ("status", "sight"),
    [
        ("processing", Sight.OPEN),
        ("pending", Sight.OPEN),
        ("cancelled", Sight.CANCELLED),
        ("trash", Sight.CANCELLED),
        ("checkout-draft", Sight.PENDING),
    ],
)
def test_order_when_in_a_status_then_it_is_seen_so(
    store: WooServer, channel: Channel, status: str, sight: Sight
) -> None:
    assert channel.order(str(store.place(status=status)["id"])).sight is sight


def test_order_when_unknown_then_it_is_gone(channel: Channel) -> None:
    assert channel.order("1").sight is Sight.GONE


def test_page_when_many_changed_in_one_second_then_each_is_shown_once(store: WooServer, channel: Channel) -> None:
    store.most_per_page = 7
    numbers = [str(store.place()["id"]) for _ in range(40)]
    assert [each.ref for each in everything(channel)] == numbers


def test_page_when_an_import_wrote_hundreds_in_one_second_then_each_is_shown_once(store: WooServer) -> None:
    numbers = [str(store.place()["id"]) for _ in range(750)]
    channel = make_channel(store.account(), store.direct, store.clock)
    assert [each.ref for each in everything(channel)] == numbers
    assert max(len(call.query.get("exclude", "")) for call in store.calls) < 2000


def test_page_when_the_store_does_not_count_its_pages_then_all_are_read(store: WooServer) -> None:
    store.counts_pages = False
    numbers = [str(store.place()["id"]) for _ in range(150)]
    assert [each.ref for each in everything(make_channel(store.account(), store.direct, store.clock))] == numbers


def test_page_when_an_order_moves_meanwhile_then_no_other_is_passed_over(store: WooServer, channel: Channel) -> None:
    assert isinstance(store.clock, StandingClock)
    store.most_per_page = 2
    placed = []
    for _ in range(6):
        placed.append(store.place())
        store.clock.at += SECOND
    until = store.clock.at
    first = channel.page(NOW, until, None)
    store.touch(placed[0])  # out of the window: by page numbers, the third order would be lost
    second = channel.page(NOW, until, first.after)
    assert [each.ref for each in second.orders] == [str(placed[2]["id"]), str(placed[3]["id"])]


def test_page_when_a_draft_is_among_them_then_it_is_left_out(store: WooServer, channel: Channel) -> None:
    store.place(status="checkout-draft")
    assert everything(channel) == []


def test_page_when_windows_meet_within_a_second_then_that_second_is_in_the_later_one(
    store: WooServer, channel: Channel
) -> None:
    store.place()
    half = timedelta(milliseconds=500)
    assert len(channel.page(NOW + half, NOW + HOUR, None).orders) == 1
    assert channel.page(NOW - HOUR, NOW + half, None).orders == ()


def test_listed_when_asked_then_placed_orders_are_named(store: WooServer, channel: Channel) -> None:
    assert isinstance(store.clock, StandingClock)
    store.most_per_page = 2
    placed = [store.place() for _ in range(3)]
    store.clock.at += HOUR
    store.touch(placed[0])
    first = channel.listed(NOW - HOUR, NOW + SECOND, None)
    assert first.refs == tuple(str(each["id"]) for each in placed[:2])
    assert channel.listed(NOW - HOUR, NOW + SECOND, first.after).refs == (str(placed[2]["id"]),)


def test_call_when_the_host_throttles_then_it_says_how_long(store: WooServer, channel: Channel) -> None:
    store.faults.throttle, store.faults.wait_s = 1, 9.0
    with pytest.raises(Throttled) as caught:
        channel.page(NOW, NOW + HOUR, None)
    assert caught.value.after_s == 9.0


def test_call_when_the_store_is_out_of_order_then_it_is_down(store: WooServer, channel: Channel) -> None:
    store.faults.break_before = 1
    with pytest.raises(ChannelDown):
        channel.order("1")


def test_keys_when_wrong_then_the_store_s_words_are_told(store: WooServer) -> None:
    account = replace(store.account(), secrets={"consumer_key": "x", "consumer_secret": "y"})
    with pytest.raises(SignInRefused, match=r"woocommerce_rest_authentication_error: Consumer key is invalid\."):
        make_channel(account, store.client, store.clock).check()


def test_keys_when_not_set_then_the_missing_one_is_named(store: WooServer) -> None:
    with pytest.raises(CredentialMissing, match="consumer_key"):
        make_channel(replace(store.account(), secrets={}), store.client, store.clock).check()


def test_endpoint_when_not_encrypted_then_no_key_is_sent(store: WooServer) -> None:
    account = replace(store.account(), endpoint="http://shop.example")
    with pytest.raises(ConnectionRefused, match="must be https"):
        make_channel(account, store.client, store.clock).check()
    assert not store.calls


def test_check_when_all_is_well_then_the_store_s_name_is_told(channel: Channel) -> None:
    assert channel.check() == "Clearway Sample Store"


def test_messages_when_the_order_has_an_address_then_a_note_is_allowed(store: WooServer, channel: Channel) -> None:
    assert channel.allowed_messages(str(store.place()["id"])) == ("customer_note",)
    assert channel.allowed_messages("1") == ()
