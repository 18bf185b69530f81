"""Orders to compare rules and models on: decided again in the order of time, each with the memory of those before.

Only rules on fraud count, and none of them sees a score: what a model adds shall not be told twice.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from engine.admission import Admission
from engine.anomaly.kept_label import FRAUD, FRIENDLY, KeptLabel
from engine.anomaly.scoring import Scoring
from engine.clock import microseconds
from engine.decision import Decision
from engine.facts.context import Context
from engine.lexicon.sheet import Sheet
from engine.order.order import Order
from engine.training.comparing import Cases
from engine.training.evaluating import scored
from engine.training.history import decided
from engine.training.refusals import NoRows
from engine.training.rows import Vectors, vectors_of

RULE_SET = "fraud"
HELD = 1000  # points above every score: a rule that holds speaks louder than any sum of remarks
MOST_SHARED = 50


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """All orders in the order of time: their features, and how loudly rules spoke, NaN where none did."""

    vectors: Vectors
    points: Mapping[str, float]


class FraudRules(Admission):
    """The rules on fraud of a book alone, which notes how loudly they speak of each order."""

    def __init__(self, whole: Admission) -> None:
        rules = tuple(rule for rule in whole.book.rules if rule.set == RULE_SET)
        super().__init__(replace(whole.book, rules=rules, suppressions=()), whole.knowledge)
        self.points: dict[str, float] = {}

    def decide(
        self, order: Order, context: Context, *, sheet: Sheet | None = None, law_at: datetime | None = None
    ) -> Decision:
        """The decision, noted."""
        decision = super().decide(order, context, sheet=sheet, law_at=law_at)
        self.points[order.id] = points_of(decision, self.book.domain.neutral)
        return decision


def points_of(decision: Decision, neutral: str) -> float:
    """How loudly rules speak: the score, above it whatever stops the order, above that how many rules do; NaN where
    none says anything that counts."""
    stopping = sum(each.verdict != neutral and each.set == RULE_SET for each in decision.findings)
    if not stopping and not decision.score:
        return float("nan")
    return float(HELD * min(stopping, MOST_SHARED) + decision.score)


def judged(
    orders: Sequence[Order],
    admission: Admission,
    labels: Iterable[KeptLabel],
    step: Callable[[int], None] = lambda _: None,
) -> Judged:
    """Decides all of them. Raises NoRows when there is none that can be decided."""
    rules = FraudRules(admission)
    vectors = vectors_of(decided(orders, rules, labels, step))
    return Judged(vectors, rules.points)


def truth(labels: Iterable[KeptLabel], schemes: Mapping[str, str]) -> dict[str, str]:
    """Orders that were fraud, with their scheme, blank where the data name none.

    Disputes of buyers who had the goods count: people would have wanted to see these orders too.
    """
    known = {each.order_id: "" for each in labels if each.kind in FRAUD or each.kind == FRIENDLY}
    return known | dict(schemes)


def cases_of(found: Judged, frauds: Mapping[str, str], scoring: Scoring, since: datetime) -> Cases:
    """The orders from a moment on, with what rules and models say of them. Raises NoRows when there is none."""
    chosen = found.vectors.placed_at >= microseconds(since)
    if not chosen.any():
        raise NoRows(f"from {since:%Y-%m-%d} on")
    rows = found.vectors.where(chosen)
    scores = scored(scoring, rows.features)
    models = {"forest": scores.raw}
    if scores.probability is not None:
        models["classifier"] = scores.probability
    return Cases(
        placed=rows.placed_at,
        fraud=np.array([each in frauds for each in rows.order_ids], np.bool_),
        amount=np.nan_to_num(rows.amounts).astype(np.int64),
        rules=np.array([found.points[each] for each in rows.order_ids], np.float64),
        models=models,
        scheme=tuple(frauds.get(each, "") for each in rows.order_ids) if any(frauds.values()) else (),
        loud=HELD,
    )
