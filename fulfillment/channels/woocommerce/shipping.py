"""Tells a store of parcels, and completes the order with the last one, which mails the buyer.

Where the Shipment Tracking extension is there, its REST API keeps the number (WooCommerce, "Create a tracking item with
the Shipment Tracking REST API" and "List Shipment Tracking providers with the REST API", read 2026-11). Elsewhere the
number goes where that extension keeps it, `_wc_shipment_tracking_items`, and to the buyer by a note. There is no
idempotency key: each is looked for before it is said.
"""

import hashlib
from dataclasses import dataclass

from fulfillment.channels.errors import SayingRefused
from fulfillment.channels.node import Node
from fulfillment.channels.protocol import Account, Answered, Shipped
from fulfillment.channels.woocommerce.calling import BAD, GONE, NO_ROUTE, TRACKING, Store
from fulfillment.channels.woocommerce.notes import Notes

KEPT = "_wc_shipment_tracking_items"
COMPLETED, CANCELLED = "completed", "cancelled"


@dataclass(frozen=True, slots=True)
class Shipping:
    """Says parcels to one store."""

    account: Account
    store: Store

    def say(self, said: Shipped) -> Answered:
        """Adds the number, then completes the order. Raises SayingRefused."""
        order = self._order(said.ref)
        known = self._trackings(said.ref)
        remote, numbered = self._by_note(said, order) if known is None else self._by_extension(said, order, known)
        completed = self._complete(said, order)
        return Answered(remote=remote, already=numbered and completed)

    def _order(self, ref: str) -> Node:
        got = self.store.ask("GET", f"orders/{ref}")
        if got.status >= BAD:
            raise SayingRefused(got.code or str(got.status), got.body.maybe("message") or "the store has no such order")
        return got.body

    def _trackings(self, ref: str) -> list[Node] | None:
        """Numbers that the extension knows; None where there is no extension."""
        got = self.store.ask("GET", f"orders/{ref}/shipment-trackings", space=TRACKING)
        if got.status == GONE and got.code == NO_ROUTE:
            return None
        if got.status >= BAD:
            raise SayingRefused(got.code or str(got.status), got.body.maybe("message"))
        return got.body.each()

    def _by_extension(self, said: Shipped, order: Node, known: list[Node]) -> tuple[str, bool]:
        for each in known:
            if each.maybe("tracking_number") == said.number:
                return each.maybe("tracking_id"), True
        _refuse_cancelled(order)
        item = {"tracking_number": said.number, "date_shipped": said.shipped_at.date().isoformat()}
        name = said.carrier_name or said.carrier_code or said.carrier
        if name in self._providers():
            item["tracking_provider"] = name
        else:
            item |= {"custom_tracking_provider": name, "custom_tracking_link": said.url}
        made = self.store.tell("POST", f"orders/{said.ref}/shipment-trackings", item, space=TRACKING)
        return made.maybe("tracking_id"), False

    def _providers(self) -> frozenset[str]:
        got = self.store.ask("GET", "shipment-trackings/providers", space=TRACKING)
        regions = got.body.value if isinstance(got.body.value, dict) and got.status < BAD else {}
        return frozenset(name for names in regions.values() if isinstance(names, dict) for name in names)

    def _by_note(self, said: Shipped, order: Node) -> tuple[str, bool]:
        kept = _kept(order)
        is_kept = any(each.get("tracking_number") == said.number for each in kept)
        if not is_kept:
            _refuse_cancelled(order)
            items = [*kept, _item(said)]
            self.store.tell("PUT", f"orders/{said.ref}", {"meta_data": [{"key": KEPT, "value": items}]})
        # The number tells our note from others, whatever language an earlier one was in.
        note, was_there = Notes(self.store).add(said.ref, _words(said), to_buyer=True, told_by=said.number)
        return note, is_kept and was_there

    def _complete(self, said: Shipped, order: Node) -> bool:
        """Completes the order with its last parcel; whether nothing was to be done."""
        wanted = said.whole and self.account.settings.get("complete_shipped", "yes") != "no"
        if not wanted or order.maybe("status") in (COMPLETED, CANCELLED, "refunded"):
            return True
        self.store.tell("PUT", f"orders/{said.ref}", {"status": COMPLETED})
        return False


def _refuse_cancelled(order: Node) -> None:
    if order.maybe("status") == CANCELLED:
        raise SayingRefused("order_cancelled", "the order is cancelled there; call the parcel back")


def _kept(order: Node) -> list[dict[str, object]]:
    for meta in order.each("meta_data"):
        if meta.maybe("key") == KEPT:
            return [each.object() for each in meta.each("value")]
    return []


def _item(said: Shipped) -> dict[str, object]:
    """One number as the extension keeps it; its id is a hash, as there, of what makes it unique."""
    name = said.carrier_name or said.carrier_code or said.carrier
    told = hashlib.sha256(f"{name}-{said.number}".encode()).hexdigest()[:32]
    return {
        "tracking_provider": "",
        "custom_tracking_provider": name,
        "custom_tracking_link": said.url,
        "tracking_number": said.number,
        "date_shipped": str(int(said.shipped_at.timestamp())),
        "tracking_id": told,
    }


def _words(said: Shipped) -> str:
    name = said.carrier_name or said.carrier_code or said.carrier
    return " ".join(part for part in (f"{name}: {said.number}", said.url) if part)
