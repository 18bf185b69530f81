"""What admission does to honest orders, which it should admit, and to planted ones, which it should not.

Two passes: first all orders are remembered, then each is decided ten minutes after it was placed. Memory answers only
with what was known when the order was placed, so the second pass sees what a shop would have seen on that day.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from engine.admission import Admission
from engine.decision import Decision
from engine.facts.context import Context, Rates
from engine.facts.memory_velocity import MemoryVelocity
from engine.order.order import Order
from engine.order.terms import PaymentStatus
from tests.synthetic.honest import honest_orders
from tests.synthetic.planted import Planted, planted_orders

HONEST = 10_000
PLANTED = 300
SEED = 20261122
DECIDED_AFTER = timedelta(minutes=10)
ADMIT = "admit"
OUTCOMES = (ADMIT, "ask_customer", "hold", "cancel")
NOT_SECURED = frozenset({PaymentStatus.PENDING, PaymentStatus.PENDING_ACTION})


@dataclass(slots=True)
class HoldBudget:
    """Outcomes of honest orders by channel; how often each rule stopped one; how many wait for their money only."""

    outcomes: dict[str, Counter[str]] = field(default_factory=dict)
    stops: Counter[str] = field(default_factory=Counter)
    alone: Counter[str] = field(default_factory=Counter)
    not_paid_yet: int = 0

    def add(self, order: Order, decision: Decision) -> None:
        """Counts one honest order."""
        self.outcomes.setdefault(order.channel, Counter())[decision.outcome] += 1
        if decision.outcome == ADMIT:
            return
        rules = stopping_rules(decision)
        self.stops.update(rules)
        if len(rules) == 1:
            self.alone.update(rules)
        self.not_paid_yet += order.payment is not None and order.payment.status in NOT_SECURED

    def shares(self) -> dict[str, dict[str, float]]:
        """Percent of orders by outcome, for each channel and for all."""
        together: Counter[str] = sum(self.outcomes.values(), Counter())
        rows = {**dict(sorted(self.outcomes.items())), "all": together}
        return {
            name: {outcome: round(100 * row[outcome] / max(1, row.total()), 2) for outcome in OUTCOMES}
            for name, row in rows.items()
        }

    def plain(self) -> dict[str, object]:
        """As JSON holds it."""
        return {
            "orders": sum(row.total() for row in self.outcomes.values()),
            "percent": self.shares(),
            "not_paid_yet": self.not_paid_yet,
            "most_false_stops": [
                {"rule": rule, "orders": count, "alone": self.alone[rule]} for rule, count in self.stops.most_common(12)
            ],
        }


@dataclass(slots=True)
class Catch:
    """What became of planted orders, by label."""

    judged: Counter[str] = field(default_factory=Counter)
    stopped: Counter[str] = field(default_factory=Counter)
    missed: dict[str, list[str]] = field(default_factory=dict)

    def add(self, planted: Planted, decision: Decision) -> None:
        """Counts one planted order."""
        self.judged[planted.label] += 1
        if decision.outcome == ADMIT:
            self.missed.setdefault(planted.label, []).append(planted.order.id)
        else:
            self.stopped[planted.label] += 1

    def share(self) -> float:
        """Percent not admitted."""
        return round(100 * self.stopped.total() / max(1, self.judged.total()), 2)

    def plain(self) -> dict[str, object]:
        """As JSON holds it."""
        return {
            "orders": self.judged.total(),
            "not_admitted_percent": self.share(),
            "missed": {label: f"{len(ids)} of {self.judged[label]}" for label, ids in sorted(self.missed.items())},
        }


def stopping_rules(decision: Decision) -> set[str]:
    """Rules whose finding is worse than a remark."""
    return {each.rule for each in decision.findings if each.verdict != ADMIT and each.waived_by is None}


def hold_budget(admission: Admission, rates: Rates | None, count: int = HONEST, seed: int = SEED) -> HoldBudget:
    """Decides honest orders."""
    orders = list(honest_orders(count, seed))
    memory = remembered(orders, rates)
    budget = HoldBudget()
    for order, decision in decided(admission, orders, memory, rates):
        budget.add(order, decision)
    return budget


def catch(admission: Admission, rates: Rates | None, count: int = PLANTED, seed: int = SEED) -> Catch:
    """Decides planted orders."""
    planted = list(planted_orders(count, seed))
    memory = remembered([each.order for each in planted], rates)
    judged = [each for each in planted if not each.opening]
    caught = Catch()
    decisions = decided(admission, [each.order for each in judged], memory, rates)
    for each, (_, decision) in zip(judged, decisions, strict=True):
        caught.add(each, decision)
    return caught


def remembered(orders: Iterable[Order], rates: Rates | None) -> MemoryVelocity:
    """A memory of all these orders."""
    memory = MemoryVelocity(rates)
    for order in orders:
        memory.remember(order)
    return memory


def decided(
    admission: Admission, orders: Sequence[Order], memory: MemoryVelocity, rates: Rates | None
) -> Iterator[tuple[Order, Decision]]:
    """Each order with its decision, saying on stderr how far it is."""
    for number, order in enumerate(orders, start=1):
        context = Context(decided_at=order.placed_at + DECIDED_AFTER, velocity=memory, rates=rates)
        yield order, admission.decide(order, context)
        if number % 2000 == 0:
            print(f"decided {number} of {len(orders)}", file=sys.stderr)
