"""Brings the tables of all branches to this version, in one transaction, and tells whether they are."""

from collections.abc import Callable, Sequence
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from engine.errors import StoreNewer
from engine.store.database import Database
from engine.store.sessions import WriteSession

HERE = Path(__file__).parent / "migrations"
ENGINE_STEPS = HERE / "versions"


Told = Callable[[WriteSession, Sequence[str]], None]


def upgrade(database: Database, branches: Sequence[Path] = (ENGINE_STEPS,), told: Told | None = None) -> None:
    """Runs the steps that are missing. Several processes may do it at once: the second waits, then finds none.

    `told` is called in the same transaction with the steps that were reached. Raises StoreNewer when the database knows
    steps that this version does not.
    """
    with database.engine.connect() as connection:
        if database.is_sqlite:
            connection = connection.execution_options(clearway_begins="BEGIN IMMEDIATE")
        with connection.begin():
            if not database.is_sqlite:
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(4201)")
            missing = sorted(_missing(connection, branches))
            command.upgrade(_config(branches, connection), "heads")
            if missing and told is not None:
                session = WriteSession(connection)
                told(session, missing)
                session.end()


def pending(database: Database, branches: Sequence[Path] = (ENGINE_STEPS,)) -> frozenset[str]:
    """The steps at the ends of the branches that this database has not reached. Raises StoreNewer."""
    with database.engine.connect() as connection:
        return _missing(connection, branches)


def reached(database: Database) -> frozenset[str]:
    """The steps at which the branches of this database stand."""
    with database.engine.connect() as connection:
        return frozenset(MigrationContext.configure(connection).get_current_heads())


def _missing(connection: Connection, branches: Sequence[Path]) -> frozenset[str]:
    found = frozenset(MigrationContext.configure(connection).get_current_heads())
    scripts = ScriptDirectory.from_config(_config(branches, connection))
    unknown = found - {each.revision for each in scripts.walk_revisions()}
    if unknown:
        raise StoreNewer(
            f"the tables stand at {', '.join(sorted(unknown))}, which this version does not know; run the newer one"
        )
    return frozenset(scripts.get_heads()) - found


def _config(branches: Sequence[Path], connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(str(path) for path in branches))
    config.attributes["connection"] = connection
    return config
