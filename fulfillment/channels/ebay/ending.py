"""Orders that end at eBay, and money that goes back.

Sources: eBay Developers Program, Post-Order API, Create and Approve Cancellation Request, CancelReasonEnum (2.8, 2026),
and Sell Fulfillment API, issueRefund, ReasonForRefundEnum (2026). A buyer who asked first is answered with an approval,
which counts as no defect. Both are signed for sellers in the EU and the UK. Refunds have no key of ours, and eBay shows
amounts only: one of this amount more than were said before is this one.
"""

from fulfillment.channels.amounts import major
from fulfillment.channels.documents import Json, each, part, text
from fulfillment.channels.ebay.calling import Api, quoted, taken
from fulfillment.channels.ebay.orders import PATH
from fulfillment.channels.ebay.words import FULFILLMENT, SCOPE
from fulfillment.channels.errors import SayingRefused
from fulfillment.channels.prices import size
from fulfillment.channels.protocol import Answered, Cancelled, Refunded

CANCELS = "/post-order/v2/cancellation"
MOST_COMMENT = 100
ENDED = ("CANCEL_REJECTED", "REJECTED", "CLOSED_NO_REFUND")


def cancel(api: Api, order: Json, said: Cancelled) -> Answered:
    """Ends the whole order. Raises SayingRefused."""
    if text(order, "cancelStatus", "cancelState") == "CANCELED":
        return Answered("order", already=True)
    if text(order, "orderFulfillmentStatus") == "FULFILLED":
        raise SayingRefused("ORDER_SHIPPED", "eBay has the order as shipped; refund it instead")
    for request in each(order, "cancelStatus", "cancelRequests"):
        name = text(request, "cancelRequestId")
        if text(request, "cancelRequestState") in ENDED or not name:
            continue
        if text(request, "cancelInitiator").upper() != "BUYER":
            return Answered(name, already=True)
        taken(api.send(f"{CANCELS}/{quoted(name)}/approve", SCOPE, {}, signed=True))
        return Answered(name)
    told = taken(api.send(CANCELS, SCOPE, _request(order, said), signed=True))
    return Answered(text(told, "cancelId"))


def _request(order: Json, said: Cancelled) -> dict[str, object]:
    payment = next(iter(each(order, "paymentSummary", "payments")), {})
    wanted: dict[str, object] = {
        "legacyOrderId": text(order, "legacyOrderId") or said.ref,
        "cancelReason": said.reason,
        "buyerPaid": text(order, "orderPaymentStatus") == "PAID",
    }
    if paid := text(payment, "paymentDate"):
        wanted["buyerPaidDate"] = {"value": paid}
    return wanted


def refund_order(api: Api, order: Json, said: Refunded) -> Answered:
    """Hands money of the order back. Raises SayingRefused."""
    alike = [
        one
        for one in each(order, "paymentSummary", "refunds")
        if text(one, "refundStatus") != "FAILED"
        and text(one, "amount", "currency") == said.currency
        and size(text(one, "amount", "value"), said.currency) == said.amount
    ]
    if len(alike) > said.before.alike:
        return Answered(text(alike[-1], "refundId"), already=True)
    body = {
        "reasonForRefund": said.reason,
        "comment": said.refund[:MOST_COMMENT],
        "orderLevelRefundAmount": {"value": major(said.amount, said.currency), "currency": said.currency},
    }
    told = taken(api.send(f"{PATH}/{quoted(said.ref)}/issue_refund", FULFILLMENT, body, signed=True))
    if part(told, "refundStatus") == "FAILED":
        raise SayingRefused("REFUND_FAILED", "eBay did not refund; look at the order in Seller Hub")
    return Answered(text(told, "refundId"))
