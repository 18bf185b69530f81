"""What a model said of the orders of the last days, as decisions kept it, and what a threshold on it would catch.

An order counts as fraud or honest as in training (`model_shadow.fraud_of`); of the rest nothing can be told. A
percentile is among the orders that the model was trained on, a probability is given in percent, so both go to 100.
The database counts between neighbouring edges of bins and thresholds, so that nobody walks a hundred thousand orders.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from engine.desk.desk import Desk
from engine.desk.model_gates import mature_days
from engine.desk.model_rows import known_of
from engine.store.models import Model
from engine.store.said_counts import SaidCount, SaidCounts, SaidWanted, said_counts

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

    def add(self, outcome: str, fraud: bool | None, orders: int = 1) -> None:  # noqa: FBT001 - a truth of three values
        """Counts some that are alike; fewer than none takes them out."""
        self.orders += orders
        self.fraud += orders if fraud is True else 0
        self.honest += orders if fraud is False else 0
        self.outcomes[outcome] += orders

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
    thresholds = sorted({*TRIED, threshold})
    wanted = SaidWanted(
        merchant=merchant,
        digest=model.digest,
        since=now - timedelta(days=days),
        known_by=now,
        mature=now - timedelta(days=mature_days(model.card)),
        edges=sorted({*map(float, range(0, 100, BIN)), *thresholds}),
        probability=measure == PROBABILITY,
        most=MOST,
    )
    with desk.database.read() as session:
        found = said_counts(session, wanted)
    scores = Scores(
        whole=Tally(),
        bins=[Tally() for _ in range(100 // BIN)],
        caught={each: Tally() for each in thresholds},
        is_whole=found.is_whole,
    )
    _fill(scores, found, wanted.edges)
    return scores


def _fill(scores: Scores, found: SaidCounts, edges: Sequence[float]) -> None:
    """Everything as if nobody had labelled any; then those with labels go to where these put them."""
    for each in found.counts:
        _add(scores, edges, each, False if each.is_honest else None, each.orders)
    for order in found.labelled:
        known = known_of(order.labels)
        _add(scores, edges, order.counted, False if order.counted.is_honest else None, -1)
        _add(scores, edges, order.counted, None if known is None else known.fraud, 1)


def _add(scores: Scores, edges: Sequence[float], counted: SaidCount, fraud: bool | None, orders: int) -> None:  # noqa: FBT001
    reached = edges[counted.edges - 1] if counted.edges else 0.0
    tallies = [each for threshold, each in scores.caught.items() if counted.edges and threshold <= reached]
    last = len(scores.bins) - 1
    for tally in (scores.whole, scores.bins[min(int(reached // BIN), last)], *tallies):
        tally.add(counted.outcome, fraud, orders)
