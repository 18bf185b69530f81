"""One WooCommerce store as a channel."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from engine.clock import Clock
from fulfillment.channels.errors import AnswerRefused, SayingRefused, SignInRefused
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
from fulfillment.channels.wire import Sender, Wire
from fulfillment.channels.woocommerce.calling import API, BAD, Store, judge
from fulfillment.channels.woocommerce.cancelling import Cancelling
from fulfillment.channels.woocommerce.knocking import heard
from fulfillment.channels.woocommerce.notes import Notes
from fulfillment.channels.woocommerce.reading import Reading
from fulfillment.channels.woocommerce.refunding import Refunding
from fulfillment.channels.woocommerce.shipping import Shipping
from fulfillment.channels.woocommerce.stocking import MOST_LEVELS, Stocking

NOTE = "customer_note"  # the one kind of message: a note that the store mails


class WooCommerce:
    """A store, by its REST API wc/v3; see `fulfillment.channels.protocol.Channel`."""

    most_levels = MOST_LEVELS

    def __init__(self, account: Account, sender: Sender, clock: Clock) -> None:
        self._account, self._clock = account, clock
        self._store = Store(account, Wire(sender, judge=judge))
        self._reading = Reading(self._store)

    def page(self, since: datetime, until: datetime, after: str | None) -> Page:
        """Orders changed in [since, until), whole."""
        return self._reading.page(since, until, after)

    def order(self, ref: str) -> Seen:
        """One order as it stands now."""
        return self._reading.order(ref, self._clock.now())

    def listed(self, since: datetime, until: datetime, after: str | None) -> Listed:
        """Numbers of orders placed in [since, until)."""
        return self._reading.listed(since, until, after)

    def heard(self, knock: Knock, now: datetime) -> Heard:  # noqa: ARG002 - no webhook of theirs says when it was sent
        """Checks a webhook. Raises KnockRefused."""
        return heard(self._account, knock)

    def say(self, key: str, said: Said) -> Answered:  # noqa: ARG002 - the store has no keys; it is asked first
        """Says it, once. Raises SayingRefused."""
        match said:
            case Shipped():
                return Shipping(self._account, self._store).say(said)
            case Cancelled():
                return Cancelling(self._store).say(said)
            case Refunded():
                return Refunding(self._account, self._store).say(said)
            case Stock():
                return Stocking(self._store).say(said)
            case Message():
                return self._write(said)
            case _:
                assert_never(said)

    def allowed_messages(self, ref: str) -> Sequence[str]:
        """A note to the buyer, where the order has an address to mail it to."""
        got = self._store.ask("GET", f"orders/{ref}", query={"_fields": "id,billing"})
        return (NOTE,) if got.status < BAD and got.body.has("billing", "email") else ()

    def check(self) -> str:
        """The store's name; whether its API is there and takes our keys. Raises SignInRefused."""
        about = self._store.ask("GET", "", space="").body
        if API not in [each.maybe() for each in about.each("namespaces")]:
            raise SignInRefused(f"there is no {API} at this address; switch the store's REST API and permalinks on")
        got = self._store.ask("GET", "orders", query={"per_page": 1, "_fields": "id"})
        if got.status >= BAD:
            raise AnswerRefused(f"list of orders (`{got.code}`: {got.body.maybe('message')})")
        return about.maybe("name") or self._account.endpoint

    def _write(self, said: Message) -> Answered:
        if said.kind != NOTE:
            raise SayingRefused("message_kind_unknown", f"a store writes to buyers by `{NOTE}` alone")
        words = "\n\n".join(part for part in (said.subject, said.text) if part)
        note, was_there = Notes(self._store).add(said.ref, words, to_buyer=True)
        return Answered(remote=note, already=was_there)
