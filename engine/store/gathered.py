"""Writes of many orders, gathered and made together: one statement for all rows of a table instead of one an order.

What is written for one order does not depend on what is written for another, so it makes no difference whether all
orders' rows of one table come before the first of the next: statements run in the order in which they were first
asked for. Reads see nothing of what is gathered.
"""

from collections.abc import Sequence
from typing import cast

from sqlalchemy import Connection, Executable, Table

from engine.store.ready import Ready
from engine.store.sessions import Params, WriteSession


class Gathered(WriteSession):
    """A session that writes when told to `flush`, inside the transaction of the one that it was made of."""

    def __init__(self, session: WriteSession) -> None:
        super().__init__(session._connection)  # noqa: SLF001 - the same transaction, by another way of writing
        self._ending = session._ending  # noqa: SLF001 - it ends with that one
        self._waiting: dict[int, tuple[Executable | Table, list[Params]]] = {}

    def run(self, statement: Executable, params: Params | None = None) -> int:
        """Gathers; how many rows it will touch nobody knows yet."""
        self._keep(statement, [params or {}])
        return 0

    def run_ready(self, ready: Ready, params: Params) -> int:
        """Gathers as well: sent at once, it would come before what was asked for earlier."""
        self._keep(cast("Executable", ready.statement), [params])
        return 0

    def run_all(self, statement: Executable, rows: Sequence[Params]) -> None:
        """Gathers."""
        self._keep(statement, rows)

    def add(self, table: Table, rows: Sequence[Params]) -> None:
        """Gathers."""
        self._keep(table, rows)

    def _keep(self, what: Executable | Table, rows: Sequence[Params]) -> None:
        if rows:
            self._waiting.setdefault(id(what), (what, []))[1].extend(rows)

    def flush(self) -> None:
        """Writes everything. Raises what the statements raise."""
        waiting, self._waiting = self._waiting, {}
        writer = WriteSession(_connection(self))
        for what, rows in waiting.values():
            if isinstance(what, Table):
                writer.add(what, rows)
            else:
                writer.run_all(what, rows)


def _connection(session: WriteSession) -> Connection:
    return session._connection  # noqa: SLF001 - see above
