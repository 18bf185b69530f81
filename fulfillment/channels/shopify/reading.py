"""Reads orders: numbers of those that changed or were placed in a window, and one order whole.

Shopify's cursor holds the last row's moment and number, so a row that moves while pages are read is found where it
moved to, and no other is passed over (Shopify, "Paginating results with GraphQL", read 2026-11).
"""

from dataclasses import dataclass
from datetime import datetime

from fulfillment.channels.node import Node
from fulfillment.channels.protocol import Listed, Page, Seen
from fulfillment.channels.shopify.calling import Admin, gid
from fulfillment.channels.shopify.queries import CHANGED, LINES_PER_PAGE, MORE_LINES, ORDER, PER_PAGE, PLACED, WEIGHTS
from fulfillment.channels.shopify.translating import grams, rest_of
from fulfillment.channels.words import Sight

FORMAT = "shopify"
MOST_LINE_PAGES = 20


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads one shop."""

    admin: Admin

    def page(self, since: datetime, until: datetime, after: str | None) -> Page:
        """Numbers of orders that changed in the window; `order` fetches each, since a list of them whole costs more
        than Shopify lets one query cost."""
        answer = self.admin.ask(CHANGED, search=_window("updated_at", since, until), first=PER_PAGE, after=after)
        found = answer.at("orders")
        return Page(tuple(_seen(each) for each in found.each("nodes")), _next(found))

    def listed(self, since: datetime, until: datetime, after: str | None) -> Listed:
        """Numbers of orders that were placed in the window."""
        answer = self.admin.ask(PLACED, search=_window("created_at", since, until), first=PER_PAGE, after=after)
        found = answer.at("orders")
        return Listed(tuple(each.text("legacyResourceId") for each in found.each("nodes")), _next(found))

    def order(self, ref: str, now: datetime) -> Seen:
        """One order with all its lines."""
        answer = self.admin.ask(ORDER, id=gid("Order", ref), lines=LINES_PER_PAGE, after=None)
        order = answer.at("order")
        if not order.has():
            return Seen(ref=ref, changed_at=now, sight=Sight.GONE, format=FORMAT)
        return Seen(
            ref=ref,
            changed_at=order.moment("updatedAt"),
            sight=_sight(order),
            format=FORMAT,
            document=rest_of(order, self._lines(ref, order.at("lineItems")), self._weights(ref)),
        )

    def _weights(self, ref: str) -> dict[str, int]:
        """Grams of a piece by SKU. They stand with what is to be shipped, which asks for no scope beyond ours."""
        answer = self.admin.ask(WEIGHTS, id=gid("Order", ref))
        lines = [
            line
            for each in answer.each("order", "fulfillmentOrders", "nodes")
            for line in each.each("lineItems", "nodes")
        ]
        return {line.text("sku"): grams(line.at("weight")) for line in lines if line.has("sku") and line.has("weight")}

    def _lines(self, ref: str, first: Node) -> list[Node]:
        lines, page = first.each("nodes"), first
        for _ in range(MOST_LINE_PAGES):
            after = _next(page)
            if after is None:
                break
            page = self.admin.ask(MORE_LINES, id=gid("Order", ref), lines=LINES_PER_PAGE, after=after).at(
                "order", "lineItems"
            )
            lines += page.each("nodes")
        return lines


def _seen(order: Node) -> Seen:
    return Seen(
        ref=order.text("legacyResourceId"),
        changed_at=order.moment("updatedAt"),
        sight=_sight(order),
        format=FORMAT,
    )


def _sight(order: Node) -> Sight:
    return Sight.CANCELLED if order.has("cancelledAt") else Sight.OPEN


def _next(found: Node) -> str | None:
    page = found.at("pageInfo")
    return page.text("endCursor") if page.flag("hasNextPage") else None


def _window(field: str, since: datetime, until: datetime) -> str:
    """Shopify's search syntax; a moment stands in quotes since it has colons."""
    return f"{field}:>='{since.isoformat()}' AND {field}:<'{until.isoformat()}'"
