"""Counts, sums and other figures of an entity's earlier rows, for whole tables at once.

Rows of one entity stand together, in the order of their times. A window of a row is then a stretch of positions, found
by binary search; sums are differences of running sums. Nothing here reads a row that comes later.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float64]
Times = NDArray[np.int64]
Codes = NDArray[np.int64]
Positions = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Convention(StrEnum):
    """Whether a window ends before its row, or with it.

    `BEFORE` is [t - w, t): rows of the same moment are not seen. `WITH` is (t - w, t]: the row itself is counted, and
    of rows of the same moment those that stand before it in the table.
    """

    BEFORE = "[t-w, t)"
    WITH = "(t-w, t]"


@dataclass(frozen=True, slots=True)
class Span:
    """For each row, in the order of `History`, the stretch of positions [low, high) that its window holds."""

    low: Positions
    high: Positions

    @property
    def count(self) -> Column:
        """Rows in the window."""
        return (self.high - self.low).astype(np.float64)


class History:
    """The rows of one kind of entity, sorted by entity and time. A row whose entity is unknown (-1) has no history.

    `at` holds the numbers of the rows in sorted order. Columns go in and come out in the order of the table.
    """

    def __init__(self, codes: Codes, times: Times, convention: Convention) -> None:
        order = np.lexsort((times, codes))
        self.at: Positions = order[np.searchsorted(codes[order], 0) :]
        self.size = len(codes)
        self.convention = convention
        self._codes = codes[self.at]
        self._times = times[self.at]
        self.begin: Positions = np.searchsorted(self._codes, self._codes, side="left")
        self._moments, self._rank = np.unique(self._times, return_inverse=True)
        self._keys = self._codes * (len(self._moments) + 1) + self._rank  # sorts like (entity, time)

    def _first(self, ago: int) -> Positions:
        """For each row the first position of its entity that is not older than the moment `ago` before it."""
        side: Literal["left", "right"] = "left" if self.convention is Convention.BEFORE else "right"
        rank = np.searchsorted(self._moments, self._moments - ago, side=side)[self._rank]
        return np.searchsorted(self._keys, self._codes * (len(self._moments) + 1) + rank).astype(np.int64)

    def window(self, width: int | None, *, shift: int = 0) -> Span:
        """The rows of the last `width` microseconds (None: of all time) before the moment `shift` ago."""
        low = self.begin if width is None else self._first(shift + width)
        with_itself = self.convention is Convention.WITH and shift == 0
        high = np.arange(1, len(self.at) + 1) if with_itself else self._first(shift)
        return Span(low, np.maximum(low, high))

    def earlier(self, width: int | None) -> Span:
        """The same window without the row itself."""
        span = self.window(width)
        return span if self.convention is Convention.BEFORE else Span(span.low, np.maximum(span.low, span.high - 1))

    def sums(self, values: Column, span: Span) -> Column:
        """The sum of a column over each window, in sorted order."""
        running = np.concatenate(([0.0], np.cumsum(values[self.at])))
        return running[span.high] - running[span.low]

    def highest(self, values: Column, span: Span) -> Column:
        """The largest value in each window, NaN in an empty one, in sorted order."""
        level, length = values[self.at], 1
        found = np.full(len(self.at), np.nan)
        width = span.high - span.low
        while len(level) and (width >= length).any():
            rows = np.flatnonzero((width >= length) & (width < 2 * length))
            found[rows] = np.maximum(level[span.low[rows]], level[span.high[rows] - length])
            level, length = (
                np.maximum(level[:-length], level[length:]) if len(level) > length else level[:0],
                2 * length,
            )
        return found

    def distinct(self, others: Codes, span: Span) -> Column:
        """How many different codes stand in each window, in sorted order; unknown codes do not count.

        A row counts while it is the latest of its code: from the first window that reaches it, until the window has
        passed it or reaches the next row of the same code.
        """
        codes = others[self.at]
        following = self._following(codes)
        enters = np.searchsorted(span.high, np.arange(len(codes)), side="right")
        passed = np.searchsorted(span.low, np.arange(len(codes)), side="right")
        leaves = np.minimum(passed, np.searchsorted(span.high, following, side="right"))
        counted = (codes >= 0) & (enters < leaves)
        change = np.bincount(enters[counted], minlength=len(codes) + 1)[: len(codes) + 1]
        change = change - np.bincount(leaves[counted], minlength=len(codes) + 1)[: len(codes) + 1]
        return np.asarray(np.cumsum(change)[: len(codes)], dtype=np.float64)

    def _following(self, codes: Codes) -> Positions:
        """The position of the next row of the same entity and code; past the end where there is none."""
        order = np.lexsort((np.arange(len(codes)), codes, self._codes))
        following = np.full(len(codes), len(codes))
        same = (self._codes[order][1:] == self._codes[order][:-1]) & (codes[order][1:] == codes[order][:-1])
        following[order[:-1][same]] = order[1:][same]
        return following

    def since_last(self, span: Span) -> Column:
        """Microseconds since the latest row that a window of earlier rows holds; NaN where there is none."""
        last = span.high - 1
        known = last >= span.low
        return np.where(known, self._times - self._times[np.maximum(last, 0)], np.nan)

    def age(self) -> Column:
        """Microseconds since the entity was first seen; 0 for its first row."""
        return (self._times - self._times[self.begin]).astype(np.float64)

    def spread(self, column: Column) -> Column:
        """A column in sorted order, back in the order of the table; NaN for rows without entity."""
        table = np.full(self.size, np.nan)
        table[self.at] = column
        return table


class Sightings:
    """Moments of entities, such as when frauds of theirs became known, and how many lie in a window of a row."""

    def __init__(self, codes: Codes, moments: Times, convention: Convention) -> None:
        self._moments, rank = np.unique(moments, return_inverse=True)
        self._keys = np.sort((codes * (len(self._moments) + 1) + rank)[codes >= 0])
        self._convention = convention

    def count(self, codes: Codes, times: Times, width: int) -> Column:
        """How many moments of the entity lie in the window of each row. Fast when rows come in order of entities."""
        return (self._before(codes, times) - self._before(codes, times - width)).astype(np.float64)

    def _before(self, codes: Codes, times: Times) -> Positions:
        side: Literal["left", "right"] = "left" if self._convention is Convention.BEFORE else "right"
        rank = np.searchsorted(self._moments, times, side=side)
        return np.searchsorted(self._keys, codes * (len(self._moments) + 1) + rank).astype(np.int64)
