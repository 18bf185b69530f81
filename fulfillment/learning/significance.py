"""Whether a share is higher than chance would make it: exact one-sided tests, and which of many findings to believe.

Shares of two groups: R. A. Fisher's exact test, the upper tail of the hypergeometric distribution (as scipy documents
it for `fisher_exact`, alternative `greater`). A share against a fixed one: the upper tail of the binomial distribution.
Many tests: Y. Benjamini and Y. Hochberg, "Controlling the False Discovery Rate: a Practical and Powerful Approach to
Multiple Testing", Journal of the Royal Statistical Society B 57 (1995), pages 289-300: the step-up procedure.
"""

from collections.abc import Callable, Sequence
from math import exp, inf, lgamma, log

NEGLIGIBLE = 1e-18


def fisher_greater(cases: int, orders: int, rest_cases: int, rest_orders: int) -> float:
    """How likely so many cases of a group, or more, are if its share is that of the rest. 1 without a rest."""
    every, whole = cases + rest_cases, orders + rest_orders

    def chance(hits: int) -> float:
        return _choose(every, hits) + _choose(whole - every, orders - hits) - _choose(whole, orders)

    return _tail(chance, max(cases, orders - (whole - every), 0), min(orders, every))


def binomial_greater(cases: int, orders: int, share: float) -> float:
    """How likely so many cases, or more, are if their share is this, from 0 to 1."""
    if share <= 0 or share >= 1:
        return 1.0 if share >= 1 or not cases else 0.0

    def chance(hits: int) -> float:
        return _choose(orders, hits) + hits * log(share) + (orders - hits) * log(1 - share)

    return _tail(chance, cases, orders)


def adjusted(chances: Sequence[float]) -> tuple[float, ...]:
    """The least share of false findings at which each of these tests would be believed, in the same order."""
    ranked = sorted(range(len(chances)), key=lambda at: chances[at], reverse=True)
    found, least = [0.0] * len(chances), 1.0
    for above, at in enumerate(ranked):
        least = min(least, chances[at] * (len(chances) / (len(chances) - above)))
        found[at] = least
    return tuple(found)


def _tail(chance: Callable[[int], float], first: int, last: int) -> float:
    """The sum of chances, given as logarithms, from `first` to `last`; it ends early where the rest adds nothing."""
    total, before = 0.0, -inf
    for hits in range(first, last + 1):
        term = chance(hits)
        total += exp(term)
        if term < before and exp(term) < NEGLIGIBLE * total:
            break
        before = term
    return min(1.0, total)


def _choose(many: int, chosen: int) -> float:
    if chosen < 0 or chosen > many:
        return -inf
    return lgamma(many + 1) - lgamma(chosen + 1) - lgamma(many - chosen + 1)
