"""What is asked of an order, of some orders or of a page is found by an index that leads there, and not by reading all
that the merchant has."""

from collections.abc import Callable

import pytest

from engine.store.database import Database
from engine.store.decision_rows import listed
from engine.store.holds import holds_of
from engine.store.sessions import ReadSession
from fulfillment.store.money import movements
from fulfillment.store.notices import notices_in, notices_of
from fulfillment.store.shipments import shipments_of
from fulfillment.store.stages import orders_at
from tests.plans import plans_of

ALL_OF_A_MERCHANT = "(merchant_id=?)'"


@pytest.mark.parametrize(
    "ask",
    [
        lambda session: listed(session, "main", 50, ids=["ord_1", "ord_2"]),
        lambda session: holds_of(session, "main", "ord_1", only_open=True),
        lambda session: shipments_of(session, "main", "ord_1"),
        lambda session: movements(session, "main", "ord_1"),
        lambda session: notices_of(session, "main", "ord_1"),
    ],
    ids=["decisions", "holds", "shipments", "payments", "notices"],
)
def test_rows_of_orders_when_asked_for_then_not_all_of_a_merchant_are_read(
    sqlite_file: Database, ask: Callable[[ReadSession], object]
) -> None:
    plan = planned(sqlite_file, ask)
    assert ALL_OF_A_MERCHANT not in plan
    assert "order_id=?" in plan


@pytest.mark.parametrize(
    "ask",
    [
        lambda session: notices_in(session, "main", None, 50, "", is_newest_first=True),
        lambda session: orders_at(session, "main", 50),
    ],
    ids=["notices", "fulfilment"],
)
def test_page_when_asked_for_then_is_read_in_its_order(
    sqlite_file: Database, ask: Callable[[ReadSession], object]
) -> None:
    assert "TEMP B-TREE" not in planned(sqlite_file, ask)


def planned(database: Database, ask: Callable[[ReadSession], object]) -> str:
    def act(asked: Database) -> None:
        with asked.read() as session:
            ask(session)

    return str(list(plans_of(database, act).values()))
