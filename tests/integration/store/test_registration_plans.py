"""Registrations are asked for by every decision of a process, now and then: what has ended must not make it slower."""

from collections.abc import Callable

import pytest
from sqlalchemy import event

from engine.store.database import Database
from engine.store.holds import open_holds
from engine.store.registrations import current_registrations, registrations_after
from engine.store.sessions import ReadSession

Asks = Callable[[ReadSession], object]


@pytest.mark.parametrize(
    ("index", "which"),
    [
        ("ix_registration_current", lambda session: current_registrations(session, "main")),
        ("ix_registration_current", lambda session: registrations_after(session, "main", 50)),
        ("ix_hold_open", lambda session: open_holds(session, "main", ("A", "B"), "", 200)),
    ],
)
def test_rows_when_asked_for_then_found_by_the_index_of_those_that_count(
    sqlite_file: Database, index: str, which: Asks
) -> None:
    seen: list[tuple[str, object]] = []

    def note(*args: object) -> None:
        seen.append((str(args[2]), args[3]))

    event.listen(sqlite_file.engine, "before_cursor_execute", note)
    with sqlite_file.read() as session:
        which(session)
    event.remove(sqlite_file.engine, "before_cursor_execute", note)
    statement, params = next(each for each in seen if each[0].startswith("SELECT"))
    with sqlite_file.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", params).all()  # type: ignore[arg-type]
    assert index in str(plan)
