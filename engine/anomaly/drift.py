"""Has what comes in changed since training? Histograms, the population stability index, and its critical value."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np

from engine.anomaly.trees import Floats, Whole

BINS: Final = 10
SMOOTHING: Final = 0.5  # added to each bin, so that an empty one does not make the index infinite


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Histograms:
    """Training counts of several columns, one after the other, with the edges that were used.

    Column `c` has `e` edges from `starts[c]`; its `e + 2` counts begin at `starts[c] + 2 * c`: up to the first edge,
    then up to each next, above the last, unknown.
    """

    starts: Whole
    edges: Floats
    counts: Floats

    def __len__(self) -> int:
        return len(self.starts) - 1

    def edges_of(self, column: int) -> Floats:
        """Upper edges of all bins but the last."""
        return self.edges[self.starts[column] : self.starts[column + 1]]

    def counts_of(self, column: int) -> Floats:
        """Training counts of a column, the unknown ones last."""
        start = int(self.starts[column]) + 2 * column
        return self.counts[start : start + len(self.edges_of(column)) + 2]

    def counted(self, column: int, values: Floats) -> Floats:
        """Counts of new values in the bins of a column."""
        return counted(self.edges_of(column), values)


def histograms_of(columns: Floats) -> Histograms:
    """Histograms of a matrix's columns with edges at their deciles; NaN stands for unknown."""
    edges = [_edges(column[~np.isnan(column)]) for column in columns.T]
    counts = [counted(each, column) for each, column in zip(edges, columns.T, strict=True)]
    starts = np.concatenate(([0], np.cumsum([len(each) for each in edges]))).astype(np.int32)
    return Histograms(starts=starts, edges=np.concatenate(edges), counts=np.concatenate(counts))


def counted(edges: Floats, values: Floats) -> Floats:
    """How many values lie up to each edge, above the last, and are unknown."""
    known = values[~np.isnan(values)]
    bins = np.bincount(np.searchsorted(edges, known, side="left"), minlength=len(edges) + 1)
    return np.concatenate((bins, [len(values) - len(known)])).astype(np.float64)


def _edges(known: Floats) -> Floats:
    if not len(known):
        return np.empty(0)
    deciles = np.quantile(known, np.linspace(0, 1, BINS + 1)[1:-1], method="inverted_cdf")
    return np.unique(deciles)


def psi(reference: Sequence[float] | Floats, counts: Sequence[float] | Floats) -> float:
    """Population stability index of two histograms over the same bins; never negative, 0 when their shares agree."""
    before, now = _smooth(reference), _smooth(counts)
    return float(((now - before) * np.log(now / before)).sum())


def _smooth(counts: Sequence[float] | Floats) -> Floats:
    smoothed = np.asarray(counts, dtype=np.float64) + SMOOTHING
    return np.asarray(smoothed / smoothed.sum())


def critical_psi(bins: int, reference: float, now: float, *, level: float = 0.999) -> float:
    """The index that samples of these sizes exceed by chance alone with probability `1 - level`.

    Without drift the index is about `(1/reference + 1/now)` times a chi-square of `bins - 1` degrees of freedom:
    B. Yurdakul, J. Naranjo, "Statistical properties of the population stability index", Journal of Risk Model
    Validation 14 (2020). The quantile is E. Wilson and M. Hilferty's (1931).
    """
    if bins < 2 or reference <= 0 or now <= 0:
        return float("inf")
    return _chi_square(bins - 1, level) * (1 / reference + 1 / now)


def _chi_square(freedom: int, level: float) -> float:
    part = 2 / (9 * freedom)
    return float(freedom * (1 - part + NormalDist().inv_cdf(level) * part**0.5) ** 3)


def missing_rate(counts: Sequence[float] | Floats) -> float:
    """Share of rows in which the column was unknown, 0..1."""
    total = float(np.sum(counts))
    return float(counts[-1]) / total if total else 0.0


def alert_rate(percentiles: Floats, threshold: float) -> float:
    """Share of orders at or above a percentile, 0..1; a share of `1 - threshold / 100` was expected."""
    return float(np.mean(percentiles >= threshold)) if len(percentiles) else 0.0
