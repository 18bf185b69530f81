"""The feed's own numbers, which have nothing to do with those of the audit beside it."""

from datetime import timedelta

from engine.store.database import Database
from engine.store.feed import NewEvent, add_audit, add_events, head_of, number_before
from tests.desks import NOW


def add(database: Database, merchant: str, *names: str) -> None:
    with database.write() as session:
        for name in names:
            event = NewEvent(id=f"evt_{name}", merchant=merchant, type="t", order_id=name, data={}, at=NOW)
            add_events(session, [event])


def test_head_when_the_audit_is_longer_then_is_the_merchants_newest_event(database: Database) -> None:
    add(database, "main", "a", "b")
    add(database, "other", "c")
    with database.write() as session:
        for _ in range(9):
            add_audit(session, merchant="main", at=NOW, actor="x", action="y", subject="z", data={})
    with database.read() as session:
        assert [head_of(session, name) for name in ("main", "other", "nobody")] == [2, 3, 0]


def test_number_before_when_the_audit_is_empty_then_finds_the_moment_all_the_same(database: Database) -> None:
    add(database, "main", "a", "b")
    with database.read() as session:
        assert number_before(session, "main", NOW + timedelta(days=1)) == 2
