"""Orders that a seller's account at Amazon shows, by either interface."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from engine.order.formats.registry import importer
from engine.order.formats.settings import ImportSettings
from fulfillment.channels.access_tokens import KEPT
from fulfillment.channels.adapters import make_channel
from fulfillment.channels.errors import (
    ChannelDown,
    ConnectionRefused,
    CredentialMissing,
    KnockRefused,
    SignInRefused,
    Throttled,
)
from fulfillment.channels.protocol import Channel, Knock, Seen
from fulfillment.channels.words import Sight
from tests.builders import a_line, an_order
from tests.channel_servers.amazon import AmazonServer
from tests.channel_servers.amazon_documents import Document, document_2026
from tests.desks import NOW, StandingClock

SINCE, UNTIL = NOW - timedelta(days=2), NOW - timedelta(minutes=10)


@pytest.fixture
def server() -> AmazonServer:
    KEPT.kept.clear()
    server = AmazonServer(clock=StandingClock())
    for number in range(7):
        server.put(an_amazon_order(number), NOW - timedelta(hours=number + 1))
    return server


def an_amazon_order(number: int) -> Document:
    lines = (a_line(sku="TEE-M-BLUE"), a_line(sku="MUG-1"), a_line(sku="LAMP-1"))
    return document_2026(an_order(id=f"302-000000{number}-0000001", lines=lines, placed_at=NOW - timedelta(hours=9)))


def channel(server: AmazonServer, **settings: str) -> Channel:
    return make_channel(server.account(**settings), server.direct, server.clock)


def all_pages(channel: Channel) -> Sequence[Seen]:
    found, after = list[Seen](), None
    while True:
        page = channel.page(SINCE, UNTIL, after)
        found += page.orders
        after = page.after
        if after is None:
            return found


@pytest.mark.parametrize("api", ["2026-01-01", "v0"])
def test_pages_when_read_to_the_end_then_hold_each_order_once(server: AmazonServer, api: str) -> None:
    found = all_pages(channel(server, orders_api=api))
    assert sorted(seen.ref for seen in found) == sorted(server.orders)
    assert all(seen.sight is Sight.OPEN and not seen.by_marketplace for seen in found)


def test_pages_when_read_over_a_network_then_hold_each_order_once(server: AmazonServer) -> None:
    with server.running():
        found = all_pages(make_channel(server.account(), server.client, server.clock))
    assert len(found) == len(server.orders)


@pytest.mark.parametrize("api", ["2026-01-01", "v0"])
def test_order_when_it_is_fetched_then_the_importer_reads_names_items_and_sums(server: AmazonServer, api: str) -> None:
    seen = channel(server, orders_api=api).order("302-0000000-0000001")
    assert seen.document is not None
    order = importer(seen.format)(seen.document, settings=ImportSettings())
    assert order.shipping_address.name == an_order().shipping_address.name
    assert [line.sku for line in order.lines] == ["TEE-M-BLUE", "MUG-1", "LAMP-1"]


@pytest.mark.parametrize("api", ["2026-01-01", "v0"])
def test_order_when_amazon_does_not_know_it_then_is_gone(server: AmazonServer, api: str) -> None:
    assert channel(server, orders_api=api).order("302-9999999-9999999").sight is Sight.GONE


@pytest.mark.parametrize("api", ["2026-01-01", "v0"])
def test_listed_when_read_then_names_orders_by_when_they_were_placed(server: AmazonServer, api: str) -> None:
    found = channel(server, orders_api=api).listed(NOW - timedelta(hours=10), NOW - timedelta(hours=8), None)
    assert (len(found.refs), found.after is None) == (server.page_size, False)


@pytest.mark.parametrize(
    ("status", "sight"), [("PENDING", Sight.PENDING), ("CANCELLED", Sight.CANCELLED), ("SHIPPED", Sight.OPEN)]
)
@pytest.mark.parametrize("api", ["2026-01-01", "v0"])
def test_order_when_amazon_has_it_elsewhere_then_sight_and_carrier_say_so(
    server: AmazonServer, api: str, status: str, sight: Sight
) -> None:
    order = an_amazon_order(0)
    assert isinstance(order["fulfillment"], dict)
    order["fulfillment"] |= {"fulfillmentStatus": status, "fulfilledBy": "AMAZON"}
    server.put(order)
    seen = channel(server, orders_api=api).order("302-0000000-0000001")
    assert (seen.sight, seen.by_marketplace) == (sight, True)


def test_page_when_its_end_is_younger_than_amazon_allows_then_leaves_the_end_to_amazon(server: AmazonServer) -> None:
    channel(server).page(SINCE, NOW, None)
    assert "lastUpdatedBefore" not in server.calls[-1].query


@pytest.mark.parametrize("api", ["2026-01-01", "v0"])
def test_page_when_its_end_grows_old_enough_between_pages_then_the_question_stays_the_same(
    server: AmazonServer, api: str
) -> None:
    amazon = channel(server, orders_api=api)
    first = amazon.page(SINCE, NOW, None)
    assert isinstance(server.clock, StandingClock)
    server.clock.pass_by(timedelta(minutes=5))
    amazon.page(SINCE, NOW, first.after)
    assert not {"lastUpdatedBefore", "LastUpdatedBefore"} & server.calls[-1].query.keys()


def test_page_when_its_token_has_ended_then_begins_the_window_anew(server: AmazonServer) -> None:
    begun = channel(server).page(SINCE, UNTIL, "|ended")
    assert {seen.ref for seen in begun.orders} <= set(server.orders)
    assert "paginationToken" not in server.calls[-1].query


def test_page_when_several_channels_are_made_then_one_token_serves_them(server: AmazonServer) -> None:
    for _ in range(3):
        channel(server).page(SINCE, UNTIL, None)
    assert len(server.tokens) == 1


def test_page_when_the_token_ends_early_then_another_is_fetched_once(server: AmazonServer) -> None:
    channel(server).page(SINCE, UNTIL, None)
    server.tokens.clear()
    assert channel(server).page(SINCE, UNTIL, None).orders


def test_page_when_the_token_nears_its_end_then_is_renewed_before(server: AmazonServer) -> None:
    channel(server).page(SINCE, UNTIL, None)
    assert isinstance(server.clock, StandingClock)
    server.clock.pass_by(timedelta(seconds=3600 - 30))
    channel(server).page(SINCE, UNTIL, None)
    assert [call.path for call in server.calls].count("/auth/o2/token") == 2


def test_page_when_amazon_throttles_then_waits_as_long_as_its_rate_says(server: AmazonServer) -> None:
    amazon = channel(server)
    amazon.page(SINCE, UNTIL, None)
    server.faults.throttle, server.faults.wait_s = 1, 40.0
    with pytest.raises(Throttled) as told:
        amazon.page(SINCE, UNTIL, None)
    assert told.value.after_s == pytest.approx(40.0)


def test_page_when_amazon_is_out_of_order_then_is_to_be_tried_again(server: AmazonServer) -> None:
    server.faults.break_before = 1
    with pytest.raises(ChannelDown):
        channel(server).page(SINCE, UNTIL, None)


def test_page_when_credentials_are_wrong_then_says_so_in_amazons_words(server: AmazonServer) -> None:
    account = server.account()
    wrong = replace(account, secrets={**account.secrets, "refresh_token": "Atzr|another"})
    with pytest.raises(SignInRefused, match="invalid_grant: The request has an invalid grant parameter"):
        make_channel(wrong, server.direct, server.clock).page(SINCE, UNTIL, None)


def test_page_when_a_marketplace_is_not_taken_then_names_the_settings(server: AmazonServer) -> None:
    server.faults.skew = timedelta(days=-3)  # Amazon finds the bounds too young
    with pytest.raises(ConnectionRefused, match="at least two minutes"):
        channel(server).page(SINCE, UNTIL, None)


def test_page_when_our_clock_is_a_little_ahead_then_amazon_takes_the_bounds(server: AmazonServer) -> None:
    server.faults.skew = timedelta(seconds=-50)
    assert channel(server).page(SINCE, NOW - timedelta(minutes=3), None).orders


def test_v0_when_personal_data_are_not_ours_then_no_restricted_token_is_asked_for(server: AmazonServer) -> None:
    seen = channel(server, orders_api="v0", personal_data="no").order("302-0000000-0000001")
    assert seen.document is not None
    assert "ShippingAddress" not in seen.document
    assert not server.restricted


def test_v0_when_it_has_ended_then_the_connection_is_refused(server: AmazonServer) -> None:
    assert isinstance(server.clock, StandingClock)
    server.clock.pass_by(timedelta(days=365))
    with pytest.raises(ConnectionRefused, match="2027-03-27"):
        channel(server, orders_api="v0")


@pytest.mark.parametrize(
    ("settings", "words"), [({"marketplaces": " "}, "marketplaces"), ({"orders_api": "v1"}, "orders_api")]
)
def test_channel_when_settings_are_wrong_then_names_them(
    server: AmazonServer, settings: dict[str, str], words: str
) -> None:
    with pytest.raises(ConnectionRefused, match=words):
        channel(server, **settings)


def test_channel_when_a_credential_is_missing_then_names_it(server: AmazonServer) -> None:
    with pytest.raises(CredentialMissing, match="client_id"):
        make_channel(replace(server.account(), secrets={}), server.direct, server.clock)


def test_heard_when_somebody_knocks_then_is_refused_with_what_to_do(server: AmazonServer) -> None:
    with pytest.raises(KnockRefused, match="queues of Amazon"):
        channel(server).heard(Knock(headers={}, body=b"{}", url="https://shop.example"), NOW)


def test_check_when_all_is_well_then_tells_who_we_are(server: AmazonServer) -> None:
    assert "A1SAMPLESELLER" in channel(server).check()
