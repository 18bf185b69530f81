"""One shop or seller at each channel, asked and told alike: for tests and demonstrations of all five together.

A stall places orders at a local server, changes them as buyers and staff do, and says what the channel knows of them.
All orders are of mugs, unless a line says otherwise.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import ClassVar

from engine.clock import Clock
from engine.order.address import Address
from engine.order.line import Line
from engine.order.order import ChannelData, Order, Totals
from engine.order.party import TaxHolder, TaxIdentifier
from engine.order.terms import Fulfiller
from fulfillment.channels.documents import each, part, text
from fulfillment.channels.protocol import Account
from fulfillment.channels.words import ChannelName
from tests.builders import a_line, an_address, an_order
from tests.channel_servers import amazon_documents, ebay_documents
from tests.channel_servers.amazon import AmazonServer
from tests.channel_servers.amazon_feeds import CANCELS
from tests.channel_servers.base import ChannelServer
from tests.channel_servers.ebay import EbayServer
from tests.channel_servers.own_shop import ADDRESS, OwnShopServer
from tests.channel_servers.shopify import ShopifyServer
from tests.channel_servers.woocommerce import WooServer, things

SKU, TITLE, PRICE, POSTAGE = "MUG-STONE", "Stoneware mug, glazed, 350 ml", 990, 490
MUGS = a_line(sku=SKU, title=TITLE, quantity=2, unit_price=PRICE, hs_code=None, origin=None, weight_g=None)
Thing = dict[str, object]


@dataclass(frozen=True, slots=True)
class Knows:
    """What a channel knows of an order now: tracking numbers, how often it was cancelled by us, refunds in minor units,
    and how many messages its buyer got."""

    state: str = "open"
    parcels: tuple[str, ...] = ()
    cancels: int = 0
    refunds: tuple[int, ...] = ()
    messages: int = 0


class Stall(ABC):
    """One account at one channel. Numbers of orders are the channel's own."""

    channel: ClassVar[ChannelName]
    has_webhooks: ClassVar[bool] = True
    server: ChannelServer

    @abstractmethod
    def account(self) -> Account:
        """How to connect to it."""

    @abstractmethod
    def place(self, pieces: int = 2, *, pending: bool = False) -> str:
        """An order of so many mugs; `pending`: the channel still checks it."""

    @abstractmethod
    def edit(self, ref: str) -> None:
        """One mug stays."""

    @abstractmethod
    def cancel(self, ref: str) -> None:
        """The order ends at the channel."""

    @abstractmethod
    def knows(self, ref: str) -> Knows:
        """What it knows of an order."""

    @abstractmethod
    def level(self) -> int | None:
        """How many mugs it may sell, as it was told."""

    @abstractmethod
    def refs(self) -> tuple[str, ...]:
        """All its orders."""


class WaitingStall(Stall):
    """One whose orders may be pending at first."""

    @abstractmethod
    def open(self, ref: str) -> None:
        """A pending order opens."""


class ShopifyStall(Stall):
    """A shop at Shopify, whose orders are never pending."""

    channel = ChannelName.SHOPIFY

    def __init__(self, clock: Clock, page: int = 250) -> None:
        self.server: ShopifyServer = ShopifyServer(clock=clock, most_per_page=page)
        self.server.stock[SKU] = 0

    def account(self) -> Account:
        return self.server.account()

    def place(self, pieces: int = 2, *, pending: bool = False) -> str:
        return str(self.server.place((SKU, pieces, f"{PRICE / 100:.2f}")).number)

    def edit(self, ref: str) -> None:
        self.server.edit(self.server.orders[int(ref)], SKU, 1)

    def cancel(self, ref: str) -> None:
        self.server.cancel(self.server.orders[int(ref)])

    def knows(self, ref: str) -> Knows:
        order = self.server.orders[int(ref)]
        parcels = tuple(str(part(one, "tracking", "number")) for one in order.fulfillments)
        backs = tuple(minor(one["amount"]) for one in order.transactions if one["kind"] == "REFUND")
        ours = int(
            f"cancelled {ref}" in self.server.mails or (order.cancelled is not None and order.reason != "CUSTOMER")
        )
        return Knows("cancelled" if order.cancelled else "open", parcels, ours, backs)

    def level(self) -> int | None:
        return self.server.stock[SKU]

    def refs(self) -> tuple[str, ...]:
        return tuple(map(str, self.server.orders))


