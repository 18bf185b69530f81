"""A column of whole numbers: amounts hardly repeat, but between two thresholds all of them are alike."""

from collections.abc import Sequence

from engine.lexicon.spec import Fact, Value
from engine.rulebook.condition import Resolved
from engine.runtime.atoms import LARGEST_INTEGER
from engine.runtime.column import Column, Needs, Part
from engine.runtime.leaf import Truth

Shape = tuple[tuple[Truth, ...], tuple[Part, ...]]


class IntegerColumn(Column):
    """Works out each stretch between thresholds once; a caller finds it by bisection and writes the number into it.

    `edges` are where stretches begin: every threshold is one by itself, so that equality is told apart too. Numbers
    that the engine cannot hold exactly lie in stretches that are never filled.
    """

    def __init__(self, fact: Fact, leaves: Sequence[Resolved], needs: Sequence[Needs]) -> None:
        super().__init__(fact, leaves, needs)
        bounds = {bound for leaf in leaves for bound in _integers(leaf.expected)}
        edges = bounds | {bound + 1 for bound in bounds} | {-LARGEST_INTEGER, LARGEST_INTEGER + 1}
        self.edges = sorted(edges)
        self.shapes: list[Shape | None] = [None] * (len(edges) + 1)

    def shape(self, value: Value, stretch: int) -> Shape:
        """The shape of a stretch met for the first time. Raises EngineFault as the plain column does."""
        truths, _ = self.entry(value)
        self.shapes[stretch] = shape = truths, self._parts(value, truths)
        return shape


def _integers(expected: object) -> list[int]:
    values = expected if isinstance(expected, tuple | frozenset) else (expected,)
    return [value for value in values if isinstance(value, int)]
