"""All five channels by their real adapters, with everything that goes wrong at them: each order is decided once for its
newest state, and each thing is said once.

At the gate a few orders of each in one town; the proof has more, on short pages, and kills at every place.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from engine.store.tables import DECISION, ORDER_VERSION
from fulfillment.channels import paging, taking
from fulfillment.channels.counting import begin_count
from fulfillment.channels.words import SayingState, Taken
from fulfillment.deciding import cancel_order
from fulfillment.payments.confirming import refund
from fulfillment.states import Stage
from fulfillment.store.channels import day_counts
from fulfillment.store.money import kept, refunds_of
from tests.channel_stalls import AmazonStall, EbayStall, Stall, WaitingStall
from tests.channel_town import MERCHANT, Killed, Town, town

EVERY = ("own_shop", "shopify", "woocommerce", "amazon", "ebay")
LATE = timedelta(minutes=25)  # longer ago than overlap and lag reach
BACK = 300


@dataclass
class Day:
    """What buyers did at each stall: numbers of orders, and how many pieces each must be decided for."""

    town: Town
    pieces: dict[str, dict[str, int]] = field(default_factory=dict)
    gone: dict[str, list[str]] = field(default_factory=dict)

    def place(self, many: int) -> None:
        """So many times: one order that stays, one that is edited, one that is cancelled, one that waits."""
        for name, stall in self.town.stalls.items():
            kept = self.pieces.setdefault(name, {})
            for _ in range(many):
                kept[stall.place(2)] = 2
                kept[stall.place(3)] = 3
                self.gone.setdefault(name, []).append(stall.place(1))
                kept[stall.place(2, pending=True)] = 2

    def change(self) -> None:
        """What was placed is edited, cancelled, and opens."""
        for name, stall in self.town.stalls.items():
            refs = list(self.pieces[name])
            for edited in refs[1::3]:
                stall.edit(edited)
                self.pieces[name][edited] = 1
            for ref in self.gone[name]:
                stall.cancel(ref)
            for waiting in refs[2::3]:
                if isinstance(stall, WaitingStall):
                    stall.open(waiting)


def is_killed(town: Town, **time: float) -> None:
    """Works on after each kill, as the next worker does."""
    while True:
        try:
            town.run(**time)
        except Killed:
            time = {}
            continue
        return


def troubled(stall: Stall, skew_s: float) -> None:
    """Everything that a channel does wrong while it is read."""
    faults = stall.server.faults
    faults.throttle, faults.break_before, faults.wait_s = 2, 2, 20.0
    faults.twice = faults.reordered = True
    faults.skew = timedelta(seconds=skew_s)


def ends_tokens(stall: Stall) -> None:
    """Tokens end before their time."""
    if isinstance(stall, AmazonStall | EbayStall):
        stall.server.tokens.clear()


@contextmanager
def dying_pages(monkeypatch: pytest.MonkeyPatch, after: int) -> Iterator[None]:
    """The worker is killed once, when it has taken so many orders of a page."""
    taken, left = taking.take, [after]

    def take(*args: object, **more: object) -> object:
        if left[0] == 0:
            left[0] = -1
            raise Killed
        left[0] -= 1
        return taken(*args, **more)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(paging, "take", take)
        yield


def read_all(day: Day, monkeypatch: pytest.MonkeyPatch, many: int, skew_s: float) -> None:
    """Orders come and change; channels throttle, break, forget tokens, knock twice and in disorder, and workers die."""
    play = day.town
    for stall in play.stalls.values():
        troubled(stall, skew_s)
    day.place(many)
    with dying_pages(monkeypatch, after=2):
        for name, stall in play.stalls.items():
            if stall.has_webhooks:
                play.knock(name)
        play.kills["channel_poll"] = 1
        for _ in range(4):
            is_killed(play, minutes=2)
    day.change()
    for name, stall in play.stalls.items():
        ends_tokens(stall)
        if stall.has_webhooks:
            play.knock(name)
    play.kills["channel_fetch"] = 1
    for _ in range(4):
        is_killed(play, minutes=3)


def say_all(day: Day) -> dict[str, tuple[str, str]]:
    """One order of each channel is sent, and where a shop pays back, a part given back; another is cancelled: each time
    the channel does it and does not answer, breaks, or the worker dies before it notes the answer."""
    play = day.town
    chosen: dict[str, tuple[str, str]] = {}
    for name, stall in play.stalls.items():
        sent, _, ended = list(day.pieces[name])[:3]
        chosen[name] = sent, ended
        stall.server.faults.lose_after, stall.server.faults.fail_after, stall.server.faults.break_before = 1, 1, 1
        play.kills["channel_say"] = 2
        play.hand_over(play.order_id(name, sent), until_killed=is_killed)
        assert play.stage(name, sent) == Stage.SHIPPED
        is_killed(play, minutes=1)
        stall.server.faults.lose_after, play.kills["channel_say"] = 1, 1
        with play.house.database.write() as session:
            cancel_order(session, play.house.site, play.on(play.order_id(name, ended)), "broken", "out_of_stock")
            if name in ("shopify", "woocommerce"):
                refund(session, play.house.site, play.on(play.order_id(name, sent)), BACK, "a chip", "chip")
        for _ in range(3):
            is_killed(play, minutes=2)
        ends_tokens(stall)
    for _ in range(8):
        is_killed(play, minutes=10)
    return chosen


def check_read(day: Day) -> None:
    """Each order has one row, and one decision for its newest state."""
    play = day.town
    for name, stall in play.stalls.items():
        rows = play.rows(name)
        assert set(rows) == set(stall.refs()), name
        for ref, pieces in day.pieces[name].items():
            assert rows[ref].taken is Taken.DECIDED, (name, ref)
            assert newest(play, name, ref) == (pieces, 1), (name, ref)
        for ref in day.gone[name]:
            is_ended = rows[ref].order_id is None or play.stage(name, ref) in (Stage.CANCELLED, Stage.REJECTED)
            assert is_ended, (name, ref)


def newest(play: Town, name: str, ref: str) -> tuple[int, int]:
    """Pieces of an order's newest version, and how many decisions are about that."""
    order_id = play.order_id(name, ref)
    with play.house.database.read() as session:
        order = play.house.site.desk.order_of(session, order_id)
        version = session.number(select(func.max(ORDER_VERSION.c.version)).where(ORDER_VERSION.c.order_id == order_id))
        counted = select(func.count()).select_from(DECISION)
        about = DECISION.c.order_id == order_id, DECISION.c.version == version
        return order.lines[0].quantity, session.number(counted.where(*about))


