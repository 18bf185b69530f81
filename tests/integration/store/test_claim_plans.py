"""Claims of an order are found by the order: pages count forty orders at once, and each asks for its own."""

from engine.store.database import Database
from fulfillment.store.claims import claims_of
from tests.plans import plans_of


def asks(database: Database) -> None:
    with database.read() as session:
        claims_of(session, "main", "ord_1")


def test_claims_of_an_order_when_planned_then_are_found_by_merchant_and_order(sqlite_file: Database) -> None:
    (plan,) = plans_of(sqlite_file, asks).values()
    assert "ix_carrier_claim_order (merchant_id=? AND order_id=?)" in plan[0]
