"""Levers of what an order holds and what it is worth: amounts follow lines, and the payment follows amounts.

Values in euros come here as amounts of the order's currency (see euro_amounts).
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from engine.facts.values import line_value
from engine.lexicon.spec import Value
from engine.order.line import Line
from engine.order.order import ChannelData, Order
from engine.order.party import TaxHolder, TaxIdentifier
from engine.order.terms import OrderKind

NOTES = {
    "cancel": "Please cancel my order",
    "change_address": "Please change my shipping address",
    "undervalue": "Please declare a lower value",
    "gift": "It is a gift",
    "urgent": "I need it urgently",
    "false_description": "Please write documents on the customs label",
    "leave_unattended": "Please leave it at the door",
    "forward_abroad": "Please forward it abroad",
}


def with_lines(order: Order, lines: tuple[Line, ...]) -> Order:
    """The order with other lines; totals and payment change by as much as the goods."""
    return with_total(
        replace(order, lines=lines), order, sum(map(line_value, lines)) - sum(map(line_value, order.lines))
    )


def with_total(changed: Order, before: Order, by: int) -> Order:
    """The order with a total that differs by so much from before; what was paid in full stays paid in full."""
    if by == 0:
        return changed
    old, payment = before.totals, changed.payment
    goods = None if old.goods is None else max(0, old.goods + by)
    total = max(0, old.total + by)
    if payment is not None:
        amounts = {"authorised": payment.authorised, "captured": payment.captured}
        payment = replace(payment, **{name: total for name, amount in amounts.items() if amount == old.total})  # type: ignore[arg-type]
    return replace(changed, totals=replace(old, total=total, goods=goods), payment=payment)


def _worth(*, of_goods: bool) -> Callable[[Order, Value, datetime], Order | None]:
    def worth(order: Order, value: Value, _at: datetime) -> Order | None:
        if type(value) is not int:
            return None
        now = sum(map(line_value, order.lines)) if of_goods else order.totals.total
        first = next((place for place, line in enumerate(order.lines) if line.quantity), None)
        if first is None or value < 0:
            return None
        line = order.lines[first]
        wanted = line_value(line) + value - now
        if wanted < 0:
            return None
        unit = -(-wanted // line.quantity)
        priced = replace(line, unit_price=unit, discount=unit * line.quantity - wanted)
        return with_lines(order, (*order.lines[:first], priced, *order.lines[first + 1 :]))

    return worth


def _kind(order: Order, value: Value, _at: datetime) -> Order | None:
    return replace(order, kind=OrderKind(str(value)))


def _shipping_share(order: Order, value: Value, _at: datetime) -> Order | None:
    goods = sum(map(line_value, order.lines))
    if type(value) is not int or not 0 <= value <= 1000 or goods == 0:
        return None
    shipping = -(-goods * value // 100)
    by = shipping - (order.totals.shipping or 0)
    changed = with_total(order, order, by)
    return replace(changed, totals=replace(changed.totals, shipping=shipping, goods=order.totals.goods))


def _gap(order: Order, value: Value, _at: datetime) -> Order | None:
    if type(value) is not int or order.totals.total + value < 0:
        return None
    stated = replace(order.totals, tax=order.totals.tax or 0, shipping=order.totals.shipping or 0)
    before = replace(order, totals=replace(stated, discount=stated.discount or 0))
    return replace(before, totals=replace(before.totals, total=order.totals.total + value))


def _units(order: Order, value: Value, _at: datetime) -> Order | None:
    if type(value) is not int or value < 1:
        return None
    line = order.lines[0]
    return with_lines(order, (replace(line, quantity=value, discount=0), *order.lines[1:]))


def _ship_by(order: Order, value: Value, at: datetime) -> Order | None:
    return replace(order, ship_by=at + timedelta(hours=value)) if type(value) is int else None


def _channel(name: str) -> Callable[[Order, Value, datetime], Order | None]:
    def told(order: Order, value: Value, _at: datetime) -> Order | None:
        return replace(order, channel_data=replace(order.channel_data or ChannelData(), **{name: bool(value)}))  # type: ignore[arg-type]

    return told


def _original(order: Order, value: Value, _at: datetime) -> Order | None:
    return replace(order, original_order_id="A-0001" if value else None)


def _note(name: str) -> Callable[[Order, Value, datetime], Order | None]:
    def noted(order: Order, value: Value, _at: datetime) -> Order | None:
        wishes = sorted(value) if isinstance(value, frozenset) else []
        text = ". ".join(NOTES[wish] for wish in wishes if wish in NOTES) or None
        return replace(order, **{name: text})  # type: ignore[arg-type]

    return noted


def _seller_ids(order: Order, value: Value, _at: datetime) -> Order | None:
    """Kinds that are there stay with their numbers; a new kind gets one that reads well, so only its form is known."""
    wanted = set(value) if isinstance(value, frozenset) else set()
    kept = [each for each in order.tax_identifiers if each.holder is TaxHolder.CONSIGNEE or each.kind.upper() in wanted]
    known = {each.kind.upper() for each in kept}
    new = [
        TaxIdentifier(kind=kind, value=SELLERS_NUMBERS.get(kind, "X-1"), holder=TaxHolder.MERCHANT)
        for kind in sorted(wanted - known)
    ]
    return replace(order, tax_identifiers=(*kept, *new))


SELLERS_NUMBERS = {"IOSS": "IM2760000742", "VOEC": "2000001", "VAT": "GB123456789"}
LEVERS: dict[str, Callable[[Order, Value, datetime], Order | None]] = {
    "order.kind": _kind,
    "order.value_eur_minor": _worth(of_goods=False),
    "order.goods_value_eur_minor": _worth(of_goods=True),
    "order.max_line_quantity": _units,
    "order.units_count": _units,
    "order.shipping_share_pct": _shipping_share,
    "order.totals_gap_minor": _gap,
    "order.hours_to_ship_by": _ship_by,
    "order.pending": _channel("pending"),
    "order.cancel_requested": _channel("cancel_requested"),
    "order.test_order": _channel("test_order"),
    "tax.collected_by_channel": _channel("tax_collected"),
    "order.has_original": _original,
    "order.note_intents": _note("buyer_note"),
    "order.seller_note_intents": _note("seller_note"),
    "tax.seller_ids": _seller_ids,
}
