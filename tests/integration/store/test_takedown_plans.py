"""Each decision asks for notices in force: an index finds them, however many were ever lifted."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from engine.store.database import Database
from engine.store.standing import standing_of
from engine.store.takedowns import in_force_against, live_orders
from tests.builders import PLACED_AT, an_order


def plan_of(database: Database, ask: int) -> str:
    """How SQLite finds the rows of one of the questions."""
    seen: list[tuple[str, tuple[object, ...]]] = []

    def note(*args: object) -> None:
        seen.append((str(args[2]), args[3]))  # type: ignore[arg-type]

    event.listen(database.engine, "before_cursor_execute", note)
    with database.read() as session:
        if ask == 0:
            standing_of(session, "main", "ord_1", 1, None)
        elif ask == 1:
            in_force_against(session, "main", an_order().lines)
        else:
            live_orders(session, "main", PLACED_AT - timedelta(days=9), 10, "")
    event.remove(database.engine, "before_cursor_execute", note)
    statement, bound = next(each for each in seen if each[0].lstrip().startswith("SELECT"))
    with database.engine.connect() as connection:
        return str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", bound).all())


@pytest.mark.parametrize(("ask", "index"), [(0, "_takedown_"), (1, "ix_takedown_sku"), (2, "ix_decision_all")])
def test_notices_when_asked_for_then_an_index_finds_them(sqlite_file: Database, ask: int, index: str) -> None:
    plan = plan_of(sqlite_file, ask)
    assert index in plan
    assert "SCAN t'" not in plan
    assert "SCAN takedown" not in plan
