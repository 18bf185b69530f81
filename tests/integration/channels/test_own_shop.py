"""A shop of one's own on loopback, which signs and verifies by the published package of Standard Webhooks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from engine.clock import SystemClock
from engine.order.formats import clearway
from engine.order.formats.settings import ImportSettings
from fulfillment.channels.adapters import make_channel
from fulfillment.channels.errors import (
    AnswerRefused,
    ChannelDown,
    KnockRefused,
    SayingRefused,
    SignInRefused,
    Throttled,
)
from fulfillment.channels.protocol import (
    Cancelled,
    Channel,
    Knock,
    Level,
    LineShare,
    Message,
    Refunded,
    Said,
    Shipped,
    Stock,
)
from fulfillment.channels.words import Sight
from tests.channel_servers.own_shop import OwnShopServer

HOUR = timedelta(hours=1)
AT = datetime(2026, 11, 21, 9, 40, tzinfo=UTC)
SAYINGS: dict[str, Said] = {
    "order.shipped": Shipped(
        ref="S-1",
        number="A1",
        carrier="dhl",
        carrier_code="",
        carrier_name="DHL",
        shipped_at=AT,
        lines=(LineShare("MUG-350", 2),),
        whole=True,
    ),
    "order.cancelled": Cancelled(ref="S-1", reason="out_of_stock"),
    "order.refunded": Refunded(ref="S-1", refund="ref_1", amount=995, currency="EUR", reason="damaged"),
    "stock.levels": Stock(levels=(Level("ours", "THEIRS", 3),), as_of=AT),
    "order.message": Message(ref="S-1", kind="message", subject="", text="Which floor?", language="en"),
}


@pytest.fixture
def shop() -> Iterator[OwnShopServer]:
    server = OwnShopServer(clock=SystemClock())
    with server.running():
        yield server


@pytest.fixture
def channel(shop: OwnShopServer) -> Channel:
    return connected(shop)


def connected(shop: OwnShopServer, **settings: str) -> Channel:
    """The adapter of this shop."""
    return make_channel(shop.account(**settings), shop.client, SystemClock())


def test_order_when_read_then_our_reader_understands_it(shop: OwnShopServer, channel: Channel) -> None:
    placed = shop.place(("MUG-350", 2, 990))
    seen = channel.order(str(placed["ref"]))
    order = clearway.read(seen.document or {}, settings=ImportSettings())
    assert (order.id, order.totals.total, seen.sight) == (placed["ref"], 1980, Sight.OPEN)


@pytest.mark.parametrize(("state", "sight"), [("pending", Sight.PENDING), ("cancelled", Sight.CANCELLED)])
def test_order_when_in_a_state_then_it_is_seen_so(
    shop: OwnShopServer, channel: Channel, state: str, sight: Sight
) -> None:
    assert channel.order(str(shop.place(state=state)["ref"])).sight is sight


def test_order_when_unknown_then_it_is_gone(channel: Channel) -> None:
    assert channel.order("a/b ?").sight is Sight.GONE


def test_order_when_in_an_unknown_state_then_the_answer_is_refused(shop: OwnShopServer, channel: Channel) -> None:
    with pytest.raises(AnswerRefused, match="/state"):
        channel.order(str(shop.place(state="lost")["ref"]))


def test_pages_when_there_are_many_then_each_order_comes_once(shop: OwnShopServer, channel: Channel) -> None:
    shop.most_per_page = 2
    placed = [shop.place()["ref"] for _ in range(5)]
    now, found, after = shop.now(), [], None
    while True:
        page = channel.page(now - HOUR, now + HOUR, after)
        found += [each.ref for each in page.orders]
        after = page.after
        if after is None:
            break
    assert found == placed


def test_listed_when_asked_then_placed_orders_are_named(shop: OwnShopServer, channel: Channel) -> None:
    placed = shop.place()
    now = shop.now()
    assert channel.listed(now - HOUR, now + HOUR, None).refs == (placed["ref"],)


@pytest.mark.parametrize("type_", SAYINGS)
def test_saying_when_sent_then_the_published_receiver_verifies_it(
    shop: OwnShopServer, channel: Channel, type_: str
) -> None:
    answered = channel.say("say_1", SAYINGS[type_])
    assert [told["type"] for told in shop.said.values()] == [type_]
    assert (answered.remote, answered.already) == ("done-say_1", False)


def test_sayings_when_read_then_they_are_as_documented(
    shop: OwnShopServer, channel: Channel, snapshot_of_sayings: dict[str, object]
) -> None:
    for type_, said in SAYINGS.items():
        channel.say(type_, said)
    assert {type_: told["data"] for type_, told in shop.said.items()} == snapshot_of_sayings


@pytest.mark.parametrize("fault", ["lose_after", "fail_after"])
def test_saying_when_the_answer_is_lost_then_the_shop_knows_it_by_its_key(
    shop: OwnShopServer, channel: Channel, fault: str
) -> None:
    setattr(shop.faults, fault, 1)
    with pytest.raises(ChannelDown):
        channel.say("say_1", SAYINGS["order.refunded"])
    assert channel.say("say_1", SAYINGS["order.refunded"]).already
    assert len(shop.said) == 1


def test_saying_when_the_shop_refuses_then_its_code_and_words_are_told(shop: OwnShopServer, channel: Channel) -> None:
    shop.refuses = ("stock.levels",)
    with pytest.raises(SayingRefused, match=r"this shop takes no stock\.levels") as caught:
        channel.say("say_1", SAYINGS["stock.levels"])
    assert caught.value.channel_code == "not_ours"


def test_saying_when_the_shop_s_clock_is_wrong_then_its_words_are_told(shop: OwnShopServer) -> None:
    class Yesterday:
        def now(self) -> datetime:
            return SystemClock().now() - timedelta(days=1)

    with pytest.raises(SayingRefused, match="too old"):
        make_channel(shop.account(), shop.client, Yesterday()).say("say_1", SAYINGS["order.cancelled"])


def test_throttled_when_told_then_it_says_how_long(shop: OwnShopServer, channel: Channel) -> None:
    shop.faults.throttle = 1
    with pytest.raises(Throttled):
        channel.order("S-1")


def test_check_when_all_is_well_then_the_shop_says_who_it_is(channel: Channel) -> None:
    assert channel.check() == "Sample Shop"


def test_check_when_the_token_is_wrong_then_sign_in_is_refused(shop: OwnShopServer) -> None:
    account = shop.account()
    with pytest.raises(SignInRefused):
        make_channel(
            replace(account, secrets={**account.secrets, "access_token": "x"}), shop.client, SystemClock()
        ).check()


def test_check_when_the_signing_secret_is_another_then_the_shop_s_words_are_told(shop: OwnShopServer) -> None:
    account = shop.account()
    other = {**account.secrets, "signing_secret": account.secrets["webhook_secret"]}
    with pytest.raises(SignInRefused, match="bad_signature"):
        make_channel(replace(account, secrets=other), shop.client, SystemClock()).check()


def test_webhook_when_signed_by_the_published_sender_then_it_names_its_order(
    shop: OwnShopServer, channel: Channel
) -> None:
    placed = shop.place()
    (knock,) = shop.leave()
    heard = channel.heard(knock, shop.now())
    assert (heard.refs, heard.document, heard.delivery) == ((placed["ref"],), None, knock.headers["webhook-id"])


def test_webhook_when_the_shop_only_pushes_then_it_carries_the_order(shop: OwnShopServer) -> None:
    placed, channel = shop.place(state="pending"), connected(shop, pull="no")
    heard = channel.heard(shop.leave()[0], shop.now())
    assert (heard.document, heard.format, heard.sight) == (placed["order"], "clearway", Sight.PENDING)
    assert heard.changed_at == datetime.fromisoformat(str(placed["changed_at"]))
    assert channel.page(AT, AT, None).orders == ()
    with pytest.raises(AnswerRefused, match="only pushes"):
        channel.order(str(placed["ref"]))


@pytest.mark.parametrize(
    ("late", "why"), [(timedelta(minutes=6), "five minutes"), (timedelta(minutes=-6), "five minutes")]
)
def test_webhook_when_too_old_or_too_new_then_it_is_refused(
    shop: OwnShopServer, channel: Channel, late: timedelta, why: str
) -> None:
    shop.place()
    with pytest.raises(KnockRefused, match=why):
        channel.heard(shop.leave()[0], shop.now() + late)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("webhook-signature", "v1,AAAA"),
        ("webhook-signature", "v2,AAAA"),
        ("webhook-signature", ""),
        ("webhook-id", "msg_other"),
        ("webhook-id", ""),
        ("webhook-timestamp", "yesterday"),
        ("webhook-timestamp", "9" * 30),
    ],
)
def test_webhook_when_a_header_differs_then_it_is_refused(
    shop: OwnShopServer, channel: Channel, header: str, value: str
) -> None:
    shop.place()
    knock = shop.leave()[0]
    changed = Knock(headers={**knock.headers, header: value}, body=knock.body, url=knock.url)
    with pytest.raises(KnockRefused):
        channel.heard(changed, shop.now())


def test_messages_when_the_shop_names_kinds_then_these_are_allowed(shop: OwnShopServer, channel: Channel) -> None:
    placed = shop.place()
    assert channel.allowed_messages(str(placed["ref"])) == ("message",)
    shop.touch(placed, messages=["question", "delay"])
    assert channel.allowed_messages(str(placed["ref"])) == ("question", "delay")


def test_messages_when_set_for_the_connection_then_these_are_allowed(shop: OwnShopServer) -> None:
    assert connected(shop, pull="no", messages="question, delay").allowed_messages("S-1") == ("question", "delay")


@pytest.fixture
def snapshot_of_sayings() -> dict[str, object]:
    """As docs/own-shop-protocol.md shows them."""
    shipped = {
        "ref": "S-1",
        "tracking_number": "A1",
        "carrier": "dhl",
        "carrier_name": "DHL",
        "service": "",
        "tracking_url": "",
        "shipped_at": "2026-11-21T09:40:00+00:00",
        "lines": [{"sku": "MUG-350", "quantity": 2}],
        "complete": True,
    }
    refunded = {"ref": "S-1", "refund": "ref_1", "amount": 995, "currency": "EUR", "reason": "damaged", "lines": []}
    levels = [{"sku": "THEIRS", "quantity": 3}]
    message = {"ref": "S-1", "kind": "message", "subject": "", "text": "Which floor?", "language": "en"}
    return {
        "order.shipped": shipped,
        "order.cancelled": {"ref": "S-1", "reason": "out_of_stock", "note": "", "restock": True},
        "order.refunded": refunded,
        "stock.levels": {"as_of": "2026-11-21T09:40:00+00:00", "levels": levels},
        "order.message": message,
    }
