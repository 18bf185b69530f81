"""Memory of earlier orders inside the process: sorted lists by key."""

from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping
from datetime import datetime

from engine.clock import microseconds
from engine.facts.context import Rates
from engine.facts.entities import tokeniser
from engine.facts.link_forest import join
from engine.facts.links import Before, memory_facts, near_keys
from engine.facts.memory_links import FraudKeys, MemoryShelf
from engine.facts.sighting import NEVER, Sighting, order_token, sight
from engine.facts.velocity import MOST_ROWS, REACH, Rows
from engine.lexicon.spec import Value
from engine.lexicon.velocity_grid import KINDS
from engine.order.order import Order


class MemoryVelocity:
    """Implements the Velocity protocol. The order in which orders are remembered makes no difference.

    An order is remembered once: of two with the same id, the one that sorts first, which is the earlier. Components
    are joined in order of time when first asked; an order that comes later but is older has them joined anew.
    """

    def __init__(self, rates: Rates | None = None, secret: bytes = b"") -> None:
        self._rates = rates
        self._token = tokeniser(secret)
        self._orders: dict[int, Sighting] = {}
        self._rows: dict[int, list[Sighting]] = {}
        self._frauds = FraudKeys()
        self._shelf = MemoryShelf()
        self._loose: dict[int, Sighting] = {}
        self._last = (0, 0)

    def __len__(self) -> int:
        return len(self._orders)

    def remember(self, order: Order) -> None:
        """Adds an order to memory."""
        self.add(sight(order, self._rates, self._token))

    def add(self, sighting: Sighting) -> None:
        """Adds a row as it is."""
        known = self._orders.get(sighting.order)
        if known is None:
            self._replace(None, sighting)
        elif sighting[:-1] < known[:-1]:
            self._replace(known, sighting._replace(fraud_known=known.fraud_known))
        else:
            return
        self._loose[sighting.order] = sighting

    def confirm_fraud(self, merchant: str, order_id: str, known_at: datetime) -> bool:
        """Marks an order as fraud, known from a time on, the first of them; False when the order is not remembered."""
        row = self._orders.get(order_token(merchant, order_id, self._token))
        if row is None:
            return False
        since = microseconds(known_at)
        self._replace(row, row._replace(fraud_known=since if row.fraud_known == NEVER else min(since, row.fraud_known)))
        self._frauds.confirm(row, since)
        return True

    def _replace(self, old: Sighting | None, new: Sighting) -> None:
        for kind in KINDS:
            if old is not None and (key := getattr(old, kind)):
                rows = self._rows[key]
                del rows[bisect_left(rows, old)]
            if key := getattr(new, kind):
                insort(self._rows.setdefault(key, []), new)
        self._orders[new.order] = new

    def facts(self, order: Order) -> Mapping[str, Value]:
        """`velocity.*` and `link.*` facts by name; those of keys that the order lacks are left out."""
        return self.seen_before(sight(order, self._rates, self._token))

    def seen_before(self, this: Sighting) -> Mapping[str, Value]:
        """The facts of an order of which there is only the row."""
        self._join()
        rows = {kind: self._before(this, kind) for kind in KINDS if getattr(this, kind)}
        first = {kind: seen for kind in rows if (seen := self._first(this, kind)) is not None}
        frauds = frozenset(self._frauds_near(this, rows))
        components = self._shelf.before(this)
        return memory_facts(this, Before(rows=rows, first=first, components=components, frauds=frauds))

    def _join(self) -> None:
        """Joins what has come since the last question."""
        if not self._loose:
            return
        rows = sorted(self._loose.values())
        if rows[0][:2] <= self._last:
            self._shelf, rows = MemoryShelf(), sorted(self._orders.values())
        for row in rows:
            join(self._shelf, row)
        self._last = rows[-1][:2]
        self._loose = {}

    def _frauds_near(self, this: Sighting, rows: Mapping[str, Rows]) -> Iterator[tuple[int, int]]:
        for key in near_keys(this, rows):
            if (frauds := self._frauds.having(key, this)) and not self._shelf.is_hub(key, this.at):
                yield from ((order, key) for order in frauds)

    def _before(self, this: Sighting, kind: str) -> Rows:
        """Earlier rows with the same key, newest first, the order's own left out."""
        rows = self._rows.get(getattr(this, kind))
        if rows is None:
            return ()
        until = bisect_left(rows, (this.at,))
        since = bisect_left(rows, (this.at - REACH[kind],), 0, until)
        newest = rows[max(since, until - MOST_ROWS - 1) : until]
        newest.reverse()
        return [row for row in newest if row.order != this.order][:MOST_ROWS]

    def _first(self, this: Sighting, kind: str) -> int | None:
        """When the key was first seen before this order was placed."""
        for row in self._rows.get(getattr(this, kind), ())[:2]:
            if row.order != this.order:
                return row.at if row.at < this.at else None
        return None
