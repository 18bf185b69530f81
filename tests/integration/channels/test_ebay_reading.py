"""Orders that a seller's account at eBay shows, and what eBay tells by itself."""

import json
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from engine.order.formats.registry import importer
from engine.order.formats.settings import ImportSettings
from fulfillment.channels.access_tokens import KEPT
from fulfillment.channels.adapters import make_channel
from fulfillment.channels.ebay.adapter import Ebay
from fulfillment.channels.ebay.hearing import DELETION, KEYS
from fulfillment.channels.errors import ChannelDown, CredentialMissing, KnockRefused, SignInRefused, Throttled
from fulfillment.channels.protocol import Channel, Knock, Seen
from fulfillment.channels.words import Sight
from tests.builders import a_line, an_order
from tests.channel_servers.ebay import EbayServer, challenge
from tests.channel_servers.ebay_documents import Document, document
from tests.desks import NOW, StandingClock

SINCE, UNTIL = NOW - timedelta(days=2), NOW
URL = "https://shop.example/hooks/ebay"


@pytest.fixture
def server() -> EbayServer:
    KEPT.kept.clear()
    KEYS.kept.clear()
    server = EbayServer(clock=StandingClock())
    for number in range(7):
        server.put(an_ebay_order(number), NOW - timedelta(hours=number + 1))
    return server


def an_ebay_order(number: int) -> Document:
    lines = (a_line(sku="TEE-M-BLUE"), a_line(sku="MUG-1"))
    return document(an_order(id=f"01-0000{number}-00001", lines=lines, placed_at=NOW - timedelta(hours=9)))


def channel(server: EbayServer) -> Channel:
    """With three orders on a page."""
    made = make_channel(server.account(), server.direct, server.clock)
    assert isinstance(made, Ebay)
    return replace(made, orders=replace(made.orders, most=3))


def all_pages(channel: Channel) -> Sequence[Seen]:
    found, after = list[Seen](), None
    while True:
        page = channel.page(SINCE, UNTIL, after)
        found += page.orders
        after = page.after
        if after is None:
            return found


def test_pages_when_read_to_the_end_then_hold_each_order_once(server: EbayServer) -> None:
    found = all_pages(channel(server))
    assert [seen.ref for seen in found] == [f"01-0000{number}-00001" for number in range(6, -1, -1)]
    assert server.calls[-1].query["fieldGroups"] == "TAX_BREAKDOWN"


def test_pages_when_read_over_a_network_then_hold_each_order_once(server: EbayServer) -> None:
    with server.running():
        found = all_pages(make_channel(server.account(), server.client, server.clock))
    assert len(found) == len(server.orders)


def test_pages_when_orders_leave_the_window_meanwhile_then_none_is_passed_over(server: EbayServer) -> None:
    ebay = channel(server)
    first = ebay.page(SINCE, UNTIL, None)
    for seen in first.orders[:2]:
        server.put(server.orders[seen.ref], UNTIL + timedelta(minutes=1))
    second = ebay.page(SINCE, UNTIL, first.after)
    last = ebay.page(SINCE, UNTIL, second.after)
    refs = {seen.ref for page in (first, second, last) for seen in page.orders}
    assert refs == set(server.orders)


def test_order_when_it_is_fetched_then_the_importer_reads_names_items_and_sums(server: EbayServer) -> None:
    seen = channel(server).order("01-00000-00001")
    assert seen.document is not None
    order = importer(seen.format)(seen.document, settings=ImportSettings())
    assert order.shipping_address.name == an_order().shipping_address.name
    assert [line.sku for line in order.lines] == ["TEE-M-BLUE", "MUG-1"]


def test_order_when_ebay_does_not_know_it_then_is_gone(server: EbayServer) -> None:
    assert channel(server).order("01-99999-99999").sight is Sight.GONE


@pytest.mark.parametrize(
    ("change", "sight"),
    [
        ({"orderPaymentStatus": "PENDING"}, Sight.PENDING),
        ({"orderPaymentStatus": "FAILED"}, Sight.PENDING),
        ({"cancelStatus": {"cancelState": "CANCELED"}}, Sight.CANCELLED),
        ({"cancelStatus": {"cancelState": "IN_PROGRESS"}}, Sight.OPEN),
    ],
)
def test_order_when_it_is_not_open_then_sight_says_so(
    server: EbayServer, change: dict[str, object], sight: Sight
) -> None:
    server.put(an_ebay_order(0) | change)
    assert channel(server).order("01-00000-00001").sight is sight


def test_order_when_ebay_ships_it_then_says_so(server: EbayServer) -> None:
    server.put(an_ebay_order(0) | {"program": {"fulfillmentProgram": {"fulfilledBy": "EBAY"}}})
    assert channel(server).order("01-00000-00001").by_marketplace


def test_page_when_an_order_has_a_request_to_cancel_then_tells_its_number_alone(server: EbayServer) -> None:
    request = {"cancelRequestId": "1", "cancelInitiator": "BUYER", "cancelRequestState": "REQUESTED"}
    server.put(an_ebay_order(0) | {"cancelStatus": {"cancelState": "IN_PROGRESS", "cancelRequests": [request]}})
    (asked,) = (seen for seen in all_pages(channel(server)) if seen.document is None)
    assert channel(server).order(asked.ref).document == server.orders[asked.ref]


def test_listed_when_read_then_names_orders_by_when_they_were_placed(server: EbayServer) -> None:
    found = channel(server).listed(NOW - timedelta(hours=10), NOW - timedelta(hours=8), None)
    assert (len(found.refs), found.after) == (7, None)


