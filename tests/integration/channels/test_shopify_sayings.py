"""What a Shopify shop on loopback is told: once, exactly, and with its own words where it refuses."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from fulfillment.channels.adapters import make_channel
from fulfillment.channels.errors import ChannelDown, SayingRefused, SignInRefused
from fulfillment.channels.protocol import (
    Cancelled,
    Channel,
    Level,
    LineShare,
    Message,
    Refunded,
    Shipped,
    Stock,
)
from tests.channel_servers.shopify import ShopifyServer
from tests.channel_servers.shopify_shop import Order
from tests.desks import NOW, StandingClock


@pytest.fixture
def shop() -> Iterator[ShopifyServer]:
    server = ShopifyServer(clock=StandingClock())
    with server.running():
        yield server


@pytest.fixture
def channel(shop: ShopifyServer) -> Channel:
    return make_channel(shop.account(), shop.client, shop.clock)


def a_parcel(order: Order, *lines: tuple[str, int], number: str = "00340434161094042557") -> Shipped:
    """A parcel with these pieces; with everything when none are named."""
    every = lines or tuple((line.sku, line.quantity) for line in order.lines)
    return Shipped(
        ref=str(order.number),
        number=number,
        carrier="dhl",
        carrier_code="DHL Express",
        carrier_name="DHL Express",
        url=f"https://track.example/{number}",
        shipped_at=NOW,
        lines=tuple(LineShare(*line) for line in every),
        whole=not lines,
    )


def a_refund(
    order: Order, amount: int, *lines: tuple[str, int], name: str = "ref_1", currency: str = "EUR"
) -> Refunded:
    """So much back, for these pieces."""
    shares = tuple(LineShare(*line) for line in lines)
    return Refunded(
        ref=str(order.number), refund=name, amount=amount, currency=currency, reason="damaged", lines=shares
    )


def shown(order: Order) -> list[tuple[str, dict[str, int]]]:
    """Each fulfilment's tracking number and pieces."""
    found = []
    for each in order.fulfillments:
        tracking, pieces = each["tracking"], each["pieces"]
        assert isinstance(tracking, dict)
        assert isinstance(pieces, dict)
        found.append((str(tracking["number"]), pieces))
    return found


def test_parcel_when_said_then_the_shop_has_its_number_carrier_and_pieces(
    shop: ShopifyServer, channel: Channel
) -> None:
    order = shop.place(("MUG-350", 2, "9.90"), ("TOWEL-1", 1, "12.00"))
    answered = channel.say("say_1", a_parcel(order, ("MUG-350", 1)))
    assert shown(order) == [("00340434161094042557", {"MUG-350": 1})]
    assert order.fulfillments[0]["tracking"] == {
        "number": "00340434161094042557",
        "company": "DHL Express",
        "url": "https://track.example/00340434161094042557",
    }
    assert (answered.remote, answered.already) == (order.fulfillments[0]["id"], False)


@pytest.mark.parametrize("fault", ["lose_after", "fail_after"])
def test_parcel_when_the_answer_is_lost_then_the_second_call_finds_it(
    shop: ShopifyServer, channel: Channel, fault: str
) -> None:
    order = shop.place()
    setattr(shop.faults, fault, 1)
    with pytest.raises(ChannelDown):
        channel.say("say_1", a_parcel(order))
    assert channel.say("say_1", a_parcel(order)).already
    assert (len(order.fulfillments), shop.mails) == (1, [f"shipped {order.number}"])


def test_parcel_when_its_pieces_lie_at_two_places_then_two_fulfilments_share_the_number(
    shop: ShopifyServer, channel: Channel
) -> None:
    order = shop.place(("MUG-350", 2, "9.90"), ("TOWEL-1", 1, "12.00"), locations=2)
    channel.say("say_1", a_parcel(order))
    number = "00340434161094042557"
    assert shown(order) == [(number, {"MUG-350": 2}), (number, {"TOWEL-1": 1})]


def test_parcel_when_only_half_was_said_then_the_second_call_says_the_rest(
    shop: ShopifyServer, channel: Channel
) -> None:
    order = shop.place(("MUG-350", 2, "9.90"), ("TOWEL-1", 1, "12.00"), locations=2)
    shop.faults.lose_after = 1
    with pytest.raises(ChannelDown):
        channel.say("say_1", a_parcel(order))
    assert not channel.say("say_1", a_parcel(order)).already
    assert [pieces for _, pieces in shown(order)] == [{"MUG-350": 2}, {"TOWEL-1": 1}]


