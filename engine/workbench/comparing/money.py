"""What moved is worth: the value of orders by outcome before and after, and how sure the change is."""

from array import array
from dataclasses import dataclass

from engine.workbench.comparing.flow import Flow
from engine.workbench.comparing.intervals import Interval, sum_of
from engine.workbench.comparing.order import OUTCOMES, Compared


@dataclass(frozen=True, slots=True)
class Worth:
    """Euro cents with one outcome, before and after."""

    outcome: str
    before: int
    after: int
    change: Interval


class Money:
    """Keeps the values of flipped orders only: eight bytes for each outcome that one leaves or takes."""

    def __init__(self) -> None:
        self._moved: dict[str, array[int]] = {outcome: array("q") for outcome in OUTCOMES}

    def add(self, order: Compared) -> None:
        """Counts one order."""
        if order.is_flipped and order.value:
            self._moved[order.before].append(-order.value)
            self._moved[order.after].append(order.value)

    def worth(self, flow: Flow) -> tuple[Worth, ...]:
        """A line for each outcome."""
        return tuple(
            Worth(each, flow.before(each).value, flow.after(each).value, sum_of(self._moved[each], flow.orders))
            for each in OUTCOMES
        )
