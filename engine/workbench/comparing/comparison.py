"""All statistics of a backtest, filled order by order in memory that does not grow with those that stay as they are."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.workbench.comparing.flow import Flow
from engine.workbench.comparing.labels import Labelled
from engine.workbench.comparing.money import Money
from engine.workbench.comparing.order import Compared
from engine.workbench.comparing.rules import RuleDeltas
from engine.workbench.comparing.slices import Slices
from engine.workbench.comparing.workload import Workload


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two editions made of the same orders."""

    flow: Flow = field(default_factory=Flow)
    rules: RuleDeltas = field(default_factory=RuleDeltas)
    slices: Slices = field(default_factory=Slices)
    money: Money = field(default_factory=Money)
    workload: Workload = field(default_factory=Workload)
    labels: Labelled = field(default_factory=Labelled)

    def add(self, order: Compared) -> None:
        """Counts one order."""
        for part in (self.flow, self.rules, self.slices, self.money, self.workload, self.labels):
            part.add(order)


def compare(orders: Iterable[Compared]) -> Comparison:
    """The statistics of some orders."""
    found = Comparison()
    for order in orders:
        found.add(order)
    return found
