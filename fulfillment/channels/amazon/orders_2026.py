"""Orders by the Orders API of 2026-01-01: one call tells a page of whole orders.

Source: Amazon, selling-partner-api-models, orders_2026-01-01.json, and SP-API documentation, "Orders API Migration
Guide" (2026).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from fulfillment.channels.amazon.calling import BAD, UNKNOWN, Answer, Api, quoted, read
from fulfillment.channels.amazon.items import Item, Known, Stage
from fulfillment.channels.amazon.windows import Names, Search, search
from fulfillment.channels.documents import Json, each, moment, text, whole
from fulfillment.channels.errors import SayingRefused
from fulfillment.channels.prices import size
from fulfillment.channels.protocol import Listed, Page, Seen
from fulfillment.channels.words import Sight

PATH = "/orders/2026-01-01/orders"
FORMAT = "amazon_2026"
CHANGED = Names("lastUpdatedAfter", "lastUpdatedBefore", "paginationToken")
PLACED = Names("createdAfter", "createdBefore", "paginationToken")
WHOLE = ("BUYER", "RECIPIENT", "PROCEEDS", "PROMOTION", "CANCELLATION", "FULFILLMENT", "PACKAGES", "TAX", "PAYMENT")
WITHOUT_PERSONS = tuple(name for name in WHOLE if name not in ("BUYER", "RECIPIENT"))
SIGHTS: Mapping[str, Sight] = {
    "PENDING": Sight.PENDING,
    "PENDING_AVAILABILITY": Sight.PENDING,
    "CANCELLED": Sight.CANCELLED,
}
STAGES: Mapping[str, Stage] = {
    "PENDING": Stage.PENDING,
    "PENDING_AVAILABILITY": Stage.PENDING,
    "CANCELLED": Stage.CANCELLED,
    "SHIPPED": Stage.SHIPPED,
}
# What an amount is for here, and what a refund calls it.
KINDS = (("ITEM", "Principal"), ("SHIPPING", "Shipping"), ("TAX", "Tax"))


@dataclass(frozen=True, slots=True)
class Orders2026:
    """One seller's orders."""

    api: Api

    def page(self, since: datetime, until: datetime, after: str | None) -> Page:
        """Whole orders that changed in the window, in Amazon's order."""
        wanted = search(CHANGED, since, until, after, self.api.clock.now())
        wanted, told = self._asked(wanted, {"includedData": ",".join(self._wanted)})
        orders = tuple(seen(order) for order in each(told, "orders"))
        return Page(orders, wanted.following(text(told, "pagination", "nextToken")))

    def listed(self, since: datetime, until: datetime, after: str | None) -> Listed:
        """Numbers of orders that were placed in the window."""
        wanted, told = self._asked(search(PLACED, since, until, after, self.api.clock.now()), {})
        refs = tuple(text(order, "orderId") for order in each(told, "orders"))
        return Listed(refs, wanted.following(text(told, "pagination", "nextToken")))

    def order(self, ref: str) -> Seen:
        """The order as it stands."""
        answer = self._one(ref)
        if answer.status == UNKNOWN:
            return Seen(ref=ref, changed_at=self.api.clock.now(), sight=Sight.GONE, format=FORMAT)
        body = read(answer)
        inner = body.get("order")
        return seen(inner if isinstance(inner, Mapping) else body)

    def known(self, ref: str) -> Known:
        """What sayings need of it. Raises SayingRefused where Amazon does not know the order."""
        answer = self._one(ref)
        if answer.status == UNKNOWN:
            raise SayingRefused(answer.code, answer.words)
        body = read(answer)
        inner = body.get("order")
        return known(inner if isinstance(inner, Mapping) else body)

    @property
    def _wanted(self) -> tuple[str, ...]:
        return WHOLE if self.api.terms.personal_data else WITHOUT_PERSONS

    def _one(self, ref: str) -> Answer:
        return self.api.get(f"{PATH}/{quoted(ref)}", {"includedData": ",".join(self._wanted)})

    def _asked(self, wanted: Search, more: dict[str, str]) -> tuple[Search, Json]:
        common = {"marketplaceIds": ",".join(self.api.terms.marketplaces), **more}
        answer = self.api.get(PATH, wanted.query | common)
        if wanted.token and answer.status == BAD:
            wanted = wanted.anew  # a token ends after 24 hours: the window begins anew
            answer = self.api.get(PATH, wanted.query | common)
        return wanted, read(answer)


def seen(order: Json) -> Seen:
    """An order as Amazon shows it."""
    return Seen(
        ref=text(order, "orderId"),
        changed_at=moment(order, "lastUpdatedTime"),
        sight=SIGHTS.get(text(order, "fulfillment", "fulfillmentStatus"), Sight.OPEN),
        by_marketplace=text(order, "fulfillment", "fulfilledBy") == "AMAZON",
        format=FORMAT,
        document=order,
    )


def known(order: Json) -> Known:
    """Its items and parcels."""
    return Known(
        ref=text(order, "orderId"),
        marketplace=text(order, "salesChannel", "marketplaceId"),
        stage=STAGES.get(text(order, "fulfillment", "fulfillmentStatus"), Stage.OPEN),
        items=tuple(_item(item) for item in each(order, "orderItems")),
        parcels=tuple(
            (text(parcel, "trackingNumber"), text(parcel, "packageReferenceId")) for parcel in each(order, "packages")
        ),
    )


def _item(item: Json) -> Item:
    amounts: dict[str, int] = {}
    for entry in each(item, "proceeds", "breakdowns"):
        kind = text(entry, "type")
        amount = size(text(entry, "subtotal", "amount"), text(entry, "subtotal", "currencyCode"))
        amounts[kind] = amounts.get(kind, 0) + amount
    off = amounts.get("DISCOUNT", 0)
    prices = [(ours, amounts.get(theirs, 0)) for theirs, ours in KINDS]
    return Item(
        id=text(item, "orderItemId"),
        sku=text(item, "product", "sellerSku") or text(item, "product", "asin"),
        quantity=whole(item, "quantityOrdered"),
        prices=tuple((kind, max(0, amount - off) if kind == "Principal" else amount) for kind, amount in prices),
    )
