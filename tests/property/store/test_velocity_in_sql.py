"""Velocity in SQL against the memory inside the process: the same facts on both databases, whatever arrived when."""

from collections.abc import Sequence
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from engine.facts.memory_velocity import MemoryVelocity
from engine.lexicon.spec import Value
from engine.order.order import Order
from engine.store.database import Database
from engine.store.tables import SIGHTING
from engine.store.velocity import seen_before
from tests.builders import PLACED_AT
from tests.order_streams import ORDERS
from tests.stored_velocity import StoredVelocity, load
from tests.synthetic.seen_orders import EACH, plain_rows, sightings

# One database serves all examples of a test; each begins by emptying the table.
ON_ONE_DATABASE = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
FRAUDS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 100)), max_size=4)


def emptied(database: Database) -> StoredVelocity:
    with database.write() as session:
        session.run(delete(SIGHTING))
    return StoredVelocity(database)


def told(
    memory: MemoryVelocity | StoredVelocity, orders: Sequence[Order], frauds: Sequence[tuple[int, int]]
) -> MemoryVelocity | StoredVelocity:
    for order in orders:
        memory.remember(order)
    for number, days in frauds:
        memory.confirm_fraud("main", f"order-{number}", PLACED_AT - timedelta(days=days))
    return memory


@given(orders=ORDERS, frauds=FRAUDS, data=st.data())
@ON_ONE_DATABASE
def test_facts_when_orders_arrive_in_any_order_then_as_in_memory(
    database: Database, orders: list[Order], frauds: list[tuple[int, int]], data: st.DataObject
) -> None:
    arriving = data.draw(st.permutations(orders))
    stored, memory = told(emptied(database), arriving, frauds), told(MemoryVelocity(), orders, frauds)
    assert [stored.facts(order) for order in orders] == [memory.facts(order) for order in orders]


@given(before=ORDERS, after=ORDERS, frauds=FRAUDS)
@ON_ONE_DATABASE
def test_facts_when_frauds_are_confirmed_between_orders_then_as_in_memory(
    database: Database, before: list[Order], after: list[Order], frauds: list[tuple[int, int]]
) -> None:
    stored, memory = (told(told(each, before, frauds), after, ()) for each in (emptied(database), MemoryVelocity()))
    assert [stored.facts(order) for order in after] == [memory.facts(order) for order in after]


def test_facts_when_thousands_share_a_door_then_as_in_memory(database: Database) -> None:
    rows = list(sightings(0, plain_rows()))
    load(database, "main", rows)
    memory = MemoryVelocity()
    for row in rows:
        memory.add(row)
    asked = rows[:: EACH // 200]
    with database.read() as session:
        found: list[dict[str, Value]] = [dict(seen_before(session, row)) for row in asked]
    assert found == [memory.seen_before(row) for row in asked]
