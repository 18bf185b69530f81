"""Each decision of a merchant with marks asks for those on the order's keys: an index finds them."""

from collections.abc import Callable

import pytest

from engine.store.database import Database
from engine.store.marks import live_orders_of_person, marks_on
from engine.store.sessions import ReadSession
from engine.store.standing import standing_of
from tests.plans import plans_of

Asks = Callable[[ReadSession], object]


@pytest.mark.parametrize(
    ("index", "asks"),
    [
        ("_mark_", lambda session: standing_of(session, "main", "ord_1", 1, None)),
        ("uq_mark_active", lambda session: marks_on(session, "main", [1, 2, 3])),
        ("ix_order_version_person", lambda session: live_orders_of_person(session, "main", 7)),
    ],
)
def test_marks_when_asked_for_then_an_index_finds_them(sqlite_file: Database, index: str, asks: Asks) -> None:
    def ask(database: Database) -> None:
        with database.read() as session:
            asks(session)

    (steps,) = plans_of(sqlite_file, ask).values()
    assert any(index in step for step in steps)
    assert not [step for step in steps if step in {"SCAN m", "SCAN mark"}]
