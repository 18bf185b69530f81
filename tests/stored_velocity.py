"""Velocity in the desk's database behind the interface of the other two memories, so that tests ask all three alike."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.engine.interfaces import DBAPICursor

from engine.facts.entities import tokeniser
from engine.facts.link_forest import Joined, Member, Size, join
from engine.facts.memory_links import MemoryShelf
from engine.facts.sighting import Sighting, order_token, sight
from engine.lexicon.spec import Value
from engine.order.order import Order
from engine.store.database import Database
from engine.store.links import join_told, told_of
from engine.store.velocity import confirm_fraud, remember, seen_before

TOKEN = tokeniser()


class StoredVelocity:
    """Each call is a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def remember(self, order: Order) -> None:
        """Adds an order to memory."""
        with self._database.write() as session:
            row = sight(order, None, TOKEN)
            remember(session, order.merchant, row)
            join_told(session, order.merchant, told_of(row))

    def confirm_fraud(self, merchant: str, order_id: str, known_at: datetime) -> bool:
        """Marks an order as fraud, known from a time on; False when the order is not remembered."""
        with self._database.write() as session:
            return confirm_fraud(session, merchant, order_token(merchant, order_id, TOKEN), known_at)

    def facts(self, order: Order) -> Mapping[str, Value]:
        """`velocity.*` and `link.*` facts by name; those of keys that the order lacks are left out."""
        with self._database.read() as session:
            return seen_before(session, sight(order, None, TOKEN))


def load(database: Database, merchant: str, rows: Iterable[Sighting]) -> None:
    """Adds rows of new orders, in order of time, with their links, by the fastest way that the database has."""
    seen = list(rows)
    shelf = MemoryShelf()
    for row in seen:
        join(shelf, row)
    members = [each for history in shelf._members.values() for each in history]
    sizes = [each for history in shelf._sizes.values() for each in history]
    orders = [(each.order, each.at, ",".join(map(str, each.keys))) for each in shelf._joined.values()]
    with database.engine.begin() as connection:
        add = _insert if database.is_sqlite else _copy
        cursor = connection.connection.cursor()
        shared = {key for (key,) in cursor.execute("SELECT key FROM link_key WHERE is_hub = 1").fetchall()}
        add(cursor, "sighting", Sighting._fields, [(merchant, *row) for row in seen])
        add(cursor, "link_key", Member._fields, [(merchant, *each) for each in members if each.key not in shared])
        add(cursor, "link_size", Size._fields, [(merchant, *each) for each in sizes])
        add(cursor, "link_order", Joined._fields, [(merchant, *each) for each in orders])


def analyse(database: Database) -> None:
    """Lets the database look at what it holds, as it does by itself after a while."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(
            text(
                "ANALYZE"
                if database.is_sqlite
                else "VACUUM (ANALYZE) sighting, link_key, link_size, link_order, fraud_key"
            )
        )


def _insert(cursor: DBAPICursor, table: str, fields: Sequence[str], rows: list[tuple[object, ...]]) -> None:
    marks = ", ".join("?" * (1 + len(fields)))
    cursor.executemany(f"INSERT INTO {table} ({_columns(fields)}) VALUES ({marks})", rows)  # noqa: S608 - our own names


def _copy(cursor: DBAPICursor, table: str, fields: Sequence[str], rows: list[tuple[object, ...]]) -> None:
    with cursor.copy(f"COPY {table} ({_columns(fields)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _columns(fields: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in ("merchant_id", *fields))
