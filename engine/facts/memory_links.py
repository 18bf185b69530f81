"""Links inside the process: the components of all orders, and the keys of confirmed frauds."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter

from engine.facts.link_forest import Joined, Member, Size
from engine.facts.links import LINKING, Component
from engine.facts.sighting import Sighting

_SINCE, _AT = attrgetter("since"), attrgetter("at")


class MemoryShelf:
    """Implements the Shelf protocol; asked of a moment, it answers as the statement of the databases does."""

    def __init__(self) -> None:
        self._joined: dict[int, Joined] = {}
        self._members: dict[int, list[Member]] = {}
        self._inside: dict[int, set[int]] = {}
        self._sizes: dict[int, list[Size]] = {}

    def joined(self, order: int) -> Joined | None:
        """An order, if it has been counted."""
        return self._joined.get(order)

    def members(self, keys: Sequence[int]) -> Sequence[Member]:
        """The newest row of each key that has one."""
        return [self._members[key][-1] for key in keys if key in self._members]

    def members_of(self, component: int) -> Sequence[Member]:
        """The newest rows of all keys that belong to a component now."""
        return [self._members[key][-1] for key in sorted(self._inside.get(component, ()))]

    def sizes(self, components: Sequence[int]) -> Sequence[Size]:
        """The newest row of each component."""
        return [self._sizes[each][-1] for each in components if each in self._sizes]

    def keep(self, joined: Joined, members: Iterable[Member], size: Size | None) -> None:
        """Keeps what an order changed."""
        self._joined[joined.order] = joined
        for member in members:
            history = self._members.setdefault(member.key, [])
            if history:
                self._inside[history[-1].component].discard(member.key)
                if history[-1].since == member.since:
                    history.pop()
            history.append(member)
            self._inside.setdefault(member.component, set()).add(member.key)
        if size is not None:
            sizes = self._sizes.setdefault(size.component, [])
            if sizes and sizes[-1].at == size.at:
                sizes.pop()
            sizes.append(size)

    def before(self, this: Sighting) -> Mapping[int, Component]:
        """The components that an order's keys belonged to before it was placed, and before it was counted itself."""
        own = self._joined.get(this.order)
        at = this.at if own is None else min(this.at, own.at)
        found = {each.component for kind in LINKING if (each := self._member(getattr(this, kind), at)) is not None}
        sizes = {each: self._sizes[each] for each in found if each}
        return {each: _newest(rows[: bisect_left(rows, at, key=_AT)]) for each, rows in sizes.items()}

    def is_hub(self, key: int, at: int) -> bool:
        """Whether a key joined nothing before a moment."""
        member = self._member(key, at)
        return member is not None and bool(member.is_hub)

    def _member(self, key: int, at: int) -> Member | None:
        history = self._members.get(key, ())
        place = bisect_left(history, at, key=_SINCE)
        return history[place - 1] if place else None


def _newest(sizes: Sequence[Size]) -> Component:
    return Component(sizes[-1].orders, sizes[-1].customers)


class FraudKeys:
    """The linking keys of orders that were confirmed as fraud, with the moment from which that was known."""

    def __init__(self) -> None:
        self._known: dict[int, dict[int, int]] = {}

    def confirm(self, row: Sighting, known_at: int) -> None:
        """Adds the keys that an order has now; known since the first moment told, no sooner than it was placed."""
        since = max(known_at, row.at)
        for kind in LINKING:
            if key := getattr(row, kind):
                known = self._known.setdefault(key, {})
                known[row.order] = min(since, known.get(row.order, since))

    def having(self, key: int, this: Sighting) -> Sequence[int]:
        """Other orders with a key that were known for fraud before this one was placed."""
        found = self._known.get(key, {})
        return [order for order, known_at in found.items() if known_at < this.at and order != this.order]
