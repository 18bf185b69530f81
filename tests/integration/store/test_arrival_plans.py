"""Figures of a period begin with the index of arrivals, and read no document of an order."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from engine.clock import EPOCH
from engine.store.arrival_waits import kept, labelled, questioned
from engine.store.arrivals import ArrivalsBy, ArrivalsWanted, decided
from engine.store.database import Database
from engine.store.sessions import ReadSession
from fulfillment.store.arrival_disputes import charged_back
from tests.plans import plans_of

SINCE = EPOCH + timedelta(days=20_000)
WANTED = ArrivalsWanted(
    merchant="main", since=SINCE, until=SINCE + timedelta(days=30), old_before=SINCE, shops=frozenset({"a"})
)
INDEX = "order_version USING INDEX ix_order_version_arrived (merchant_id=? AND created_at>? AND created_at<?)"


@pytest.mark.parametrize(
    ("ask", "other"),
    [
        (lambda session: decided(session, WANTED, [ArrivalsBy.DAY, ArrivalsBy.SHOP]), "uq_decision_current"),
        (lambda session: kept(session, WANTED, [ArrivalsBy.SHOP], "hold"), "ix_hold_order"),
        (lambda session: questioned(session, WANTED, [ArrivalsBy.WEEK]), "ix_customer_request_order"),
        (lambda session: labelled(session, WANTED, [ArrivalsBy.COUNTRY], ["fraud"]), "label_"),
        (lambda session: charged_back(session, WANTED, [ArrivalsBy.CHANNEL]), "ix_dispute_order"),
    ],
    ids=["decided", "kept", "asked", "labelled", "charged back"],
)
def test_figures_when_asked_for_then_only_a_period_is_read(
    sqlite_file: Database, ask: Callable[[ReadSession], object], other: str
) -> None:
    def act(database: Database) -> None:
        with database.read() as session:
            ask(session)

    plan = str(next(steps for each, steps in plans_of(sqlite_file, act).items() if each.startswith("SELECT")))
    assert INDEX in plan
    assert other in plan
