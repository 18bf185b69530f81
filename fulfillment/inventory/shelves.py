"""Goods that come in, and corrections after counting. What comes in is told to the orders that wait for it."""

from datetime import datetime

from engine.ids import Ids
from engine.store.outbox import NewJob, enqueue
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.errors import NotFound, StockRefused
from fulfillment.jobs import STEP
from fulfillment.records import Stock
from fulfillment.store.stock import change_on_hand, find_stock, set_on_hand, waiting_for
from fulfillment.store.stock import shelves as all_shelves


def receive_stock(
    session: WriteSession, ids: Ids, merchant: str, sku: str, warehouse: str, pieces: int, now: datetime
) -> Stock:
    """Puts pieces on a shelf (a negative number takes unreserved ones off), and wakes the orders that wait for them.

    From its first piece on, an article is tracked. Raises StockRefused when fewer than the reserved ones would stay.
    """
    if not change_on_hand(session, merchant, sku, warehouse, pieces):
        raise StockRefused
    if pieces > 0:
        waiting = waiting_for(session, merchant, sku, warehouse)
        enqueue(session, ids, [_wake(merchant, order_id) for order_id in waiting], now)
    return stock_of(session, merchant, sku, warehouse)


def count_stock(
    session: WriteSession, ids: Ids, merchant: str, sku: str, warehouse: str, pieces: int, now: datetime
) -> Stock:
    """Corrects a shelf to what was counted on it, and wakes the orders that wait for its article.

    From then on the article is tracked. Raises StockRefused when fewer than the reserved pieces were counted.
    """
    if pieces < 0 or not set_on_hand(session, merchant, sku, warehouse, pieces):
        raise StockRefused
    waiting = waiting_for(session, merchant, sku, warehouse)
    enqueue(session, ids, [_wake(merchant, order_id) for order_id in waiting], now)
    return stock_of(session, merchant, sku, warehouse)


def stock_of(session: ReadSession, merchant: str, sku: str, warehouse: str) -> Stock:
    """One shelf. Raises NotFound for an untracked article."""
    found = find_stock(session, merchant, sku, warehouse)
    if found is None:
        raise NotFound("shelf", f"{sku} in {warehouse}")
    return found


def stock_list(session: ReadSession, merchant: str) -> tuple[Stock, ...]:
    """All shelves of a merchant."""
    return all_shelves(session, merchant)


def _wake(merchant: str, order_id: str) -> NewJob:
    payload = {"order_id": order_id, "merchant": merchant}
    return NewJob(kind=STEP, merchant=merchant, aggregate=order_id, payload=payload)
