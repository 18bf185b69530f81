"""What a seller's account at eBay is told: once, exactly, and with eBay's own words where it refuses."""

from dataclasses import replace

import pytest

from fulfillment.channels.access_tokens import KEPT
from fulfillment.channels.adapters import make_channel
from fulfillment.channels.errors import ChannelDown, ConnectionRefused, SayingRefused
from fulfillment.channels.protocol import (
    Answered,
    Before,
    Cancelled,
    Channel,
    Level,
    LineShare,
    Message,
    Refunded,
    Said,
    Shipped,
    Stock,
)
from tests.builders import a_line, an_order
from tests.channel_servers.ebay import EbayServer
from tests.channel_servers.ebay_documents import Document, document
from tests.desks import NOW, StandingClock

REF = "01-00000-00001"
SHIPPED = Shipped(
    ref=REF,
    number="RX 1234 5678 5CN",
    carrier="china_post",
    carrier_code="CHINA_POST",
    carrier_name="China Post",
    shipped_at=NOW,
    lines=(LineShare("TEE-M-BLUE", 2),),
    whole=False,
)
CANCELLED = Cancelled(ref=REF, reason="OUT_OF_STOCK_OR_CANNOT_FULFILL")
REFUNDED = Refunded(ref=REF, refund="ref_1", amount=500, currency="EUR", reason="OTHER_ADJUSTMENT")
MESSAGE = Message(ref=REF, kind="memberMessage", subject="", text="Which size\ndo you want?", language="en")


@pytest.fixture
def server() -> EbayServer:
    KEPT.kept.clear()
    server = EbayServer(clock=StandingClock(), levels={"TEE-M-BLUE": 9})
    server.put(an_ebay_order())
    return server


@pytest.fixture
def channel(server: EbayServer) -> Channel:
    return make_channel(server.account(), server.direct, server.clock)


def an_ebay_order() -> Document:
    return document(an_order(id=REF, lines=(a_line(sku="TEE-M-BLUE"), a_line(sku="MUG-1", quantity=1))))


def refunds(server: EbayServer) -> list[object]:
    payments = server.orders[REF]["paymentSummary"]
    assert isinstance(payments, dict)
    found = payments["refunds"]
    assert isinstance(found, list)
    return found


def test_shipped_when_said_then_ebay_has_letters_and_digits_of_the_number(server: EbayServer, channel: Channel) -> None:
    assert channel.say("say_1", SHIPPED).remote == "RX123456785CN"
    (parcel,) = server.parcels[REF]
    assert parcel["shippingCarrierCode"] == "CHINA_POST"


@pytest.mark.parametrize("saying", [SHIPPED, CANCELLED, REFUNDED, MESSAGE], ids=lambda said: type(said).__name__)
@pytest.mark.parametrize("fault", ["fail_after", "lose_after", "hang_after"])
def test_saying_when_the_answer_is_lost_then_the_second_call_finds_what_the_first_did(
    server: EbayServer, channel: Channel, saying: Said, fault: str
) -> None:
    setattr(server.faults, fault, 1)
    with pytest.raises(ChannelDown):
        channel.say("say_1", saying)
    assert channel.say("say_1", saying).already
    assert sum(server.is_effect(call) for call in server.calls) == 1


def test_saying_when_said_over_a_network_then_the_signature_is_over_what_arrived(server: EbayServer) -> None:
    server.demands_signature = True
    with server.running():
        make_channel(server.account(), server.client, server.clock).say("say_1", REFUNDED)
    assert len(refunds(server)) == 1


def test_refunded_when_ebay_demands_a_signature_and_there_is_no_key_then_is_refused_in_its_words(
    server: EbayServer,
) -> None:
    server.demands_signature = True
    account = server.account()
    bare = replace(account, secrets={**account.secrets, "signing_key": ""})
    with pytest.raises(SayingRefused, match="`215001`: Missing or invalid signature"):
        make_channel(bare, server.direct, server.clock).say("say_1", REFUNDED)


def test_refunded_when_the_key_is_none_then_names_the_credential(server: EbayServer) -> None:
    account = server.account()
    wrong = replace(account, secrets={**account.secrets, "signing_key": "AAAA"})
    with pytest.raises(ConnectionRefused, match="signing_key"):
        make_channel(wrong, server.direct, server.clock).say("say_1", REFUNDED)


