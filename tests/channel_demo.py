"""`make demo-channels`: orders of five local shops and marketplaces, decided and sent; what each channel then knows.

The servers speak the published protocols on loopback and are gone at the end, as is the installation. Each row of the
table is checked against what must be there; where something is missing, the exit status is 1.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select

from api.cli.columns import padded
from engine.order.terms import Fulfiller
from engine.store.tables import DECISION
from fulfillment.channels.connecting import check
from fulfillment.channels.words import Taken
from fulfillment.deciding import cancel_order
from fulfillment.payments.confirming import refund
from tests.builders import an_address
from tests.channel_stalls import AmazonStall, EbayStall, Knows, OwnStall, WaitingStall, at_home
from tests.channel_town import CALLER, Town, town

EN, ZH = "en", "zh"
WORDS: Mapping[str, tuple[str, str]] = {
    "connected": ("Connected", "已连接"),
    "told": ("What each channel knows now", "各渠道目前掌握的信息"),
    "stock": ("Stock", "库存"),
    "channel": ("channel", "渠道"),
    "own_shop": ("own shop", "自有商店"),
    "order": ("order", "订单"),
    "story": ("what happened", "经过"),
    "outcome": ("decided", "结论"),
    "knows": ("the channel knows", "渠道掌握的信息"),
    "clean": ("two mugs, nothing to object to", "两只马克杯，无异常"),
    "twice": ("its webhook came twice", "webhook 重复送达两次"),
    "edited": ("edited: one mug stays", "买家改单：只留一只"),
    "gone": ("decided, then cancelled there by the buyer", "判定后买家在渠道取消"),
    "pending": ("pending at first, then open", "先待审核，后放行"),
    "draft": ("a cart at first, then ordered", "先为购物车，后下单"),
    "by_marketplace": ("the marketplace ships it itself", "由平台自行发货"),
    "vape": ("e-cigarettes to Australia", "电子烟寄往澳大利亚"),
    "power_bank": ("a power bank by post", "邮政寄送充电宝"),
    "korea": ("to Korea, without the number that customs want", "寄往韩国，缺个人通关码"),
    "refunded": ("sent, then 5.00 given back", "发货后退款 5.00"),
    "short": ("we cancelled it: out of stock", "我方取消：缺货"),
    "throttled": ("read while the channel asked us to wait", "读取时渠道限流"),
    "parcel": ("parcel {0}", "运单 {0}"),
    "cancelled": ("cancelled, once, by us", "已由我方取消一次"),
    "cancelled_there": ("cancelled there", "渠道已取消"),
    "refund": ("refund {0}", "退款 {0}"),
    "message": ("one message to the buyer", "已向买家发送一条消息"),
    "nothing": ("nothing yet", "暂无"),
    "level": ("{0} mugs may be sold; we have {1}", "可售马克杯 {0} 只；我方现有 {1} 只"),
    "missing": ("MISSING: {0}", "缺失：{0}"),
    "waits": ("waits for a person", "等待人工处理"),
    "none": ("none", "无"),
    "all": (
        "{0} orders at 5 channels; each thing said once. {1} webhooks, of which {2} repeats; {3} calls told to wait.",
        "5 个渠道共 {0} 笔订单，每项只告知一次。webhook {1} 个，其中重复 {2} 个；{3} 次调用被限流。",
    ),
    "short_of": ("{0} of {1} rows are not as they must be", "{1} 行中有 {0} 行不符"),
}
NAMES: Mapping[str, str] = {"shopify": "Shopify", "woocommerce": "WooCommerce", "amazon": "Amazon", "ebay": "eBay"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An order, what happened to it, and what must have come of it. `parcels`, `cancels`, `messages`: how many the
    channel must know of; `decisions`: how many versions there are to decide."""

    channel: str
    ref: str
    what: str
    outcome: str = "admit"
    decisions: int = 1
    parcels: int = 1
    cancels: int = 0
    refunds: tuple[int, ...] = ()
    messages: int = 0
    state: str = ""


