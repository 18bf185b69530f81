"""Composition of what is stored: whose tables there are, and the database that the settings name."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from engine import __version__
from engine.clock import Clock
from engine.errors import StoreUnreachable
from engine.settings import Settings
from engine.store.database import Database
from engine.store.feed import ALL, add_audit
from engine.store.migrating import ENGINE_STEPS, pending, upgrade
from engine.store.opening import open_database
from engine.store.sessions import WriteSession
from engine.store.tables import METADATA as ENGINE_TABLES
from fulfillment.store import FULFILLMENT_STEPS
from fulfillment.store.tables import METADATA as FULFILLMENT_TABLES

BRANCHES: Sequence[Path] = (ENGINE_STEPS, FULFILLMENT_STEPS)


TABLES = (ENGINE_TABLES, FULFILLMENT_TABLES)
MIGRATIONS = "migrations"  # the name that the audit shows for what a new version does to the tables


def brought_up(database: Database, clock: Clock) -> None:
    """Brings the tables to this version; the audit says so. Raises StoreNewer."""

    def told(session: WriteSession, steps: Sequence[str]) -> None:
        data = {"steps": list(steps), "version": __version__}
        now = clock.now()
        add_audit(
            session, merchant=ALL, at=now, actor=MIGRATIONS, action="tables.upgraded", subject="tables", data=data
        )

    upgrade(database, BRANCHES, told)


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
            raise StoreUnreachable("the database lacks tables of this version; have them made").seeing("tables")
        yield database
