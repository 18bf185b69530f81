"""What a seller's account at Amazon is told: once, exactly, and with Amazon's own words where it refuses."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from fulfillment.channels.access_tokens import KEPT
from fulfillment.channels.adapters import make_channel
from fulfillment.channels.errors import AnswerRefused, ChannelDown, SayingRefused, Unfinished
from fulfillment.channels.protocol import (
    Answered,
    Before,
    Cancelled,
    Channel,
    Level,
    LineShare,
    Message,
    Refunded,
    Shipped,
    Stock,
)
from tests.builders import a_line, an_order
from tests.channel_servers.amazon import AmazonServer
from tests.channel_servers.amazon_documents import document_2026
from tests.desks import NOW, StandingClock

REF = "302-0000000-0000001"
SHIPPED = Shipped(
    ref=REF,
    number="00340434161094042557",
    carrier="dhl",
    carrier_code="DHL",
    carrier_name="DHL",
    service="Paket International",
    shipped_at=NOW,
    lines=(LineShare("TEE-M-BLUE", 2),),
    whole=False,
)
CANCELLED = Cancelled(ref=REF, reason="NoInventory")
REFUNDED = Refunded(ref=REF, refund="ref_1", amount=500, currency="EUR", reason="CustomerReturn")
MESSAGE = Message(ref=REF, kind="confirmOrderDetails", subject="", text="Welche Größe?", language="de")
Repeated = Cancelled | Refunded | Message


@pytest.fixture
def server() -> AmazonServer:
    KEPT.kept.clear()
    server = AmazonServer(clock=StandingClock())
    lines = (a_line(sku="TEE-M-BLUE"), a_line(sku="MUG-1", quantity=1))
    server.put(document_2026(an_order(id=REF, lines=lines)))
    return server


@pytest.fixture
def channel(server: AmazonServer) -> Channel:
    return make_channel(server.account(), server.direct, server.clock)


def said(server: AmazonServer, channel: Channel, saying: Repeated, most: int = 12) -> Answered:
    """Says it as the worker does: again and again, with what the last try left."""
    note = saying.before
    for _ in range(most):
        try:
            return channel.say("say_1", replace(saying, before=note))
        except Unfinished as unfinished:
            note = replace(note, so_far=unfinished.so_far)
            assert isinstance(server.clock, StandingClock)
            server.clock.pass_by(timedelta(seconds=unfinished.after_s))
    raise AssertionError(note)


def parcels(server: AmazonServer) -> list[dict[str, object]]:
    found = server.orders[REF]["packages"]
    assert isinstance(found, list)
    return found


def test_shipped_when_said_then_amazon_has_number_carrier_and_items(server: AmazonServer, channel: Channel) -> None:
    channel.say("say_1", SHIPPED)
    (parcel,) = parcels(server)
    assert (parcel["trackingNumber"], parcel["carrier"]) == (SHIPPED.number, "DHL")
    items = parcel["packageItems"]
    assert isinstance(items, list)
    assert [item["quantity"] for item in items] == [2]


@pytest.mark.parametrize("fault", ["fail_after", "lose_after", "hang_after"])
def test_shipped_when_the_answer_is_lost_then_the_second_call_finds_the_parcel(
    server: AmazonServer, channel: Channel, fault: str
) -> None:
    setattr(server.faults, fault, 1)
    with pytest.raises(ChannelDown):
        channel.say("say_1", SHIPPED)
    assert channel.say("say_1", SHIPPED).already
    assert len(parcels(server)) == 1


def test_shipped_when_v0_cannot_tell_parcels_then_a_second_call_corrects_the_first(server: AmazonServer) -> None:
    old = make_channel(server.account(orders_api="v0"), server.direct, server.clock)
    old.say("say_1", SHIPPED)
    old.say("say_1", SHIPPED)
    assert len(parcels(server)) == 1


def test_shipped_when_amazon_has_no_code_for_the_carrier_then_names_it(server: AmazonServer, channel: Channel) -> None:
    channel.say("say_1", replace(SHIPPED, carrier_code="", carrier_name="Sparrow Post"))
    assert parcels(server)[0]["carrier"] == "Sparrow Post"


@pytest.mark.parametrize(("lines", "code"), [((LineShare("TEE-M-BLUE", 3),), "ARTICLE_UNKNOWN")])
def test_shipped_when_the_order_has_not_so_much_of_it_then_is_refused(
    channel: Channel, lines: tuple[LineShare, ...], code: str
) -> None:
    with pytest.raises(SayingRefused) as told:
        channel.say("say_1", replace(SHIPPED, lines=lines))
    assert told.value.channel_code == code


def test_cancelled_when_said_then_the_order_ends_at_amazon(server: AmazonServer, channel: Channel) -> None:
    said(server, channel, CANCELLED)
    assert said(server, channel, CANCELLED).already
    assert len(server.feeds.kept) == 1


def test_cancelled_when_amazon_does_not_take_the_reason_then_says_so_in_its_words(
    server: AmazonServer, channel: Channel
) -> None:
    with pytest.raises(SayingRefused, match="`25`: XML Validation Error"):
        said(server, channel, replace(CANCELLED, reason="CarrierCreditDecision"))


@pytest.mark.parametrize("saying", [CANCELLED, REFUNDED], ids=lambda said: type(said).__name__)
def test_saying_when_amazon_has_no_such_reason_then_is_refused_at_once(
    server: AmazonServer, channel: Channel, saying: Cancelled | Refunded
) -> None:
    with pytest.raises(SayingRefused, match="REASON_UNKNOWN"):
        channel.say("say_1", replace(saying, reason="Whim"))
    assert not server.feeds.documents


def test_refunded_when_said_over_a_network_then_amazon_pays_that_once(server: AmazonServer) -> None:
    with server.running():
        said(server, make_channel(server.account(), server.client, server.clock), REFUNDED)
    assert server.feeds.refunds == [(REF, "EUR", Decimal("5.00"))]


def test_refunded_when_said_then_amazon_pays_that_once(server: AmazonServer, channel: Channel) -> None:
    assert said(server, channel, REFUNDED).remote == "feed:feed-1"
    assert server.feeds.refunds == [(REF, "EUR", Decimal("5.00"))]


@pytest.mark.parametrize("fault", ["fail_after", "lose_after", "hang_after"])
def test_refunded_when_the_answer_is_lost_then_the_feed_is_found_and_not_made_again(
    server: AmazonServer, channel: Channel, fault: str
) -> None:
    with pytest.raises(Unfinished) as laid_down:
        channel.say("say_1", REFUNDED)
    setattr(server.faults, fault, 1)
    said(server, channel, replace(REFUNDED, before=Before(so_far=laid_down.value.so_far)))
    assert len(server.feeds.refunds) == 1


def test_refunded_when_the_work_was_cut_off_while_it_announced_then_the_feed_is_found(
    server: AmazonServer, channel: Channel
) -> None:
    with pytest.raises(Unfinished) as laid_down:
        channel.say("say_1", REFUNDED)
    again = replace(REFUNDED, before=Before(so_far=laid_down.value.so_far))
    with pytest.raises(Unfinished):
        channel.say("say_1", again)  # killed before it was noted
    assert isinstance(server.clock, StandingClock)
    server.clock.pass_by(timedelta(minutes=2))
    said(server, channel, again)
    assert len(server.feeds.refunds) == 1


def test_refunded_when_others_were_announced_meanwhile_then_none_is_taken_for_this_one(
    server: AmazonServer, channel: Channel
) -> None:
    with pytest.raises(Unfinished) as laid_down:
        channel.say("say_1", REFUNDED)
    said(server, channel, replace(REFUNDED, refund="ref_2", amount=300))
    before = Before(so_far=laid_down.value.so_far.replace("document:", "unsure:"), others=("feed:feed-1",))
    said(server, channel, replace(REFUNDED, before=before))
    assert [amount for _, _, amount in server.feeds.refunds] == [Decimal("3.00"), Decimal("5.00")]


def test_refunded_when_the_address_for_the_document_has_ended_then_another_is_asked_for(
    server: AmazonServer, channel: Channel
) -> None:
    server.feeds.closed = 1
    with pytest.raises(AnswerRefused):
        channel.say("say_1", REFUNDED)
    said(server, channel, REFUNDED)
    assert len(server.feeds.refunds) == 1


def test_refunded_when_two_feeds_may_be_it_then_a_person_looks(server: AmazonServer, channel: Channel) -> None:
    with pytest.raises(Unfinished) as laid_down:
        channel.say("say_1", REFUNDED)
    for name in ("ref_2", "ref_3"):
        said(server, channel, replace(REFUNDED, refund=name))
    unsure = Before(so_far=laid_down.value.so_far.replace("document:", "unsure:"))
    with pytest.raises(SayingRefused, match="FEED_NOT_TOLD_APART"):
        channel.say("say_1", replace(REFUNDED, before=unsure))


def test_refunded_when_it_is_more_than_was_paid_then_is_refused(channel: Channel) -> None:
    with pytest.raises(SayingRefused, match="AMOUNT_TOO_LARGE"):
        channel.say("say_1", replace(REFUNDED, amount=9_999_999))


def test_stock_when_said_then_each_marketplace_has_the_level(server: AmazonServer, channel: Channel) -> None:
    channel.say("say_1", Stock(levels=(Level("TEE-M-BLUE", "TEE M&BLUE", 4), Level("MUG-1", "", -2)), as_of=NOW))
    assert server.levels == {
        ("TEE M&BLUE", "A1PA6795UKMFR9"): 4,
        ("TEE M&BLUE", "A13V1IB3VIYZZH"): 4,
        ("MUG-1", "A1PA6795UKMFR9"): 0,
        ("MUG-1", "A13V1IB3VIYZZH"): 0,
    }


def test_stock_when_a_listing_is_not_taken_then_the_others_are_told_all_the_same(
    server: AmazonServer, channel: Channel
) -> None:
    server.invalid_skus = frozenset({"OLD-1"})
    with pytest.raises(SayingRefused, match=r"`90244`: OLD-1: The SKU is not active. \(and 1 more\)"):
        channel.say("say_1", Stock(levels=(Level("OLD-1", "", 1), Level("MUG-1", "", 2)), as_of=NOW))
    assert server.levels["MUG-1", "A1PA6795UKMFR9"] == 2


def test_stock_when_amazon_asks_to_wait_then_goes_on_with_what_is_left(server: AmazonServer, channel: Channel) -> None:
    server.invalid_skus, far = frozenset({"OLD-1"}), Before(so_far="1:90244:OLD-1: The SKU is not active.")
    levels = Stock(levels=(Level("OLD-1", "", 1), Level("MUG-1", "", 2)), as_of=NOW, before=far)
    server.faults.throttle = 1
    with pytest.raises(Unfinished) as wait:
        channel.say("say_1", levels)
    assert wait.value.so_far == far.so_far
    with pytest.raises(SayingRefused, match="OLD-1"):
        channel.say("say_1", levels)
    assert len(server.levels) == 2


def test_allowed_messages_when_asked_then_are_those_that_take_a_text(channel: Channel) -> None:
    assert set(channel.allowed_messages(REF)) == {"confirmDeliveryDetails", "confirmOrderDetails", "unexpectedProblem"}


def test_message_when_said_then_the_buyer_gets_it_once(server: AmazonServer, channel: Channel) -> None:
    said(server, channel, MESSAGE)
    assert server.messages == [(REF, "confirmOrderDetails", "Welche Größe?")]


def test_message_when_the_answer_is_lost_then_a_person_looks_and_nothing_is_sent_twice(
    server: AmazonServer, channel: Channel
) -> None:
    with pytest.raises(Unfinished) as begun:
        channel.say("say_1", MESSAGE)
    server.faults.lose_after = 1
    with pytest.raises(SayingRefused, match="MESSAGE_NOT_TOLD_APART"):
        said(server, channel, replace(MESSAGE, before=Before(so_far=begun.value.so_far)))
    assert len(server.messages) == 1


@pytest.mark.parametrize(
    ("kind", "words", "code"),
    [
        ("confirmServiceDetails", "When?", "KIND_NOT_ALLOWED"),
        ("legalDisclosure", "Terms", "KIND_UNKNOWN"),
        ("confirmOrderDetails", "see https://shop.example", "TEXT_LINK"),
        ("confirmOrderDetails", "write to us@shop.example", "TEXT_LINK"),
        ("confirmOrderDetails", " ", "TEXT_LENGTH"),
        ("confirmOrderDetails", "x" * 2001, "TEXT_LENGTH"),
    ],
)
def test_message_when_amazon_would_not_take_it_then_is_refused_before(
    server: AmazonServer, channel: Channel, kind: str, words: str, code: str
) -> None:
    with pytest.raises(SayingRefused) as told:
        channel.say("say_1", replace(MESSAGE, kind=kind, text=words))
    assert (told.value.channel_code, server.messages) == (code, [])


def _shipped_order(order: dict[str, object]) -> None:
    assert isinstance(order["fulfillment"], dict)
    order["fulfillment"]["fulfillmentStatus"] = "SHIPPED"


@pytest.mark.parametrize(("change", "saying", "code"), [(_shipped_order, CANCELLED, "ORDER_SHIPPED")])
def test_saying_when_the_order_is_past_it_then_tells_what_to_do_instead(
    server: AmazonServer,
    channel: Channel,
    change: Callable[[dict[str, object]], None],
    saying: Cancelled,
    code: str,
) -> None:
    change(server.orders[REF])
    with pytest.raises(SayingRefused, match=code):
        channel.say("say_1", saying)
