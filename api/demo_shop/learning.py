"""The model of the demonstration: fitted on made-up orders of the months before the first day, and put in force by two.

The shop itself has fewer orders than a forest wants, so its past is simulated as its two months are, and nothing of it
but the model is kept. Training, registering and the gates are those of every model; its version says what it is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from api.demo_shop.names import DEMO
from api.demo_shop.orders import Planned, planned
from api.demo_shop.town import Town
from engine.anomaly.kept_label import KeptLabel
from engine.desk.model_promoting import promote
from engine.desk.model_registering import register
from engine.training.card import Terms
from engine.training.history import decided
from engine.training.known import LabelTerms, known_by
from engine.training.making import Trained, train
from engine.training.rows import vectors_of

LEARNT, DAYS, SEED = 1_800, 180, 8  # orders of the past, how many days before the first, and which stream
LEAST = 1_000  # as `clearway model train` asks for
MARK = "PAST-"
# Small bursts, planted more often than in life, so that the weeks of the test have some; and fewer known frauds
# together than a classifier asks for: it would know its few schemes by heart, and hold orders of the story for it.
SHARES: Mapping[str, float] = {
    "account_takeover": 0.016,
    "forwarder_fraud": 0.01,
    "card_testing": 0.002,
    "reshipping": 0.002,
    "triangulation": 0.002,
}
TEST_DAYS, MATURE_DAYS = 42, 21.0  # card holders tell weeks later
NAME = "demonstration-"
BY, APPROVES = "Lin", "Noor"
WHY = "trained on made-up orders of a simulator, for the demonstration alone"


def learn(town: Town, many: int = LEARNT, least: int = LEAST, shares: Mapping[str, float] = SHARES) -> None:
    """Trains on so many orders of the time before now, and makes the model champion. Raises what training refuses, and
    ModelGatesClosed."""
    past = planned(town.now, many, DAYS, SEED, MARK, shares)
    made = _trained(town, past, least)
    desk = town.house.desk
    model = register(desk, town.caller(BY), made.content, made.card.text().encode())
    promote(desk, town.caller(BY), model.version, WHY, approved_by=APPROVES)


def _trained(town: Town, past: Sequence[Planned], least: int) -> Trained:
    labels = list(_labels(past))
    admission = town.house.desk.editions.current(DEMO).admission
    vectors = vectors_of(decided([each.order for each in past], admission, labels))
    terms = Terms(
        as_of=town.now.isoformat(),
        seed=1,
        labels=LabelTerms(mature_days=MATURE_DAYS),
        least_rows=least,
        test_days=TEST_DAYS,
    )
    made = train(vectors, known_by(labels, town.now), terms)
    return replace(made, card=replace(made.card, version=f"{NAME}{made.card.version}"))


def _labels(past: Sequence[Planned]) -> Iterator[KeptLabel]:
    """What becomes known of these orders, some of it later than the first day."""
    for each in past:
        if each.label is not None:
            yield KeptLabel(
                order_id=each.order.id,
                kind=each.label.kind,
                source=each.label.source,
                known_at=each.label.known_at,
                reason=each.label.reason_code or "",
            )
