"""Brings the tables of all branches to this version, in one transaction, and tells whether they are."""

from collections.abc import Sequence
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from engine.store.database import Database

HERE = Path(__file__).parent / "migrations"
ENGINE_STEPS = HERE / "versions"


def upgrade(database: Database, branches: Sequence[Path] = (ENGINE_STEPS,)) -> None:
    """Runs the steps that are missing. Several processes may do it at once: the second waits, then finds none."""
    with database.engine.connect() as connection:
        if database.is_sqlite:
            connection = connection.execution_options(clearway_begins="BEGIN IMMEDIATE")
        with connection.begin():
            if not database.is_sqlite:
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(4201)")
            command.upgrade(_config(branches, connection), "heads")


def pending(database: Database, branches: Sequence[Path] = (ENGINE_STEPS,)) -> frozenset[str]:
    """The steps at the ends of the branches that this database has not reached."""
    with database.engine.connect() as connection:
        reached = MigrationContext.configure(connection).get_current_heads()
        heads = ScriptDirectory.from_config(_config(branches, connection)).get_heads()
    return frozenset(heads) - frozenset(reached)


def _config(branches: Sequence[Path], connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(str(path) for path in branches))
    config.attributes["connection"] = connection
    return config