def test_parcels_when_two_then_both_are_known(shop: ShopifyServer, channel: Channel) -> None:
    order = shop.place(("MUG-350", 2, "9.90"))
    channel.say("say_1", a_parcel(order, ("MUG-350", 1), number="A1"))
    channel.say("say_2", a_parcel(order, ("MUG-350", 1), number="B2"))
    assert [number for number, _ in shown(order)] == ["A1", "B2"]


def test_parcel_when_the_shop_has_no_such_pieces_then_it_is_refused(shop: ShopifyServer, channel: Channel) -> None:
    order = shop.place(("MUG-350", 1, "9.90"))
    with pytest.raises(SayingRefused, match="no open pieces of 2 of MUG-350, 1 of OTHER") as caught:
        channel.say("say_1", a_parcel(order, ("MUG-350", 3), ("OTHER", 1)))
    assert caught.value.channel_code == "nothing_to_fulfil"


def test_parcel_when_the_shop_holds_the_order_then_it_says_so(shop: ShopifyServer, channel: Channel) -> None:
    order = shop.place()
    order.held[0].status = "ON_HOLD"
    with pytest.raises(SayingRefused) as caught:
        channel.say("say_1", a_parcel(order))
    assert caught.value.channel_code == "fulfillment_on_hold"


def test_parcel_when_the_order_was_cancelled_there_then_it_is_refused(shop: ShopifyServer, channel: Channel) -> None:
    order = shop.place()
    shop.cancel(order)
    with pytest.raises(SayingRefused) as caught:
        channel.say("say_1", a_parcel(order))
    assert caught.value.channel_code == "order_cancelled"


def test_cancellation_when_said_then_the_order_ends_and_goods_are_free(shop: ShopifyServer, channel: Channel) -> None:
    order = shop.place(("MUG-350", 2, "9.90"))
    channel.say("say_1", Cancelled(ref=str(order.number), reason="INVENTORY", note="the goods are not there"))
    assert (order.reason, shop.stock["MUG-350"]) == ("INVENTORY", 12)
    assert order.refunded == 0  # a refund is said apart


def test_cancellation_when_the_answer_is_lost_then_the_second_call_finds_it(
    shop: ShopifyServer, channel: Channel
) -> None:
    order = shop.place()
    said = Cancelled(ref=str(order.number), reason="other")
    shop.faults.lose_after = 1
    with pytest.raises(ChannelDown):
        channel.say("say_1", said)
    assert channel.say("say_1", said).already


def test_cancellation_when_the_shop_refuses_then_its_code_and_words_are_told(
    shop: ShopifyServer, channel: Channel
) -> None:
    order = shop.place()
    channel.say("say_1", a_parcel(order))
    with pytest.raises(SayingRefused, match="it has been fulfilled") as caught:
        channel.say("say_2", Cancelled(ref=str(order.number), reason="OTHER"))
    assert caught.value.channel_code == "INVALID"


def test_cancellation_when_the_reason_is_none_of_theirs_then_it_is_refused(
    shop: ShopifyServer, channel: Channel
) -> None:
    with pytest.raises(SayingRefused, match="CUSTOMER, DECLINED"):
        channel.say("say_1", Cancelled(ref=str(shop.place().number), reason="NO_STOCK"))


def test_refund_when_said_then_just_this_amount_goes_back(shop: ShopifyServer, channel: Channel) -> None:
    order = shop.place(("MUG-350", 2, "9.90"))
    channel.say("say_1", a_refund(order, 995, ("MUG-350", 1)))
    back = [each for each in order.transactions if each["kind"] == "REFUND"]
    assert [(each["amount"], each["parent"]) for each in back] == [("9.95", order.transactions[0]["id"])]
    assert order.refunds[0]["note"] == "damaged [ref_1]"


@pytest.mark.parametrize("fault", ["lose_after", "fail_after"])
def test_refund_when_the_answer_is_lost_then_money_goes_back_once(
    shop: ShopifyServer, channel: Channel, fault: str
) -> None:
    order = shop.place()
    setattr(shop.faults, fault, 1)
    with pytest.raises(ChannelDown):
        channel.say("say_1", a_refund(order, 500))
    assert channel.say("say_1", a_refund(order, 500)).already
    assert str(order.refunded) == "5.00"


