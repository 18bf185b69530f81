"""Whatever goes wrong on the way, a marketplace is told once: lost answers, faults, waiting, and workers that die
before they note what came of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fulfillment.channels.access_tokens import KEPT
from fulfillment.channels.adapters import make_channel
from fulfillment.channels.errors import ChannelDown, SayingRefused, Throttled, Unfinished
from fulfillment.channels.protocol import (
    Answered,
    Before,
    Cancelled,
    Channel,
    LineShare,
    Message,
    Refunded,
    Said,
    Shipped,
)
from tests.builders import a_line, an_order
from tests.channel_servers.amazon import AmazonServer
from tests.channel_servers.amazon_documents import document_2026
from tests.channel_servers.base import STRIKES
from tests.channel_servers.ebay import EbayServer
from tests.channel_servers.ebay_documents import document
from tests.desks import NOW, StandingClock

LEASE = timedelta(minutes=2)  # until another worker takes up what a dead one had
MOST_TRIES = 60
Server = AmazonServer | EbayServer
Counting = Callable[[Server], int]


@dataclass(frozen=True, slots=True)
class Trouble:
    """What goes wrong in one try; `dies`: what came of it is not noted."""

    fault: str
    dies: bool


TROUBLES = st.lists(
    st.builds(
        Trouble,
        fault=st.sampled_from(["", *STRIKES]),
        dies=st.booleans(),
    ),
    max_size=8,
)


def amazon() -> Server:
    server = AmazonServer(clock=StandingClock())
    server.put(document_2026(an_order(id="A-1", lines=(a_line(sku="TEE"), a_line(sku="MUG")))))
    return server


def ebay() -> Server:
    server = EbayServer(clock=StandingClock())
    server.put(document(an_order(id="A-1", lines=(a_line(sku="TEE"), a_line(sku="MUG")))))
    return server


SHIPPED = Shipped(ref="A-1", number="RX123456785CN", carrier="post", carrier_code="DHL", carrier_name="DHL",
                  shipped_at=NOW, lines=(LineShare("TEE", 2),), whole=False)  # fmt: skip
ENDED = Cancelled(ref="A-1", reason="NoInventory")
BACK = Refunded(ref="A-1", refund="ref_1", amount=500, currency="EUR", reason="CustomerReturn")
WORDS = Message(ref="A-1", kind="confirmOrderDetails", subject="", text="Which size?", language="en")


def packages(server: Server) -> int:
    found = server.orders["A-1"]["packages"]
    assert isinstance(found, list)
    return len(found)


def payments(server: Server) -> int:
    found = server.orders["A-1"]["paymentSummary"]
    assert isinstance(found, dict)
    return len(found["refunds"])


def cancels(server: Server) -> int:
    return sum(call.path == "/post-order/v2/cancellation" and call.method == "POST" for call in server.calls)


def feeds_paid(server: Server) -> int:
    assert isinstance(server, AmazonServer)
    return len(server.feeds.refunds)


def messages(server: Server) -> int:
    if isinstance(server, AmazonServer):
        return len(server.messages)
    return sum(len(talk) for talk in server.conversations.values())


def parcels(server: Server) -> int:
    assert isinstance(server, EbayServer)
    return len(server.parcels.get("A-1", []))


CASES: list[tuple[Callable[[], Server], Said, Counting]] = [
    (amazon, SHIPPED, packages),
    (amazon, BACK, feeds_paid),
    (amazon, WORDS, messages),
    (ebay, SHIPPED, parcels),
    (ebay, replace(BACK, reason="BUYER_RETURN"), payments),
    (ebay, replace(WORDS, kind="memberMessage"), messages),
]
NAMES = ["amazon parcel", "amazon refund", "amazon message", "ebay parcel", "ebay refund", "ebay message"]


def tried(channel: Channel, said: Said, before: Before) -> Answered:
    if isinstance(said, Cancelled | Refunded | Message):
        said = replace(said, before=before)
    return channel.say("say_1", said)


def told(server: Server, said: Said, troubles: list[Trouble]) -> Answered | SayingRefused:
    """As the worker tells it: again and again, until it is said or a person must look."""
    channel, before, coming = make_channel(server.account(), server.direct, server.clock), Before(), list(troubles)
    assert isinstance(server.clock, StandingClock)
    for _ in range(MOST_TRIES):
        trouble = coming.pop(0) if coming else Trouble("", dies=False)
        if trouble.fault:
            setattr(server.faults, trouble.fault, 1)
        answer: Answered | SayingRefused | None = None
        note, wait = before, timedelta(seconds=5)
        try:
            answer = tried(channel, said, before)
        except Unfinished as unfinished:
            note, wait = replace(before, so_far=unfinished.so_far), timedelta(seconds=unfinished.after_s)
        except Throttled as throttled:
            wait = timedelta(seconds=throttled.after_s)
        except ChannelDown:
            wait = timedelta(seconds=10)
        except SayingRefused as refused:
            answer = refused
        for name in STRIKES:
            setattr(server.faults, name, 0)
        if trouble.dies:
            server.clock.pass_by(LEASE)
            continue
        if answer is not None:
            return answer
        before = note
        server.clock.pass_by(wait)
    raise AssertionError(before)


@pytest.mark.parametrize(("make", "said", "effects"), CASES, ids=NAMES)
@given(troubles=TROUBLES)
def test_saying_when_anything_goes_wrong_then_is_said_once_or_a_person_looks(
    make: Callable[[], Server], said: Said, effects: Counting, troubles: list[Trouble]
) -> None:
    KEPT.kept.clear()
    server = make()
    answer = told(server, said, troubles)
    if isinstance(answer, SayingRefused):
        assert answer.channel_code == "MESSAGE_NOT_TOLD_APART"
        assert effects(server) <= 1
    else:
        assert effects(server) == 1


@given(troubles=TROUBLES)
def test_cancellation_when_anything_goes_wrong_then_the_order_ends(troubles: list[Trouble]) -> None:
    KEPT.kept.clear()
    at_amazon, at_ebay = amazon(), ebay()
    assert isinstance(told(at_amazon, ENDED, troubles), Answered)
    assert isinstance(told(at_ebay, replace(ENDED, reason="ADDRESS_ISSUES"), troubles), Answered)
    assert cancels(at_ebay) <= 1 + len(troubles)
    assert "CANCELLED" in str(at_amazon.orders["A-1"]["fulfillment"])
    assert "CANCELED" in str(at_ebay.orders["A-1"]["cancelStatus"])
