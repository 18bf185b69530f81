"""Transactions on both databases: what commits, what is undone, what a second writer meets, and what the tables are."""

import threading

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import MetaData, func, select, text

from engine.errors import StoreConflict
from engine.store.database import Database
from engine.store.migrating import pending, upgrade
from engine.store.sessions import WriteSession
from engine.store.tables import HOLD, METADATA, SETTING
from fulfillment.store.tables import METADATA as FULFILLMENT_METADATA
from tests.databases import BRANCHES, PostgresServer

COUNT = select(func.count()).select_from(SETTING)


def a_setting(name: str = "currency") -> dict[str, object]:
    return {"merchant_id": "main", "name": name, "value": "EUR", "updated_at": 1, "updated_by": "tests"}


class Broken(Exception):
    """What a use case in the middle of its work may raise."""


def add_and_break(session: WriteSession, name: str = "currency") -> None:
    session.add(SETTING, [a_setting(name)])
    raise Broken


def add_and_break_in_a_transaction(database: Database) -> None:
    with database.write() as session:
        add_and_break(session)


def break_in_a_savepoint(session: WriteSession) -> None:
    with session.savepoint():
        add_and_break(session, "locale")


def test_write_when_it_raises_then_nothing_of_it_stays(database: Database) -> None:
    with pytest.raises(Broken):
        add_and_break_in_a_transaction(database)
    with database.read() as session:
        assert session.number(COUNT) == 0


def test_write_when_a_row_is_there_already_then_it_is_a_conflict(database: Database) -> None:
    with database.write() as session:
        session.add(SETTING, [a_setting()])
    with pytest.raises(StoreConflict), database.write() as session:
        session.add(SETTING, [a_setting()])


def test_write_when_a_row_is_refused_then_the_error_does_not_quote_it(database: Database) -> None:
    row = {"id": "h", "merchant_id": "main", "order_id": "o", "end_reason": "Erika Muster rang"}
    with pytest.raises(StoreConflict) as caught, database.write() as session:
        session.add(HOLD, [row])
    assert "Erika" not in str(caught.value)


def test_savepoint_when_it_fails_then_the_rest_of_the_transaction_stays(database: Database) -> None:
    with database.write() as session:
        session.add(SETTING, [a_setting()])
        with pytest.raises(Broken):
            break_in_a_savepoint(session)
    with database.read() as session:
        assert session.number(COUNT) == 1


def test_write_when_eight_threads_count_then_no_update_is_lost(database: Database) -> None:
    def add(first: int) -> None:
        for number in range(first, first + 10):
            with database.write() as session:
                session.add(SETTING, [a_setting(f"n{number}")])

    threads = [threading.Thread(target=add, args=(start,)) for start in range(0, 80, 10)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    with database.read() as session:
        assert session.number(COUNT) == 80


def test_now_when_asked_then_never_goes_back(database: Database) -> None:
    with database.read() as session:
        moments = [session.now() for _ in range(5)]
    assert moments == sorted(moments)


def test_read_when_the_server_hung_up_meanwhile_then_connects_again(postgres: PostgresServer) -> None:
    with postgres.fresh() as database:
        with database.read() as session:
            serving = session.number(text("SELECT pg_backend_pid()"))
        hang_up(database.url, serving)
        with database.read() as session:
            assert session.number(text("SELECT pg_backend_pid()")) != serving


def hang_up(url: str, serving: int) -> None:
    """Ends a process of the server, and waits until it is gone."""
    other = Database(url)
    with other.read() as session:
        session.number(
            text("SELECT count(*) FROM pg_terminate_backend(CAST(:pid AS integer), 5000) done"), {"pid": serving}
        )
    other.close()


def test_upgrade_when_run_again_then_finds_nothing_to_do(database: Database) -> None:
    assert pending(database, BRANCHES) == frozenset()
    upgrade(database, BRANCHES)
    assert pending(database, BRANCHES) == frozenset()


def test_tables_when_compared_with_the_migrations_then_are_the_same(database: Database) -> None:
    both = MetaData()
    for table in (*METADATA.tables.values(), *FULFILLMENT_METADATA.tables.values()):
        table.to_metadata(both)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, both) == []


def test_close_when_a_transaction_is_still_open_then_its_connection_is_closed_when_it_ends(database: Database) -> None:
    other = Database(database.url)
    with other.read() as session:
        held = session._connection.connection.driver_connection
        other.close()
        assert session.now() > 0
    assert held is not None
    if not database.is_sqlite:
        assert held.closed
