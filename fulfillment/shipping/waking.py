"""Parts that wait for a service are looked at again when something changed that may let them go."""

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
    enqueue(session, ids, [_look(merchant, each, now, "changed") for each in orders], now)
    return len(orders)


def look_tomorrow(session: WriteSession, ids: Ids, merchant: str, order_id: str, now: datetime) -> None:
    """A stop ends, a card begins, a policy is published: a part that waits is looked at once a day."""
    job = _look(merchant, order_id, now + AGAIN, "daily")
    enqueue(session, ids, [job], now)


def _look(merchant: str, order_id: str, at: datetime, why: str) -> NewJob:
    named = f"{at:%Y-%m-%d}" if why == "daily" else at.isoformat()
    return NewJob(
        kind=STEP,
        merchant=merchant,
        aggregate=f"{order_id}:{TRACK}",
        payload={"order_id": order_id, "merchant": merchant},
        dedup=f"{TRACK}:{why}:{order_id}:{named}",
        run_after=at,
    )
