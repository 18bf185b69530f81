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
from engine.store.tables import FRAUD_KEY, LINK_KEY, LINK_ORDER, LINK_SIZE, SIGHTING
from engine.store.velocity import seen_before
from tests.builders import PLACED_AT
from tests.order_streams import ORDERS, some_order
from tests.stored_velocity import StoredVelocity, load
from tests.synthetic.seen_orders import EACH, plain_rows, sightings

ROWS = list(sightings(0, plain_rows()))
# One database serves all examples of a test; each begins by emptying the table.
ON_ONE_DATABASE = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
FRAUDS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 100)), max_size=4)


def emptied(database: Database) -> StoredVelocity:
    with database.write() as session:
        for table in (SIGHTING, LINK_KEY, LINK_SIZE, LINK_ORDER, FRAUD_KEY):
            session.run(delete(table))
    return StoredVelocity(database)


def told(
    memory: MemoryVelocity | StoredVelocity, orders: Sequence[Order], frauds: Sequence[tuple[int, int]]
) -> MemoryVelocity | StoredVelocity:
    for order in orders:
        memory.remember(order)
    for number, days in frauds:
        memory.confirm_fraud("main", f"order-{number}", PLACED_AT - timedelta(days=days))
    return memory


def facts_of_rows(memory: MemoryVelocity | StoredVelocity, orders: Sequence[Order]) -> list[dict[str, Value]]:
    """All but the components, which the desk joins in the order in which orders come."""
    return [
        {name: value for name, value in memory.facts(order).items() if not name.startswith("link.component")}
        for order in orders
    ]


def in_order_of_time(orders: Sequence[Order]) -> list[Order]:
    """Each id once."""
    once = {order.id: order for order in sorted(orders, key=lambda order: order.placed_at, reverse=True)}
    return sorted(once.values(), key=lambda order: order.placed_at)


@given(orders=ORDERS, frauds=FRAUDS, data=st.data())
@ON_ONE_DATABASE
def test_facts_when_orders_arrive_in_any_order_then_as_in_memory(
    database: Database, orders: list[Order], frauds: list[tuple[int, int]], data: st.DataObject
) -> None:
    arriving = data.draw(st.permutations(orders))
    stored, memory = told(emptied(database), arriving, frauds), told(MemoryVelocity(), orders, frauds)
    assert facts_of_rows(stored, orders) == facts_of_rows(memory, orders)


@given(orders=ORDERS, frauds=FRAUDS)
@ON_ONE_DATABASE
def test_facts_when_orders_come_in_order_of_time_then_all_as_in_memory(
    database: Database, orders: list[Order], frauds: list[tuple[int, int]]
) -> None:
    sequence = in_order_of_time(orders)
    stored, memory = (told(each, sequence, frauds) for each in (emptied(database), MemoryVelocity()))
    assert [stored.facts(order) for order in orders] == [memory.facts(order) for order in orders]


@given(orders=ORDERS, this=some_order(), data=st.data())
@ON_ONE_DATABASE
def test_components_when_orders_come_late_then_never_larger_than_they_were(
    database: Database, orders: list[Order], this: Order, data: st.DataObject
) -> None:
    sequence = in_order_of_time(orders)
    stored = told(emptied(database), data.draw(st.permutations(sequence)), ()).facts(this)
    memory = told(MemoryVelocity(), sequence, ()).facts(this)
    assert int(str(stored["link.component_orders"])) <= int(str(memory["link.component_orders"]))


@given(before=ORDERS, after=ORDERS, frauds=FRAUDS)
@ON_ONE_DATABASE
def test_facts_when_frauds_are_confirmed_between_orders_then_as_in_memory(
    database: Database, before: list[Order], after: list[Order], frauds: list[tuple[int, int]]
) -> None:
    stored, memory = (told(told(each, before, frauds), after, ()) for each in (emptied(database), MemoryVelocity()))
    assert facts_of_rows(stored, after) == facts_of_rows(memory, after)


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


def test_facts_when_hundreds_share_an_address_of_mail_then_as_in_memory(database: Database) -> None:
    shared = 77  # no token of any other kind
    rows = [row._replace(email=shared) if number % 3 else row for number, row in enumerate(ROWS[:1200])]
    load(database, "main", rows)
    memory = MemoryVelocity()
    for row in rows:
        memory.add(row)
    asked = rows[600::40]
    with database.read() as session:
        found: list[dict[str, Value]] = [dict(seen_before(session, row)) for row in asked]
    assert found == [memory.seen_before(row) for row in asked]
