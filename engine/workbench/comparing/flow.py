"""How outcomes moved: a matrix of orders and their value, from what one edition says to what the other says."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from engine.workbench.comparing.order import OUTCOMES, Compared


@dataclass(frozen=True, slots=True)
class Cell:
    """Orders that moved from one outcome to another, and their value in euro cents."""

    orders: int
    value: int


class Flow:
    """The matrix, filled order by order. Values without a rate count as nothing and are told apart."""

    def __init__(self) -> None:
        self._orders: Counter[tuple[str, str]] = Counter()
        self._value: Counter[tuple[str, str]] = Counter()
        self.unvalued = 0
        self.once_otherwise = 0  # which the first edition decides otherwise than was decided when the order came

    def add(self, order: Compared) -> None:
        """Counts one order."""
        place = (order.before, order.after)
        self._orders[place] += 1
        self._value[place] += order.value or 0
        self.unvalued += order.value is None
        self.once_otherwise += order.before != order.recorded

    @property
    def orders(self) -> int:
        """All orders."""
        return self._orders.total()

    @property
    def flipped(self) -> int:
        """Orders whose outcome differs."""
        return sum(count for (before, after), count in self._orders.items() if before != after)

    def cell(self, before: str, after: str) -> Cell:
        """One cell."""
        return Cell(self._orders[before, after], self._value[before, after])

    def before(self, outcome: str) -> Cell:
        """All orders with this outcome before: the sum of a row."""
        return _sum(self.cell(outcome, each) for each in OUTCOMES)

    def after(self, outcome: str) -> Cell:
        """All orders with this outcome after: the sum of a column."""
        return _sum(self.cell(each, outcome) for each in OUTCOMES)

    def counts(self) -> list[int]:
        """Orders of all cells, row by row."""
        return [self._orders[before, after] for before in OUTCOMES for after in OUTCOMES]


def _sum(cells: Iterable[Cell]) -> Cell:
    found = list(cells)
    return Cell(sum(each.orders for each in found), sum(each.value for each in found))
