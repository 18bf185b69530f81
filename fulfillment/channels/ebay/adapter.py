"""One seller's account at eBay, as `Channel` wants it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from engine.clock import Clock
from fulfillment.channels.ebay import complaints, ending, hearing, inventory, letters, messaging, shipping
from fulfillment.channels.ebay.calling import Api
from fulfillment.channels.ebay.orders import Orders
from fulfillment.channels.ebay.words import complete
from fulfillment.channels.protocol import (
    Account,
    Answered,
    Cancelled,
    Complaint,
    Heard,
    HeardMessage,
    Knock,
    Listed,
    Message,
    Page,
    Refunded,
    Said,
    Seen,
    Shipped,
    Stock,
)
from fulfillment.channels.wire import Sender

RECENT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ebay:
    """Orders by the Fulfillment API, sayings by the interface each belongs to."""

    api: Api
    orders: Orders
    most_levels: int = inventory.MOST_LEVELS

    def page(self, since: datetime, until: datetime, after: str | None) -> Page:
        """Orders changed in the window."""
        return self.orders.page(since, until, after)

    def order(self, ref: str) -> Seen:
        """One order."""
        return self.orders.order(ref)

    def listed(self, since: datetime, until: datetime, after: str | None) -> Listed:
        """Numbers of orders placed in the window."""
        return self.orders.listed(since, until, after)

    def heard(self, knock: Knock, now: datetime) -> Heard:
        """A notification, or the challenge of a new address."""
        return hearing.hear(self.api, knock, now)

    def say(self, key: str, said: Said) -> Answered:  # noqa: ARG002 - eBay has no keys
        """Says it, once it is known that eBay does not know it yet."""
        match said:
            case Shipped():
                return shipping.confirm(self.api, self.orders.document(said.ref), said)
            case Cancelled():
                return ending.cancel(self.api, self.orders.document(said.ref), said)
            case Refunded():
                return ending.refund_order(self.api, self.orders.document(said.ref), said)
            case Stock():
                return inventory.tell(self.api, said)
            case Message():
                return messaging.send(self.api, self.orders.document(said.ref), said)
        assert_never(said)

    def allowed_messages(self, ref: str) -> Sequence[str]:  # noqa: ARG002
        """All kinds: eBay does not say by order."""
        return messaging.KINDS

    def complaints(self, since: datetime, until: datetime) -> Sequence[Complaint]:
        """Inquiries, returns and cases."""
        return complaints.complaints(self.api, since, until)

    def written(self, since: datetime, until: datetime) -> Sequence[HeardMessage]:
        """Messages of members."""
        return tuple(letters.written(self.api, since, until))

    def check(self) -> str:
        """Signs in and counts the orders of the last day."""
        now = self.api.clock.now()
        found = self.orders.listed(now - RECENT, now, None)
        place = self.api.account.settings.get("marketplace", "all marketplaces")
        return f"eBay, {place}: {len(found.refs)} orders since yesterday"


def ebay(account: Account, sender: Sender, clock: Clock) -> Ebay:
    """The adapter. Raises CredentialMissing."""
    api = Api(complete(account), sender, clock)
    return Ebay(api, Orders(api))
