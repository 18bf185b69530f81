"""What training writes can be registered and promoted: one model, all the way."""

from datetime import timedelta

import numpy as np

from engine.anomaly.features import FEATURES, SCHEMA
from engine.anomaly.kept_vector import KeptVector
from engine.desk.desk import Desk
from engine.desk.intake import submit
from engine.desk.model_promoting import gates_of, promote
from engine.desk.model_registering import register
from engine.desk.preferences import prefer
from engine.training.card import Terms
from engine.training.making import Trained, train
from engine.training.rows import vectors_of
from tests.desks import MAIN, NOW, an_honest_order, document
from tests.small_models import BEA

ROWS = 300


def trained() -> Trained:
    luck = np.random.default_rng(1)
    kept = [
        KeptVector(
            order_id=f"ord_{number}",
            placed_at=NOW - timedelta(days=30) + timedelta(hours=number),
            features=tuple(map(float, luck.integers(0, 9, len(FEATURES)))),
            schema=SCHEMA,
            outcome="admit",
        )
        for number in range(ROWS)
    ]
    return train(vectors_of(kept), [], Terms(as_of=NOW.isoformat(), seed=1, least_rows=ROWS))


def test_model_when_trained_then_it_can_be_registered_promoted_and_scores(desk: Desk) -> None:
    made = trained()
    model = register(desk, BEA, made.content, made.card.text().encode())
    prefer(desk, BEA, "model_least_orders", ROWS)
    assert [each.name for each in gates_of(desk, BEA, model.version) if each.state == "failed"] in ([], ["latency"])
    promote(desk, BEA, model.version, "the first", measure=lambda *_: ())
    assert submit(desk, MAIN, document(an_honest_order())).row.model == made.card.artefact
