"""Counts how often each leaf was true and false in the first cases: what is rare, only cases can tell."""

from collections.abc import Mapping, Sequence

from engine.rulebook.condition import Resolved
from engine.runtime.leaf import Truth

ENOUGH = 32  # cases


class Habits:
    """Counts of truths. Threads may lose each other's counts; nothing but speed depends on them."""

    def __init__(self, places: Mapping[Resolved, int]) -> None:
        self._places = places
        self._counts = {truth: [0] * len(places) for truth in (True, False)}
        self._seen = [0] * len(places)
        self._cases = 0

    def see(self, whole: Sequence[Truth], parts: Sequence[Sequence[Truth]]) -> None:
        """Counts one case: its parts, which have the truths of the whole too, or the whole."""
        self._cases += 1
        for truths in parts or (whole,):
            for place, truth in enumerate(truths):
                self._seen[place] += 1
                if truth is not None:
                    self._counts[truth][place] += 1

    def are_known(self) -> bool:
        """Whether there have been enough cases."""
        return self._cases >= ENOUGH

    def share(self, leaf: Resolved, *, truth: bool) -> float:
        """The share of cases in which the leaf may be expected to have this truth; half while there were none."""
        place = self._places[leaf]
        return (self._counts[truth][place] + 1) / (self._seen[place] + 2)
