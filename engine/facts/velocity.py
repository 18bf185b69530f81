"""Facts of earlier orders: how many, on how many cards, from how many people, for how much, within how long.

Windows are `[placed_at - w, placed_at)`. Three memories provide the rows: in process, in a file, in the desk's
database; what is counted is decided here alone, so that they cannot disagree about more than which rows there are.
The grid of what is counted is in `engine.lexicon.velocity_grid`, so that no fact is counted that nobody can read of.
"""

from collections.abc import Mapping, Sequence
from itertools import accumulate

from engine.facts.sighting import NO_AMOUNT, Sighting
from engine.lexicon.spec import Value
from engine.lexicon.velocity_grid import (
    DECLINE_WINDOWS,
    DIFFERENT,
    GRID,
    KINDS,
    MEAN_KINDS,
    WINDOWS,
    first_seen,
    over_mean,
)

SECOND = 1_000_000
HOUR = 3600 * SECOND
DAY = 24 * HOUR
SPANS = {"1h": HOUR, "24h": DAY, "7d": 7 * DAY, "30d": 30 * DAY}
MEAN_WINDOW = 90 * DAY
MEAN_ORDERS = 3  # fewer orders make no mean to be held against
MOST_ROWS = 200  # newest rows of one key that are looked at; counts, sums and means stop there
REACH = {kind: MEAN_WINDOW if kind in MEAN_KINDS else SPANS["30d"] for kind in KINDS}

# Earlier rows that share a key, newest first, no further back than REACH.
Rows = Sequence[Sighting]

_EDGES = tuple(SPANS[window] for window in WINDOWS)
_DECLINED = tuple(WINDOWS.index(window) for window in DECLINE_WINDOWS)
_AMOUNT, _DECLINES = Sighting._fields.index("amount"), Sighting._fields.index("declines")
_NAMES = {kind: tuple(cell.name for cell in GRID[kind]) for kind in KINDS}
# Of each fact that counts different values: which column, and within which window.
_DIFFERENT = {
    kind: tuple(
        (Sighting._fields.index(DIFFERENT[cell.what]), WINDOWS.index(cell.window))
        for cell in GRID[kind]
        if cell.what in DIFFERENT
    )
    for kind in KINDS
}
_NONE = {0}  # the token of a key that an order lacks
_ZEROES = {kind: dict.fromkeys(_NAMES[kind], 0) for kind in KINDS}
_FIRST_SEEN = {kind: first_seen(kind) for kind in KINDS}
_OVER_MEAN = {kind: over_mean(kind) for kind in MEAN_KINDS}


def velocity_facts(this: Sighting, rows: Mapping[str, Rows], first: Mapping[str, int]) -> dict[str, Value]:
    """`velocity.*` facts. `rows` has an entry for every key of the order, `first` says when each was seen first."""
    facts: dict[str, Value] = {}
    for kind, seen in rows.items():
        facts.update(_counts(kind, this.at, seen) if seen else _ZEROES[kind])
        facts[_FIRST_SEEN[kind]] = (this.at - first.get(kind, this.at)) // DAY
        if kind in _OVER_MEAN and (over := _over_mean(this.amount, seen)) is not None:
            facts[_OVER_MEAN[kind]] = over
    if "email" in rows:
        facts |= _customer(this, rows["email"], facts.get(_OVER_MEAN["email"]))
    return facts


def _counts(kind: str, at: int, seen: Rows) -> Mapping[str, int]:
    """All facts of one key, in the order of the grid, in one pass over its rows."""
    edges = _edges(at, seen)
    if not edges[-1]:
        return _ZEROES[kind]
    spent = (0, *accumulate([max(0, row[_AMOUNT]) for row in seen[: edges[-1]]]))
    declined = (0, *accumulate([row[_DECLINES] for row in seen[: edges[2]]]))
    counts = [*edges, *[spent[edge] for edge in edges], *[declined[edges[window]] for window in _DECLINED]]
    for column, window in _DIFFERENT[kind]:
        counts.append(len({row[column] for row in seen[: edges[window]]} - _NONE))
    return dict(zip(_NAMES[kind], counts, strict=True))


def _edges(at: int, seen: Rows) -> list[int]:
    """How many rows are within each window; a longer one holds the shorter."""
    edges = []
    inside, count = 0, len(seen)
    for span in _EDGES:
        since = at - span
        while inside < count and seen[inside][0] >= since:
            inside += 1
        edges.append(inside)
    return edges


def _over_mean(amount: int, seen: Rows) -> int | None:
    """An amount in percent of the mean of earlier ones; None without an amount, or without a mean."""
    if len(seen) < MEAN_ORDERS or amount == NO_AMOUNT:
        return None
    amounts = [row[_AMOUNT] for row in seen if row[_AMOUNT] != NO_AMOUNT]
    total = sum(amounts)
    return amount * 100 * len(amounts) // total if len(amounts) >= MEAN_ORDERS and total > 0 else None


def _customer(this: Sighting, seen: Rows, over: Value | None) -> dict[str, Value]:
    """The same customer's mean value, and the same basket bought before."""
    facts: dict[str, Value] = {} if over is None else {"velocity.value_over_mean_pct": over}
    if this.basket:
        since = this.at - DAY
        facts["velocity.same_basket_24h"] = sum(row.basket == this.basket and row.at >= since for row in seen)
    return facts
