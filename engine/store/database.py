"""The one database: SQLite in WAL mode by default, PostgreSQL for more than one machine. Same code on both.

A use case is one `with database.write() as session`: it commits when the block ends and rolls back when it raises.
Reading and writing are different types, so that a function says which of them it needs. Times of leases are asked of
the database itself (`now`), since the machines that share it need not agree on theirs.
"""

import select
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg.types.numeric import Int8BinaryDumper
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DBAPIError,
    IntegrityError,
    InvalidatePoolError,
    OperationalError,
)
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from engine.errors import StoreBusy, StoreConflict, StoreUnreachable
from engine.store.kept_answers import note_act
from engine.store.sessions import ReadSession, WriteSession
from engine.under_way import work_under_way

WAIT_S = 10
POOL = 16
BEGINS = "clearway_begins"  # execution option: the statement that opens a transaction on SQLite
_NEXT = "check that the database runs and that `CLEARWAY_DATABASE_URL` names it"
_SPOKEN = ("postgresql", "postgres", "sqlite")
_PRAGMAS = ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", "cache_size = -32768", "mmap_size = 0")


@dataclass(frozen=True, slots=True)
class PoolState:
    """How many connections are in use at this moment, and how many wait for use."""

    used: int
    idle: int


class Database:
    """Hands out sessions. Safe for several threads; a process that forks makes its own.

    `wait_s` is for how many seconds a transaction waits for rows that another one holds.
    """

    def __init__(self, url: str, wait_s: int = WAIT_S) -> None:
        self.url = url
        self._engine = _open(url, wait_s)
        self._is_closed = False
        event.listen(self._engine, "checkin", self._came_back)
        self._reading = self._engine.execution_options(**{BEGINS: "BEGIN"})
        # SQLite has one writer: asking for the lock first waits, where asking in the middle would fail.
        self._writing = self._engine.execution_options(**{BEGINS: "BEGIN IMMEDIATE"})

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the file of one machine."""
        return self._engine.dialect.name == "sqlite"

    @property
    def engine(self) -> Engine:
        """For migrations, and for tests that count statements."""
        return self._engine

    @property
    def pool(self) -> PoolState:
        """How the pool of connections stands."""
        pool = self._engine.pool
        return PoolState(pool.checkedout(), pool.checkedin()) if isinstance(pool, QueuePool) else PoolState(0, 0)

    @contextmanager
    def counting_statements(self) -> Iterator[None]:
        """While the block runs, what is worked on knows how many statements it sent."""
        event.listen(self._engine, "before_cursor_execute", _count_statement)
        try:
            yield
        finally:
            event.remove(self._engine, "before_cursor_execute", _count_statement)

    @contextmanager
    def read(self) -> Iterator[ReadSession]:
        """A consistent view on SQLite, committed rows on PostgreSQL."""
        with _plain_errors(), self._reading.connect() as connection, connection.begin():
            yield ReadSession(connection)

    @contextmanager
    def snapshot(self) -> Iterator[ReadSession]:
        """One consistent view on both kinds, for reading everything; others go on writing."""
        kept = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with _plain_errors(), self._reading.connect().execution_options(**kept) as connection, connection.begin():
            yield ReadSession(connection)

    @contextmanager
    def write(self) -> Iterator[WriteSession]:
        """One transaction. Raises StoreConflict when a unique row is there already, StoreBusy after a long wait."""
        with _plain_errors(), self._writing.connect() as connection, connection.begin():
            session = WriteSession(connection)
            yield session
            keyed = note_act(session)  # before what everybody waits for
            session.end()
        if keyed is not None:
            keyed.acted = True

    def close(self) -> None:
        """Gives all connections back; one that a thread still has is closed when it comes back."""
        self._is_closed = True
        self._engine.dispose()

    def _came_back(self, connection: DBAPIConnection | None, _: ConnectionPoolEntry) -> None:
        if self._is_closed and connection is not None:
            connection.close()


def _count_statement(*_: object) -> None:
    work = work_under_way()
    if work is not None:
        work.statements += 1


def parsed_url(url: str) -> URL:
    """The address in its parts. Raises StoreUnreachable when it is none, or of a database that we do not speak to."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreUnreachable("the address of the database cannot be read; set `CLEARWAY_DATABASE_URL`") from error
    if parsed.get_backend_name() not in _SPOKEN:
        raise StoreUnreachable(
            "the database is neither PostgreSQL nor SQLite; let `CLEARWAY_DATABASE_URL` begin with postgresql://"
        )
    return parsed


def _open(url: str, wait_s: int) -> Engine:
    parsed = parsed_url(url)
    if parsed.get_backend_name() == "sqlite":
        engine = create_engine(
            url, pool_size=POOL, max_overflow=POOL, connect_args={"timeout": wait_s, "check_same_thread": False}
        )
        event.listen(engine, "connect", _tune)
        event.listen(engine, "begin", _begin)
        return engine
    options = f"-c lock_timeout={wait_s * 1000} -c timezone=UTC -c jit=off"
    engine = create_engine(
        parsed.set(drivername="postgresql+psycopg"),
        pool_size=POOL,
        max_overflow=POOL,
        connect_args={"options": options, "prepare_threshold": 2},
    )
    event.listen(engine, "connect", _send_one_size)
    event.listen(engine, "checkout", _still_there)
    return engine


def _send_one_size(connection: psycopg.Connection, _: ConnectionPoolEntry) -> None:
    # The driver sends a small number as a smaller type. A statement would be prepared anew for each mixture of sizes:
    # ours of velocity for each set of keys that an order may lack.
    connection.adapters.register_dumper(int, Int8BinaryDumper)


def _still_there(connection: psycopg.Connection, *_: object) -> None:
    # A server that ends or hangs up says so: on a connection that waited in the pool there is then something to read.
    # To ask each time, as the pool can, would cost a statement for every transaction.
    if connection.closed or (_heard(connection) and not _answers(connection)):
        raise InvalidatePoolError


def _heard(connection: psycopg.Connection) -> bool:
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    return bool(waiting.poll(0))


def _answers(connection: psycopg.Connection) -> bool:
    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except psycopg.OperationalError:
        return False
    return True


def _tune(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    # Python's own way of beginning transactions would begin too late; ours begins every one itself.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(BEGINS, "BEGIN"))


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Errors of the driver as ours, so that nobody above needs to know it."""
    try:
        yield
    except IntegrityError as error:
        raise StoreConflict(_first_line(error)) from error
    except OperationalError as error:
        if _waited(error):
            raise StoreBusy from error
        raise StoreUnreachable(f"{_first_line(error)}; {_NEXT}") from error
    except DatabaseError as error:
        if type(error.orig) is sqlite3.DatabaseError:  # none of its kinds: the file is another's, or damaged
            raise StoreUnreachable(f"{error.orig}; {_NEXT}") from error
        raise


def _first_line(error: DBAPIError) -> str:
    """What the database says, without the lines below, in which PostgreSQL quotes the row."""
    return str(error.orig).partition("\n")[0]


def _waited(error: DBAPIError) -> bool:
    text = str(error.orig)
    return "locked" in text or "lock timeout" in text or "deadlock" in text or "could not serialize" in text
