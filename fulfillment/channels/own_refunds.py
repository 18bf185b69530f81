"""Money that we gave back ourselves is shown by the channel with the next look: no news, and judged no second time.

Without this, an order of which a part was paid back after it left would look underpaid, and its parcel be called back.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from engine.order.order import Order
from engine.order.terms import PaymentStatus
from engine.store.sessions import ReadSession
from fulfillment.records import ChannelOrder
from fulfillment.store.money import refunds_of

BACK = frozenset({PaymentStatus.PARTIALLY_REFUNDED, PaymentStatus.REFUNDED})


def own_refunds(session: ReadSession, row: ChannelOrder | None) -> Mapping[str, int]:
    """What we give or gave back of an order, by currency, in minor units."""
    given: Counter[str] = Counter()
    if row is not None and row.order_id is not None:
        for each in refunds_of(session, row.merchant_id, row.order_id):
            given[each.currency] += each.amount
    return given


def without_own(order: Order, ours: Mapping[str, int]) -> Order:
    """The order as if none of our own refunds stood in it; what others gave back stays."""
    payment = order.payment
    own = 0 if payment is None else ours.get(payment.currency or order.currency, 0)
    if payment is None or not payment.refunded or not own:
        return order
    others = max(0, payment.refunded - own)
    status = payment.status
    if status in BACK:
        status = PaymentStatus.PARTIALLY_REFUNDED if others else PaymentStatus.CAPTURED
    return replace(order, payment=replace(payment, refunded=others or None, status=status))
