"""What was paid for pieces, exactly: with tax and duty, after every discount, and to the minor unit.

A line costs its price after its own discount, and its share of what the order states beside: discounts that no line
carries, tax on top, duty. Together that is the order's total less the delivery, where its parts add up to it; where
they do not, no more goes back than was kept. Pieces of a line share it one after the other, so that those that come
back in several returns never get more or less than all together.
"""

from collections.abc import Mapping

from engine.order.order import Order
from fulfillment.documents.spreading import portion, spread


def line_shares(order: Order) -> Mapping[int, int]:
    """Number of a line -> what was paid for all of its pieces, in minor units; never below nothing."""
    prices = [max(line.unit_price * line.quantity - line.discount, 0) for line in order.lines]
    totals = order.totals
    goods = max(sum(prices) + (totals.tax or 0) + (totals.duty or 0) - (totals.discount or 0), 0)
    return dict(enumerate(spread(goods, prices), start=1))


def paid_for_pieces(order: Order, lines: Mapping[int, int], before: Mapping[int, int]) -> int:
    """What was paid for pieces by number of their line, when `before` pieces of it have had their share already."""
    shares = line_shares(order)
    return sum(
        portion(shares[number], before.get(number, 0), many, order.lines[number - 1].quantity)
        for number, many in lines.items()
    )


def tax_within(order: Order, amount: int) -> int:
    """The part of an amount that was tax, as far as the order states tax on top of its prices; rounded down."""
    total = order.totals.total
    return (order.totals.tax or 0) * min(amount, total) // total if total > 0 else 0


def percent_of(amount: int, percent: int) -> int:
    """So many percent of an amount, rounded down."""
    return amount * percent // 100