def test_refunds_when_two_of_the_same_amount_then_both_go_back(shop: ShopifyServer, channel: Channel) -> None:
    order = shop.place()
    channel.say("say_1", a_refund(order, 500))
    channel.say("say_2", a_refund(order, 500, name="ref_2"))
    assert str(order.refunded) == "10.00"


def test_refund_when_paid_in_parts_then_each_gives_what_it_has(shop: ShopifyServer, channel: Channel) -> None:
    order = shop.place(("MUG-350", 1, "10.00"))  # 14.90 with the way
    order.transactions[0]["amount"] = "4.90"
    order.transactions.append({**order.transactions[0], "id": "gid://shopify/OrderTransaction/2", "amount": "10.00"})
    channel.say("say_1", a_refund(order, 1200))
    assert [each["amount"] for each in order.transactions[2:]] == ["4.90", "7.10"]


def test_refund_when_more_than_was_paid_then_it_is_refused(shop: ShopifyServer, channel: Channel) -> None:
    order = shop.place(("MUG-350", 1, "9.90"))
    with pytest.raises(SayingRefused, match=r"only 14\.80 EUR"):
        channel.say("say_1", a_refund(order, 1500))
    assert not order.refunds


def test_refund_when_the_buyer_paid_in_another_currency_then_a_person_does_it(
    shop: ShopifyServer, channel: Channel
) -> None:
    order = shop.place()
    order.presentment = "CHF"
    with pytest.raises(SayingRefused, match="paid in CHF"):
        channel.say("say_1", a_refund(order, 500))


def test_stock_when_said_then_levels_are_as_told_and_others_stay(shop: ShopifyServer, channel: Channel) -> None:
    shop.place(("MUG-350", 1, "1.00"), ("MUG-350-BLUE", 1, "1.00"), ("TOWEL-1", 1, "1.00"))
    levels = (Level("MUG-350", "MUG-350", 4), Level("our-towel", "TOWEL-1", 0))
    channel.say("say_1", Stock(levels=levels, as_of=NOW))
    assert shop.stock == {"MUG-350": 4, "MUG-350-BLUE": 10, "TOWEL-1": 0}


def test_stock_when_an_article_is_unknown_then_the_others_are_set_and_it_is_named(
    shop: ShopifyServer, channel: Channel
) -> None:
    shop.place(("MUG-350", 1, "1.00"))
    with pytest.raises(SayingRefused, match="GHOST"):
        channel.say("say_1", Stock(levels=(Level("MUG-350", "", 3), Level("GHOST", "", 1)), as_of=NOW))
    assert shop.stock["MUG-350"] == 3


def test_stock_when_as_many_as_allowed_then_one_query_may_ask_for_them(shop: ShopifyServer, channel: Channel) -> None:
    levels = tuple(Level(f"SKU-{number}", "", number) for number in range(channel.most_levels))
    shop.stock = dict.fromkeys((level.sku for level in levels), 1)
    channel.say("say_1", Stock(levels=levels, as_of=NOW))
    assert shop.stock["SKU-7"] == 7


def test_stock_when_no_location_is_set_then_it_says_what_to_set(shop: ShopifyServer) -> None:
    account = replace(shop.account(), settings={})
    with pytest.raises(SayingRefused, match="set `location`"):
        make_channel(account, shop.client, shop.clock).say("say_1", Stock(levels=(Level("A", "", 1),), as_of=NOW))


def test_message_when_said_then_it_is_refused_with_what_to_do(shop: ShopifyServer, channel: Channel) -> None:
    message = Message(ref=str(shop.place().number), kind="any", subject="", text="Hello", language="de")
    with pytest.raises(SayingRefused, match="send a mail of your own"):
        channel.say("say_1", message)
    assert channel.allowed_messages(message.ref) == ()


def test_saying_when_a_scope_lacks_then_shopify_s_words_are_told(shop: ShopifyServer, channel: Channel) -> None:
    shop.scopes = ("write_orders",)
    with pytest.raises(SignInRefused, match="ACCESS_DENIED: Access denied for fulfillmentCreate"):
        channel.say("say_1", a_parcel(shop.place()))


def test_keys_when_shopify_has_forgotten_them_then_the_note_is_found(shop: ShopifyServer, channel: Channel) -> None:
    order = shop.place()
    channel.say("say_1", a_refund(order, 500))
    shop.said.clear()
    assert isinstance(shop.clock, StandingClock)
    shop.clock.at += timedelta(days=3)
    assert channel.say("say_1", a_refund(order, 500)).already
