"""Many decision trees as flat arrays, walked level by level: for one row with reasons, or for many rows."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int32]
Flags = NDArray[np.bool_]

LARGEST: Final = float(np.finfo(np.float64).max)
ROWS_AT_ONCE: Final = 1024  # of many: their places in all trees then stay in the processor's cache


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trees:
    """`trees` trees over `n` nodes, level by level: the roots first, in the order of the trees.

    A row goes to `first[node]` when its feature is at most `threshold[node]`, or unknown while `missing_left[node]`;
    else to the sibling, `first[node] + 1`. A leaf is its own `first`; its threshold is the largest number and its
    `missing_left` is set, so that whoever has arrived stays. `value` is what a node adds to the sum over trees: at a
    leaf what the model says, at an inner node the mean of its leaves over the training rows.
    """

    trees: int
    first: Whole
    feature: Whole
    threshold: Floats
    missing_left: Flags
    value: Floats


class Grove:
    """Trees ready to be walked by rows of `width` features."""

    def __init__(self, trees: Trees, width: int) -> None:
        self.width = width
        self.base = float(trees.value[: trees.trees].sum())
        self.steps = depth(trees)
        self._roots = np.arange(trees.trees, dtype=np.intp)
        self._first = trees.first.astype(np.intp)
        # An unknown feature stands twice in a row, as "above all" and as "below all"; a node looks where it must.
        self._slot = trees.feature.astype(np.intp) + width * trees.missing_left
        self._threshold = trees.threshold
        self._value = trees.value

    def walk(self, row: Floats) -> tuple[float, Floats]:
        """The sum over trees for one row, and what each feature added to `base`, in the same unit.

        Path attribution after A. Saabas, "Interpreting random forests" (2014): each split gives its feature the
        change of the expected value. What is given sums up to the whole change, but for rounding.
        """
        ready = doubled(row)
        path = np.empty((self.steps + 1, len(self._roots)), dtype=np.intp)
        slots = np.empty((self.steps, len(self._roots)), dtype=np.intp)
        nodes = path[0] = self._roots
        for step in range(self.steps):
            slots[step] = slot = self._slot.take(nodes)
            path[step + 1] = nodes = self._first.take(nodes) + (ready.take(slot) > self._threshold.take(nodes))
        values = self._value.take(path)
        changes = values[1:] - values[:-1]
        given: Floats = np.bincount(slots.ravel(), changes.ravel(), 2 * self.width).astype(np.float64, copy=False)
        return float(values[-1].sum()), given[: self.width] + given[self.width :]

    def sums(self, rows: Floats) -> Floats:
        """The sum over trees for each row: the same numbers as `walk`."""
        starts = range(0, len(rows), ROWS_AT_ONCE)
        parts = [self._sums(rows[start : start + ROWS_AT_ONCE]) for start in starts]
        return np.concatenate(parts) if parts else np.empty(0)

    def _sums(self, rows: Floats) -> Floats:
        ready = doubled(rows)
        at = np.arange(len(rows), dtype=np.intp)[:, None] * ready.shape[1]
        nodes = np.broadcast_to(self._roots, (len(rows), len(self._roots)))
        for _ in range(self.steps):
            nodes = self._first.take(nodes) + (ready.take(self._slot.take(nodes) + at) > self._threshold.take(nodes))
        return np.asarray(self._value.take(nodes).sum(axis=1))


def doubled(rows: Floats) -> Floats:
    """Rows with each feature twice: unknown ones as infinite, then as minus infinite; all others finite."""
    bounded = np.clip(rows, -LARGEST, LARGEST)
    unknown = np.isnan(rows)
    parts = (np.where(unknown, np.inf, bounded), np.where(unknown, -np.inf, bounded))
    return np.concatenate(parts, axis=-1)


def depth(trees: Trees) -> int:
    """Steps of the longest path from a root to a leaf. The arrays must have been checked."""
    steps, nodes = 0, np.arange(trees.trees, dtype=np.int32)
    while True:
        nodes = nodes[trees.first[nodes] != nodes]
        if not len(nodes):
            return steps
        nodes = np.concatenate((trees.first[nodes], trees.first[nodes] + 1))
        steps += 1
