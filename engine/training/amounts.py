"""What amounts an entity's earlier rows had, and what is usual for it."""

import numpy as np

from engine.training.windows import Column, History, Span, Times


class Amounts:
    """A column of amounts, NaN where unknown, and figures of windows over it, all in the sorted order of a history.

    What is usual for an entity is drawn towards what was usual for everybody before, as if it had one row more.
    """

    def __init__(self, column: Column, times: Times) -> None:
        self.column = column
        self._there = (~np.isnan(column)).astype(np.float64)
        self._known = np.where(np.isnan(column), 0.0, column)
        self._everybody = _running_mean(self._known, self._there, times)

    def mean(self, history: History, span: Span) -> Column:
        """The mean of each window; NaN where it holds no amount."""
        count = history.sums(self._there, span)
        total = history.sums(self._known, span)
        return np.where(count > 0, total / np.maximum(count, 1.0), np.nan)

    def usual(self, history: History, span: Span) -> Column:
        """The drawn mean of each window; never 0."""
        total, count = history.sums(self._known, span), history.sums(self._there, span)
        return (total + self._everybody[history.at]) / (count + 1)

    def spread(self, history: History, span: Span) -> Column:
        """The standard deviation from the usual, drawn likewise; never 0."""
        everybody, usual = self._everybody[history.at], self.usual(history, span)
        count = history.sums(self._there, span)
        second = history.sums(self._known**2, span) + everybody**2 * 2
        return np.sqrt(np.maximum(second / (count + 1) - usual**2, 0.0) + 1e-6 * everybody**2)

    def highest(self, history: History, span: Span) -> Column:
        """The largest amount of each window; NaN in an empty one."""
        return history.highest(np.where(self._there > 0, self._known, -np.inf), span)


def _running_mean(known: Column, there: Column, times: Times) -> Column:
    """For each row the mean of all amounts until its moment; the size of its own where there is none before."""
    order = np.argsort(times, kind="stable")
    mean = np.empty(len(known))
    mean[order] = np.cumsum(np.abs(known[order])) / np.maximum(np.cumsum(there[order]), 1.0)
    return np.where(mean > 0, mean, 1.0)
