"""Goods that are announced, and articles that may stand in for others."""

from dataclasses import dataclass, replace
from datetime import datetime

from engine.ids import Ids, Prefix
from engine.store.sessions import WriteSession
from fulfillment.errors import WarehouseRefused
from fulfillment.records import ExpectedReceipt, Substitute
from fulfillment.store.shortages import add_expected, change_expected, find_expected, put_substitute


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """Pieces on their way; `reference` is the sender's own, such as a purchase order."""

    sku: str
    warehouse: str
    quantity: int
    due_at: datetime
    reference: str


def announce(session: WriteSession, ids: Ids, merchant: str, told: Announced) -> ExpectedReceipt:
    """Notes goods on their way, or changes what was told of them under the same reference."""
    known = find_expected(session, merchant, told.sku, told.warehouse, told.reference)
    if known is not None:
        change_expected(session, known, told.quantity, told.due_at)
        return replace(known, quantity=told.quantity, due_at=told.due_at)
    made = ExpectedReceipt(
        id=ids.new(Prefix.EXPECTED),
        merchant_id=merchant,
        sku=told.sku,
        warehouse=told.warehouse,
        quantity=told.quantity,
        due_at=told.due_at,
        reference=told.reference,
    )
    add_expected(session, made)
    return made


def let_stand_in(session: WriteSession, pair: Substitute) -> Substitute:
    """An article may stand in for another. Raises WarehouseRefused for one that would stand in for itself."""
    if pair.sku == pair.stand_in:
        raise WarehouseRefused("an article cannot stand in for itself; name another one")
    put_substitute(session, pair)
    return pair
