"""Orders of eBay, by the Fulfillment API.

Source: eBay Developers Program, Sell Fulfillment API, getOrders and getOrder (v1.20, 2026). Pages are counted by offset
while orders may leave the window by changing again, and those behind them move up: the cursor remembers how many there
were, and steps back by as many as left. In a list the requests to cancel are always empty, so an order that has one is
told by its number alone.
"""

from dataclasses import dataclass
from datetime import datetime

from fulfillment.channels.documents import Json, each, moment, stamp, text, whole
from fulfillment.channels.ebay.calling import UNKNOWN, Answer, Api, quoted, read
from fulfillment.channels.ebay.words import FULFILLMENT
from fulfillment.channels.errors import SayingRefused
from fulfillment.channels.protocol import Listed, Page, Seen
from fulfillment.channels.words import Sight

PATH = "/sell/fulfillment/v1/order"
FORMAT = "ebay"
TAXES = {"fieldGroups": "TAX_BREAKDOWN"}
PAGE, LIST = 100, 200
NO_REQUEST = ("", "NONE_REQUESTED")
UNPAID = ("PENDING", "FAILED")


@dataclass(frozen=True, slots=True)
class Orders:
    """One seller's orders, so many on a page."""

    api: Api
    most: int = PAGE

    def page(self, since: datetime, until: datetime, after: str | None) -> Page:
        """Orders that changed in the window."""
        found, following = self._some("lastmodifieddate", since, until, after, self.most, TAXES)
        return Page(tuple(_seen_in_list(order) for order in found), following)

    def listed(self, since: datetime, until: datetime, after: str | None) -> Listed:
        """Numbers of orders that were placed in the window."""
        found, following = self._some("creationdate", since, until, after, LIST, {})
        return Listed(tuple(text(order, "orderId") for order in found), following)

    def order(self, ref: str) -> Seen:
        """The order as it stands."""
        answer = self._one(ref)
        if answer.status == UNKNOWN:
            return Seen(ref=ref, changed_at=self.api.clock.now(), sight=Sight.GONE, format=FORMAT)
        return seen(read(answer))

    def document(self, ref: str) -> Json:
        """The order, for whoever says something about it. Raises SayingRefused where eBay does not know it."""
        answer = self._one(ref)
        if answer.status == UNKNOWN:
            raise SayingRefused(answer.code, answer.words)
        return read(answer)

    def _one(self, ref: str) -> Answer:
        return self.api.get(f"{PATH}/{quoted(ref)}", FULFILLMENT, TAXES)

    def _some(
        self, date: str, since: datetime, until: datetime, after: str | None, most: int, more: dict[str, str]
    ) -> tuple[tuple[Json, ...], str | None]:
        offset, before = (int(number) for number in (after or "0:0").split(":"))
        query = {"filter": f"{date}:[{stamp(since)}..{stamp(until)}]", "limit": str(most), **more}
        told = read(self.api.get(PATH, FULFILLMENT, query | {"offset": str(offset)}))
        left = before - whole(told, "total")
        if offset and left > 0:
            offset = max(0, offset - left)
            told = read(self.api.get(PATH, FULFILLMENT, query | {"offset": str(offset)}))
        found, total = each(told, "orders"), whole(told, "total")
        following = offset + len(found)
        return found, f"{following}:{total}" if found and following < total else None


def seen(order: Json) -> Seen:
    """An order as eBay shows it."""
    return Seen(
        ref=text(order, "orderId"),
        changed_at=moment(order, "lastModifiedDate"),
        sight=_sight(order),
        by_marketplace=_is_shipped_by_ebay(order),
        format=FORMAT,
        document=order,
    )


def _seen_in_list(order: Json) -> Seen:
    whole_order = seen(order)
    if text(order, "cancelStatus", "cancelState") in NO_REQUEST:
        return whole_order
    return Seen(
        ref=whole_order.ref,
        changed_at=whole_order.changed_at,
        sight=whole_order.sight,
        by_marketplace=whole_order.by_marketplace,
        format=FORMAT,
    )


def _sight(order: Json) -> Sight:
    if text(order, "cancelStatus", "cancelState") == "CANCELED":
        return Sight.CANCELLED
    return Sight.PENDING if text(order, "orderPaymentStatus") in UNPAID else Sight.OPEN


def _is_shipped_by_ebay(order: Json) -> bool:
    starts = each(order, "fulfillmentStartInstructions")
    kinds = {text(start, "fulfillmentInstructionsType") for start in starts}
    return text(order, "program", "fulfillmentProgram", "fulfilledBy") == "EBAY" or "FULFILLED_BY_EBAY" in kinds
