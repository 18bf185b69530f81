"""One seller's account at Amazon, as `Channel` wants it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from engine.clock import Clock
from fulfillment.channels.amazon import ending, listings, messaging, shipping
from fulfillment.channels.amazon.calling import Api
from fulfillment.channels.amazon.items import Known
from fulfillment.channels.amazon.orders_2026 import Orders2026
from fulfillment.channels.amazon.orders_v0 import OrdersV0
from fulfillment.channels.amazon.words import OrdersApi, terms_of
from fulfillment.channels.errors import KnockRefused
from fulfillment.channels.protocol import (
    Account,
    Answered,
    Cancelled,
    Heard,
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

NO_WEBHOOKS = "Amazon sends none: its notifications go to queues of Amazon, and orders are asked for instead"
RECENT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Amazon:
    """Orders by either interface, sayings by the calls and feeds that there are."""

    api: Api
    orders: Orders2026 | OrdersV0
    most_levels: int = listings.MOST_LEVELS

    def page(self, since: datetime, until: datetime, after: str | None) -> Page:
        """Orders changed in the window; with v0 without documents."""
        return self.orders.page(since, until, after)

    def order(self, ref: str) -> Seen:
        """One order."""
        return self.orders.order(ref)

    def listed(self, since: datetime, until: datetime, after: str | None) -> Listed:
        """Numbers of orders placed in the window."""
        return self.orders.listed(since, until, after)

    def heard(self, knock: Knock, now: datetime) -> Heard:  # noqa: ARG002
        """Never: raises KnockRefused."""
        raise KnockRefused(NO_WEBHOOKS)

    def say(self, key: str, said: Said) -> Answered:  # noqa: ARG002 - Amazon has no keys
        """Says it, once it is known that Amazon does not know it yet."""
        match said:
            case Shipped():
                return shipping.confirm(self.api, self._known(said.ref), said)
            case Cancelled():
                return ending.cancel(self.api, self._known(said.ref), said)
            case Refunded():
                return ending.refund_order(self.api, self._known(said.ref), said)
            case Stock():
                return listings.tell(self.api, said)
            case Message():
                return messaging.send(self.api, self._marketplace(said.ref), said)
        assert_never(said)

    def allowed_messages(self, ref: str) -> Sequence[str]:
        """Amazon's names of the actions that the order allows."""
        return messaging.allowed(self.api, ref, self._marketplace(ref))

    def check(self) -> str:
        """Signs in and looks for orders of the last hour; no further role is needed for it."""
        now = self.api.clock.now()
        found = self.orders.listed(now - RECENT, now, None)
        places, count = ", ".join(self.api.terms.marketplaces), len(found.refs)
        return f"Amazon, seller {self.api.terms.seller_id or 'without a merchant token'}, {places}: {count} new orders"

    def _known(self, ref: str) -> Known:
        return self.orders.known(ref)

    def _marketplace(self, ref: str) -> str:
        """Where the order was placed; with one marketplace nothing is asked."""
        places = self.api.terms.marketplaces
        return places[0] if len(places) == 1 else self._known(ref).marketplace


def amazon(account: Account, sender: Sender, clock: Clock) -> Amazon:
    """The adapter. Raises ConnectionRefused and CredentialMissing."""
    terms = terms_of(account, clock.now())
    api = Api(account, terms, sender, clock)
    return Amazon(api, OrdersV0(api) if terms.orders_api is OrdersApi.V0 else Orders2026(api))
