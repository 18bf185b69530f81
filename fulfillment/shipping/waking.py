"""Parts that wait for a service are looked at again when something changed that may let them go."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from engine.ids import Ids
from engine.store.outbox import NewJob, enqueue
from engine.store.sessions import WriteSession
from fulfillment.jobs import STEP
from fulfillment.store.service_choices import orders_waiting

AGAIN = timedelta(days=1)
TRACK = "service"


def wake_waiting(session: WriteSession, ids: Ids, merchant: str, now: datetime) -> int:
    """Has every order looked at of which a packed part waits; answers how many."""
    orders = orders_waiting(session, merchant)
    wake_orders(session, ids, merchant, orders, now, why=now.isoformat())
    return len(orders)


def wake_orders(
    session: WriteSession, ids: Ids, merchant: str, orders: Sequence[str], now: datetime, *, why: str
) -> None:
    """Has these orders looked at, once for each reason: those that share a box wait and go on together."""
    enqueue(session, ids, [_look(merchant, each, now, why) for each in orders], now)


def look_tomorrow(session: WriteSession, ids: Ids, merchant: str, order_id: str, now: datetime) -> None:
    """A stop ends, a card begins, a policy is published: a part that waits is looked at once a day."""
    tomorrow = now + AGAIN
    enqueue(session, ids, [_look(merchant, order_id, tomorrow, f"{tomorrow:%Y-%m-%d}")], now)


def _look(merchant: str, order_id: str, at: datetime, why: str) -> NewJob:
    return NewJob(
        kind=STEP,
        merchant=merchant,
        aggregate=f"{order_id}:{TRACK}",
        payload={"order_id": order_id, "merchant": merchant},
        dedup=f"{TRACK}:{order_id}:{why}",
        run_after=at,
    )
