"""Statements made ready do what the same statements do by way of SQLAlchemy."""

import pytest
from sqlalchemy import select

from engine.errors import StoreConflict, StoreUnreachable
from engine.store.database import Database
from engine.store.ready import Ready
from engine.store.tables import REQUEST
from tests.databases import PostgresServer
from tests.statements import counted

ADD = Ready.insert(REQUEST)
ROW = {
    "merchant_id": "main",
    "request_key": "100 %s :of ünits",
    "request_fingerprint": "f" * 64,
    "decision_id": "dec_1",
    "created_at": 1_800_000_000_000_000,
}
OTHER = ROW | {"request_key": "other"}
ASK = Ready("SELECT request_key, created_at FROM request WHERE merchant_id = :merchant ORDER BY request_key")
END = Ready("SELECT pg_terminate_backend(pg_backend_pid())")
KEEP = Ready(
    "INSERT INTO request (merchant_id, request_key, request_fingerprint, decision_id, created_at) VALUES "
    "(:merchant_id, :request_key, :request_fingerprint, :decision_id, :created_at) ON CONFLICT DO NOTHING"
)


def test_a_row_when_added_by_either_way_then_reads_the_same(database: Database) -> None:
    with database.write() as session:
        session.run_ready(ADD, ROW)
        session.add(REQUEST, [OTHER])
        rows = [dict(row._mapping) for row in session.rows(select(REQUEST).order_by(REQUEST.c.request_key))]
    assert rows == [ROW, OTHER]


def test_rows_when_asked_then_come_as_plain_tuples(database: Database) -> None:
    with database.write() as session:
        session.run_ready(ADD, ROW)
        assert session.tuples(ASK, {"merchant": "main"}) == [(ROW["request_key"], ROW["created_at"])]


def test_touched_rows_when_counted_then_are_those_that_were_new(database: Database) -> None:
    with database.write() as session:
        assert [session.run_ready(KEEP, ROW) for _ in range(2)] == [1, 0]


def test_a_row_that_is_there_when_added_again_then_is_a_conflict(database: Database) -> None:
    with database.write() as session:
        session.run_ready(ADD, ROW)
    with pytest.raises(StoreConflict), database.write() as session:
        session.run_ready(ADD, ROW)


def test_whoever_counts_statements_when_one_is_ready_then_hears_of_it(database: Database) -> None:
    with counted(database) as seen, database.write() as session:
        session.run_ready(ADD, ROW)
        session.tuples(ASK, {"merchant": "main"})
    assert len(seen.data) == 2


def test_a_server_that_hangs_up_when_asked_then_is_told_and_the_next_transaction_has_another(
    postgres: PostgresServer,
) -> None:
    with postgres.fresh() as database:
        with pytest.raises(StoreUnreachable), database.write() as session:
            session.tuples(END, {})
        with database.write() as session:
            assert session.run_ready(ADD, ROW) == 1
