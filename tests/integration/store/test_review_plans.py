"""Every decision asks for its order's open review: that must not cost more the more reviews were ever resolved."""

from sqlalchemy.dialects import sqlite

from engine.store.database import Database
from engine.store.reviews import _UNRESOLVED


def test_unresolved_when_asked_for_then_is_found_by_the_index_of_those(sqlite_file: Database) -> None:
    asked = _UNRESOLVED.compile(dialect=sqlite.dialect(paramstyle="named"))
    with sqlite_file.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", {"merchant": "main", "order": "o"}).all()
    assert "uq_review_order" in str(plan)
