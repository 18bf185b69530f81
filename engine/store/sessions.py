"""What a use case does with a transaction. Statements come in as SQLAlchemy Core, rows come out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Executable, Row, Table, insert, text

from engine.store.ready import Ready

Item = TypeVar("Item")
Params = Mapping[str, object]

_NOW = {
    "sqlite": text("SELECT CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER)"),
    "postgresql": text("SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)"),
}


_insert = cache(insert)  # a statement that is the same object knows what it compiles to


class ReadSession:
    """Reads only, by type: whoever holds one cannot write."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`, for the few statements that differ."""
        return self._connection.dialect.name

    def rows(self, statement: Executable, params: Params | None = None) -> Sequence[Row[tuple[object, ...]]]:
        """All rows."""
        return self._connection.execute(statement, dict(params) if params else None).all()

    def first(self, statement: Executable, params: Params | None = None) -> Row[tuple[object, ...]] | None:
        """The first row, if there is one."""
        return self._connection.execute(statement, dict(params) if params else None).first()

    def tuples(self, ready: Ready, params: Params) -> Sequence[tuple[Any, ...]]:
        """All rows of a statement that was made ready."""
        return ready.rows(self._connection, params)

    def stream(self, statement: Executable, at_once: int) -> Iterator[Row[tuple[object, ...]]]:
        """Rows one after the other, `at_once` of them in memory."""
        with self._connection.execution_options(yield_per=at_once).execute(statement) as found:
            yield from found

    def number(self, statement: Executable, params: Params | None = None) -> int:
        """The one whole number that a statement answers; 0 for null."""
        return int(self._connection.execute(statement, dict(params) if params else None).scalar() or 0)

    def now(self) -> int:
        """The database's own time, in microseconds since 1970."""
        return self.number(_NOW[self.dialect])


class WriteSession(ReadSession):
    """Reads and writes. Nobody but the database commits."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._ending: list[tuple[bool, Callable[..., None], object]] = []

    def run(self, statement: Executable, params: Params | None = None) -> int:
        """Executes, and answers how many rows it touched."""
        return self._connection.execute(statement, dict(params) if params else None).rowcount

    def run_ready(self, ready: Ready, params: Params) -> int:
        """Executes what was made ready, and answers how many rows it touched."""
        return ready.run(self._connection, params)

    def run_all(self, statement: Executable, rows: Sequence[Params]) -> None:
        """Executes once for each row of parameters; nothing for none."""
        if rows:
            self._connection.execute(statement, [dict(row) for row in rows])

    def add(self, table: Table, rows: Sequence[Params]) -> None:
        """Inserts rows in one statement; nothing for none."""
        if len(rows) == 1:  # at less cost than many
            self._connection.execute(_insert(table), dict(rows[0]))
        elif rows:
            self._connection.execute(_insert(table), [dict(row) for row in rows])

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What happens in the block can fail without the rest: it is undone, and the error goes on."""
        before = len(self._ending)
        try:
            with self._connection.begin_nested():
                yield
        except BaseException:
            del self._ending[before:]
            raise

    def at_end(
        self, write: Callable[["WriteSession", Sequence[Item]], None], item: Item, *, is_last: bool = False
    ) -> None:
        """Has something written when the transaction ends, all items of one `write` together and in their order.

        For what takes a lock that everybody wants: it is then held for a moment, and with `is_last` taken after all
        others, so that nobody waits for it who has what its holder waits for. Reads of this transaction do not see it.
        """
        self._ending.append((is_last, write, item))

    def end(self) -> None:
        """Writes what was left for the end; the database calls it before it commits."""
        while self._ending:
            waiting: dict[Callable[..., None], list[object]] = {}
            for _, write, item in sorted(self._ending, key=lambda each: each[0]):
                waiting.setdefault(write, []).append(item)
            self._ending.clear()
            for write, items in waiting.items():
                write(self, items)
