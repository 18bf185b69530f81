"""What rules alone, and rules with a model, do to simulated orders: a second population beside the hold budget.

A model learns from the earlier orders with what was known when they ended; the later ones are decided twice, without it
and with it, each with the memory of all before. Simulated orders show that parts work together, and prove no more.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from typing import Final

from engine.admission import Admission
from engine.anomaly.kept_label import KeptLabel
from engine.anomaly.packing import unpack
from engine.anomaly.scorer import ModelScorer
from engine.decision import Decision
from engine.facts.context import Context, Scorer
from engine.lexicon.sheet import Sheet
from engine.order.order import Order
from engine.simulation import Scenario, Simulated, simulate
from engine.simulation.scenario import SCHEMES, terms_of, with_shares
from engine.training.card import Terms
from engine.training.history import decided
from engine.training.known import known_by
from engine.training.making import train
from engine.training.rows import vectors_of
from tests.benchmarks.hold_budget import ADMIT, Catch, HoldBudget
from tests.synthetic.planted import Planted

TRAINED: Final = 2 / 3  # of the days
FEWEST: Final = 200  # orders to learn from


def many_schemes(orders: int, seed: int, times: float = 2.0) -> Scenario:
    """The usual orders with planted ones more often, so that few orders are enough to teach a classifier."""
    usual = Scenario(orders=orders, seed=seed)
    return with_shares(usual, {name: times * terms_of(usual, name).share for name in SCHEMES})


@dataclass(slots=True)
class Judged:
    """What became of honest and of planted orders."""

    honest: HoldBudget = field(default_factory=HoldBudget)
    planted: Catch = field(default_factory=Catch)

    def add(self, each: Simulated, decision: Decision) -> None:
        """Counts one order."""
        if each.scheme is None:
            self.honest.add(each.order, decision)
        else:
            self.planted.add(Planted(each.order, each.scheme), decision)


@dataclass(slots=True)
class Budget:
    """Rules alone and rules with a model on the same orders. `raised` counts honest orders that the model stopped."""

    classifier: str
    rules: Judged = field(default_factory=Judged)
    both: Judged = field(default_factory=Judged)
    raised: int = 0

    def add(self, each: Simulated, alone: Decision, both: Decision) -> None:
        """Counts one order as rules alone decide it, and as rules and model do."""
        self.rules.add(each, alone)
        self.both.add(each, both)
        self.raised += each.scheme is None and alone.outcome == ADMIT != both.outcome

    def honest(self) -> int:
        """How many honest orders were judged."""
        return sum(row.total() for row in self.rules.honest.outcomes.values())

    def caught(self) -> Mapping[str, tuple[int, int, int]]:
        """By scheme: planted orders, those that rules stop, those that rules and model stop."""
        rules, both = self.rules.planted, self.both.planted
        return {name: (count, rules.stopped[name], both.stopped[name]) for name, count in sorted(rules.judged.items())}

    def plain(self) -> dict[str, object]:
        """As JSON holds it."""
        return {
            "classifier": self.classifier,
            "honest": self.honest(),
            "honest_stopped_by_the_model_percent": round(100 * self.raised / max(1, self.honest()), 2),
            "honest_percent": {"rules": self.rules.honest.shares()["all"], "both": self.both.honest.shares()["all"]},
            "planted": {
                name: dict(zip(("orders", "rules", "both"), row, strict=True)) for name, row in self.caught().items()
            },
        }


class Twice(Admission):
    """Decides without a model and, once there is one, with it as well; notes both."""

    def __init__(self, admission: Admission) -> None:
        super().__init__(admission.book, admission.knowledge)
        self.model: Scorer | None = None
        self.noted: dict[str, tuple[Decision, Decision]] = {}

    def decide(
        self, order: Order, context: Context, *, sheet: Sheet | None = None, law_at: datetime | None = None
    ) -> Decision:
        """The decision of the rules alone."""
        alone = super().decide(order, context, sheet=sheet, law_at=law_at)
        if self.model is not None:
            self.noted[order.id] = alone, super().decide(order, replace(context, model=self.model), law_at=law_at)
        return alone


def simulated_budget(admission: Admission, scenario: Scenario) -> Budget:
    """Trains on the earlier orders of the scenario, and judges the later ones."""
    orders = list(simulate(scenario))
    labels = [_kept(each) for each in orders if each.label is not None]
    days = timedelta(days=round(TRAINED * scenario.days))
    since = datetime.combine(scenario.first_day, time(), UTC) + days
    twice = Twice(admission)
    rows = decided([each.order for each in orders], twice, labels)
    earlier = vectors_of(islice(rows, sum(each.order.placed_at < since for each in orders)))
    made = train(earlier, known_by(labels, since), Terms(as_of=since.isoformat(), seed=1, least_rows=FEWEST))
    twice.model = ModelScorer(unpack(made.content, made.card.artefact))
    deque(rows, maxlen=0)
    return _judged(orders, twice.noted, made.card.made.classifier)


def _judged(orders: list[Simulated], noted: Mapping[str, tuple[Decision, Decision]], classifier: str) -> Budget:
    found = Budget(classifier)
    for each in orders:
        if each.order.id in noted:
            found.add(each, *noted[each.order.id])
    return found


def _kept(each: Simulated) -> KeptLabel:
    label = each.label
    assert label is not None
    return KeptLabel(order_id=each.order.id, kind=label.kind, source=label.source, known_at=label.known_at,
                     reason=label.reason_code or "")  # fmt: skip
