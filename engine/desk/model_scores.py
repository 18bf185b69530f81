"""What a model said of the orders of the last days, as decisions kept it, and what a threshold on it would catch.

An order counts as fraud or honest as in training (`model_shadow.fraud_of`); of the rest nothing can be told. A
percentile is among the orders that the model was trained on, a probability is given in percent, so both go to 100.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from engine.desk.desk import Desk
from engine.desk.model_gates import mature_days
from engine.desk.model_rows import ModelRow, Said, model_rows
from engine.desk.model_shadow import fraud_of
from engine.store.models import Model

PERCENTILE, PROBABILITY = "percentile", "probability"
MOST = 100_000  # orders of one look
BIN = 5
TRIED = (50.0, 80.0, 90.0, 95.0, 97.0, 98.0, 99.0, 99.5, 99.9)


@dataclass(slots=True)
class Tally:
    """Orders, and how many of them turned out to be fraud and to be honest."""

    orders: int = 0
    fraud: int = 0
    honest: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)

    def add(self, outcome: str, fraud: bool | None) -> None:  # noqa: FBT001 - a truth of three values
        """Counts one."""
        self.orders += 1
        self.fraud += fraud is True
        self.honest += fraud is False
        self.outcomes[outcome] += 1

    @property
    def precision(self) -> float | None:
        """The share of fraud among those of which it is known; None where nothing is."""
        known = self.fraud + self.honest
        return self.fraud / known if known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """All scored orders, by bins of five that begin at 0, and those from each threshold on. `is_whole`: none were left
    out for being too many."""

    whole: Tally
    bins: Sequence[Tally]
    caught: dict[float, Tally]
    is_whole: bool

    def recall(self, threshold: float) -> float | None:
        """The share of known fraud from the threshold on; None where no fraud is known."""
        return self.caught[threshold].fraud / self.whole.fraud if self.whole.fraud else None


def scores_of(desk: Desk, merchant: str, model: Model, days: int, measure: str, threshold: float) -> Scores:
    """Of a merchant's own orders that this model scored, as champion or as challenger."""
    now = desk.clock.now()
    mature = now - timedelta(days=mature_days(model.card))
    scores = Scores(
        whole=Tally(),
        bins=[Tally() for _ in range(100 // BIN)],
        caught={each: Tally() for each in sorted({*TRIED, threshold})},
        is_whole=True,
    )
    with desk.database.read() as session:
        rows = model_rows(desk, session, merchant, as_of=now, since=now - timedelta(days=days), bare=True)
        return _counted(scores, rows, model.digest, measure, mature)


def _counted(scores: Scores, rows: Iterable[ModelRow], digest: str, measure: str, mature: datetime) -> Scores:
    for row in rows:
        said = next((each for each in (row.champion, row.challenger) if each and each.version == digest), None)
        score = math.nan if said is None else _score(said, measure)
        if math.isnan(score):
            continue
        if scores.whole.orders == MOST:
            return Scores(whole=scores.whole, bins=scores.bins, caught=scores.caught, is_whole=False)
        fraud = fraud_of(row, mature)
        scores.whole.add(row.outcome, fraud)
        scores.bins[min(int(score // BIN), len(scores.bins) - 1)].add(row.outcome, fraud)
        for threshold, tally in scores.caught.items():
            if score >= threshold:
                tally.add(row.outcome, fraud)
    return scores


def _score(said: Said, measure: str) -> float:
    return said.percentile if measure == PERCENTILE else said.probability * 100
