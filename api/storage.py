"""Composition of what is stored: whose tables there are, and the database that the settings name."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from engine.errors import StoreUnreachable
from engine.settings import Settings
from engine.store.database import Database
from engine.store.migrating import ENGINE_STEPS, pending
from engine.store.opening import open_database
from fulfillment.store import FULFILLMENT_STEPS

BRANCHES: Sequence[Path] = (ENGINE_STEPS, FULFILLMENT_STEPS)


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """The database, whatever its tables are."""
    database = open_database(settings.database)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def current(settings: Settings) -> Iterator[Database]:
    """The database, with the tables of this version. Raises StoreUnreachable when it lacks some."""
    with opened(settings) as database:
        if pending(database, BRANCHES):
            raise StoreUnreachable("the database lacks tables of this version; run `clearway db upgrade`")
        yield database
