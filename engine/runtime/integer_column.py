"""A column of whole numbers: amounts hardly repeat, but between two thresholds all of them are alike."""

from bisect import bisect_right
from collections.abc import Sequence

from engine.lexicon.spec import Fact, Value
from engine.rulebook.condition import Resolved
from engine.runtime.atoms import LARGEST_INTEGER
from engine.runtime.column import MOST_REMEMBERED, Column, Entry, Needs, Part
from engine.runtime.leaf import Truth

Shape = tuple[tuple[Truth, ...], tuple[Part, ...]]


class IntegerColumn(Column):
    """Works out a stretch between thresholds once, and then only writes the number into it."""

    def __init__(self, fact: Fact, leaves: Sequence[Resolved], needs: Sequence[Needs]) -> None:
        super().__init__(fact, leaves, needs)
        # Every threshold is a stretch of its own, so that equality is told apart too.
        bounds = {bound for leaf in leaves for bound in _integers(leaf.expected)}
        self._edges = sorted(bounds | {bound + 1 for bound in bounds})
        self._shapes: list[Shape | None] = [None] * (len(self._edges) + 1)

    def entry(self, value: Value) -> Entry:
        """As the plain column's."""
        if type(value) is not int or not -LARGEST_INTEGER <= value <= LARGEST_INTEGER:
            return super().entry(value)  # which refuses it where it would be misread
        stretch = bisect_right(self._edges, value)
        shape = self._shapes[stretch]
        if shape is None:
            truths = tuple(test(value) for test in self._tests)
            shape = self._shapes[stretch] = truths, self._parts(value, truths)
        entry = shape[0], tuple([(group, f"{head}{value}{tail}" if head else tail) for group, head, tail in shape[1]])
        if len(self.entries) < MOST_REMEMBERED:
            self.entries[value] = entry
        return entry


def _integers(expected: object) -> list[int]:
    values = expected if isinstance(expected, tuple | frozenset) else (expected,)
    return [value for value in values if isinstance(value, int)]
