"""Components: the forest against a plain search, and the shelf in SQL against the one in memory."""

from collections.abc import Sequence

from hypothesis import given, settings

from engine.facts.link_forest import Joined, Member, Size, join
from engine.facts.links import Component
from engine.facts.memory_links import MemoryShelf
from engine.facts.sighting import Sighting
from engine.store.sightings import SightingFile
from tests.link_streams import ROWS, plain_components, some_row


def joined(rows: Sequence[Sighting]) -> MemoryShelf:
    shelf = MemoryShelf()
    for row in rows:
        join(shelf, row)
    return shelf


def total(shelf: MemoryShelf, this: Sighting) -> Component:
    found = shelf.before(this).values()
    return Component(sum(each.orders for each in found), sum(each.customers for each in found))


def in_order_of_time(rows: Sequence[Sighting]) -> list[Sighting]:
    """Each order once."""
    once = {row.order: row for row in sorted(rows, reverse=True)}
    return sorted(once.values())


@given(rows=ROWS, this=some_row())
@settings(max_examples=200, deadline=None)
def test_component_when_orders_come_in_order_of_time_then_as_searched(rows: list[Sighting], this: Sighting) -> None:
    sequence = [row for row in in_order_of_time(rows) if row.order != this.order]
    assert total(joined(sequence), this) == plain_components(sequence, this)


@given(rows=ROWS, this=some_row())
@settings(max_examples=200, deadline=None)
def test_component_when_later_orders_are_joined_then_the_past_is_unchanged(
    rows: list[Sighting], this: Sighting
) -> None:
    before = [row for row in rows if row.at < this.at]
    after = [row for row in rows if row.at >= this.at]
    assert total(joined([*before, *after]), this) == total(joined(before), this)


@given(rows=ROWS)
@settings(max_examples=60, deadline=None)
def test_shelves_when_orders_come_in_any_order_then_keep_the_same(rows: list[Sighting]) -> None:
    memory = joined(rows)
    with SightingFile() as file:
        for row in rows:
            join(file._shelf, row)
        kept = [
            sorted(file._db.execute(f"SELECT {', '.join(fields)} FROM {table}"))  # noqa: S608 - our own names
            for table, fields in (("link_key", Member._fields), ("link_size", Size._fields))
        ]
        orders = [file._shelf.joined(order) for order in sorted(memory._joined)]
    assert kept == [
        sorted(each for history in memory._members.values() for each in history),
        sorted(each for history in memory._sizes.values() for each in history),
    ]
    assert orders == [memory._joined[order] for order in sorted(memory._joined)]
    assert all(isinstance(each, Joined) for each in orders)
