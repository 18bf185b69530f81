"""What a service does by itself, played: parcels are looked at every day, and once a week the shop learns from what
became of its orders. A real worker does the first every ten minutes and the second every night; fewer turns find the
same, and keep the first start short.
"""

from datetime import timedelta
from functools import partial

from api.demo_shop.names import DEMO
from api.demo_shop.orders import DAYS
from api.demo_shop.town import Town
from engine.store.outbox import enqueue
from fulfillment.learning.nights import ENDED_STEP, step_job
from fulfillment.store.trips import trips_to_look_at
from fulfillment.tracking.looking import MOST, look_job
from fulfillment.tracking.ship_by import look_at_ship_by
from fulfillment.tracking.silent_returns import look_at_returns

WEEK, LEARNS_BEFORE, LOOKS_BEFORE = 7, timedelta(hours=2), timedelta(hours=1)  # the end of the story


def plan_nights(town: Town) -> None:
    """Has both done at their times; the last of each shortly before the story ends."""
    for back in range(DAYS):
        if back % WEEK == 0:
            town.at(town.ends - timedelta(days=back) - LEARNS_BEFORE, partial(_learn, town))
        town.at(town.ends - timedelta(days=back) - LOOKS_BEFORE, partial(_look, town))


def _learn(town: Town) -> None:
    """The first step of a night; each adds the next."""
    day = town.now.date().isoformat()
    with town.house.database.write() as session:
        enqueue(session, town.house.ids, [step_job(DEMO, day, ENDED_STEP)], town.now)


def _look(town: Town) -> None:
    """One sweep over the shop's own parcels and returns."""
    ids, turn = town.house.ids, town.now.isoformat()
    with town.house.database.write() as session:
        due = [shipment for merchant, shipment in trips_to_look_at(session, town.now, MOST) if merchant == DEMO]
        enqueue(session, ids, [look_job(session, DEMO, each, turn) for each in due], town.now)
        look_at_ship_by(session, ids, town.now)
        look_at_returns(session, ids, town.now)