class WooStall(WaitingStall):
    """A store with WooCommerce, which shows no cart before it is ordered."""

    channel = ChannelName.WOOCOMMERCE

    def __init__(self, clock: Clock, page: int = 100) -> None:
        self.server: WooServer = WooServer(clock=clock, most_per_page=page)

    def account(self) -> Account:
        return self.server.account(source=self.server.url)

    def place(self, pieces: int = 2, *, pending: bool = False) -> str:
        status = "checkout-draft" if pending else "processing"
        return str(self.server.place((SKU, pieces, f"{PRICE / 100:.2f}"), status=status)["id"])

    def edit(self, ref: str) -> None:
        order = self.server.orders[int(ref)]
        one = f"{PRICE / 100:.2f}"
        lines = [{**line, "quantity": 1, "subtotal": one, "total": one} for line in things(order["line_items"])]
        self.server.touch(order, line_items=lines, total=f"{(PRICE + POSTAGE) / 100:.2f}")

    def open(self, ref: str) -> None:
        order = self.server.orders[int(ref)]
        self.server.touch(order, status="processing", date_paid_gmt=order["date_created_gmt"])

    def cancel(self, ref: str) -> None:
        self.server.touch(self.server.orders[int(ref)], status="cancelled")

    def knows(self, ref: str) -> Knows:
        number = int(ref)
        order = self.server.orders[number]
        parcels = tuple(str(one["tracking_number"]) for one in self.server.trackings.get(number, []))
        notes = [one for one in self.server.notes.get(number, []) if not one["customer_note"]]
        backs = tuple(minor(one["amount"]) for one in self.server.refunds.get(number, []))
        return Knows(str(order["status"]), parcels, len(notes), backs)

    def level(self) -> int | None:
        return next((each.stock for each in self.server.articles if each.sku == SKU), None)

    def refs(self) -> tuple[str, ...]:
        return tuple(map(str, self.server.orders))


class OwnStall(WaitingStall):
    """A shop of one's own, which speaks docs/own-shop-protocol.md."""

    channel = ChannelName.OWN_SHOP

    def __init__(self, clock: Clock, page: int = 50) -> None:
        self.server: OwnShopServer = OwnShopServer(clock=clock, most_per_page=page)

    def account(self) -> Account:
        return self.server.account()

    def place(self, pieces: int = 2, *, pending: bool = False) -> str:
        entry = self.server.place((SKU, pieces, PRICE), state="pending" if pending else "open")
        order = entry["order"]
        assert isinstance(order, dict)
        order["lines"][0]["title"] = TITLE
        return str(entry["ref"])

    def change(self, ref: str, **fields: object) -> None:
        """The order has other values in these fields."""
        entry = self.server.entries[ref]
        assert isinstance(entry["order"], dict)
        self.server.touch(entry, order={**entry["order"], **fields})

    def edit(self, ref: str) -> None:
        line = {"sku": SKU, "title": TITLE, "quantity": 1, "unit_price": PRICE}
        self.change(ref, lines=[line], totals={"total": PRICE, "goods": PRICE})

    def open(self, ref: str) -> None:
        self.server.touch(self.server.entries[ref], state="open")

    def cancel(self, ref: str) -> None:
        self.server.touch(self.server.entries[ref], state="cancelled")

    def knows(self, ref: str) -> Knows:
        said = [one for one in self.server.said.values() if text(part(one, "data"), "ref") == ref]
        parcels = tuple(text(one, "data", "tracking_number") for one in said if one["type"] == "order.shipped")
        cancels = sum(one["type"] == "order.cancelled" for one in said)
        state = "cancelled" if cancels else str(self.server.entries[ref]["state"])
        return Knows(state, parcels, cancels)

    def level(self) -> int | None:
        told = [one for one in self.server.said.values() if one["type"] == "stock.levels"]
        levels = each(told[-1], "data", "levels") if told else ()
        return next((int(str(one["quantity"])) for one in levels if one["sku"] == SKU), None)

    def refs(self) -> tuple[str, ...]:
        return tuple(self.server.entries)


class MarketStall(WaitingStall):
    """A seller at a marketplace: documents are made of our orders."""

    document: Callable[[Order], Thing]
    server: AmazonServer | EbayServer

    def put(self, order: Order) -> str:
        """An order, or a new state of one."""
        self.orders[order.id] = order
        self.server.put(type(self).document(order))
        return order.id

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.orders: dict[str, Order] = {}

    @abstractmethod
    def number(self, count: int) -> str:
        """A number as the marketplace has them."""

    def made(
        self,
        pieces: int = 2,
        line: Line | None = None,
        to: Address | None = None,
        fulfilled_by: Fulfiller = Fulfiller.SELLER,
    ) -> Order:
        """An order of the channel, not placed yet."""
        line = replace(line or MUGS, quantity=pieces)
        goods = pieces * line.unit_price
        return an_order(
            id=self.number(len(self.orders) + 1),
            channel=self.channel,
            placed_at=self.clock.now().replace(microsecond=0),
            ship_by=self.clock.now().replace(microsecond=0) + timedelta(days=3),
            lines=(line,),
            totals=Totals(total=goods + POSTAGE, goods=goods, shipping=POSTAGE),
            shipping_address=to or an_address(),
            tax_identifiers=(TaxIdentifier(kind="IOSS", value="IM2760000742", holder=TaxHolder.MARKETPLACE),),
            channel_data=ChannelData(
                buyer_id=f"buyer_{len(self.orders) + 1}", fulfilled_by=fulfilled_by, tax_collected=True
            ),
        )

    def place(self, pieces: int = 2, *, pending: bool = False) -> str:
        ref = self.put(self.made(pieces))
        if pending:
            self.change(ref, self.pending)
        return ref

    def edit(self, ref: str) -> None:
        order = self.orders[ref]
        line = replace(order.lines[0], quantity=1)
        totals = Totals(total=line.unit_price + POSTAGE, goods=line.unit_price, shipping=POSTAGE)
        self.put(replace(order, lines=(line,), totals=totals))

    pending: ClassVar[Mapping[str, object]]
    paid: ClassVar[Mapping[str, object]]
    ended: ClassVar[Mapping[str, object]]

    def open(self, ref: str) -> None:
        self.change(ref, self.paid)

    def cancel(self, ref: str) -> None:
        self.change(ref, self.ended)

    def change(self, ref: str, changes: Mapping[str, object]) -> None:
        """The document has other values."""
        document = dict(self.server.orders[ref])
        for name, value in changes.items():
            before = document.get(name)
            document[name] = {**before, **value} if isinstance(before, dict) and isinstance(value, dict) else value
        self.server.put(document)

    def refs(self) -> tuple[str, ...]:
        return tuple(self.server.orders)


