"""Stored history for tests: orders decided when they came, as a shop would have had it."""

from collections.abc import Iterable
from datetime import timedelta

from api.composition.desk import make_desk
from api.storage import BRANCHES
from engine.bundled import data_folder, rules_folder
from engine.desk.desk import Caller, Desk
from engine.desk.intake import submit
from engine.ids import TimeOrderedIds
from engine.order.order import Order
from engine.store.database import Database
from engine.store.migrating import upgrade
from tests.desks import SECRET, StandingClock, document, publish

SHOP = Caller(merchant="main", name="shop key")
DECIDED_AFTER = timedelta(minutes=10)


def a_house(database: Database, secret: bytes = SECRET) -> tuple[Desk, StandingClock]:
    """A desk as an installation has it, the project's own rule book in force, and the clock by which it decides."""
    upgrade(database, BRANCHES)
    clock = StandingClock()
    desk = make_desk(database, secret, clock, TimeOrderedIds())
    publish(desk.editions, rules_folder(), data_folder(), "tests")
    return desk, clock


def keep(desk: Desk, clock: StandingClock, orders: Iterable[Order]) -> list[str]:
    """Decides orders one after the other, ten minutes after each was placed; answers their ids."""
    kept = []
    for order in orders:
        clock.at = order.placed_at + DECIDED_AFTER
        kept.append(submit(desk, SHOP, document(order)).row.order_id)
    return kept
