"""Each decision of a merchant with marks asks for those on the order's keys: an index finds them."""

from sqlalchemy import event

from engine.store.database import Database
from engine.store.marks import live_orders_of_person, marks_on
from engine.store.standing import standing_of


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
            marks_on(session, "main", [1, 2, 3])
        else:
            live_orders_of_person(session, "main", 7)
    event.remove(database.engine, "before_cursor_execute", note)
    statement, bound = next(each for each in seen if each[0].lstrip().startswith("SELECT"))
    with database.engine.connect() as connection:
        return str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", bound).all())


def test_marks_when_asked_for_then_an_index_finds_them(sqlite_file: Database) -> None:
    for ask, index in ((0, "_mark_"), (1, "uq_mark_active"), (2, "ix_order_version_person")):
        plan = plan_of(sqlite_file, ask)
        assert index in plan
        assert "SCAN m'" not in plan
        assert "SCAN mark" not in plan
