"""Facts of earlier orders: how many, on how many cards, from how many people, for how much, within how long.

Windows are `[placed_at - w, placed_at)`. Three memories provide the rows: in process, in a file, in the desk's
database; what is counted is decided here alone, so that they cannot disagree about more than which rows there are.
The grid of what is counted is in `engine.lexicon.velocity_grid`, so that no fact is counted that nobody can read of.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate

from engine.facts.entities import NOTHING
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

_SPANS = tuple(SPANS[window] for window in WINDOWS)
_DECLINED = tuple(WINDOWS.index(window) for window in DECLINE_WINDOWS)
_AMOUNT, _DECLINES, _BASKET = (Sighting._fields.index(name) for name in ("amount", "declines", "basket"))
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
_ZEROES = {kind: dict.fromkeys(_NAMES[kind], 0) for kind in KINDS}
_FIRST_SEEN = {kind: first_seen(kind) for kind in KINDS}
_OVER_MEAN = {kind: over_mean(kind) for kind in MEAN_KINDS}


def velocity_facts(this: Sighting, rows: Mapping[str, Rows], first: Mapping[str, int]) -> dict[str, Value]:
    """`velocity.*` facts. `rows` has an entry for every key of the order, `first` says when each was seen first."""
    facts: dict[str, Value] = {}
    tallies: list[_Tally] = []
    since = this.at - _SPANS[-1]
    for kind, seen in rows.items():
        facts[_FIRST_SEEN[kind]] = (this.at - first.get(kind, this.at)) // DAY
        if not seen or seen[0][0] < since:
            facts |= _ZEROES[kind]
        else:
            within = seen if seen[-1][0] >= since else [row for row in seen if row[0] >= since]
            facts.update(zip(_NAMES[kind], _tally(this.at, within, tallies).counts(kind), strict=True))
        if kind in _OVER_MEAN and (over := _over_mean(this.amount, seen)) is not None:
            facts[_OVER_MEAN[kind]] = over
    if "email" in rows:
        facts |= _customer(this, rows["email"], facts.get(_OVER_MEAN["email"]))
    return facts


class _Tally:
    """Counts over the rows of the longest window, newest first, at least one; what several keys ask is counted once."""

    def __init__(self, at: int, seen: Rows) -> None:
        self.seen = seen
        self._columns = tuple(zip(*seen, strict=True))
        ages = [at - each for each in self._columns[0]]
        self._edges = [bisect_right(ages, span) for span in _SPANS]  # a longer window holds the shorter
        spent = (0, *accumulate([each * (each > 0) for each in self._columns[_AMOUNT]]))
        declined = (0, *accumulate(self._columns[_DECLINES]))
        self._sums = [spent[edge] for edge in self._edges] + [declined[self._edges[window]] for window in _DECLINED]
        self._different: dict[tuple[int, int], int] = {}

    def counts(self, kind: str) -> list[int]:
        """All facts of one key, in the order of the grid."""
        known = self._different
        different = [known[cell] if cell in known else self._count(cell) for cell in _DIFFERENT[kind]]
        return self._edges + self._sums + different

    def _count(self, cell: tuple[int, int]) -> int:
        """The different values of a column within a window; a key that an order lacks is none."""
        column, window = cell
        values = set(self._columns[column][: self._edges[window]])
        found = self._different[cell] = len(values) - (NOTHING in values)
        return found


def _over_mean(amount: int, seen: Rows) -> int | None:
    """An amount in percent of the mean of earlier ones; None without an amount, or without a mean."""
    if len(seen) < MEAN_ORDERS or amount == NO_AMOUNT:
        return None
    amounts = [row[_AMOUNT] for row in seen if row[_AMOUNT] != NO_AMOUNT]
    total = sum(amounts)
    return amount * 100 * len(amounts) // total if len(amounts) >= MEAN_ORDERS and total > 0 else None


def _tally(at: int, seen: Rows, known: list[_Tally]) -> _Tally:
    """The tally of some rows. Few keys of an order lead to other rows than the rest do."""
    for each in known:
        if each.seen == seen:
            return each
    known.append(_Tally(at, seen))
    return known[-1]


def _customer(this: Sighting, seen: Rows, over: Value | None) -> dict[str, Value]:
    """The same customer's mean value, and the same basket bought before."""
    facts: dict[str, Value] = {} if over is None else {"velocity.value_over_mean_pct": over}
    if this.basket:
        since = this.at - DAY
        facts["velocity.same_basket_24h"] = sum(row[_BASKET] == this.basket and row[0] >= since for row in seen)
    return facts
