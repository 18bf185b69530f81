"""Which warehouse sends what of an order: the parts that its fulfilments are made of."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.order.order import Order
from engine.store.sessions import ReadSession
from fulfillment.inventory.reserving import warehouse_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one warehouse sends: number of the order's line -> pieces, all of it together."""

    warehouse: str
    lines: Mapping[int, int]


def allocate(session: ReadSession, merchant: str, order: Order) -> tuple[Part, ...]:
    """At least one part; every piece of the order is in exactly one of them."""
    wanted = {number: line.quantity for number, line in enumerate(order.lines, start=1) if line.quantity}
    return (Part(warehouse=warehouse_of(session, merchant, order), lines=wanted),)
