"""Orders by the Orders API of 2026-01-01: one call tells a page of whole orders.

Source: Amazon, selling-partner-api-models, orders_2026-01-01.json, and SP-API documentation, "Orders API Migration
Guide" (2026). Amazon wants the upper bound two minutes old; a younger one is left out, and Amazon sets its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from fulfillment.channels.amazon.calling import BAD, UNKNOWN, Answer, Api, quoted, read
from fulfillment.channels.amazon.items import Item, Known, Stage
from fulfillment.channels.documents import Json, each, moment, stamp, text, whole
from fulfillment.channels.errors import SayingRefused
from fulfillment.channels.prices import size
from fulfillment.channels.protocol import Listed, Page, Seen
from fulfillment.channels.words import Sight

PATH = "/orders/2026-01-01/orders"
FORMAT = "amazon_2026"
SETTLED = timedelta(minutes=2, seconds=5)
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
        bounds = self._bounds("lastUpdated", since, until)
        answer = self._search(bounds | {"includedData": ",".join(self._wanted)}, after)
        orders = tuple(seen(order) for order in each(answer, "orders"))
        return Page(orders, text(answer, "pagination", "nextToken") or None)

    def listed(self, since: datetime, until: datetime, after: str | None) -> Listed:
        """Numbers of orders that were placed in the window."""
        answer = self._search(self._bounds("created", since, until), after)
        refs = tuple(text(order, "orderId") for order in each(answer, "orders"))
        return Listed(refs, text(answer, "pagination", "nextToken") or None)

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

    def _search(self, bounds: dict[str, str], after: str | None) -> Json:
        query = bounds | {"marketplaceIds": ",".join(self.api.terms.marketplaces)}
        answer = self.api.get(PATH, query | ({"paginationToken": after} if after else {}))
        if after is not None and answer.status == BAD:
            answer = self.api.get(PATH, query)  # a token ends after 24 hours: the window begins anew
        return read(answer)

    def _bounds(self, what: str, since: datetime, until: datetime) -> dict[str, str]:
        newest = self.api.clock.now() - SETTLED
        lower = {f"{what}After": stamp(min(since, newest))}
        return lower | ({f"{what}Before": stamp(until)} if until <= newest else {})


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
