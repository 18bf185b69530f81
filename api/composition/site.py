"""Fulfilment, with its eyes on the desk."""

from dataclasses import dataclass

from engine.desk.desk import Desk
from engine.desk.preferences import REVIEW, preferences
from engine.desk.view import content, reasons, stands
from engine.order.order import Order
from engine.store.sessions import ReadSession
from fulfillment.desk_view import Standing
from fulfillment.reason import Reason
from fulfillment.site import Site

LANGUAGES = ("en", "zh")  # those of staff


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

    def reasons(self, session: ReadSession, order_id: str) -> tuple[Reason, ...]:
        """Why it may not."""
        return tuple(
            Reason(rule=each.rule, code=each.code, verdict=each.verdict, texts=each.texts)
            for each in reasons(self.desk, session, order_id, LANGUAGES)
        )

    def asks_for_review(self, session: ReadSession, merchant: str) -> bool:
        """As the merchant has set."""
        return bool(preferences(session, merchant)[REVIEW])


def make_site(desk: Desk) -> Site:
    """The site of a desk."""
    return Site(desk=DeskEyes(desk), ids=desk.ids)
