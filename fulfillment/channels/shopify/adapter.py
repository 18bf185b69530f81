"""One Shopify shop as a channel."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from engine.clock import Clock
from fulfillment.channels.errors import SayingRefused, SignInRefused
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
from fulfillment.channels.shopify.calling import Admin
from fulfillment.channels.shopify.cancelling import Cancelling
from fulfillment.channels.shopify.knocking import domain_of, heard
from fulfillment.channels.shopify.queries import WHO
from fulfillment.channels.shopify.reading import Reading
from fulfillment.channels.shopify.refunding import Refunding
from fulfillment.channels.shopify.shipping import Shipping
from fulfillment.channels.shopify.signing_in import SigningIn
from fulfillment.channels.shopify.stocking import MOST_LEVELS, Stocking
from fulfillment.channels.wire import Sender, Wire

# The least that reading orders and saying all we say needs; `read_all_orders` only for orders older than 60 days.
SCOPES = (
    "read_customers",
    "write_orders",
    "write_merchant_managed_fulfillment_orders",
    "write_inventory",
)


class Shopify:
    """A shop, by its GraphQL Admin API; see `fulfillment.channels.protocol.Channel`."""

    most_levels = MOST_LEVELS

    def __init__(self, account: Account, sender: Sender, clock: Clock) -> None:
        wire = Wire(sender)
        self._account, self._clock = account, clock
        self._admin = Admin(account, wire, clock, SigningIn(account, wire, clock))
        self._reading = Reading(self._admin)

    def page(self, since: datetime, until: datetime, after: str | None) -> Page:
        """Numbers of orders that changed in [since, until)."""
        return self._reading.page(since, until, after)

    def order(self, ref: str) -> Seen:
        """One order as it stands now."""
        return self._reading.order(ref, self._clock.now())

    def listed(self, since: datetime, until: datetime, after: str | None) -> Listed:
        """Numbers of orders placed in [since, until)."""
        return self._reading.listed(since, until, after)

    def heard(self, knock: Knock, now: datetime) -> Heard:
        """Checks a webhook. Raises KnockRefused."""
        return heard(self._account, knock, now)

    def say(self, key: str, said: Said) -> Answered:
        """Says it, once by `key`. Raises SayingRefused."""
        match said:
            case Shipped():
                return Shipping(self._account, self._admin).say(said)
            case Cancelled():
                return Cancelling(self._account, self._admin).say(said)
            case Refunded():
                return Refunding(self._account, self._admin).say(key, said)
            case Stock():
                return Stocking(self._account, self._admin).say(key, said)
            case Message():
                raise SayingRefused("messages_not_offered", "Shopify's API writes to no buyer; send a mail of your own")
            case _:
                assert_never(said)

    def allowed_messages(self, ref: str) -> Sequence[str]:  # noqa: ARG002 - no order has any
        """None: Shopify's API has no messages to buyers."""
        return ()

    def check(self) -> str:
        """Who we are, and whether every scope is granted. Raises SignInRefused with those that lack."""
        answer = self._admin.ask(WHO)
        domain = answer.text("shop", "myshopifyDomain").lower()
        if domain != domain_of(self._account):
            raise SignInRefused(f"the credentials are of {domain}, not of this shop")
        granted = {each.text("handle") for each in answer.each("currentAppInstallation", "accessScopes")}
        lacking = [
            scope for scope in SCOPES if scope not in granted and scope.replace("read_", "write_", 1) not in granted
        ]
        if lacking:
            raise SignInRefused(f"the app lacks the scopes {', '.join(lacking)}")
        return f"{answer.text('shop', 'name')} ({domain})"