@dataclass
class Demo:
    """The demonstration in one town."""

    town: Town
    stories: list[Story] = field(default_factory=list)
    webhooks: int = 0
    repeats: int = 0

    def play(self) -> None:
        """Orders come, are read and decided, change, leave, and are answered."""
        for tells in (self._own_shop, self._shopify, self._woocommerce, self._amazon, self._ebay):
            self.stories.extend(tells())
        self.town.stalls["woocommerce"].server.faults.throttle = 3
        self.town.stalls["shopify"].server.faults.twice = True
        self._knock()
        self._pass(5)
        self._change()
        self._knock()
        self._pass(5)
        self._leave()
        self._pass(6)

    def _own_shop(self) -> Iterator[Story]:
        stall = self.town.stalls["own_shop"]
        assert isinstance(stall, OwnStall)
        yield Story(channel="own_shop", ref=stall.place(), what="clean")
        yield Story(channel="own_shop", ref=stall.place(pending=True), what="pending")
        vape = stall.place(1)
        goods: Mapping[str, object] = {"sku": "VAPE-K2", "title": "Electronic cigarette starter kit", "quantity": 1,
                                       "hs_code": "85434000", "unit_price": 5900, "nicotine_mg_ml": 20.0}  # fmt: skip
        to = {"name": "Liam Muster", "line1": "31 Banksia Road", "city": "Brisbane", "state": "QLD", "postcode": "4000",
              "country": "AU", "phone": "+61 7 3403 8888"}  # fmt: skip
        stall.change(vape, lines=[goods], totals={"total": 5900, "goods": 5900}, shipping_address=at_home(to),
                     payment={"method": "card", "status": "captured", "currency": "EUR", "captured": 5900})  # fmt: skip
        yield Story(channel="own_shop", ref=vape, what="vape", outcome="cancel", parcels=0, cancels=1)
        bank = stall.place(1)
        goods = {"sku": "PB-20K", "title": "Power bank 20000 mAh", "quantity": 1, "unit_price": 2999}
        stall.change(bank, lines=[goods], totals={"total": 2999, "goods": 2999},
                     shipping={"carrier": "china_post", "mode": "post", "incoterm": "DAP"},
                     payment={"method": "card", "status": "captured", "currency": "EUR", "captured": 2999})  # fmt: skip
        yield Story(channel="own_shop", ref=bank, what="power_bank", outcome="hold", parcels=0)

    def _shopify(self) -> Iterator[Story]:
        stall = self.town.stalls["shopify"]
        yield Story(channel="shopify", ref=stall.place(), what="twice")
        yield Story(channel="shopify", ref=stall.place(), what="edited", decisions=2)
        yield Story(channel="shopify", ref=stall.place(), what="gone", outcome="", decisions=0, parcels=0,
                    refunds=(2470,), state="cancelled")  # fmt: skip

    def _woocommerce(self) -> Iterator[Story]:
        stall = self.town.stalls["woocommerce"]
        yield Story(channel="woocommerce", ref=stall.place(), what="throttled")
        yield Story(channel="woocommerce", ref=stall.place(pending=True), what="draft")
        yield Story(channel="woocommerce", ref=stall.place(), what="refunded", refunds=(500,))

    def _amazon(self) -> Iterator[Story]:
        stall = self.town.stalls["amazon"]
        assert isinstance(stall, AmazonStall)
        yield Story(channel="amazon", ref=stall.place(), what="clean")
        theirs = stall.put(stall.made(fulfilled_by=Fulfiller.MARKETPLACE))
        yield Story(channel="amazon", ref=theirs, what="by_marketplace", outcome="", decisions=0, parcels=0)
        yield Story(channel="amazon", ref=stall.place(pending=True), what="pending")
        yield Story(channel="amazon", ref=stall.place(), what="short", outcome="", decisions=0, parcels=0, cancels=1,
                    state="cancelled")  # fmt: skip

    def _ebay(self) -> Iterator[Story]:
        stall = self.town.stalls["ebay"]
        assert isinstance(stall, EbayStall)
        yield Story(channel="ebay", ref=stall.place(), what="clean")
        to = an_address(name="Kim Jiwoo", line1="12 Sejong-daero", city="Jung-gu", state="Seoul", postcode="04524",
                        country="KR", phone="+82 2 735 8688")  # fmt: skip
        yield Story(channel="ebay", ref=stall.put(stall.made(to=to)), what="korea", outcome="ask_customer", parcels=0,
                    messages=1)  # fmt: skip

    def _change(self) -> None:
        """What buyers and channels do after the first look."""
        for each in self.stories:
            stall = self.town.stalls[each.channel]
            if each.what in ("pending", "draft"):
                assert isinstance(stall, WaitingStall)
                stall.open(each.ref)
            elif each.what == "edited":
                stall.edit(each.ref)
            elif each.what == "gone":
                stall.cancel(each.ref)

    def _leave(self) -> None:
        """The warehouse sends what was admitted; a person cancels one order and gives back part of another."""
        for each in self.stories:
            row = self.town.rows(each.channel)[each.ref]
            if row.order_id is None:
                continue
            if each.what == "short":
                with self.town.house.database.write() as session:
                    on = self.town.on(row.order_id)
                    cancel_order(session, self.town.house.site, on, "the last one broke", "out_of_stock")
            self.town.run()
            self.town.hand_over(row.order_id)
            if each.what == "refunded":
                with self.town.house.database.write() as session:
                    refund(session, self.town.house.site, self.town.on(row.order_id), 500, "a chip", "chip")

    def _knock(self) -> None:
        for name, stall in self.town.stalls.items():
            if not stall.has_webhooks:
                continue
            came = len(stall.server.waiting)
            self.webhooks += came * (1 + stall.server.faults.twice)
            self.repeats += came * stall.server.faults.twice
            self.town.knock(name)

    def _pass(self, many: int) -> None:
        for _ in range(many):
            self.town.run(minutes=2)