def check_said(day: Day, chosen: dict[str, tuple[str, str]]) -> None:
    """Each parcel's number, each cancellation and each refund stands once at the channel, and stock as it is here."""
    play = day.town
    for name, (sent, ended) in chosen.items():
        stall = play.stalls[name]
        parcel, end = stall.knows(sent), stall.knows(ended)
        assert len(parcel.parcels) == 1, (name, parcel)
        assert parcel.refunds == ((BACK,) if name in ("shopify", "woocommerce") else ()), name
        assert (end.cancels, end.state) == (1, "cancelled"), (name, end)
        assert sum(end.refunds) == (0 if name in ("own_shop", "amazon", "ebay") else paid(play, name, ended)), name
        assert stall.level() == play.mugs(), name
        assert {each.state for each in play.sayings(name)} == {SayingState.SAID}, name


def paid(play: Town, name: str, ref: str) -> int:
    """What was taken for an order and is not kept."""
    order_id = play.order_id(name, ref)
    with play.house.database.read() as session:
        assert not kept(session, order_id)
        return sum(each.amount for each in refunds_of(session, MERCHANT, order_id))


def check_count(day: Day) -> None:
    """An order that no page shows, and whose webhook is lost, is missed by the count, and then decided."""
    play = day.town
    play.kills.clear()  # Amazon wakes nobody, so no worker died when it was woken
    hidden: dict[str, str] = {}
    for name, stall in play.stalls.items():
        stall.server.faults.skew = -LATE
        hidden[name] = stall.place()
        stall.server.waiting.clear()
        stall.server.faults.skew = timedelta(0)
    for _ in range(3):
        play.run(minutes=10)
    assert all(hidden[name] not in play.rows(name) for name in hidden)
    with play.house.database.write() as session:
        for connection in play.connections.values():
            begin_count(play.house.port, session, connection, "tonight")
    play.run(minutes=1)
    for name, connection in play.connections.items():
        with play.house.database.read() as session:
            missing = [ref for each in day_counts(session, MERCHANT, connection.id) for ref in each.missing]
        assert missing == [hidden[name]], name
        assert play.rows(name)[hidden[name]].taken is Taken.DECIDED, name


def test_five_channels_when_all_goes_wrong_at_them_then_all_is_decided_and_said_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with town() as play:
        day = Day(play)
        read_all(day, monkeypatch, many=1, skew_s=-30)
        check_read(day)
        check_said(day, say_all(day))
        check_count(day)


@pytest.mark.proof
@pytest.mark.parametrize("channel", EVERY)
@pytest.mark.parametrize("skew_s", [-45, 45])
def test_channel_when_busy_and_all_goes_wrong_at_it_then_all_is_decided_and_said_once(
    monkeypatch: pytest.MonkeyPatch, channel: str, skew_s: int
) -> None:
    with town([channel], page=3) as play:
        day = Day(play)
        read_all(day, monkeypatch, many=8, skew_s=skew_s)
        check_read(day)
        check_said(day, say_all(day))
        check_count(day)
