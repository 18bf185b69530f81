"""Where the work is done, and on which occasion: what every use case is handed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from engine.errors import Fault
from engine.ids import Ids
from engine.order.money import Money
from engine.store.sessions import ReadSession
from fulfillment.desk_view import DeskView
from fulfillment.payments.policy import USUAL, PaymentPolicy
from fulfillment.records import Shipment
from fulfillment.shipping.desk import ShippingDesk
from fulfillment.states import Role

RETURN_WINDOW = timedelta(days=30)


class LeavingPapers(Protocol):
    """Whoever knows what the papers of a parcel still lack when it is about to leave."""

    def lacking(self, session: ReadSession, shipment: Shipment, now: datetime, actor: str) -> tuple[Fault, ...]:
        """What keeps the parcel in the house; nothing where it may leave."""
        ...


class BuyerMessages(Protocol):
    """Whoever can open what buyers wrote and were answered."""

    def of_order(self, session: ReadSession, merchant: str, order_id: str) -> Sequence[Mapping[str, object]]:
        """Each message about an order, as far as it can still be read, oldest first."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """What was sealed: with the key of that version of the order, under a keyed digest of the content."""

    version: int
    content: bytes
    digest: str


class ClaimSupport(Protocol):
    """What claims need of the rest of the house."""

    def sealed(self, session: ReadSession, merchant: str, order_id: str, content: bytes) -> Sealed:
        """Content sealed with the key of the order's person. Raises PersonErased."""
        ...

    def opened(self, session: ReadSession, merchant: str, order_id: str, version: int, content: bytes) -> bytes | None:
        """The content again; None once the person was erased."""
        ...

    def past_claims(self, session: ReadSession, merchant: str, order_id: str) -> int:
        """How many claims there are about other orders of the same buyer that were not withdrawn."""
        ...

    def unit_cost(self, session: ReadSession, merchant: str, sku: str) -> Money | None:
        """What a piece cost; None where nobody knows."""
        ...

    def freight(self, session: ReadSession, shipment: Shipment) -> Money | None:
        """What the carrier charged for a parcel; None where nobody knows."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The desk, the source of ids, how long a customer may send goods back, and what the merchant chose about money.

    Without `messages` none is laid out as evidence. Without `papers` nobody asks, before a parcel leaves, whether its
    papers are complete; without `shipping` nobody chooses services, and a part travels by the one that the order names;
    without `claims` nothing can be handed in for a claim, and no cost is known. `tellers` are the roles of whoever
    works here now, None for anybody: a step that is none of theirs is refused.
    """

    desk: DeskView
    ids: Ids
    return_window: timedelta = RETURN_WINDOW
    payments: PaymentPolicy = USUAL
    papers: LeavingPapers | None = None
    messages: BuyerMessages | None = None
    shipping: ShippingDesk | None = None
    claims: ClaimSupport | None = None
    tellers: frozenset[Role] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Which order, when, and by whom: `system`, `carrier:…`, `gateway:…` or a person."""

    merchant: str
    order_id: str
    now: datetime
    actor: str = "system"
