"""Pieces came free: orders that wait for them are tried again, the longest waiting first, as many as could be served.

One more is tried than the free pieces can serve. Each that was tried wakes those behind it as far as pieces are still
free then: it may be held, or short of something else, and must not keep others asleep. Within one release an order is
tried once, so that however many wait, none is tried twice for the same pieces.
"""

from collections.abc import Mapping
from datetime import datetime

from engine.ids import Ids, Prefix
from engine.store.outbox import Job, NewJob, enqueue
from engine.store.sessions import WriteSession
from fulfillment.jobs import STEP
from fulfillment.store.stock import find_stock, waiting_for

FREED = "freed"  # the field of a job's payload that says for which pieces it is tried
MOST = 100  # at once; the others are woken by these


def wake_waiting(session: WriteSession, ids: Ids, merchant: str, sku: str, warehouse: str, now: datetime) -> None:
    """Orders that wait for an article on a shelf are tried again, after its pieces have come free."""
    _wake(session, ids, merchant, {"sku": sku, "warehouse": warehouse, "release": ids.new(Prefix.JOB)}, now)


def wake_behind(session: WriteSession, ids: Ids, job: Job, now: datetime) -> None:
    """What a job wakes that was woken itself, after it has done what it could."""
    freed = job.payload.get(FREED)
    if isinstance(freed, Mapping):
        _wake(session, ids, job.merchant, {str(name): str(value) for name, value in freed.items()}, now)


def _wake(session: WriteSession, ids: Ids, merchant: str, freed: Mapping[str, str], now: datetime) -> None:
    sku, warehouse = freed["sku"], freed["warehouse"]
    shelf = find_stock(session, merchant, sku, warehouse)
    if shelf is None or shelf.free <= 0:
        return
    found = waiting_for(
        session, merchant, sku, warehouse, shelf.free, min(shelf.free + 1, MOST), freed.get("after", "")
    )
    jobs, before = [], 0
    for order_id, pieces, reservation in found:
        jobs.append(_tried(merchant, order_id, {**freed, "after": reservation}))
        before += pieces
        if before - pieces >= shelf.free:  # this one is the one more
            break
    enqueue(session, ids, jobs, now)


def _tried(merchant: str, order_id: str, freed: Mapping[str, str]) -> NewJob:
    return NewJob(
        kind=STEP,
        merchant=merchant,
        aggregate=order_id,
        payload={"order_id": order_id, "merchant": merchant, FREED: dict(freed)},
        dedup=f"wake:{freed['release']}:{order_id}",
    )
