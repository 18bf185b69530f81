"""Gives money back, by the gateway that took it unless the connection says otherwise.

A refund's reason bears our id of it: it is stored with the refund in one step, so a call that came through without an
answer is found by it. Goods come back apart, so nothing is restocked (WC_REST_Order_Refunds_Controller, wc/v3).
"""

from dataclasses import dataclass

from fulfillment.channels.amounts import major
from fulfillment.channels.errors import SayingRefused
from fulfillment.channels.protocol import Account, Answered, Refunded
from fulfillment.channels.woocommerce.calling import BAD, Store


@dataclass(frozen=True, slots=True)
class Refunding:
    """Says refunds to one store."""

    account: Account
    store: Store

    def say(self, said: Refunded) -> Answered:
        """Gives the amount back, unless a refund of ours is there. Raises SayingRefused."""
        order = self.store.ask("GET", f"orders/{said.ref}")
        if order.status >= BAD:
            raise SayingRefused(order.code or str(order.status), order.body.maybe("message"))
        if order.body.maybe("currency") != said.currency:
            raise SayingRefused("currency_differs", f"the order is in {order.body.maybe('currency')}; refund it there")
        for refund in self.store.ask("GET", f"orders/{said.ref}/refunds", query={"per_page": 100}).body.each():
            if f"[{said.refund}]" in refund.maybe("reason"):
                return Answered(remote=refund.text("id"), already=True)
        wanted = {
            "amount": major(said.amount, said.currency),
            "reason": f"{said.reason} [{said.refund}]".strip(),
            "api_refund": self.account.settings.get("refund_by_gateway", "yes") != "no",
            "api_restock": False,
        }
        made = self.store.tell("POST", f"orders/{said.ref}/refunds", wanted)
        return Answered(remote=made.text("id"))
