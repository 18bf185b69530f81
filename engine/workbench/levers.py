"""Levers: how an order has to be written so that a fact has a wanted value.

A lever exists for facts that follow from fields of the order in a known way. It changes as little as it can, but a
field may bear on several facts; whoever pulls levers therefore decides the changed order to see what came of it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from engine.errors import OrderRejected
from engine.facts.context import Rates
from engine.lexicon.spec import Value
from engine.order.line import Line
from engine.order.order import Order
from engine.order.reading import read_order, to_document
from engine.workbench import euro_amounts, line_levers, money_levers, payment_levers, place_levers

Lever = Callable[[Order, Value, datetime], Order | None]
LineLever = line_levers.LineLever

WHOLE: Mapping[str, Lever] = {**place_levers.LEVERS, **payment_levers.LEVERS, **money_levers.LEVERS}
OF_LINE: Mapping[str, LineLever] = line_levers.LEVERS


class Hand(StrEnum):
    """In whose hand a fact is. `declared`: it states what the goods are or what they are worth, so it may be stated
    otherwise only where that is true. `nobody`: memory, model, lists and law, which no order changes."""

    ORDER = "order"
    DECLARED = "declared"
    NOBODY = "nobody"


# What earlier orders, the network, the model, lists and law say, and what somebody has written already.
_NOBODYS = (
    "velocity.", "link.", "aftersale.", "model.", "party.", "ip.", "device.", "countries.", "goods.",
    "line.law_", "line.brand_",
    "line.product_", "line.taken_down", "line.categories", "line.classification", "line.conformity_", "line.dg_",
    "line.quantity_over_typical_pct", "line.documents_claimed", "line.us_entry_missing",
    "customer.account_age_days", "customer.orders_before", "customer.returning", "customer.email_",
    "duties.", "shipment.embargoed", "order.note_intents", "order.seller_note_intents", "order.placed_", "order.age_",
    "order.decided_on", "payment.gateway_risk", "payment.declined_attempts", "payment.three_ds", "payment.avs",
    "payment.cvc", "payment.liability_shift", "tax.regime", "tax.number_required",
)  # fmt: skip
_VERIFIED = frozenset({"line.documents_verified"})
_DECLARED = ("line.", "order.value", "order.goods_value", "order.kind", "order.total", "tax.", "ship_from.")


def hand(fact: str) -> Hand:
    """In whose hand a fact is; facts of other domains than orders are in the case's own."""
    if fact.startswith(_NOBODYS):
        return Hand.NOBODY
    return Hand.DECLARED if fact.startswith(_DECLARED) and fact not in _VERIFIED else Hand.ORDER


def has_lever(fact: str) -> bool:
    """Whether the order can be written so that the fact comes out otherwise."""
    return fact in WHOLE or fact in OF_LINE


@dataclass(frozen=True, slots=True)
class Pull:
    """A fact and the value that it is to have, of the whole or of a line (from 0)."""

    fact: str
    value: Value
    part: int | None = None


def pulled(order: Order, pulls: Iterable[Pull], decided_at: datetime, rates: Rates | None = None) -> Order | None:
    """The order with these facts made so; None when a lever is missing, does not reach, or makes no readable order.

    Values in euros of an order in another currency need `rates`, and come as near as its minor unit allows.
    """
    changed: Order | None = order
    for pull in pulls:
        if changed is not None:
            changed = _pulled(changed, pull, decided_at, rates)
    return None if changed is None else _readable(changed)


def _pulled(order: Order, pull: Pull, decided_at: datetime, rates: Rates | None) -> Order | None:
    if pull.part is None:
        lever = WHOLE.get(pull.fact)
        value = _of_order(order, pull, rates)
        return None if lever is None or value is None else lever(order, value, decided_at)
    of_line = OF_LINE.get(pull.fact)
    if of_line is None or pull.part >= len(order.lines):
        return None
    wanted = _of_line(order, order.lines[pull.part], pull, rates)
    line = None if wanted is None else of_line(order.lines[pull.part], wanted)
    if line is None:
        return None
    lines = (*order.lines[: pull.part], line, *order.lines[pull.part + 1 :])
    return money_levers.with_lines(order, lines)


def _of_order(order: Order, pull: Pull, rates: Rates | None) -> Value | None:
    if pull.fact not in euro_amounts.OF_ORDER or type(pull.value) is not int:
        return pull.value
    return euro_amounts.order_amount(pull.fact, pull.value, order, rates)


def _of_line(order: Order, line: Line, pull: Pull, rates: Rates | None) -> Value | None:
    if pull.fact not in euro_amounts.OF_LINE or type(pull.value) is not int:
        return pull.value
    return euro_amounts.line_amount(pull.fact, pull.value, line, order.currency, rates)


def _readable(order: Order) -> Order | None:
    """The order as it would be read; None when its fields cannot be true together."""
    try:
        return replace(read_order(to_document(order)), merchant=order.merchant)
    except OrderRejected:
        return None
