"""What is asked for each event, each try and each page finds its rows by an index, however many there are."""

from collections.abc import Callable

import pytest
from sqlalchemy import event

from engine.store.database import Database
from engine.store.feed import Chosen, events_between, head_of
from engine.store.sessions import ReadSession, WriteSession
from engine.store.webhook_deliveries import Wanted, count_waiting, deliveries, drop_waiting
from engine.store.webhook_endpoints import listening
from engine.store.webhook_fanout import rest_jobs
from tests.desks import NOW

Ask = Callable[[WriteSession], object]


def a_part(session: ReadSession) -> object:
    return events_between(session, "main", Chosen(after=5, until=9, types=("order.*",)), 10)


def of_an_order(session: ReadSession) -> object:
    return events_between(session, "main", Chosen(after=5, until=9, order_id="ord_1"), 10)


def plans_of(database: Database, ask: Ask) -> str:
    """How SQLite finds the rows of all statements of one question."""
    seen: list[tuple[str, object]] = []

    def note(*args: object) -> None:
        seen.append((str(args[2]), args[3]))

    event.listen(database.engine, "before_cursor_execute", note)
    with database.write() as session:
        ask(session)
    event.remove(database.engine, "before_cursor_execute", note)
    with database.engine.connect() as connection:
        return " ".join(
            str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", bound).all())  # type: ignore[arg-type]
            for statement, bound in seen
            if statement.lstrip().startswith(("SELECT", "UPDATE"))
        )


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (lambda session: listening(session, "main"), "ix_webhook_endpoint_listening"),
        (lambda session: count_waiting(session, "whe_1"), "ix_webhook_delivery_waiting"),
        (lambda session: drop_waiting(session, "whe_1", NOW), "ix_webhook_delivery_waiting"),
        (lambda session: rest_jobs(session, "main", "whe_1", NOW), "ix_job_unfinished"),
        (
            lambda session: deliveries(session, "main", Wanted(endpoint="whe_1"), 9, "dlv_1"),
            "ix_webhook_delivery_listing",
        ),
        (lambda session: head_of(session, "main"), "ix_event_feed"),
        (a_part, "ix_event_feed"),
        (of_an_order, "ix_event_"),
    ],
)
def test_rows_when_asked_for_then_an_index_finds_them(sqlite_file: Database, ask: Ask, index: str) -> None:
    plan = plans_of(sqlite_file, ask)
    assert index in plan
    assert "SCAN" not in plan
