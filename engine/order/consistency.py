"""Fields that cannot be true together, each with a pointer. Only the impossible stands here.

What is merely odd (a total that does not add up, a payment in another currency) is for rules to judge: an order
that is refused here is never seen by them.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from engine.errors import Fault
from engine.order.fields import LARGEST_AMOUNT
from engine.order.order import Order

FIRST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
# More money than ten times the total is another unit or another order, not an overpayment.
MOST_TIMES_TOTAL = 10


def inconsistencies(order: Order) -> list[Fault]:
    """Every impossible combination in the order."""
    return [fault for check in CHECKS for fault in check(order)]


def _moments(order: Order) -> Iterator[Fault]:
    payment, customer = order.payment, order.customer
    moments = {
        "/placed_at": order.placed_at,
        "/ship_by": order.ship_by,
        "/customer/account_created_at": None if customer is None else customer.account_created_at,
        "/payment/authorised_at": None if payment is None else payment.authorised_at,
        "/payment/captured_at": None if payment is None else payment.captured_at,
        "/payment/authorisation_expires_at": None if payment is None else payment.authorisation_expires_at,
    }
    for where, moment in moments.items():
        # Only the past is checked: a pre-order may ship in years, and a placed_at in the future is for a rule.
        if moment is not None and moment < FIRST_MOMENT and where != "/customer/account_created_at":
            yield Fault(where, "impossible_moment", "the moment lies before the year 2000; check its unit and zone")


def _ship_by(order: Order) -> Iterator[Fault]:
    if order.ship_by is not None and order.ship_by < order.placed_at:
        yield Fault("/ship_by", "impossible_moment", "dispatch is due before the order was placed; check both moments")


def _discounts(order: Order) -> Iterator[Fault]:
    for index, line in enumerate(order.lines):
        # A line that was cancelled keeps the discount that it had.
        if line.quantity > 0 and line.discount > line.quantity * line.unit_price:
            detail = "the discount is more than quantity times unit price; give it for the whole line, in minor units"
            yield Fault(f"/lines/{index}/discount", "impossible_amount", detail)


def _worth(order: Order) -> Iterator[Fault]:
    for index, line in enumerate(order.lines):
        if line.quantity * line.unit_price > LARGEST_AMOUNT:
            detail = f"quantity times unit price is more than {LARGEST_AMOUNT}; give the price of one, in minor units"
            yield Fault(f"/lines/{index}/unit_price", "impossible_amount", detail)


def _totals(order: Order) -> Iterator[Fault]:
    # Lines that are all priced at 0 are of an order whose prices the channel does not tell yet.
    priced = sum(line.quantity * line.unit_price for line in order.lines)
    goods = order.totals.goods
    if goods is not None and priced > 0 and goods > MOST_TIMES_TOTAL * priced:
        detail = "the goods total is more than ten times the sum of the lines; check that all are in minor units"
        yield Fault("/totals/goods", "impossible_amount", detail)


def _payment_amounts(order: Order) -> Iterator[Fault]:
    payment = order.payment
    if payment is None:
        return
    if payment.captured is not None and payment.refunded is not None and payment.refunded > payment.captured:
        yield Fault("/payment/refunded", "impossible_amount", "more was refunded than captured; check both amounts")
    if payment.currency is not None and payment.currency != order.currency:
        return
    limit = MOST_TIMES_TOTAL * order.totals.total
    for name, amount in (("authorised", payment.authorised), ("captured", payment.captured)):
        # An order of total 0 may carry the authorisation of a card check.
        if amount is not None and limit and amount > limit:
            detail = f"more than ten times the total was {name}; give it in minor units of the payment's currency"
            yield Fault(f"/payment/{name}", "impossible_amount", detail)


def _authorisation(order: Order) -> Iterator[Fault]:
    payment = order.payment
    if payment is None or payment.authorised_at is None or payment.authorisation_expires_at is None:
        return
    if payment.authorisation_expires_at < payment.authorised_at:
        detail = "the authorisation ends before it begins; check both moments"
        yield Fault("/payment/authorisation_expires_at", "impossible_moment", detail)


CHECKS: tuple[Callable[[Order], Iterator[Fault]], ...] = (
    _moments,
    _ship_by,
    _discounts,
    _worth,
    _totals,
    _payment_amounts,
    _authorisation,
)
