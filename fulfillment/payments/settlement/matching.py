"""Which order a line is about: by its references, best first, and where it has none by amount, currency and day.

Nothing is guessed. What names two orders, or could be either of two, becomes a proposal that a person confirms. Each
line is looked at by itself, so that the order of lines and files changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from fulfillment.payments.settlement.kinds import NEED_AN_ORDER, OF_ORDERS, How, Place
from fulfillment.payments.settlement.report import LineKind, References, SettlementLine

Orders = frozenset[str]
NOBODY: Orders = frozenset()
MOST_PROPOSED = 20


@dataclass(frozen=True, slots=True)
class Owing:
    """An order whose money could be a line's: what was captured, and when."""

    order_id: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """What our books know of the names and amounts in some lines.

    `named`: the merchant's or channel's name of an order -> orders. `paid`: a gateway's name of a payment -> orders.
    `owing`: currency and minor units -> orders of just that amount.
    """

    named: Mapping[str, Orders] = field(default_factory=dict)
    paid: Mapping[str, Orders] = field(default_factory=dict)
    owing: Mapping[tuple[str, int], tuple[Owing, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Where a line belongs; `orders` is one where it is matched, several where a person must choose."""

    place: Place
    how: How = How.NONE
    orders: tuple[str, ...] = ()

    @property
    def order_id(self) -> str | None:
        """The order, where it is matched with one."""
        return self.orders[0] if self.place is Place.ORDER else None


def match(line: SettlementLine, books: Books, within: timedelta) -> Match:
    """Where a line belongs. `within` is how far from the capture a line without a reference may be."""
    if line.kind not in OF_ORDERS:
        return Match(place=Place.ACCOUNT)
    by_name = _by_name(line, books)
    if by_name is not None:
        return by_name
    # A credit of the bank that costs as much as an order may still be a payout: it must name what it is.
    if line.kind is LineKind.SALE:
        by_amount = _by_amount(line, books, within)
        if by_amount is not None:
            return by_amount
    return Match(place=Place.UNKNOWN if line.kind in NEED_AN_ORDER else Place.ACCOUNT)


def payment_names(names: References) -> tuple[str, ...]:
    """All of a gateway's names in a line."""
    return (names.payment, names.modification, *names.others)


def in_books(line: SettlementLine) -> tuple[str, int]:
    """Currency and amount of a line as the buyer paid: before it was exchanged, if it was."""
    if line.original_currency and line.original_amount:
        amount = abs(line.original_amount)
        return line.original_currency, amount if line.gross >= 0 else -amount
    return line.currency, line.gross


def _by_name(line: SettlementLine, books: Books) -> Match | None:
    names = line.references
    found = [
        (how, orders)
        for how, name, known in (
            (How.MERCHANT, names.merchant, books.named),
            (How.METADATA, names.metadata, books.named),
            (How.PAYMENT, names.payment, books.paid),
            (How.MODIFICATION, names.modification, books.paid),
            *((How.PAYMENT, name, books.paid) for name in names.others),
        )
        if name and (orders := known.get(name, NOBODY))
    ]
    if not found:
        return None
    # Several names tell which of several orders is meant; where they contradict each other a person looks.
    sets = [orders for _, orders in found]
    return _one_or_asked(found[0][0], NOBODY.union(*sets).intersection(*sets) or NOBODY.union(*sets))


def _by_amount(line: SettlementLine, books: Books, within: timedelta) -> Match | None:
    if line.at is None:
        return None
    # A name that we do not know is still a name: what it stands for is not an order that happens to cost as much.
    if line.references.merchant or line.references.metadata:
        return None
    at = line.at
    found = frozenset(each.order_id for each in books.owing.get(in_books(line), ()) if abs(each.at - at) <= within)
    return _one_or_asked(How.AMOUNT, found) if found else None


def _one_or_asked(how: How, orders: Orders) -> Match:
    listed = tuple(sorted(orders))
    if len(listed) == 1:
        return Match(place=Place.ORDER, how=how, orders=listed)
    return Match(place=Place.PROPOSED, how=how, orders=listed[:MOST_PROPOSED])
