"""Memory of earlier orders in a temporary SQLite file: constant memory, however many orders a run reads.

Implements the same protocol as the memory inside the process; the file goes when the context ends.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import islice
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import TracebackType

from engine.clock import microseconds
from engine.facts.context import Rates
from engine.facts.entities import tokeniser
from engine.facts.link_forest import Joined, Member, Size, join
from engine.facts.sighting import Sighting, order_token, sight
from engine.lexicon.spec import Value
from engine.lexicon.velocity_grid import KINDS
from engine.order.order import Order
from engine.store.link_statements import CONFIRM, LinkShelf, Row, Values
from engine.store.sighting_statements import FIELDS, FRAUD, facts_of, keep

BATCH = 5000
KEEP = keep("merchant_id", value="?")
NOBODY = ""  # whose the rows are, where the token alone tells merchants apart
_COLUMNS = ", ".join(f'"{name}"' for name in FIELDS)
NEXT = f'SELECT {_COLUMNS} FROM sighting WHERE ("at", "order") > (?, ?) ORDER BY "at", "order" LIMIT ?'  # noqa: S608
LINKS = ("link_key", "link_size", "link_order")


def _create(table: str, columns: Sequence[str], key: Sequence[str]) -> str:
    named = ", ".join(f'"{name}" NOT NULL' for name in ("merchant_id", *columns))
    unique = ", ".join(f'"{name}"' for name in key)
    return f"CREATE TABLE {table} ({named}, PRIMARY KEY ({unique}))"


CREATE = (
    _create("sighting", FIELDS, ("order",)),
    _create("link_key", Member._fields, Member._fields[:2]),
    _create("link_size", Size._fields, Size._fields[:2]),
    _create("link_order", Joined._fields, ("order",)),
    _create("fraud_key", ("key", "order", "known_at"), ("key", "order")),
    "CREATE INDEX by_component ON link_key (component)",
)


class SightingFile:
    """Implements the Velocity protocol. Use as a context manager; indexes are built when first asked a question."""

    def __init__(self, folder: Path | None = None, rates: Rates | None = None, secret: bytes = b"") -> None:
        self._rates = rates
        self._token = tokeniser(secret)
        with NamedTemporaryFile(prefix="sightings-", suffix=".sqlite", dir=folder, delete=False) as file:
            self.path = Path(file.name)
        self._db = sqlite3.connect(self.path, isolation_level=None)
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE", "cache_size = -8192"):
            self._db.execute(f"PRAGMA {pragma}")
        for statement in CREATE:
            self._db.execute(statement)
        self._shelf = LinkShelf(_File(self._db), NOBODY)
        self._indexed = False
        self._last = (0, 0)  # time and token of the order that was joined last
        self._is_late = self._has_grown = False

    def __enter__(self) -> "SightingFile":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes and deletes the file; a second time does nothing."""
        self._db.close()
        with suppress(FileNotFoundError):
            self.path.unlink()

    def remember_all(self, orders: Iterable[Order]) -> int:
        """Adds orders in batches, each in one transaction; answers how many were read."""
        rows = (sight(order, self._rates, self._token) for order in orders)
        read = 0
        while batch := list(islice(rows, BATCH)):
            self.add_all(batch)
            read += len(batch)
        return read

    def remember(self, order: Order) -> None:
        """Adds one order."""
        self.add_all([sight(order, self._rates, self._token)])

    def add_all(self, rows: Iterable[Sighting]) -> None:
        """Adds rows as they are, in one transaction."""
        self._db.execute("BEGIN")
        self._db.executemany(KEEP, map(self._noted, rows))
        self._db.execute("COMMIT")

    def _noted(self, row: Sighting) -> tuple[object, ...]:
        self._has_grown = True
        self._is_late = self._is_late or row[:2] <= self._last
        return (NOBODY, *row)

    def confirm_fraud(self, merchant: str, order_id: str, known_at: datetime) -> bool:
        """Marks an order as fraud, known from a time on; False when the order is not remembered."""
        order = order_token(merchant, order_id, self._token)
        values = {"known_at": microseconds(known_at), "order": order}
        self._db.execute(CONFIRM, {"merchant_id": NOBODY, **values})
        return self._db.execute(FRAUD, values).rowcount > 0

    def facts(self, order: Order) -> Mapping[str, Value]:
        """`velocity.*` and `link.*` facts by name; those of keys that the order lacks are left out."""
        return self.seen_before(sight(order, self._rates, self._token))

    def seen_before(self, this: Sighting) -> Mapping[str, Value]:
        """The facts of an order of which there is only the row."""
        self._index()
        self._join()
        return facts_of(this, self._db.execute)

    def _join(self) -> None:
        """Joins what has come since the last question, in order of time; all anew when some of it is older."""
        if self._is_late:
            for table in LINKS:
                self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
            self._last, self._is_late = (0, 0), False
        if not self._has_grown:
            return
        self._db.execute("BEGIN")
        while rows := self._db.execute(NEXT, (*self._last, BATCH)).fetchall():
            for row in rows:
                join(self._shelf, Sighting(*row))
            self._last = rows[-1][:2]
        self._db.execute("COMMIT")
        self._has_grown = False

    def _index(self) -> None:
        """After the bulk of the rows is there, an index is built by one sort instead of many insertions."""
        if not self._indexed:
            for kind in KINDS:
                self._db.execute(
                    f'CREATE INDEX IF NOT EXISTS by_{kind} ON sighting ("{kind}", "at", "order") WHERE "{kind}" <> 0'
                )
            self._db.execute('CREATE INDEX IF NOT EXISTS by_time ON sighting ("at", "order")')
            self._indexed = True


class _File:
    """The file as the shelf asks it."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def rows(self, statement: str, values: Values) -> Sequence[Row]:
        """All rows."""
        return self._db.execute(statement, dict(values)).fetchall()

    def run(self, statement: str, values: Sequence[Values]) -> None:
        """Executes once for each of the values."""
        self._db.executemany(statement, [dict(each) for each in values])
