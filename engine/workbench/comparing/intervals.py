"""How sure a figure is: 95 % intervals.

Shares: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American
Statistical Association 22 (1927). Everything else: the percentile bootstrap of B. Efron and R. J. Tibshirani, "An
Introduction to the Bootstrap" (1993), chapter 13, with a fixed seed, so that the same orders give the same interval.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

SEED = 20261126
ROUNDS = 2000
LEAST_ROUNDS = 200
AT_ONCE = 4_000_000  # numbers drawn at a time, which bounds memory
MOST_DRAWN = 400_000_000  # numbers drawn for one figure: some seconds; more orders get fewer rounds
QUANTILES = (2.5, 97.5)
Z = 1.959963984540054  # of the normal distribution, for 95 %


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure between its bounds."""

    estimate: float
    low: float
    high: float


def wilson(hits: int, of: int) -> Interval | None:
    """The share of hits; None of nothing."""
    if not of:
        return None
    share, square = hits / of, Z * Z / of
    middle = (share + square / 2) / (1 + square)
    half = Z / (1 + square) * sqrt(share * (1 - share) / of + square / (4 * of))
    # Rounding may put a bound that is 0 or 1 in exact arithmetic a hair on the wrong side.
    return Interval(share, max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half)))


def mean_of(values: Sequence[int]) -> Interval | None:
    """The mean of some figures, such as one a day; None of none."""
    if not values:
        return None
    known = np.asarray(values, dtype=np.float64)
    chance, means = np.random.default_rng(SEED), list[float]()
    rounds = max(1, AT_ONCE // len(known))
    while len(means) < ROUNDS:
        drawn = chance.integers(0, len(known), (min(rounds, ROUNDS - len(means)), len(known)))
        means.extend(known[drawn].mean(axis=1).tolist())
    return _between(float(known.mean()), means)


def sum_of(values: Sequence[int], among: int) -> Interval:
    """The sum of figures that some of `among` orders have, where all others have nothing.

    Drawing from all orders draws a binomial number of those that count, and then from these: the same distribution
    at the cost of the few.
    """
    if not values:
        return Interval(0.0, 0.0, 0.0)
    known = np.asarray(values, dtype=np.float64)
    chance = np.random.default_rng(SEED)
    rounds = min(ROUNDS, max(LEAST_ROUNDS, MOST_DRAWN // len(known)))
    sizes = chance.binomial(among, len(known) / among, rounds)
    sums = [float(known[chance.integers(0, len(known), size)].sum()) for size in sizes.tolist()]
    return _between(float(known.sum()), sums)


def counts_of(cells: Sequence[int], wanted: Sequence[int]) -> Interval:
    """The sum of some cells of a table of all orders, each weighted: `wanted` has a weight for each cell.

    Drawing orders again and counting them gives a multinomial table.
    """
    total = sum(cells)
    weights = np.asarray(wanted, dtype=np.float64)
    if not total:
        return Interval(0.0, 0.0, 0.0)
    drawn = np.random.default_rng(SEED).multinomial(total, np.asarray(cells) / total, ROUNDS)
    return _between(float(np.asarray(cells) @ weights), (drawn @ weights).tolist())


def _between(estimate: float, drawn: Sequence[float]) -> Interval:
    low, high = (float(each) for each in np.percentile(drawn, QUANTILES))
    # The percentiles of a skewed figure may lie on one side of it; an interval that leaves it out would mislead.
    return Interval(estimate, min(low, estimate), max(high, estimate))
