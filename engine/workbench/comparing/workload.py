"""What people have to look at: held orders and customers to be asked, by the day on which orders were placed.

Orders of one day are alike (a campaign, a wave of fraud), so days are drawn again, not orders, once there are enough of
them; before that, orders are drawn, and the report says so.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from engine.workbench.comparing.flow import Flow
from engine.workbench.comparing.intervals import Interval, counts_of, mean_of
from engine.workbench.comparing.order import OUTCOMES, Compared

WORK = ("hold", "ask_customer")
LEAST_DAYS = 14  # from which on days are drawn
MOST_DAYS = 3660  # ten years; a date far off would make a series of nothing
_NOTHING = (0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Day:
    """Orders of one day that people have to look at."""

    day: date
    holds_before: int
    asks_before: int
    holds_after: int
    asks_after: int


@dataclass(frozen=True, slots=True)
class PerDay:
    """One kind of work: how many a day on average."""

    outcome: str
    before: Interval
    after: Interval
    change: Interval


@dataclass(frozen=True, slots=True)
class Load:
    """`by_days`: whether the intervals come from drawing days; else from drawing orders."""

    days: int
    by_days: bool
    work: tuple[PerDay, ...]


class Workload:
    """Counts by day."""

    def __init__(self) -> None:
        self._days: dict[date, list[int]] = {}

    def add(self, order: Compared) -> None:
        """Counts one order."""
        counts = self._days.setdefault(order.placed_on, [0, 0, 0, 0])
        for place, outcome in enumerate(WORK):
            counts[place] += order.before == outcome
            counts[place + 2] += order.after == outcome

    def days(self) -> tuple[Day, ...]:
        """Every day from the first to the last, those without orders too."""
        if not self._days:
            return ()
        first, last = min(self._days), max(self._days)
        span = min((last - first).days + 1, MOST_DAYS)
        every = (last - timedelta(days=back) for back in range(span - 1, -1, -1))
        return tuple(Day(day, *self._days.get(day, _NOTHING)) for day in every)

    def load(self, flow: Flow) -> Load:
        """Averages a day with their intervals."""
        days = self.days()
        by_days = len(days) >= LEAST_DAYS
        figures = _of_days(days) if by_days else _of_orders(flow, len(days))
        return Load(len(days), by_days, tuple(PerDay(each, *figures(each)) for each in WORK))


Figures = Callable[[str], tuple[Interval, Interval, Interval]]


def _of_days(days: Sequence[Day]) -> Figures:
    def figures(outcome: str) -> tuple[Interval, Interval, Interval]:
        before, after = (
            [day.holds_before if outcome == "hold" else day.asks_before for day in days],
            [day.holds_after if outcome == "hold" else day.asks_after for day in days],
        )
        change = [late - early for early, late in zip(before, after, strict=True)]
        return _known(before), _known(after), _known(change)

    return figures


def _known(series: Sequence[int]) -> Interval:
    return mean_of(series) or Interval(0.0, 0.0, 0.0)


def _of_orders(flow: Flow, days: int) -> Figures:
    cells, pairs = flow.counts(), [(before, after) for before in OUTCOMES for after in OUTCOMES]

    def figures(outcome: str) -> tuple[Interval, Interval, Interval]:
        had, has = ([int(pair[side] == outcome) for pair in pairs] for side in (0, 1))
        change = [late - early for early, late in zip(had, has, strict=True)]
        before, after, moved = (_a_day(counts_of(cells, weights), days) for weights in (had, has, change))
        return before, after, moved

    return figures


def _a_day(interval: Interval, days: int) -> Interval:
    spread = max(1, days)
    return Interval(interval.estimate / spread, interval.low / spread, interval.high / spread)
