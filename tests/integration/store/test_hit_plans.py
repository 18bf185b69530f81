"""Hits are counted over windows: each question finds its rows by an index."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event

from engine.clock import EPOCH
from engine.store.database import Database
from engine.store.guard_trips import last_trip
from engine.store.hit_orders import worth_stopped
from engine.store.rule_hits import (
    Hit,
    Owners,
    add_hits,
    by_hour,
    counted,
    decisions_of_rules,
    labelled,
    met_between,
    purge_hits,
    quieted,
)
from engine.store.sessions import ReadSession, WriteSession

Asks = Callable[[WriteSession], object]
SINCE = EPOCH + timedelta(days=20_000)
LATER = SINCE + timedelta(days=1)
MAIN = Owners(merchant="main")
REST = Owners(others=("acme",))


def a_hit(decision: str, rule: str = "", *, merchant: str = "main", at: datetime = SINCE, status: str = "live") -> Hit:
    return Hit(
        merchant=merchant, decision=decision, rule=rule, version=1, status=status, verdict="hold", outcome="hold",
        order_id=f"ord_{decision}", decided_at=at, cause="submitted", is_new=True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("index", "which"),
    [
        (
            "USING COVERING INDEX ix_rule_hit_rule (merchant_id=? AND is_new=?)')]",
            lambda session: counted(session, MAIN, SINCE),
        ),
        ("ix_rule_hit_", lambda session: counted(session, REST, SINCE)),
        ("ix_rule_hit_rule", lambda session: counted(session, MAIN, SINCE, "FRD-001")),
        (
            "is_new=? AND rule=? AND status=? AND verdict=? AND outcome=? AND decided_at>? AND decided_at<?",
            lambda session: met_between(session, MAIN, "FRD-001", SINCE, LATER),
        ),
        ("outcome=? AND decided_at>?", lambda session: by_hour(session, "main", SINCE)),
        ("outcome=? AND decided_at>?", lambda session: decisions_of_rules(session, "main", ["FRD-001"], SINCE, 9)),
        ("COVERING INDEX ix_rule_hit_quieted", lambda session: quieted(session, "main", SINCE)),
        ("SEARCH decision", lambda session: labelled(session, "main", SINCE)),
        (
            "SEARCH rule_hit USING INDEX sqlite_autoindex_rule_hit_1 (decision_id=?)",
            lambda session: worth_stopped(session, "main", SINCE, ["fraud"]),
        ),
        ("ix_rule_hit_age", lambda session: purge_hits(session, SINCE, 10)),
        ("ix_guard_trip_last", lambda session: last_trip(session, "main", "book", "hold")),
    ],
)
def test_rows_when_asked_for_then_found_by_an_index(sqlite_file: Database, index: str, which: Asks) -> None:
    seen: list[tuple[str, object]] = []

    def note(*args: object) -> None:
        seen.append((str(args[2]), args[3]))

    event.listen(sqlite_file.engine, "before_cursor_execute", note)
    with sqlite_file.write() as session:
        which(session)
    event.remove(sqlite_file.engine, "before_cursor_execute", note)
    statement, params = next(each for each in seen if each[0].startswith(("SELECT", "DELETE")))
    with sqlite_file.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", params).all()  # type: ignore[arg-type]
    assert index in str(plan)


def counts(session: ReadSession, owners: Owners) -> dict[str, int]:
    return {each.rule: each.orders for each in counted(session, owners, SINCE)}


def test_counts_when_asked_for_owners_then_each_sees_theirs(database: Database) -> None:
    with database.write() as session:
        for merchant in ("main", "acme", "third"):
            add_hits(session, [a_hit(merchant, merchant=merchant), a_hit(merchant, "FRD-1", merchant=merchant)])
    with database.write() as session:
        add_hits(session, [a_hit("main")])
    with database.read() as session:
        assert counts(session, MAIN) == counts(session, Owners(merchant="acme")) == {"": 1, "FRD-1": 1}
        assert counts(session, REST) == {"": 2, "FRD-1": 2}
        assert counts(session, Owners()) == {"": 3, "FRD-1": 3}


def test_stretch_when_counted_then_has_its_first_moment_and_not_its_last(database: Database) -> None:
    with database.write() as session:
        for number, at in enumerate((SINCE - timedelta(seconds=1), SINCE, LATER)):
            add_hits(session, [a_hit(f"d{number}", at=at), a_hit(f"d{number}", "FRD-1", at=at, status="shadow")])
    with database.read() as session:
        assert met_between(session, Owners(), "FRD-1", SINCE, LATER) == (1, 1)
        assert met_between(session, Owners(), "FRD-2", SINCE, LATER) == (1, 0)


def test_purge_when_hits_are_old_then_goes_a_decision_at_a_time(database: Database) -> None:
    with database.write() as session:
        for number in range(3):
            add_hits(session, [a_hit(f"d{number}"), a_hit(f"d{number}", "FRD-1")])
    with database.write() as session:
        assert sum(iter(lambda: purge_hits(session, LATER, 2), 0)) == 6
        assert counts(session, Owners()) == {}
