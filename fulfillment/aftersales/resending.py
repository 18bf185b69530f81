"""Goods sent again: an order of its own that names the first one, decided by the same rules before anything leaves.

It owes no payment, which its kind says; its lines bear what was paid, so that customs are told a value and the rules
about values speak. What those rules hold, stays.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from engine.order.order import Order, Totals
from engine.order.terms import OrderKind
from fulfillment.casefile import CaseFile
from fulfillment.documents.spreading import portion
from fulfillment.naming import fitting
from fulfillment.records import ReturnCase


def send_again(file: CaseFile, case: ReturnCase) -> str:
    """Has the pieces of a return ordered anew; answers the new order's id."""
    lines = {int(number): many for number, many in case.lines.items()}
    made = replacement_of(file.order, lines, fitting(f"{file.order.id}-{case.number}"), file.now)
    return file.site.desk.place_order(file.session, made, f"return:{case.number}")


def replacement_of(order: Order, lines: Mapping[int, int], name: str, at: datetime) -> Order:
    """An order for these pieces of another one, at the prices that were paid for them."""
    again = tuple(
        replace(line, quantity=lines[number], discount=portion(line.discount, 0, lines[number], line.quantity))
        for number, line in enumerate(order.lines, start=1)
        if lines.get(number, 0) > 0
    )
    goods = sum(line.unit_price * line.quantity for line in again)
    total = goods - sum(line.discount for line in again)
    return replace(
        order,
        id=name,
        placed_at=at,
        kind=OrderKind.RESHIP,
        original_order_id=order.id,
        channel_order_id=None,
        lines=again,
        totals=Totals(total=total, goods=goods, shipping=0, tax=0),
        payment=None,
        ship_by=None,
        channel_data=None,
        buyer_note=None,
        seller_note=None,
        ip=None,
        ip_country=None,
        device=None,
    )
