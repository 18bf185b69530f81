"""Cancels orders. Shopify does it in a job of its own and has no idempotency key: we ask how the order stands first.

Money is given back by a refund of its own, exactly, so a cancellation gives none back; a payment that was only
authorised is let go by Shopify itself (Shopify, "orderCancel", version 2026-10, read 2026-11).
"""

from dataclasses import dataclass

from fulfillment.channels.errors import SayingRefused
from fulfillment.channels.protocol import Account, Answered, Cancelled
from fulfillment.channels.shopify.calling import Admin, gid, refuse_user_errors
from fulfillment.channels.shopify.queries import CANCEL, STANDING

# OrderCancelReason without FRAUD, since buyers see the reason in their account (Customer Account API, Order, 2026-01).
REASONS = frozenset({"CUSTOMER", "DECLINED", "INVENTORY", "OTHER", "STAFF"})
MOST_NOTE = 255


@dataclass(frozen=True, slots=True)
class Cancelling:
    """Says cancellations to one shop."""

    account: Account
    admin: Admin

    def say(self, said: Cancelled) -> Answered:
        """Cancels the order, unless it is already. Raises SayingRefused."""
        reason = said.reason.upper()
        if reason not in REASONS:
            raise SayingRefused("reason_unknown", f"Shopify is told {', '.join(sorted(REASONS))}")
        if self._is_cancelled(said.ref):
            return Answered(already=True)
        answer = self.admin.ask(
            CANCEL,
            orderId=gid("Order", said.ref),
            reason=reason,
            refundMethod={"originalPaymentMethodsRefund": False},
            restock=said.restock,
            notifyCustomer=self.account.settings.get("notify_cancelled", "yes") != "no",
            staffNote=said.note[:MOST_NOTE] or None,
        ).at("orderCancel")
        if answer.each("orderCancelUserErrors") and self._is_cancelled(said.ref):
            return Answered(already=True)  # the job of an earlier call has ended meanwhile
        refuse_user_errors(answer, "orderCancelUserErrors")
        return Answered(remote=answer.maybe("job", "id"))

    def _is_cancelled(self, ref: str) -> bool:
        order = self.admin.ask(STANDING, id=gid("Order", ref)).at("order")
        if not order.has():
            raise SayingRefused("order_not_found", "the shop has no such order")
        return order.has("cancelledAt")
