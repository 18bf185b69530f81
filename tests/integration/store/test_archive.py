"""Back-ups: everything comes back as it was, on either kind of database; a damaged one is refused, a broken-off one
goes on."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select, text

from api.storage import BRANCHES, TABLES, brought_up
from engine.clock import SystemClock
from engine.desk.intake import submit
from engine.desk.reading import order_file
from engine.desk.telling import handlers
from engine.errors import ArchiveRefused, StoreNewer
from engine.store import archive as archives
from engine.store.archive import Manifest, check_archive, read_manifest, restore, tables_of, write_archive
from engine.store.database import Database
from engine.store.feed import audits, first_broken
from engine.store.file_copy import copy_file
from engine.store.migrating import pending, reached, upgrade
from engine.store.packing import unpack
from tests.databases import PostgresServer, SqliteFiles
from tests.desks import MAIN, a_desk, an_honest_order, an_unpaid_order, document
from tests.draining import drain


class BrokenOffError(Exception):
    """Somebody pulled the plug."""


def nobody(_: int) -> None:
    """Watches nothing."""


def filled(database: Database) -> str:
    """Orders with all that follows; answers the id of one."""
    desk = a_desk(database)
    ids = [submit(desk, MAIN, document(make(f"A-{n}"))).row.order_id for n, make in enumerate(MAKERS)]
    drain(database, handlers(desk.ids))
    return ids[0]


MAKERS = (an_honest_order, an_unpaid_order, an_honest_order)


def content(database: Database) -> dict[str, list[tuple[object, ...]]]:
    with database.read() as session:
        return {
            table.name: sorted((tuple(row) for row in session.rows(select(table))), key=repr)
            for table in tables_of(TABLES)
        }


def backed_up(database: Database, path: Path) -> Manifest:
    write_archive(database, TABLES, path, version="1", steps=reached(database), seen=nobody)
    return read_manifest(path)


@contextmanager
def another(kind: str, sqlite_files: SqliteFiles, request: pytest.FixtureRequest) -> Iterator[Database]:
    source: SqliteFiles | PostgresServer = sqlite_files
    if kind == "postgresql":
        source = request.getfixturevalue("postgres")
    with source.fresh() as fresh:
        yield fresh


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_backup_when_restored_then_all_is_there_and_can_be_read(
    database: Database, kind: str, sqlite_files: SqliteFiles, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    order_id, path = filled(database), tmp_path / "all.zip"
    manifest = backed_up(database, path)
    with another(kind, sqlite_files, request) as empty:
        restore(empty, TABLES, path, manifest, nobody)
        assert content(empty) == content(database)
        with empty.read() as session:
            assert first_broken(session) is None
            assert order_file(a_desk(empty), session, "main", order_id).is_whole


def test_backup_when_looked_into_then_names_no_person_and_no_secret(sqlite_file: Database, tmp_path: Path) -> None:
    filled(sqlite_file)
    backed_up(sqlite_file, tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as inside:
        told = b"".join(
            inside.read(name) if name == archives.MANIFEST else unpack(inside.read(name)) for name in inside.namelist()
        )
    assert b"Erika" not in told
    assert bytes(range(32)).hex().encode() not in told


def test_restore_when_broken_off_then_goes_on_where_it_was(
    sqlite_file: Database, sqlite_files: SqliteFiles, tmp_path: Path
) -> None:
    filled(sqlite_file)
    path = tmp_path / "all.zip"
    manifest = backed_up(sqlite_file, path)

    def breaks_off(rows: int) -> None:
        if rows > manifest.rows // 2:
            raise BrokenOffError

    with sqlite_files.fresh() as empty:
        with pytest.raises(BrokenOffError):
            restore(empty, TABLES, path, manifest, breaks_off)
        restore(empty, TABLES, path, manifest, nobody)
        assert content(empty) == content(sqlite_file)


def test_restore_when_there_are_rows_then_refuses(sqlite_file: Database, tmp_path: Path) -> None:
    filled(sqlite_file)
    manifest = backed_up(sqlite_file, tmp_path / "all.zip")
    with pytest.raises(ArchiveRefused, match="empty"):
        restore(sqlite_file, TABLES, tmp_path / "all.zip", manifest, nobody)


@pytest.mark.parametrize("spoil", ["flip", "cut", "text"])
def test_archive_when_damaged_then_is_refused(sqlite_file: Database, tmp_path: Path, spoil: str) -> None:
    filled(sqlite_file)
    path = tmp_path / "all.zip"
    backed_up(sqlite_file, path)
    whole = path.read_bytes()
    spoiled = {"flip": whole[:300] + bytes([whole[300] ^ 1]) + whole[301:], "cut": whole[:-40], "text": b"minutes"}
    path.write_bytes(spoiled[spoil])
    with pytest.raises(ArchiveRefused):
        check_archive(path, read_manifest(path), nobody)


def test_copy_when_the_file_is_in_use_then_is_whole(sqlite_file: Database, tmp_path: Path) -> None:
    filled(sqlite_file)
    source = Path(sqlite_file.url.removeprefix("sqlite:///"))
    with sqlite_file.write() as session:
        session.run(text("UPDATE job SET priority = 7"))
        copy_file(source, tmp_path / "copy.sqlite", lambda *_: None)
    copy = Database(f"sqlite:///{tmp_path / 'copy.sqlite'}")
    with copy.read() as session:
        assert session.number(text("SELECT count(*) FROM job WHERE priority = 7")) == 0
        assert session.number(text("SELECT count(DISTINCT ref) FROM order_version")) == len(MAKERS)
    copy.close()


def emptied(database: Database) -> None:
    """A database as it is before Clearway has seen it."""
    with database.engine.begin() as connection:
        for group in reversed(TABLES):
            group.drop_all(connection)
        connection.exec_driver_sql("DROP TABLE alembic_version")


def test_upgrade_when_the_database_is_empty_then_makes_all_and_the_audit_says_so(database: Database) -> None:
    emptied(database)
    assert pending(database, BRANCHES) == {"engine_0001", "fulfillment_0001"}
    brought_up(database, SystemClock())
    assert not pending(database, BRANCHES)
    with database.read() as session:
        (entry,) = audits(session, 0, 10)
    assert (entry.actor, entry.action) == ("migrations", "tables.upgraded")


def test_upgrade_when_the_database_is_current_then_changes_nothing(database: Database) -> None:
    filled(database)
    before = content(database)
    brought_up(database, SystemClock())
    assert content(database) == before


def test_upgrade_when_a_newer_version_made_the_tables_then_refuses(database: Database) -> None:
    with database.write() as session:
        session.run(text("UPDATE alembic_version SET version_num = 'engine_0999' WHERE version_num = 'engine_0001'"))
    for refused in (upgrade, pending):
        with pytest.raises(StoreNewer, match="engine_0999"):
            refused(database, BRANCHES)
