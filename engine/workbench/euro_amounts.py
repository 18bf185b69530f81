"""How much of an order's own currency makes a fact in euro cents what it is to be.

A euro cent is no whole number of pence or yen, so the wanted cents may lie between two amounts. Then the amount is
taken that has gone far enough: a value that is to fall ends at or below what is wanted, one that is to rise at or
above.
"""

from collections.abc import Callable, Mapping

from engine.facts.context import Rates
from engine.facts.values import eur_minor, line_value
from engine.order.line import Line
from engine.order.order import Order

MOST = 10**15  # minor units; no order is worth more


def amount_for(cents: int, now: int, currency: str, rates: Rates | None) -> int | None:
    """Minor units of the currency for so many euro cents; `now` is the amount as it is. None without a rate, or when
    nothing is worth that."""
    worth = eur_minor(now, currency, rates)
    if worth is None or cents < 0:
        return None
    if worth == cents:
        return now
    falls = cents < worth
    low, high = (0, now) if falls else (now, MOST)
    while low < high:  # values rise with amounts: the last that is not above, or the first that is not below
        middle = (low + high + falls) // 2
        found = eur_minor(middle, currency, rates) or 0
        if falls:
            low, high = (middle, high) if found <= cents else (low, middle - 1)
        else:
            low, high = (middle + 1, high) if found < cents else (low, middle)
    return low if low < MOST else None


def order_amount(fact: str, cents: int, order: Order, rates: Rates | None) -> int | None:
    """What the whole order, or its goods, would have to cost."""
    return amount_for(cents, OF_ORDER[fact](order), order.currency, rates)


def line_amount(fact: str, cents: int, line: Line, currency: str, rates: Rates | None) -> int | None:
    """What a line, or a unit of it, would have to cost."""
    now = line.unit_price if fact == UNIT_PRICE else line_value(line)
    if fact != PER_KG:
        return amount_for(cents, now, currency, rates)
    grams, worth = (line.weight_g or 0) * line.quantity, eur_minor(now, currency, rates)
    if grams <= 0 or worth is None:
        return None
    least, most = -(-cents * grams // 1000), ((cents + 1) * grams - 1) // 1000  # cents a kilogram are rounded down
    if least <= worth <= most:
        return now
    return amount_for(most if worth > most else least, now, currency, rates)


UNIT_PRICE, PER_KG = "line.unit_price_eur_minor", "line.value_per_kg_eur_minor"
OF_LINE = frozenset({UNIT_PRICE, PER_KG, "line.value_eur_minor"})
OF_ORDER: Mapping[str, Callable[[Order], int]] = {
    "order.value_eur_minor": lambda order: order.totals.total,
    "order.goods_value_eur_minor": lambda order: sum(map(line_value, order.lines)),
}
