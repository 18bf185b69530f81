"""Tells Shopify of parcels: a fulfilment of just the pieces in it, out of the fulfilment orders that still hold them.

A fulfilment takes pieces of fulfilment orders at one location, so a parcel of two locations' pieces makes two with the
same tracking number (Shopify, "fulfillmentCreate", version 2026-10, read 2026-11). There is no idempotency key: what is
fulfilled under this number already is taken off first, so a second call says just what is missing.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from fulfillment.channels.errors import SayingRefused
from fulfillment.channels.node import Node
from fulfillment.channels.protocol import Account, Answered, Shipped
from fulfillment.channels.shopify.calling import Admin, gid, refuse_user_errors
from fulfillment.channels.shopify.queries import FULFIL, FULFILLED, TO_SHIP

OPEN = frozenset({"OPEN", "IN_PROGRESS"})
UNDONE = frozenset({"CANCELLED", "ERROR", "FAILURE"})

# Pieces of lines, by location, fulfilment order and its line.
Shares = dict[str, dict[str, dict[str, int]]]


@dataclass(frozen=True, slots=True)
class Shipping:
    """Says parcels to one shop."""

    account: Account
    admin: Admin

    def say(self, said: Shipped) -> Answered:
        """Makes the fulfilments that are missing. Raises SayingRefused."""
        order = self.admin.ask(TO_SHIP, id=gid("Order", said.ref)).at("order")
        if not order.has():
            raise SayingRefused("order_not_found", "the shop has no such order")
        wanted, known = self._still_to_say(said, order)
        if not wanted:
            return Answered(remote=known, already=True)
        if order.has("cancelledAt"):
            raise SayingRefused("order_cancelled", "the order is cancelled there; call the parcel back")
        remotes = [
            self._fulfil(said, by_order)
            for by_order in _shares(order.each("fulfillmentOrders", "nodes"), wanted).values()
        ]
        return Answered(remote=",".join(remotes))

    def _still_to_say(self, said: Shipped, order: Node) -> tuple[Counter[str], str]:
        """Pieces by SKU that are not yet fulfilled under this tracking number, and the last fulfilment that is."""
        wanted, known = Counter[str](), ""
        for line in said.lines:
            wanted[line.sku] += line.quantity
        for fulfilment in order.each("fulfillments"):
            numbers = {each.maybe("number") for each in fulfilment.each("trackingInfo")}
            if said.number not in numbers or fulfilment.maybe("status") in UNDONE:
                continue
            known = fulfilment.text("id")
            for item in self.admin.ask(FULFILLED, id=known).each("fulfillment", "fulfillmentLineItems", "nodes"):
                wanted[item.maybe("lineItem", "sku")] -= item.whole("quantity")
        return +wanted, known

    def _fulfil(self, said: Shipped, by_order: Mapping[str, Mapping[str, int]]) -> str:
        tracking = {"number": said.number, "company": said.carrier_name or said.carrier_code or said.carrier}
        if said.url:
            tracking["url"] = said.url
        fulfillment = {
            "lineItemsByFulfillmentOrder": [
                {
                    "fulfillmentOrderId": order,
                    "fulfillmentOrderLineItems": [{"id": line, "quantity": pieces} for line, pieces in lines.items()],
                }
                for order, lines in by_order.items()
            ],
            "trackingInfo": tracking,
            "notifyCustomer": self.account.settings.get("notify_shipped", "yes") != "no",
        }
        answer = self.admin.ask(FULFIL, fulfillment=fulfillment, message=None).at("fulfillmentCreate")
        refuse_user_errors(answer)
        return answer.text("fulfillment", "id")


def _shares(fulfilment_orders: list[Node], wanted: Counter[str]) -> Shares:
    """Which pieces to take of which fulfilment order. Raises SayingRefused where they do not hold enough."""
    left = Counter(wanted)
    shares: Shares = {}
    for order in fulfilment_orders:
        if order.maybe("status") not in OPEN:
            continue
        place = order.maybe("assignedLocation", "location", "id")
        for line in order.each("lineItems", "nodes"):
            taken = min(left[line.maybe("sku")], line.whole("remainingQuantity"))
            if taken > 0:
                left[line.maybe("sku")] -= taken
                shares.setdefault(place, {}).setdefault(order.text("id"), {})[line.text("id")] = taken
    if +left:
        _refuse(+left, fulfilment_orders)
    return shares


def _refuse(left: Counter[str], fulfilment_orders: list[Node]) -> None:
    what = ", ".join(f"{pieces} of {sku}" for sku, pieces in sorted(left.items()))
    if any(each.maybe("status") == "ON_HOLD" for each in fulfilment_orders):
        raise SayingRefused(
            "fulfillment_on_hold", f"{what} cannot be fulfilled while the shop holds them; release them there"
        )
    raise SayingRefused("nothing_to_fulfil", f"the shop has no open pieces of {what}")
