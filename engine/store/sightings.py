"""Memory of earlier orders in a temporary SQLite file: constant memory, however many orders a run reads.

Implements the same protocol as the memory inside the process; the file goes when the context ends.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from itertools import islice
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import TracebackType

from engine.clock import microseconds
from engine.facts.context import Rates
from engine.facts.entities import tokeniser
from engine.facts.sighting import Sighting, order_token, sight
from engine.facts.velocity import KINDS
from engine.lexicon.spec import Value
from engine.order.order import Order
from engine.store.sighting_statements import BEFORE, FIELDS, FRAUD, facts_of, keep

BATCH = 5000
CREATE = 'CREATE TABLE sighting ({}, PRIMARY KEY ("order"))'.format(
    ", ".join(f'"{name}" INTEGER NOT NULL' for name in FIELDS)
)
KEEP = keep(value="?")


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
        self._db.execute(CREATE)
        self._indexed = False

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
        self._db.executemany(KEEP, rows)
        self._db.execute("COMMIT")

    def confirm_fraud(self, merchant: str, order_id: str, known_at: datetime) -> bool:
        """Marks an order as fraud, known from a time on; False when the order is not remembered."""
        order = order_token(merchant, order_id, self._token)
        return self._db.execute(FRAUD, {"known_at": microseconds(known_at), "order": order}).rowcount > 0

    def facts(self, order: Order) -> Mapping[str, Value]:
        """`velocity.*` and `link.*` facts by name; those of keys that the order lacks are left out."""
        self._index()
        this = sight(order, self._rates, self._token)
        return facts_of(this, self._db.execute(BEFORE, this._asdict()))

    def _index(self) -> None:
        """After the bulk of the rows is there, an index is built by one sort instead of many insertions."""
        if not self._indexed:
            for kind in KINDS:
                self._db.execute(
                    f'CREATE INDEX IF NOT EXISTS by_{kind} ON sighting ("{kind}", "at", "order") WHERE "{kind}" <> 0'
                )
            self._indexed = True
