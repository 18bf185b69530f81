"""Several orders as the one that customs, carriers and rules see when their goods travel in one parcel."""

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace

from engine.order.order import MOST_LINES, Order, Totals
from engine.order.payment import Payment

PAID_AMOUNTS = ("authorised", "captured", "refunded")


def joined(orders: Sequence[Order]) -> Order:
    """The first order with the lines, amounts, notes and tax numbers of all, lines in the order of the orders.

    Who buys, where it goes and how are the first one's: whoever joins orders sees to it that they agree. Raises
    ValueError for none, for other currencies, and for more lines than an order may have.
    """
    if not orders or len({each.currency for each in orders}) != 1:
        msg = "orders of one currency can be joined; name them"
        raise ValueError(msg)
    lines = tuple(line for each in orders for line in each.lines)
    if len(lines) > MOST_LINES:
        msg = f"together they have {len(lines)} lines and may have {MOST_LINES}; join fewer orders"
        raise ValueError(msg)
    first = orders[0]
    due = [each.ship_by for each in orders if each.ship_by is not None]
    return replace(
        first,
        lines=lines,
        totals=_totals(each.totals for each in orders),
        tax_identifiers=tuple(dict.fromkeys(one for each in orders for one in each.tax_identifiers)),
        buyer_note=_notes(each.buyer_note for each in orders),
        seller_note=_notes(each.seller_note for each in orders),
        ship_by=min(due, default=None),
        payment=_payment([each.payment for each in orders]),
    )


def _totals(each: Iterable[Totals]) -> Totals:
    every = tuple(each)
    summed = {one.name: _sum([getattr(totals, one.name) for totals in every]) for one in fields(Totals)}
    return Totals(**{name: value for name, value in summed.items() if value is not None})


def _payment(payments: Sequence[Payment | None]) -> Payment | None:
    """The first one's with the amounts of all; what is not stated of one is not stated of all of them."""
    stated = [each for each in payments if each is not None]
    if len(stated) < len(payments):
        return None
    amounts = {name: [getattr(each, name) for each in stated] for name in PAID_AMOUNTS}
    authorised, captured, refunded = (None if None in each else sum(each) for each in amounts.values())
    return replace(stated[0], authorised=authorised, captured=captured, refunded=refunded)


def _sum(values: Sequence[int | None]) -> int | None:
    known = [each for each in values if each is not None]
    return sum(known) if known else None


def _notes(notes: Iterable[str | None]) -> str | None:
    return "\n".join(dict.fromkeys(each for each in notes if each)) or None
