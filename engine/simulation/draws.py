"""Where chance comes from: one stream of numbers a purpose, so that what one purpose draws never moves another."""

from math import exp
from random import Random


def drawn_from(seed: int, *purpose: str | int) -> Random:
    """Numbers that follow from seed and purpose alone, in every process."""
    return Random(" ".join(map(str, (seed, *purpose))))  # noqa: S311 - a simulation, not a secret


def around(median: float, spread: float, chance: Random) -> float:
    """A log-normal draw; `spread` is the standard deviation of the logarithm."""
    return median * exp(spread * chance.gauss(0, 1))
