"""Counts what a use case asks of the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import event

from engine.store.database import Database

BRACKETS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")


@dataclass
class Statements:
    """`data` has the statements other than those that begin and end transactions."""

    data: list[str] = field(default_factory=list)
    commits: int = 0


@contextmanager
def counted(database: Database) -> Iterator[Statements]:
    """Statements and commits of the block."""
    seen = Statements()

    def executed(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.lstrip().startswith(BRACKETS):
            seen.data.append(statement)

    def committed(_connection: object) -> None:
        seen.commits += 1

    event.listen(database.engine, "before_cursor_execute", executed)
    event.listen(database.engine, "commit", committed)
    try:
        yield seen
    finally:
        event.remove(database.engine, "before_cursor_execute", executed)
        event.remove(database.engine, "commit", committed)
