"""Which orders hang together: components over shared keys, as they were at any moment.

A union-find that keeps its history. Each key says to which component it belongs, from when on; when two components are
joined, the keys of the smaller are given the name of the larger, so that to look one up takes one step. A component
keeps how large it was, from when on. What is asked of a moment reads the newest of both before it.

The moment of a joining is that of the order, but never before anything that is joined by it: an order that comes late
is counted from the newest joining on. So the past never changes, and nothing is told that was not yet known.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from engine.facts.links import HUB, LINKING
from engine.facts.sighting import Sighting

MOST_ORDERS = 200  # of a component: it stops growing there
NOWHERE = 0  # the component of a key that joins nothing: it is a hub, or it was not let in


class Member(NamedTuple):
    """A key belongs to a component from a moment on. `orders` counts the orders of the key, up to HUB and one more.

    `is_hub` marks the key as one that joins nothing from then on.
    """

    key: int
    since: int
    component: int
    orders: int
    is_hub: int = 0


class Size(NamedTuple):
    """A component from a moment on: how many orders it has, and how many different e-mail addresses."""

    component: int
    at: int
    orders: int
    customers: int


class Joined(NamedTuple):
    """An order that has been counted, with all keys that were counted of it; `at` is the moment of its first."""

    order: int
    at: int
    keys: tuple[int, ...]


class Shelf(Protocol):
    """Where all this is kept. What it answers are the newest rows; one of the same key (or component) and moment is
    replaced, all others stay."""

    def joined(self, order: int) -> Joined | None:
        """An order, if it has been counted."""
        ...

    def members(self, keys: Sequence[int]) -> Sequence[Member]:
        """The newest row of each key that has one."""
        ...

    def members_of(self, component: int) -> Sequence[Member]:
        """The newest rows of all keys that belong to a component now."""
        ...

    def sizes(self, components: Sequence[int]) -> Sequence[Size]:
        """The newest row of each component."""
        ...

    def keep(self, joined: Joined, members: Iterable[Member], size: Size | None) -> None:
        """Keeps what an order changed."""
        ...


def join(shelf: Shelf, row: Sighting) -> None:
    """Counts an order. A second time changes nothing; a new version of an order adds its new keys, not the order."""
    keys = {kind: key for kind in LINKING if (key := getattr(row, kind))}
    before = shelf.joined(row.order)
    counted = () if before is None else before.keys
    fresh = [key for key in keys.values() if key not in counted]
    if fresh:
        _Joining(shelf, row, keys.get("email", 0), before, fresh).run()


class _Joining:
    """One order, on its way into a component."""

    def __init__(self, shelf: Shelf, row: Sighting, email: int, before: Joined | None, fresh: Sequence[int]) -> None:
        self._shelf = shelf
        self._email = email
        self._before = before
        self._fresh = fresh
        self._order = row.order
        old = () if before is None else before.keys
        self._members = {each.key: each for each in shelf.members([*fresh, *old])}
        ids = {each.component for each in self._members.values() if each.component and not each.is_hub}
        self._sizes = {each.component: each for each in shelf.sizes(sorted(ids))}
        moments = [each.at for each in self._sizes.values()] + [each.since for each in self._members.values()]
        self._at = max([row.at, *moments])

    def run(self) -> None:
        """Counts the order at its keys, then joins what these belong to."""
        changed = {each.key: each for each in map(self._counted, self._fresh)}
        self._members |= changed
        size = self._grown(changed)
        first = self._at if self._before is None else self._before.at
        keys = (*(() if self._before is None else self._before.keys), *self._fresh)
        self._shelf.keep(Joined(self._order, first, keys), changed.values(), size)

    def _counted(self, key: int) -> Member:
        """The key with one order more; with one too many it joins nothing from now on."""
        known = self._members.get(key)
        if known is None:
            return Member(key, self._at, NOWHERE, 1)
        if known.orders < HUB:
            return known._replace(orders=known.orders + 1)
        return known if known.is_hub else Member(key, self._at, NOWHERE, HUB + 1, is_hub=1)

    def _grown(self, changed: dict[int, Member]) -> Size | None:
        """The component that the order is in now; None when it is in none, or has been told before."""
        joining = [each for each in self._members.values() if not each.is_hub]
        ids = {each.component for each in joining} - {NOWHERE}
        parts = sorted((self._sizes[each] for each in ids), key=lambda size: (-size.orders, size.component))
        loose = [each for each in joining if each.component == NOWHERE]
        target = parts[0] if parts else Size(self._order, self._at, 0, 0)
        orders = target.orders + (self._before is None)
        if not joining or orders > MOST_ORDERS:
            return None
        customers = target.customers + sum(each.key == self._email for each in loose)
        for part in parts[1:]:
            if orders + part.orders <= MOST_ORDERS:
                orders, customers = orders + part.orders, customers + part.customers
                self._rename(part.component, target.component, changed)
        for each in loose:
            changed[each.key] = Member(each.key, self._at, target.component, each.orders)
        return Size(target.component, self._at, orders, customers)

    def _rename(self, old: int, new: int, changed: dict[int, Member]) -> None:
        for each in self._shelf.members_of(old):
            if each.key in self._members and self._members[each.key].is_hub:
                continue
            orders = changed[each.key].orders if each.key in changed else each.orders
            changed[each.key] = Member(each.key, self._at, new, orders)
