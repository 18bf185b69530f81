"""How SQLite would go about the statements of a use case."""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import event

from engine.store.database import Database
from tests.statements import BRACKETS


def plans_of(database: Database, act: Callable[[Database], None]) -> Mapping[str, Sequence[str]]:
    """Each statement that `act` asks, with the steps of its plan."""
    seen: dict[str, object] = {}

    def note(*args: object) -> None:
        if not str(args[2]).lstrip().startswith(BRACKETS):
            params = args[3]
            seen[str(args[2])] = params[0] if isinstance(params, list) else params

    event.listen(database.engine, "before_cursor_execute", note)
    act(database)
    event.remove(database.engine, "before_cursor_execute", note)
    with database.engine.connect() as connection:
        return {
            each: [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {each}", params)]  # type: ignore[arg-type]
            for each, params in seen.items()
        }
