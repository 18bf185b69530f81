"""Fulfilment, with its eyes on the desk."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from engine.desk.desk import Desk
from engine.desk.view import content, stands
from engine.order.order import Order
from engine.store.order_rows import orders_named
from engine.store.sessions import ReadSession
from fulfillment.desk_view import Standing
from fulfillment.site import Site


@dataclass(frozen=True, slots=True)
class DeskEyes:
    """What fulfilment may see of the desk; satisfies `fulfillment.desk_view.DeskView`."""

    desk: Desk

    def order_of(self, session: ReadSession, order_id: str) -> Order:
        """The order as its current decision saw it."""
        return content(self.desk, session, order_id)

    def standing(self, session: ReadSession, order_id: str) -> Standing:
        """Whether it may go on."""
        found = stands(session, order_id)
        return Standing(outcome=found.outcome, version=found.version, blocked=found.blocked)

    def orders_named(self, session: ReadSession, merchant: str, names: Collection[str]) -> Mapping[str, frozenset[str]]:
        """Ids by the merchant's own names."""
        return orders_named(session, merchant, names)


def make_site(desk: Desk) -> Site:
    """The site of a desk."""
    return Site(desk=DeskEyes(desk), ids=desk.ids)