def test_refunded_when_another_of_the_same_amount_was_said_then_both_are_paid(
    server: EbayServer, channel: Channel
) -> None:
    channel.say("say_1", REFUNDED)
    second = replace(REFUNDED, refund="ref_2", before=Before(alike=1))
    assert not channel.say("say_2", second).already
    assert channel.say("say_2", second).already
    assert len(refunds(server)) == 2


def test_cancelled_when_said_then_the_order_ends(server: EbayServer, channel: Channel) -> None:
    server.demands_signature = True
    assert channel.say("say_1", CANCELLED).remote == "5000000001"
    assert channel.say("say_1", CANCELLED).already


def test_cancelled_when_the_buyer_asked_first_then_the_request_is_approved(
    server: EbayServer, channel: Channel
) -> None:
    request = {"cancelRequestId": "77", "cancelInitiator": "BUYER", "cancelRequestState": "REQUESTED"}
    server.put(an_ebay_order() | {"cancelStatus": {"cancelState": "IN_PROGRESS", "cancelRequests": [request]}})
    assert channel.say("say_1", CANCELLED).remote == "77"
    assert server.calls[-1].path == "/post-order/v2/cancellation/77/approve"


def test_cancelled_when_we_asked_already_and_ebay_works_on_it_then_nothing_is_said(
    server: EbayServer, channel: Channel
) -> None:
    request = {"cancelRequestId": "78", "cancelInitiator": "SELLER", "cancelRequestState": "REQUESTED"}
    server.put(an_ebay_order() | {"cancelStatus": {"cancelState": "IN_PROGRESS", "cancelRequests": [request]}})
    assert channel.say("say_1", CANCELLED).already


@pytest.mark.parametrize(
    ("saying", "code"),
    [
        (replace(CANCELLED, reason="WHIM"), "1603"),
        (replace(SHIPPED, lines=(LineShare("NEW-1", 1),)), "ARTICLE_UNKNOWN"),
        (replace(SHIPPED, ref="01-99999-99999"), "32100"),
        (replace(MESSAGE, kind="confirmOrderDetails"), "KIND_UNKNOWN"),
        (replace(MESSAGE, text="www.shop.example"), "TEXT_LINK"),
        (Stock(levels=(Level("NEW-1", "", 3),), as_of=NOW), "25702"),
    ],
)
def test_saying_when_ebay_does_not_take_it_then_names_its_code(channel: Channel, saying: Said, code: str) -> None:
    with pytest.raises(SayingRefused) as told:
        channel.say("say_1", saying)
    assert told.value.channel_code == code


def test_cancelled_when_the_order_has_left_then_tells_what_to_do_instead(server: EbayServer, channel: Channel) -> None:
    server.put(an_ebay_order() | {"orderFulfillmentStatus": "FULFILLED"})
    with pytest.raises(SayingRefused, match="refund it instead"):
        channel.say("say_1", CANCELLED)


def test_stock_when_said_then_item_and_offer_have_the_level(server: EbayServer, channel: Channel) -> None:
    channel.say("say_1", Stock(levels=(Level("TEE-M-BLUE", "", 4),), as_of=NOW))
    assert (server.levels, server.offers) == ({"TEE-M-BLUE": 4}, {"offer-TEE-M-BLUE": 4})


def test_message_when_it_repeats_one_that_was_said_then_is_sent_too_and_once(channel: Channel) -> None:
    first = channel.say("say_1", MESSAGE)
    reminder = replace(MESSAGE, before=Before(others=(first.remote,)))
    second = channel.say("say_2", reminder)
    again = channel.say("say_2", reminder)
    assert (second.already, again) == (False, Answered(second.remote, already=True))


def test_message_when_another_was_sent_then_the_new_one_is_sent_too(server: EbayServer, channel: Channel) -> None:
    channel.say("say_1", MESSAGE)
    channel.say("say_2", replace(MESSAGE, text="And which colour?"))
    assert [len(talk) for talk in server.conversations.values()] == [2]


def test_allowed_messages_when_asked_then_are_all_that_there_are(channel: Channel) -> None:
    assert channel.allowed_messages(REF) == ("memberMessage",)
