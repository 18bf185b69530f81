"""Whether the demonstration is there, whether it may come, and how it goes."""

from enum import StrEnum

from api.demo_shop.figures import is_there
from api.demo_shop.names import DEMO
from api.storage import TABLES
from engine.store.database import Database
from engine.store.whole_merchant import has_orders_of_others, has_others, has_rows, take_away


class Standing(StrEnum):
    """`BROKEN_OFF`: somebody ended the process that made it."""

    NONE = "none"
    BROKEN_OFF = "broken_off"
    THERE = "there"


def standing_of(database: Database) -> Standing:
    """Its people are let in last, so that whoever is let in finds all of it."""
    with database.read() as session:
        if is_there(session):
            return Standing.THERE
        return Standing.BROKEN_OFF if has_rows(session, TABLES, DEMO) else Standing.NONE


def is_untouched(database: Database) -> bool:
    """Whether nobody has worked with this installation yet: no orders, people or keys but the demonstration's."""
    with database.read() as session:
        return not has_others(session, DEMO)


def is_without_orders(database: Database) -> bool:
    """Whether there are no orders but those of the demonstration."""
    with database.read() as session:
        return not has_orders_of_others(session, DEMO)


def remove(database: Database) -> int:
    """Takes every row of the demonstration away, in one transaction; answers how many those were."""
    with database.write() as session:
        return take_away(session, TABLES, DEMO)