@dataclass(frozen=True, slots=True)
class Row:
    """A story, how it stands, and what is not as it must be."""

    story: Story
    outcome: str
    waits: bool
    knows: Knows
    faults: tuple[str, ...]


def row_of(play: Town, story: Story) -> Row:
    """How a story ended, checked."""
    known, knows = play.rows(story.channel)[story.ref], play.stalls[story.channel].knows(story.ref)
    decided, outcome = 0, ""
    if known.order_id is not None:
        with play.house.database.read() as session:
            outcome = play.house.site.desk.standing(session, known.order_id).outcome
            counted = select(func.count()).select_from(DECISION).where(DECISION.c.order_id == known.order_id)
            decided = session.number(counted)
    found = (
        ("outcome", story.outcome in ("", outcome)),
        (
            "decisions",
            decided >= 1 if not story.decisions and known.taken is Taken.DECIDED else decided == story.decisions,
        ),
        ("parcel", len(knows.parcels) == len(set(knows.parcels)) == story.parcels),
        ("cancellation", knows.cancels == story.cancels),
        ("refund", knows.refunds == story.refunds),
        ("message", knows.messages == story.messages),
        ("state", story.state in ("", knows.state)),
    )
    return Row(story, outcome, outcome == "hold", knows, tuple(name for name, is_so in found if not is_so))


def printed(demo: Demo, language: str) -> tuple[list[str], int]:
    """The page, and how many rows are not as they must be."""
    say = _speaker(language)
    play = demo.town
    lines = [say("connected")]
    for name, connection in play.connections.items():
        lines.append(f"  {padded(_called(name, say), 12)} {check(play.house.port, CALLER, connection.id)}")
    lines += ["", say("told"), ""]
    heads = ("channel", "order", "story", "outcome")
    lines.append(
        "  " + "".join(padded(say(head), width) for head, width in zip(heads, WIDTHS, strict=True)) + say("knows")
    )
    rows = [row_of(play, each) for each in demo.stories]
    for row in rows:
        cells = (_called(row.story.channel, say), row.story.ref, say(row.story.what), row.outcome or "-")
        faults = " ".join(say("missing", each) for each in row.faults)
        told = f"{_told(row, say)}  {faults}".rstrip()
        lines.append("  " + "".join(padded(cell, width) for cell, width in zip(cells, WIDTHS, strict=True)) + told)
    stock, wrong = _stock(play, say)
    lines += ["", say("stock"), *stock, ""]
    bad = wrong + sum(bool(row.faults) for row in rows)
    waited = 3 - play.stalls["woocommerce"].server.faults.throttle
    lines.append(
        say("short_of", bad, len(rows) + len(stock)) if bad else
        say("all", len(rows), demo.webhooks, demo.repeats, waited)
    )  # fmt: skip
    return lines, bad


WIDTHS = (13, 21, 49, 14)
Says = Callable[..., str]


def _called(name: str, say: Says) -> str:
    return NAMES[name] if name in NAMES else say(name)


def _speaker(language: str) -> Says:
    def say(name: str, *values: object) -> str:
        return WORDS[name][language == ZH].format(*values)

    return say


def _told(row: Row, say: Says) -> str:
    knows = row.knows
    parts = [say("parcel", each) for each in knows.parcels]
    if knows.cancels == 1 and row.story.what != "gone":
        parts.append(say("cancelled"))
    elif knows.state == "cancelled":
        parts.append(say("cancelled_there"))
    parts += [say("refund", f"{each / 100:.2f}") for each in knows.refunds]
    parts += [say("message")] * bool(knows.messages)
    return ", ".join(parts) or say("waits" if row.waits else "none")


def _stock(play: Town, say: Says) -> tuple[list[str], int]:
    """What each channel may sell, and how many were told another number than ours."""
    ours = play.mugs()
    rows, wrong = [], 0
    for name, stall in play.stalls.items():
        level = stall.level()
        wrong += level != ours
        rows.append(f"  {padded(_called(name, say), 12)} {say('level', level, ours)}")
    return rows, wrong


def main(arguments: Sequence[str] | None = None) -> int:
    """Plays it and prints the page."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--lang", choices=(EN, ZH), default=EN)
    language = asked.parse_args(arguments).lang
    with town(by_network=True) as play:
        demo = Demo(play)
        demo.play()
        lines, bad = printed(demo, language)
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
