"""What fulfilment needs of the desk, and nothing more: the order as it stands, and whether it may go on."""

from dataclasses import dataclass
from typing import Protocol

from engine.order.order import Order
from engine.store.sessions import ReadSession
from fulfillment.reason import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The current decision of an order. `version` is the order version that it is about."""

    outcome: str
    version: int
    blocked: bool

    @property
    def is_clear(self) -> bool:
        """Whether the order may go on."""
        return self.outcome == "admit" and not self.blocked


class DeskView(Protocol):
    """Answers about one order, read in the transaction that asks."""

    def order_of(self, session: ReadSession, order_id: str) -> Order: ...

    def standing(self, session: ReadSession, order_id: str) -> Standing: ...

    def reasons(self, session: ReadSession, order_id: str) -> tuple[Reason, ...]:
        """Why an order may not go on, worst first; asked only where a step is refused, since it opens the decision."""
        ...

    def asks_for_review(self, session: ReadSession, merchant: str) -> bool:
        """Whether the merchant has every picked piece scanned again before it is packed."""
        ...
