"""Orders by the Orders API v0, which ends on 27 March 2027: pages of numbers, and three calls for a whole order.

Source: Amazon, selling-partner-api-models, ordersV0.json and tokens_2021-03-01.json (2025). What names a buyer is only
told to a restricted data token, made for the paths of one order.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from fulfillment.channels.amazon.calling import BAD, UNKNOWN, Api, payload, quoted, read
from fulfillment.channels.amazon.items import Item, Known, Stage
from fulfillment.channels.amazon.windows import Names, Search, search
from fulfillment.channels.documents import Json, each, moment, text, whole
from fulfillment.channels.errors import AnswerRefused, SayingRefused
from fulfillment.channels.prices import size
from fulfillment.channels.protocol import Listed, Page, Seen
from fulfillment.channels.words import Sight

PATH = "/orders/v0/orders"
TOKENS = "/tokens/2021-03-01/restrictedDataToken"
FORMAT = "amazon_v0"
CHANGED = Names("LastUpdatedAfter", "LastUpdatedBefore", "NextToken")
PLACED = Names("CreatedAfter", "CreatedBefore", "NextToken")
MOST_PAGES_OF_ITEMS = 100
SIGHTS: Mapping[str, Sight] = {
    "Pending": Sight.PENDING,
    "PendingAvailability": Sight.PENDING,
    "Canceled": Sight.CANCELLED,
}
STAGES: Mapping[str, Stage] = {
    "Pending": Stage.PENDING,
    "PendingAvailability": Stage.PENDING,
    "Canceled": Stage.CANCELLED,
    "Shipped": Stage.SHIPPED,
}
KINDS = (("ItemPrice", "Principal"), ("ShippingPrice", "Shipping"), ("ItemTax", "Tax"))


@dataclass(frozen=True, slots=True)
class OrdersV0:
    """One seller's orders."""

    api: Api

    def page(self, since: datetime, until: datetime, after: str | None) -> Page:
        """Numbers of orders that changed in the window; `order` tells the rest."""
        wanted, told = self._asked(search(CHANGED, since, until, after, self.api.clock.now()))
        orders = tuple(_seen(order, None) for order in each(told, "Orders"))
        return Page(orders, wanted.following(text(told, "NextToken")))

    def listed(self, since: datetime, until: datetime, after: str | None) -> Listed:
        """Numbers of orders that were placed in the window."""
        wanted, told = self._asked(search(PLACED, since, until, after, self.api.clock.now()))
        refs = tuple(text(order, "AmazonOrderId") for order in each(told, "Orders"))
        return Listed(refs, wanted.following(text(told, "NextToken")))

    def order(self, ref: str) -> Seen:
        """The order as it stands, with its items."""
        found = self._whole(ref)
        if found is None:
            return Seen(ref=ref, changed_at=self.api.clock.now(), sight=Sight.GONE, format=FORMAT)
        return _seen(found, found)

    def known(self, ref: str) -> Known:
        """What sayings need of it; this interface tells no parcels. Raises SayingRefused for an unknown order."""
        found = self._whole(ref)
        if found is None:
            raise SayingRefused("NotFound", f"Amazon does not know the order {ref}")
        return Known(
            ref=ref,
            marketplace=text(found, "MarketplaceId"),
            stage=STAGES.get(text(found, "OrderStatus"), Stage.OPEN),
            items=tuple(_item(item) for item in each(found, "OrderItems")),
        )

    def _asked(self, wanted: Search) -> tuple[Search, Json]:
        places = {"MarketplaceIds": ",".join(self.api.terms.marketplaces)}
        answer = self.api.get(PATH, wanted.query | places)
        if wanted.token and answer.status == BAD:
            wanted = wanted.anew  # the token has ended: the window begins anew
            answer = self.api.get(PATH, wanted.query | places)
        return wanted, payload(read(answer))

    def _whole(self, ref: str) -> dict[str, object] | None:
        path = f"{PATH}/{quoted(ref)}"
        token = self._restricted(path) if self.api.terms.personal_data else None
        answer = self.api.get(path, token=token)
        if answer.status == UNKNOWN:
            return None
        items: list[Json] = []
        after = ""
        for _ in range(MOST_PAGES_OF_ITEMS):
            query = {"NextToken": after} if after else {}
            told = payload(read(self.api.get(f"{path}/orderItems", query, token=token)))
            items += each(told, "OrderItems")
            after = text(told, "NextToken")
            if not after:
                return {**payload(read(answer)), "OrderItems": items}
        raise AnswerRefused("end of its items")

    def _restricted(self, path: str) -> str:
        wanted = [
            {"method": "GET", "path": path, "dataElements": ["buyerInfo", "shippingAddress"]},
            {"method": "GET", "path": f"{path}/orderItems", "dataElements": ["buyerInfo"]},
        ]
        token = text(read(self.api.send("POST", TOKENS, {"restrictedResources": wanted})), "restrictedDataToken")
        if not token:
            raise AnswerRefused("restricted data token")
        return token


def _seen(order: Json, document: Json | None) -> Seen:
    return Seen(
        ref=text(order, "AmazonOrderId"),
        changed_at=moment(order, "LastUpdateDate"),
        sight=SIGHTS.get(text(order, "OrderStatus"), Sight.OPEN),
        by_marketplace=text(order, "FulfillmentChannel") == "AFN",
        format=FORMAT,
        document=document,
    )


def _item(item: Json) -> Item:
    def amount(name: str) -> int:
        return size(text(item, name, "Amount"), text(item, name, "CurrencyCode"))

    off = {"Principal": amount("PromotionDiscount"), "Shipping": amount("ShippingDiscount")}
    return Item(
        id=text(item, "OrderItemId"),
        sku=text(item, "SellerSKU") or text(item, "ASIN"),
        quantity=whole(item, "QuantityOrdered"),
        prices=tuple((ours, max(0, amount(theirs) - off.get(ours, 0))) for theirs, ours in KINDS),
    )
