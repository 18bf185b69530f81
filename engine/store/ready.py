"""Statements of every order, translated once and then handed to the driver as they are.

SQLAlchemy finds out at each call what kind each value is and what rows will be like, which for the few statements that
every order needs costs as much again as the driver takes: a tenth of the service's CPU. Their values must be what a
driver takes by itself (text, whole numbers, bytes, None), and their rows come back as plain tuples. Errors are
SQLAlchemy's, and whoever listens for statements hears of these, as of all others.
"""

from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any

from sqlalchemy import Connection, Dialect, Table, insert, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import ClauseElement

Values = Mapping[str, object]

_NAMED = sqlite.dialect(paramstyle="named")  # its own way is by place, where ours is by name on both kinds


class Ready:
    """One statement; `values` go by the names that it has for them, `:name` in a text."""

    def __init__(self, statement: ClauseElement | str) -> None:
        self._statement = text(statement) if isinstance(statement, str) else statement
        self._by_dialect: dict[str, str] = {}

    @classmethod
    def insert(cls, table: Table) -> "Ready":
        """Adds a row, of which every column is given."""
        return cls(insert(table).inline())

    def rows(self, connection: Connection, values: Values) -> Sequence[tuple[Any, ...]]:
        """All rows that it answers."""
        with closing(self._sent(connection, values)) as cursor:
            return cursor.fetchall()

    def run(self, connection: Connection, values: Values) -> int:
        """Executes, and answers how many rows it touched."""
        with closing(self._sent(connection, values)) as cursor:
            return cursor.rowcount

    def _sent(self, connection: Connection, values: Values) -> DBAPICursor:
        dialect = connection.dialect
        spoken = self._by_dialect.get(dialect.name) or self._translated(dialect)
        cursor = connection.connection.cursor()
        for hear in connection.dispatch.before_cursor_execute:
            hear(connection, cursor, spoken, values, None, False)
        try:
            cursor.execute(spoken, values)
        except dialect.loaded_dbapi.Error as error:
            if dialect.is_disconnect(error, connection.connection, cursor):
                connection.invalidate(error)
            raise DBAPIError.instance(spoken, None, error, dialect.loaded_dbapi.Error, dialect=dialect) from error
        return cursor

    def _translated(self, dialect: Dialect) -> str:
        compiled = self._statement.compile(dialect=_NAMED if dialect.name == _NAMED.name else dialect)
        spoken = self._by_dialect[dialect.name] = str(compiled)
        return spoken
