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
from engine.facts.velocity import KINDS, MOST_ROWS, REACH, SPAN_OF_FIRST_SIGHT, velocity_facts
from engine.lexicon.spec import Value
from engine.order.order import Order

BATCH = 5000
FIELDS = Sighting._fields
OF_THE_ORDER = tuple(name for name in FIELDS if name != "fraud_known")  # what `confirm_fraud` does not touch


def _columns(names: tuple[str, ...], form: str = '"{0}"') -> str:
    return ", ".join(form.format(name) for name in names)


COLUMNS = _columns(FIELDS)
CREATE = 'CREATE TABLE sighting ({}, PRIMARY KEY ("order"))'.format(_columns(FIELDS, '"{0}" INTEGER NOT NULL'))
# Of two rows of one order, the one that sorts first is kept, so that the order of insertion makes no difference.
# Every name put into these statements is a column of ours.
INSERT = 'INSERT INTO sighting ({}) VALUES ({}) ON CONFLICT ("order") DO UPDATE SET {} WHERE ({}) < ({})'.format(  # noqa: S608
    COLUMNS,
    ", ".join("?" * len(FIELDS)),
    _columns(OF_THE_ORDER, '"{0}" = excluded."{0}"'),
    _columns(OF_THE_ORDER, 'excluded."{0}"'),
    _columns(OF_THE_ORDER),
)
_BEFORE = (
    'SELECT * FROM (SELECT {kind!r}, {columns} FROM sighting INDEXED BY by_{kind} WHERE "{kind}" = :{kind} '
    'AND "{kind}" <> 0 AND "at" < :at AND "at" >= :at - {reach} AND "order" <> :order '
    'ORDER BY "at" DESC, "order" DESC LIMIT {limit})'
)
_FIRST = (
    'SELECT \'{kind}\', min("at") FROM sighting INDEXED BY by_{kind} WHERE "{kind}" = :{kind} AND "{kind}" <> 0 '
    'AND "at" < :at AND "order" <> :order'
)


def _query(kinds: tuple[str, ...], template: str) -> str:
    return " UNION ALL ".join(
        template.format(kind=kind, columns=COLUMNS, reach=REACH[kind], limit=MOST_ROWS) for kind in kinds
    )


BEFORE = _query(KINDS, _BEFORE)
FIRST = _query(SPAN_OF_FIRST_SIGHT, _FIRST)
FRAUD = 'UPDATE sighting SET fraud_known = ? WHERE "order" = ?'


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
        self._db.executemany(INSERT, rows)
        self._db.execute("COMMIT")

    def confirm_fraud(self, merchant: str, order_id: str, known_at: datetime) -> bool:
        """Marks an order as fraud, known from a time on; False when the order is not remembered."""
        order = order_token(merchant, order_id, self._token)
        return self._db.execute(FRAUD, (microseconds(known_at), order)).rowcount > 0

    def facts(self, order: Order) -> Mapping[str, Value]:
        """`velocity.*` and `link.*` facts by name; those of keys that the order lacks are left out."""
        self._index()
        this = sight(order, self._rates, self._token)
        keys = this._asdict()
        rows: dict[str, list[Sighting]] = {kind: [] for kind in KINDS if keys[kind]}
        for kind, *row in self._db.execute(BEFORE, keys):
            rows[kind].append(Sighting._make(row))
        first = {kind: at for kind, at in self._db.execute(FIRST, keys) if at is not None}
        return velocity_facts(this, rows, first)

    def _index(self) -> None:
        """After the bulk of the rows is there, an index is built by one sort instead of many insertions."""
        if not self._indexed:
            for kind in KINDS:
                self._db.execute(
                    f'CREATE INDEX IF NOT EXISTS by_{kind} ON sighting ("{kind}", "at", "order") WHERE "{kind}" <> 0'
                )
            self._indexed = True
