"""What a WooCommerce store on loopback is told: once, exactly, and with its own words where it refuses."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fulfillment.channels.adapters import make_channel
from fulfillment.channels.errors import ChannelDown, SayingRefused
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
from tests.channel_servers.woocommerce import Article, Thing, WooServer
from tests.desks import NOW, StandingClock


@pytest.fixture
def store(tmp_path: Path) -> Iterator[WooServer]:
    server = WooServer(clock=StandingClock())
    with server.running(tmp_path):
        yield server


@pytest.fixture
def channel(store: WooServer) -> Channel:
    return make_channel(store.account(), store.client, store.clock)


def a_parcel(
    order: Thing, *, whole: bool = True, number: str = "00340434161094042557", carrier: str = "DHL"
) -> Shipped:
    """A parcel of this order."""
    return Shipped(
        ref=str(order["id"]),
        number=number,
        carrier="dhl",
        carrier_code=carrier,
        carrier_name=carrier,
        url=f"https://track.example/{number}",
        shipped_at=NOW,
        lines=(LineShare("MUG-350", 2),),
        whole=whole,
    )


def a_refund(order: Thing, amount: int, name: str = "ref_1", currency: str = "EUR") -> Refunded:
    """So much back."""
    return Refunded(ref=str(order["id"]), refund=name, amount=amount, currency=currency, reason="damaged & wet")


def numbers_of(store: WooServer, order: Thing) -> list[object]:
    """Tracking numbers that the extension knows."""
    return [each["tracking_number"] for each in store.trackings.get(int(str(order["id"])), [])]


def test_parcel_when_the_store_knows_the_carrier_then_it_is_named_and_the_order_completed(
    store: WooServer, channel: Channel
) -> None:
    order = store.place()
    channel.say("say_1", a_parcel(order))
    known = store.trackings[int(str(order["id"]))][0]
    assert (known["tracking_provider"], known["tracking_number"]) == ("DHL", "00340434161094042557")
    assert known["date_shipped"] == "2026-11-21"
    assert order["status"] == "completed"


def test_parcel_when_the_carrier_is_unknown_there_then_it_is_told_with_its_link(
    store: WooServer, channel: Channel
) -> None:
    order = store.place()
    channel.say("say_1", a_parcel(order, carrier="Sample Post"))
    known = store.trackings[int(str(order["id"]))][0]
    assert known["custom_tracking_provider"] == "Sample Post"
    assert known["custom_tracking_link"] == "https://track.example/00340434161094042557"


def test_parcel_when_not_the_last_then_the_order_stays_open(store: WooServer, channel: Channel) -> None:
    order = store.place()
    channel.say("say_1", a_parcel(order, whole=False))
    assert (order["status"], store.mails) == ("processing", [])


@pytest.mark.parametrize("extension", [True, False])
@pytest.mark.parametrize("lost", [1, 2, 3])
@pytest.mark.parametrize("fault", ["lose_after", "fail_after"])
def test_parcel_when_answers_are_lost_then_all_is_said_once(
    store: WooServer, channel: Channel, extension: bool, lost: int, fault: str
) -> None:
    store.extension = extension
    order = store.place()
    setattr(store.faults, fault, lost)
    for _ in range(lost):
        try:
            channel.say("say_1", a_parcel(order))
        except ChannelDown:
            continue
    channel.say("say_1", a_parcel(order))
    assert channel.say("say_1", a_parcel(order)).already
    assert (order["status"], store.mails.count(f"completed {order['id']}")) == ("completed", 1)
    assert len(numbers_of(store, order)) == (1 if extension else 0)
    assert store.mails.count(f"note {order['id']}") == (0 if extension else 1)


def test_parcels_when_without_the_extension_then_both_numbers_are_kept(store: WooServer, channel: Channel) -> None:
    store.extension = False
    order = store.place()
    channel.say("say_1", a_parcel(order, whole=False, number="A12"))
    channel.say("say_2", a_parcel(order, number="A1"))
    metas = order["meta_data"]
    assert isinstance(metas, list)
    assert [each["tracking_number"] for each in metas[0]["value"]] == ["A12", "A1"]
    assert len(store.notes[int(str(order["id"]))]) == 2


def test_parcel_when_the_order_was_cancelled_there_then_it_is_refused(store: WooServer, channel: Channel) -> None:
    with pytest.raises(SayingRefused, match="call the parcel back"):
        channel.say("say_1", a_parcel(store.place(status="cancelled")))


def test_parcel_when_the_order_is_unknown_then_the_store_s_words_are_told(channel: Channel) -> None:
    with pytest.raises(SayingRefused, match=r"Invalid ID\.") as caught:
        channel.say("say_1", a_parcel({"id": 1}))
    assert caught.value.channel_code == "woocommerce_rest_shop_order_invalid_id"


def test_cancellation_when_said_then_the_order_ends_with_its_reason(store: WooServer, channel: Channel) -> None:
    order = store.place()
    channel.say("say_1", Cancelled(ref=str(order["id"]), reason="out of stock", note="cups & mugs"))
    assert order["status"] == "cancelled"
    note = store.notes[int(str(order["id"]))][0]
    assert (note["note"], note["customer_note"]) == ("out of stock: cups &amp; mugs", False)
    assert store.articles[0].stock == 12


@pytest.mark.parametrize("lost", [1, 2])
def test_cancellation_when_answers_are_lost_then_it_is_said_once(store: WooServer, channel: Channel, lost: int) -> None:
    order = store.place()
    said = Cancelled(ref=str(order["id"]), reason="a & b")
    store.faults.lose_after = lost
    for _ in range(lost):
        with pytest.raises(ChannelDown):
            channel.say("say_1", said)
    channel.say("say_1", said)
    assert (order["status"], len(store.notes[int(str(order["id"]))])) == ("cancelled", 1)
    assert channel.say("say_1", said).already


def test_cancellation_when_it_was_completed_there_then_it_says_what_to_do(store: WooServer, channel: Channel) -> None:
    with pytest.raises(SayingRefused, match="have the parcel back"):
        channel.say("say_1", Cancelled(ref=str(store.place(status="completed")["id"]), reason="x"))


def test_refund_when_said_then_just_this_amount_goes_back_by_the_gateway(store: WooServer, channel: Channel) -> None:
    order = store.place()
    answered = channel.say("say_1", a_refund(order, 995))
    made = store.refunds[int(str(order["id"]))]
    assert [(each["amount"], each["refunded_payment"]) for each in made] == [("9.95", True)]
    assert answered.remote == str(made[0]["id"])


@pytest.mark.parametrize("fault", ["lose_after", "fail_after"])
def test_refund_when_the_answer_is_lost_then_money_goes_back_once(
    store: WooServer, channel: Channel, fault: str
) -> None:
    order = store.place()
    setattr(store.faults, fault, 1)
    with pytest.raises(ChannelDown):
        channel.say("say_1", a_refund(order, 500))
    assert channel.say("say_1", a_refund(order, 500)).already
    assert len(store.refunds[int(str(order["id"]))]) == 1


def test_refunds_when_two_of_the_same_amount_then_both_go_back(store: WooServer, channel: Channel) -> None:
    order = store.place()
    channel.say("say_1", a_refund(order, 500))
    assert not channel.say("say_2", a_refund(order, 500, "ref_11")).already


def test_refund_when_the_store_refuses_with_a_500_then_its_words_are_told(store: WooServer, channel: Channel) -> None:
    with pytest.raises(SayingRefused, match=r"Invalid refund amount\.") as caught:
        channel.say("say_1", a_refund(store.place(), 99_999))
    assert caught.value.channel_code == "woocommerce_rest_cannot_create_order_refund"


def test_refund_when_of_another_currency_then_it_is_refused(store: WooServer, channel: Channel) -> None:
    with pytest.raises(SayingRefused, match="the order is in EUR"):
        channel.say("say_1", a_refund(store.place(), 500, currency="USD"))


def test_refund_when_by_hand_then_no_gateway_is_asked(store: WooServer) -> None:
    order = store.place()
    account = store.account(refund_by_gateway="no")
    make_channel(account, store.client, store.clock).say("say_1", a_refund(order, 500))
    assert store.refunds[int(str(order["id"]))][0]["refunded_payment"] is False


def test_stock_when_said_then_products_and_variations_have_their_levels(store: WooServer, channel: Channel) -> None:
    store.articles = [Article(1, "MUG", 9), Article(2, "TEE-S", 9, parent=5), Article(3, "A,B", 9), Article(4, "A", 9)]
    levels = (Level("MUG", "", 4), Level("our-tee", "TEE-S", 0), Level("A,B", "", 7))
    channel.say("say_1", Stock(levels=levels, as_of=NOW))
    assert [article.stock for article in store.articles] == [4, 0, 7, 9]


def test_stock_when_an_article_is_unknown_then_the_others_are_set_and_it_is_named(
    store: WooServer, channel: Channel
) -> None:
    store.articles = [Article(1, "MUG", 9)]
    with pytest.raises(SayingRefused, match="GHOST"):
        channel.say("say_1", Stock(levels=(Level("MUG", "", 4), Level("GHOST", "", 1)), as_of=NOW))
    assert store.articles[0].stock == 4


def test_message_when_the_answer_is_lost_then_the_buyer_has_one_mail(store: WooServer, channel: Channel) -> None:
    order = store.place()
    said = Message(
        ref=str(order["id"]), kind="customer_note", subject="Your order", text="Which floor & door?\n", language="en"
    )
    store.faults.lose_after = 1
    with pytest.raises(ChannelDown):
        channel.say("say_1", said)
    assert channel.say("say_1", said).already
    assert store.mails == [f"note {order['id']}"]


def test_message_when_of_an_unknown_kind_then_it_is_refused(store: WooServer, channel: Channel) -> None:
    said = Message(ref=str(store.place()["id"]), kind="carrier_pigeon", subject="", text="Hi", language="en")
    with pytest.raises(SayingRefused, match="customer_note"):
        channel.say("say_1", said)
