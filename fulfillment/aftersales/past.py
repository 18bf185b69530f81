"""What is known of the person who asks: orders and returns of theirs, found by the keyed token of whoever ordered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from engine.lexicon.spec import Value
from fulfillment.aftersales.causes import Cause
from fulfillment.casefile import CaseFile
from fulfillment.records import ReturnCase
from fulfillment.store.aftersales import not_as_sold, refunded_among, returns_among

LATELY, LONG = timedelta(days=90), timedelta(days=180)


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """Counts of a person. `orders` has this order among it, `returns` leaves this return out."""

    orders: int
    returns: int
    refunded: int
    not_received: int
    empty: int

    def facts(self) -> Mapping[str, Value]:
        """As rules read them."""
        return {
            "return.orders_90d": self.orders,
            "return.returns_90d": self.returns,
            "return.refund_share_pct": self.refunded * 100 // max(self.orders, 1),
            "return.not_received_180d": self.not_received,
            "return.empty_180d": self.empty,
        }


def past_of(file: CaseFile, case: ReturnCase) -> Past:
    """The person's past, this return left out."""
    since = file.now - LONG
    placed = file.site.desk.orders_of_person(file.session, file.merchant, file.order_id, since)
    orders = {**placed, file.order_id: placed.get(file.order_id, file.now)}
    lately = frozenset(order_id for order_id, at in orders.items() if at >= file.now - LATELY) | {file.order_id}
    before = [each for each in returns_among(file.session, file.merchant, orders, since) if each.id != case.id]
    return Past(
        orders=len(lately),
        returns=sum(each.created_at >= file.now - LATELY for each in before),
        refunded=len(refunded_among(file.session, file.merchant, lately)),
        not_received=sum(each.cause == Cause.LOST for each in before),
        empty=len(not_as_sold(file.session, file.merchant, [each.id for each in before])),
    )
