"""Cancels orders: the reason as a note of the staff, then the status. WooCommerce frees the goods by itself."""

from dataclasses import dataclass

from fulfillment.channels.errors import SayingRefused
from fulfillment.channels.protocol import Answered, Cancelled
from fulfillment.channels.woocommerce.calling import BAD, Store
from fulfillment.channels.woocommerce.notes import Notes

CANCELLED = "cancelled"
OVER = {
    "completed": "the order is completed there; have the parcel back and refund it",
    "refunded": "the order is refunded there already",
}


@dataclass(frozen=True, slots=True)
class Cancelling:
    """Says cancellations to one store."""

    store: Store

    def say(self, said: Cancelled) -> Answered:
        """Cancels the order, unless it is. Raises SayingRefused."""
        got = self.store.ask("GET", f"orders/{said.ref}")
        if got.status >= BAD:
            raise SayingRefused(got.code or str(got.status), got.body.maybe("message"))
        status = got.body.maybe("status")
        if status == CANCELLED:
            return Answered(already=True)
        if status in OVER:
            raise SayingRefused(f"order_{status}", OVER[status])
        words = ": ".join(part for part in (said.reason, said.note) if part)
        note, _ = Notes(self.store).add(said.ref, words, to_buyer=False) if words else ("", True)
        self.store.tell("PUT", f"orders/{said.ref}", {"status": CANCELLED})
        return Answered(remote=note)
