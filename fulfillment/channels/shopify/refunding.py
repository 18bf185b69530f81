"""Gives money back: exactly so much, out of the payments that still hold it, under an idempotency key.

The key is Shopify's own directive, which refunds must carry since version 2026-04; since keys end after a while, the
refund's note bears our id too and is looked for first (Shopify, "Idempotent requests" and "refundCreate", version
2026-10, read 2026-11).
"""

from collections import Counter
from dataclasses import dataclass

from fulfillment.channels.amounts import major, minor
from fulfillment.channels.errors import SayingRefused
from fulfillment.channels.node import Node
from fulfillment.channels.protocol import Account, Answered, LineShare, Refunded
from fulfillment.channels.shopify.calling import Admin, gid, refuse_user_errors
from fulfillment.channels.shopify.queries import REFUND, TO_REFUND

PAID = frozenset({"SALE", "CAPTURE"})
COUNTS = frozenset({"SUCCESS", "PENDING"})


@dataclass(frozen=True, slots=True)
class Refunding:
    """Says refunds to one shop."""

    account: Account
    admin: Admin

    def say(self, key: str, said: Refunded) -> Answered:
        """Gives the amount back, unless a refund of ours is there already. Raises SayingRefused."""
        order = self.admin.ask(TO_REFUND, id=gid("Order", said.ref)).at("order")
        if not order.has():
            raise SayingRefused("order_not_found", "the shop has no such order")
        for refund in order.each("refunds"):
            if f"[{said.refund}]" in refund.maybe("note"):
                return Answered(remote=refund.text("id"), already=True)
        if order.text("presentmentCurrencyCode") != said.currency:
            paid_in = order.text("presentmentCurrencyCode")
            raise SayingRefused("currency_differs", f"the buyer paid in {paid_in}; give it back in the shop")
        refund_input = {
            "orderId": gid("Order", said.ref),
            "currency": said.currency,
            "note": f"{said.reason} [{said.refund}]".strip(),
            "notify": self.account.settings.get("notify_refunded", "yes") != "no",
            "transactions": _transactions(gid("Order", said.ref), order.each("transactions"), said),
            "refundLineItems": _lines(order.each("lineItems", "nodes"), said.lines),
        }
        answer = self.admin.ask(REFUND, input=refund_input, key=key).at("refundCreate")
        refuse_user_errors(answer)
        return Answered(remote=answer.text("refund", "id"))


def _transactions(order: str, transactions: list[Node], said: Refunded) -> list[dict[str, object]]:
    """Refunds of the order's payments, the first paid first. Raises SayingRefused where they hold less."""
    given_back = Counter[str]()
    for each in transactions:
        if each.maybe("kind") == "REFUND" and each.maybe("status") in COUNTS:
            given_back[each.maybe("parentTransaction", "id")] += _amount(each, said.currency)
    left, parts = said.amount, list[dict[str, object]]()
    for each in transactions:
        if each.maybe("kind") not in PAID or each.maybe("status") != "SUCCESS":
            continue
        part = min(left, _amount(each, said.currency) - given_back[each.text("id")])
        if part > 0:
            left -= part
            amount = major(part, said.currency)
            gateway, parent = each.text("gateway"), each.text("id")
            parts.append({"orderId": order, "parentId": parent, "kind": "REFUND", "gateway": gateway, "amount": amount})
    if left:
        held = major(said.amount - left, said.currency)
        raise SayingRefused("amount_exceeds_refundable", f"only {held} {said.currency} can be given back there")
    return parts


def _amount(transaction: Node, currency: str) -> int:
    return minor(transaction.text("amountSet", "presentmentMoney", "amount"), currency)


def _lines(lines: list[Node], shares: tuple[LineShare, ...]) -> list[dict[str, object]]:
    """The shop's own lines that the money is for; stock is said apart, so nothing is restocked by it."""
    left, found = Counter[str](), list[dict[str, object]]()
    for share in shares:
        left[share.sku] += share.quantity
    for line in lines:
        pieces = min(left[line.maybe("sku")], line.whole("refundableQuantity"))
        if pieces > 0:
            left[line.maybe("sku")] -= pieces
            found.append({"lineItemId": line.text("id"), "quantity": pieces, "restockType": "NO_RESTOCK"})
    return found
