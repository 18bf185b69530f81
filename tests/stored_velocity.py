"""Velocity in the desk's database behind the interface of the other two memories, so that tests ask all three alike."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.engine.interfaces import DBAPICursor

from engine.facts.entities import tokeniser
from engine.facts.sighting import Sighting, order_token, sight
from engine.lexicon.spec import Value
from engine.order.order import Order
from engine.store.database import Database
from engine.store.velocity import confirm_fraud, remember, seen_before

TOKEN = tokeniser()
_COLUMNS = ", ".join(f'"{name}"' for name in ("merchant_id", *Sighting._fields))


class StoredVelocity:
    """Each call is a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def remember(self, order: Order) -> None:
        """Adds an order to memory."""
        with self._database.write() as session:
            remember(session, order.merchant, sight(order, None, TOKEN))

    def confirm_fraud(self, merchant: str, order_id: str, known_at: datetime) -> bool:
        """Marks an order as fraud, known from a time on; False when the order is not remembered."""
        with self._database.write() as session:
            return confirm_fraud(session, order_token(merchant, order_id, TOKEN), known_at)

    def facts(self, order: Order) -> Mapping[str, Value]:
        """`velocity.*` and `link.*` facts by name; those of keys that the order lacks are left out."""
        with self._database.read() as session:
            return seen_before(session, sight(order, None, TOKEN))


def load(database: Database, merchant: str, rows: Iterable[Sighting]) -> None:
    """Adds rows of new orders by the fastest way that the database has."""
    with database.engine.begin() as connection:
        add = _insert if database.is_sqlite else _copy
        add(connection.connection.cursor(), [(merchant, *row) for row in rows])


def analyse(database: Database) -> None:
    """Lets the database look at what it holds, as it does by itself after a while."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE" if database.is_sqlite else "VACUUM (ANALYZE) sighting"))


def _insert(cursor: DBAPICursor, rows: list[tuple[object, ...]]) -> None:
    marks = ", ".join("?" * len(rows[0]))
    cursor.executemany(f"INSERT INTO sighting ({_COLUMNS}) VALUES ({marks})", rows)  # noqa: S608 - our own names


def _copy(cursor: DBAPICursor, rows: list[tuple[object, ...]]) -> None:
    with cursor.copy(f"COPY sighting ({_COLUMNS}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
