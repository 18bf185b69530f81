"""How good stopping is: precision and recall of `hold` and `cancel` against what became known of the orders.

Chargebacks and confirmed fraud are bad, what a reviewer released or called legitimate is good. A friendly fraud, where
the buyer had the goods and disputes the charge, says nothing about the order, and counts as neither.

What was known is not a fair sample: an order that was stopped when it came could never become a chargeback, and only
orders that were held met a reviewer. So figures compare two editions on orders that somebody has judged, and how many
orders the old decisions kept from ever being judged is counted beside them.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from engine.workbench.comparing.intervals import Interval, wilson
from engine.workbench.comparing.order import STOPPED, Compared

BAD = frozenset({"fraud", "chargeback"})
GOOD = frozenset({"legitimate"})


def is_bad(labels: Iterable[str]) -> bool | None:
    """What the labels of an order come to; a loss outweighs a reviewer who took it for legitimate. None: not known."""
    kinds = set(labels)
    if kinds & BAD:
        return True
    return False if kinds & GOOD else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """Of judged orders, with their value in euro cents: `caught` are bad and stopped, `missed` bad and let through,
    `disturbed` good and stopped, `spared` good and let through."""

    caught: int
    missed: int
    disturbed: int
    spared: int
    caught_value: int
    missed_value: int
    disturbed_value: int

    @property
    def precision(self) -> Interval | None:
        """Of those stopped, the share that was bad."""
        return wilson(self.caught, self.caught + self.disturbed)

    @property
    def recall(self) -> Interval | None:
        """Of the bad ones, the share that was stopped."""
        return wilson(self.caught, self.caught + self.missed)


class Labelled:
    """Counts judged orders by what each edition does with them."""

    def __init__(self) -> None:
        self._orders: Counter[tuple[str, bool, bool]] = Counter()
        self._value: Counter[tuple[str, bool, bool]] = Counter()
        self.judged = 0
        self.unclear = 0  # labels that count as neither
        self.censored = 0  # stopped when they came, so that nobody will know
        self.censored_let_go = 0  # of these, what the candidate would let through

    def add(self, order: Compared) -> None:
        """Counts one order."""
        bad = is_bad(order.labels)
        if bad is None:
            self.unclear += bool(order.labels)
            if order.recorded in STOPPED:
                self.censored += 1
                self.censored_let_go += order.after not in STOPPED
            return
        self.judged += 1
        for side, outcome in (("before", order.before), ("after", order.after)):
            self._orders[side, bad, outcome in STOPPED] += 1
            self._value[side, bad, outcome in STOPPED] += order.value or 0

    def quality(self, side: str) -> Quality:
        """Of `before` or `after`."""
        return Quality(
            caught=self._orders[side, True, True],
            missed=self._orders[side, True, False],
            disturbed=self._orders[side, False, True],
            spared=self._orders[side, False, False],
            caught_value=self._value[side, True, True],
            missed_value=self._value[side, True, False],
            disturbed_value=self._value[side, False, True],
        )
