"""What somebody who owns the database can do to the audit: take its triggers off, and change what they like."""

from sqlalchemy import text

from engine.store.database import Database
from engine.store.sessions import WriteSession
from engine.store.tables import METADATA

_TABLES = ("audit", "audit_anchor")


def without_triggers(session: WriteSession) -> None:
    """Lets this transaction change rows that are never changed; undo it, or throw the database away."""
    if session.dialect == "postgresql":
        session.run(text("SET LOCAL session_replication_role = replica"))
        return
    for table in _TABLES:
        for action in ("update", "delete"):
            session.run(text(f"DROP TRIGGER IF EXISTS {table}_no_{action}"))


def emptied(database: Database) -> None:
    """Empties all tables of the desk, those that refuse it too; the triggers stay away where SQLite had them."""
    with database.write() as session:
        without_triggers(session)
        for table in reversed(METADATA.sorted_tables):
            session.run(table.delete())
