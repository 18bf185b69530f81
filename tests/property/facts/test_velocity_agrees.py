"""Two memories and a plain count over all orders: the same facts, whatever the order of arrival."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.facts.memory_velocity import MemoryVelocity
from engine.order.order import Order
from engine.store.sightings import SightingFile
from tests.order_streams import ORDERS, some_order

DAY = timedelta(days=1)


def once(orders: list[Order]) -> list[Order]:
    """Of two orders with one id the earlier; drawn orders that tie are left to the memories."""
    kept: dict[str, Order] = {}
    for order in orders:
        if order.id not in kept or order.placed_at < kept[order.id].placed_at:
            kept[order.id] = order
    return list(kept.values())


def in_memory(orders: list[Order]) -> MemoryVelocity:
    memory = MemoryVelocity()
    for order in orders:
        memory.remember(order)
    return memory


@given(orders=ORDERS)
@settings(max_examples=40, deadline=None)
def test_facts_when_asked_of_both_memories_then_the_same(orders: list[Order]) -> None:
    memory = in_memory(orders)
    with TemporaryDirectory() as folder, SightingFile(Path(folder)) as file:
        file.remember_all(orders)
        assert [memory.facts(order) for order in orders] == [file.facts(order) for order in orders]


@given(orders=ORDERS, data=st.data())
@settings(max_examples=60, deadline=None)
def test_facts_when_orders_arrive_otherwise_then_the_same(orders: list[Order], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(orders))
    first, second = in_memory(orders), in_memory(shuffled)
    assert [first.facts(order) for order in orders] == [second.facts(order) for order in orders]


@given(orders=ORDERS, this=some_order())
@settings(max_examples=80, deadline=None)
def test_counts_when_done_by_hand_then_the_same(orders: list[Order], this: Order) -> None:
    known = [one for one in once(orders) if one.id != this.id and one.placed_at < this.placed_at]
    email = this.shipping_address.email
    mine = [one for one in known if email is not None and one.shipping_address.email == email]
    week = [one for one in mine if one.placed_at >= this.placed_at - 7 * DAY]
    facts = in_memory(once(orders)).facts(this)
    assert facts.get("velocity.email_orders_7d", 0) == len(week)
    assert facts.get("velocity.email_cards_7d", 0) == len({one.payment.card for one in week if one.payment is not None})


@given(orders=ORDERS, this=some_order())
@settings(max_examples=60, deadline=None)
def test_facts_when_later_orders_become_known_then_unchanged(orders: list[Order], this: Order) -> None:
    before = [one for one in once(orders) if one.placed_at < this.placed_at]
    assert in_memory(once(orders)).facts(this) == in_memory(before).facts(this)


@given(orders=ORDERS, this=some_order())
@settings(max_examples=60, deadline=None)
def test_counts_when_window_grows_then_never_fall(orders: list[Order], this: Order) -> None:
    facts = in_memory(orders).facts(this)
    counts = [facts.get(f"velocity.card_orders_{window}", 0) for window in ("1h", "24h", "7d")]
    assert counts == sorted(counts, key=lambda count: int(str(count)))
