"""Where a value stands among the training rows: tables of their distributions."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from engine.anomaly.trees import Floats, Whole

# Coarse below, fine above: a rule that holds one order in a thousand must be able to tell that one.
POINTS: Final[Floats] = np.unique(
    np.round(np.concatenate((np.arange(0, 98, 2.0), np.arange(98, 99.8, 0.1), np.arange(99.8, 100.001, 0.01))), 2)
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shares:
    """Distributions of several columns, one after the other; that of column `c` lies in `starts[c]:starts[c + 1]`.

    `value` rises within a column; `below` is the percent of known training values strictly below it, `upto` of those
    below or equal. `known` is the percent of training rows in which the column was known at all.
    """

    starts: Whole
    value: Floats
    below: Floats
    upto: Floats
    known: Floats

    def place(self, column: int, value: float) -> tuple[float, float]:
        """Percent of training values strictly below `value`, and percent equal to it.

        Between two points of the table the share is interpolated; beyond the last it is 100.
        """
        start, end = int(self.starts[column]), int(self.starts[column + 1])
        if start == end:
            return 0.0, 0.0
        at = start + int(np.searchsorted(self.value[start:end], value, side="right")) - 1
        if at < start:
            return 0.0, 0.0
        if self.value[at] == value:
            return float(self.below[at]), float(self.upto[at] - self.below[at])
        if at == end - 1:
            return 100.0, 0.0
        part = (value - self.value[at]) / (self.value[at + 1] - self.value[at])
        return float(self.upto[at] + part * (self.below[at + 1] - self.upto[at])), 0.0

    def places(self, column: int, values: Floats) -> tuple[Floats, Floats]:
        """`place` of many values at once: the same numbers."""
        inside = slice(int(self.starts[column]), int(self.starts[column + 1]))
        value, below, upto = self.value[inside], self.below[inside], self.upto[inside]
        if not len(value):
            return np.zeros(len(values)), np.zeros(len(values))
        at = np.searchsorted(value, values, side="right") - 1
        here, then = np.maximum(at, 0), np.minimum(at + 1, len(value) - 1)
        same = value[here] == values
        with np.errstate(divide="ignore", invalid="ignore"):
            part = (values - value[here]) / (value[then] - value[here])
        between = upto[here] + part * (below[then] - upto[here])
        beyond = np.where(at == len(value) - 1, 100.0, between)
        told = np.where(same, below[here], np.where(at < 0, 0.0, beyond))
        return told, np.where(same, upto[here] - below[here], 0.0)

    def below_all(self, column: int, values: Floats) -> Floats:
        """Percent of training values strictly below each value."""
        return self.places(column, values)[0]


def shares_of(columns: Floats) -> Shares:
    """The distributions of a matrix's columns; NaN stands for unknown."""
    tables = [_table(column[~np.isnan(column)]) for column in columns.T]
    lengths = [len(value) for value, _, _ in tables]
    rows = max(len(columns), 1)
    value, below, upto = (np.concatenate([table[part] for table in tables]) for part in range(3))
    return Shares(
        starts=np.concatenate(([0], np.cumsum(lengths))).astype(np.int32),
        value=value,
        below=below,
        upto=upto,
        known=(~np.isnan(columns)).sum(axis=0) / rows * 100,
    )


def _table(values: Floats) -> tuple[Floats, Floats, Floats]:
    """Values, shares below and shares up to them: of all distinct values, or of those nearest to `POINTS`."""
    distinct, counts = np.unique(values, return_counts=True)
    upto = np.cumsum(counts) / max(len(values), 1) * 100
    below = np.concatenate(([0.0], upto[:-1])) if len(upto) else upto
    if len(distinct) > len(POINTS):
        at = np.searchsorted(below, POINTS[:-1], side="right") - 1
        kept = np.unique(np.concatenate((at, [len(distinct) - 1])))
        distinct, below, upto = distinct[kept], below[kept], upto[kept]
    return distinct, below, upto
