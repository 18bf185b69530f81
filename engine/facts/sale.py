"""Who sells to whom, in the words of law on file (`engine.goods.restriction.PARTIES`)."""

from engine.order.order import Order
from engine.order.terms import OrderKind

_PARTY = {OrderKind.B2B: "b2b", OrderKind.GIFT: "c2c_gift"}


def party_of(order: Order) -> str:
    """`b2b`, `c2c_gift` for what one person sends to another, and `b2c` for all else."""
    return _PARTY.get(order.kind, "b2c")