class AmazonStall(MarketStall):
    """A seller at Amazon, which sends no webhooks by HTTP."""

    channel = ChannelName.AMAZON
    has_webhooks = False
    document = staticmethod(amazon_documents.document_2026)
    pending: ClassVar[Mapping[str, object]] = {"fulfillment": {"fulfillmentStatus": "PENDING"}}
    paid: ClassVar[Mapping[str, object]] = {"fulfillment": {"fulfillmentStatus": "UNSHIPPED"}}
    ended: ClassVar[Mapping[str, object]] = {"fulfillment": {"fulfillmentStatus": "CANCELLED"}}

    def __init__(self, clock: Clock, page: int = 50) -> None:
        super().__init__(clock)
        self.server: AmazonServer = AmazonServer(clock=clock, page_size=page)

    def account(self) -> Account:
        return self.server.account(marketplaces="A1PA6795UKMFR9")

    def number(self, count: int) -> str:
        return f"302-{count:07d}-0000001"

    def knows(self, ref: str) -> Knows:
        order, feeds = self.server.orders[ref], self.server.feeds
        parcels = tuple(text(one, "trackingNumber") for one in each(order, "packages"))
        made = [call.json() for call in self.server.effects if call.path.endswith("/feeds")]
        of_it = [one for one in made if ref.encode() in feeds.documents[text(one, "inputFeedDocumentId")]]
        cancels = sum(one["feedType"] == CANCELS for one in of_it)
        backs = tuple(round(100 * amount) for name, _, amount in feeds.refunds if name == ref)
        messages = sum(name == ref for name, _, _ in self.server.messages)
        return Knows(text(order, "fulfillment", "fulfillmentStatus").lower(), parcels, cancels, backs, messages)

    def level(self) -> int | None:
        return next((pieces for (sku, _), pieces in self.server.levels.items() if sku == SKU), None)


class EbayStall(MarketStall):
    """A seller at eBay."""

    channel = ChannelName.EBAY
    document = staticmethod(ebay_documents.document)
    pending: ClassVar[Mapping[str, object]] = {"orderPaymentStatus": "PENDING"}
    paid: ClassVar[Mapping[str, object]] = {"orderPaymentStatus": "PAID"}
    ended: ClassVar[Mapping[str, object]] = {"cancelStatus": {"cancelState": "CANCELED"}}
    hook = "https://clearway.example/hooks"

    def __init__(self, clock: Clock, page: int = 50) -> None:
        super().__init__(clock)
        self.server: EbayServer = EbayServer(clock=clock)
        self.server.levels[SKU] = 0

    def account(self) -> Account:
        return self.server.account()

    def number(self, count: int) -> str:
        return f"01-{count:05d}-00001"

    def put(self, order: Order) -> str:
        ref = super().put(order)
        self.server.notify("ORDER_CONFIRMATION", {"order": {"orderId": ref}}, self.hook)
        return ref

    def knows(self, ref: str) -> Knows:
        order = self.server.orders[ref]
        parcels = tuple(text(one, "shipmentTrackingNumber") for one in self.server.parcels.get(ref, []))
        wanted = [call.json() for call in self.server.effects if call.path == "/post-order/v2/cancellation"]
        cancels = sum(one["legacyOrderId"] == ref for one in wanted)
        backs = tuple(minor(text(one, "amount", "value")) for one in each(order, "paymentSummary", "refunds"))
        buyer = text(order, "buyer", "username")
        talks = [talk for name, talk in self.server.conversations.items() if name.startswith(f"{buyer}-")]
        state = text(order, "cancelStatus", "cancelState")
        shown = "cancelled" if state == "CANCELED" else "open"
        return Knows(shown, parcels, cancels, backs, sum(map(len, talks)))

    def level(self) -> int | None:
        return self.server.levels[SKU]


STALLS: tuple[Callable[..., Stall], ...] = (OwnStall, ShopifyStall, WooStall, AmazonStall, EbayStall)


def minor(amount: object) -> int:
    """Minor units of an amount in major ones."""
    return round(100 * Decimal(str(amount)))


def at_home(stated: Mapping[str, object]) -> Thing:
    """An address of the own shop, with other values in these fields."""
    return {**ADDRESS, **stated}
