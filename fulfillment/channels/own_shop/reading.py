"""Reads orders of a shop: those that changed in a window, those that were placed in one, and one by its number.

A shop that only pushes (`pull` set to `no`) is never asked: its webhooks carry the orders themselves.
"""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from fulfillment.channels.errors import AnswerRefused, NeverAsked
from fulfillment.channels.node import Node
from fulfillment.channels.own_shop.calling import Shop
from fulfillment.channels.protocol import Account, Listed, Page, Seen
from fulfillment.channels.words import Sight

FORMAT = "clearway"
STATES = {"": Sight.OPEN, "open": Sight.OPEN, "pending": Sight.PENDING, "cancelled": Sight.CANCELLED}


def pulls(account: Account) -> bool:
    """Whether the shop can be asked for its orders."""
    return account.settings.get("pull", "yes") != "no"


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads one shop."""

    account: Account
    shop: Shop

    def page(self, since: datetime, until: datetime, after: str | None) -> Page:
        """Orders that changed in the window."""
        query = {"changed_since": since.isoformat(), "changed_until": until.isoformat(), "cursor": after}
        answer = self._orders(query)
        return Page(tuple(_shown(each) for each in answer.each("orders")), _next(answer, after))

    def listed(self, since: datetime, until: datetime, after: str | None) -> Listed:
        """Numbers of orders that were placed in the window."""
        query = {"placed_since": since.isoformat(), "placed_until": until.isoformat(), "cursor": after, "only": "ref"}
        answer = self._orders(query)
        return Listed(tuple(each.text("ref") for each in answer.each("orders")), _next(answer, after))

    def order(self, ref: str, now: datetime) -> Seen:
        """One order as it stands. Raises NeverAsked for a shop that only pushes."""
        found = self.entry(ref)
        return seen(found) if found is not None else Seen(ref=ref, changed_at=now, sight=Sight.GONE, format=FORMAT)

    def entry(self, ref: str) -> Node | None:
        """What the shop says of an order; None where it does not know it."""
        if not pulls(self.account):
            raise NeverAsked
        return self.shop.get(f"orders/{quote(ref, safe='')}", {})

    def _orders(self, query: dict[str, str | None]) -> Node:
        if not pulls(self.account):
            return Node({})
        answer = self.shop.get("orders", query)
        if answer is None:
            raise AnswerRefused("orders: there is no list of orders at this address")
        return answer


def seen(entry: Node) -> Seen:
    """An order as the shop shows it. Raises AnswerRefused."""
    state = entry.maybe("state")
    if state not in STATES:
        raise AnswerRefused(f"{entry.path}/state")
    return Seen(
        ref=entry.text("ref"),
        changed_at=entry.moment("changed_at"),
        sight=STATES[state],
        format=FORMAT,
        document=entry.object("order"),
    )


def _shown(entry: Node) -> Seen:
    """The same on a page, where one that cannot be read must not hide the others. Raises AnswerRefused where not even
    its number and moment are there."""
    try:
        return seen(entry)
    except AnswerRefused as refused:
        return Seen(ref=entry.text("ref"), changed_at=entry.moment("changed_at"), format=FORMAT, unread=refused.what)


def _next(answer: Node, after: str | None) -> str | None:
    cursor = answer.maybe("next") or None
    if cursor is not None and cursor == after:
        raise AnswerRefused("next: the cursor leads to the same page again")
    return cursor