def test_page_when_called_then_its_token_is_for_that_scope_alone(server: EbayServer) -> None:
    channel(server).page(SINCE, UNTIL, None)
    (held,) = server.tokens.values()
    assert held[1] == "user https://api.ebay.com/oauth/api_scope/sell.fulfillment"


def test_page_when_the_token_ends_early_then_another_is_fetched_once(server: EbayServer) -> None:
    channel(server).page(SINCE, UNTIL, None)
    server.tokens.clear()
    assert channel(server).page(SINCE, UNTIL, None).orders


def test_page_when_ebay_throttles_then_waits_until_the_limit_begins_anew(server: EbayServer) -> None:
    server.faults.wait_s = 1800.0
    ebay = channel(server)
    ebay.page(SINCE, UNTIL, None)
    server.faults.throttle = 1
    with pytest.raises(Throttled) as told:
        ebay.page(SINCE, UNTIL, None)
    assert told.value.after_s == pytest.approx(1800.0)


def test_page_when_no_limit_is_used_up_then_waits_a_little(server: EbayServer) -> None:
    ebay = channel(server)
    ebay.page(SINCE, UNTIL, None)
    server.faults.throttle, server.faults.wait_s = 2, 1800.0  # the limits are not to be had either
    with pytest.raises(Throttled) as told:
        ebay.page(SINCE, UNTIL, None)
    assert told.value.after_s < 60


def test_page_when_ebay_is_out_of_order_then_is_to_be_tried_again(server: EbayServer) -> None:
    server.faults.break_before = 1
    with pytest.raises(ChannelDown):
        channel(server).page(SINCE, UNTIL, None)


def test_page_when_the_consent_was_taken_back_then_says_so_in_ebays_words(server: EbayServer) -> None:
    account = server.account()
    wrong = replace(account, secrets={**account.secrets, "refresh_token": "another"})
    with pytest.raises(SignInRefused, match="invalid_grant: the provided refresh token is invalid"):
        make_channel(wrong, server.direct, server.clock).page(SINCE, UNTIL, None)


def test_channel_when_a_credential_is_missing_then_names_it(server: EbayServer) -> None:
    with pytest.raises(CredentialMissing, match="client_id"):
        make_channel(replace(server.account(), secrets={}), server.direct, server.clock)


def test_heard_when_ebay_tries_the_address_then_answers_the_challenge(server: EbayServer) -> None:
    heard = channel(server).heard(challenge(URL), NOW)
    # sha256("a1b2c3" + "sample-verification-token-0123456789" + the address), reckoned with sha256sum
    assert json.loads(heard.reply)["challengeResponse"] == (
        "394445063cd89b98e8de2d95c1e4b26f2f60c8cc259f0c8443bf0c580ec3d895"
    )


def test_heard_when_an_order_came_then_names_it_and_keeps_its_number(server: EbayServer) -> None:
    server.notify("ORDER_CONFIRMATION", {"order": {"orderId": "01-00000-00001"}}, URL)
    server.faults.twice = True
    heard = [channel(server).heard(knock, NOW) for knock in server.leave()]
    assert {(each.delivery, each.refs) for each in heard} == {("notification-1", ("01-00000-00001",))}
    assert [call.path for call in server.calls].count("/commerce/notification/v1/public_key/sample-public-key-1") == 1


@pytest.mark.parametrize(
    ("data", "refs"),
    [
        ({"orderId": "1"}, ("1",)),
        ({"order": {"orderId": "1", "orderLineItems": [{"orderId": "1"}, {"orderId": "2"}]}}, ("1", "2")),
        ({"item": {"title": "a cup"}}, ()),
    ],
)
def test_heard_when_a_topic_has_its_orders_elsewhere_then_each_is_named_once(
    server: EbayServer, data: Document, refs: tuple[str, ...]
) -> None:
    server.notify("ITEM_MARKED_SHIPPED", data, URL)
    (knock,) = server.leave()
    assert channel(server).heard(knock, NOW).refs == refs


def test_heard_when_a_buyer_closes_the_account_then_names_whom_to_forget_and_shows_nobody(server: EbayServer) -> None:
    server.notify(DELETION, {"username": "buyer_77", "userId": "ma8vp1jySJC", "eiasToken": "nY+sHZ"}, URL)
    (knock,) = server.leave()
    heard = channel(server).heard(knock, NOW)
    assert (heard.topic, heard.refs, heard.forget) == (DELETION, (), "buyer_77")
    assert "buyer_77" not in repr(heard)


def _changed(knock: Knock) -> Knock:
    return replace(knock, body=knock.body + b" ")


def _unsigned(knock: Knock) -> Knock:
    return replace(knock, headers={})


def _by_another_key(knock: Knock) -> Knock:
    header = {"alg": "ecdsa", "kid": "another", "signature": "AA==", "digest": "SHA1"}
    return replace(knock, headers={"x-ebay-signature": b64encode(json.dumps(header).encode()).decode()})


def _by_no_key(knock: Knock) -> Knock:
    header = {"kid": "../../sell", "signature": "AA=="}
    return replace(knock, headers={"x-ebay-signature": b64encode(json.dumps(header).encode()).decode()})


@pytest.mark.parametrize("change", [_changed, _unsigned, _by_another_key, _by_no_key])
def test_heard_when_it_is_not_ebays_then_is_refused(server: EbayServer, change: object) -> None:
    server.notify("ORDER_CONFIRMATION", {"orderId": "01-00000-00001"}, URL)
    (knock,) = server.leave()
    assert callable(change)
    with pytest.raises(KnockRefused):
        channel(server).heard(change(knock), NOW)


def test_check_when_all_is_well_then_tells_where_we_are(server: EbayServer) -> None:
    assert channel(server).check() == "eBay, EBAY_DE: 7 orders since yesterday"
