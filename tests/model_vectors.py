"""Rows of a model for tests: noise in some features, others that never differ, and frauds that stand out in two."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np

from engine.anomaly.features import FEATURES, SCHEMA
from engine.anomaly.kept_label import KeptLabel
from engine.anomaly.kept_vector import KeptVector
from engine.training.card import Terms
from engine.training.known import LabelTerms
from engine.training.rows import Vectors, vectors_of

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = 60
AS_OF = FIRST + timedelta(days=DAYS)
PLANTED = ("velocity.card_orders_24h", "order.value_eur_minor")  # what frauds stand out in
KNOWN_AFTER = timedelta(days=3)
NOISY = 20  # features; a forest hardly finds two that tell something among sixty that tell nothing


def a_kept(order_id: str = "A-1", day: float = 0.0, outcome: str = "admit", **fields: object) -> KeptVector:
    """What is kept of an order that was placed so many days after FIRST."""
    given: dict[str, object] = {
        "order_id": order_id,
        "placed_at": FIRST + timedelta(days=day),
        "features": (0.0,) * len(FEATURES),
        "schema": SCHEMA,
        "outcome": outcome,
    }
    return KeptVector(**(given | fields))  # type: ignore[arg-type]


def a_label(order_id: str = "A-1", day: float = 1.0, kind: str = "fraud", source: str = "analyst") -> KeptLabel:
    """Known so many days after FIRST."""
    return KeptLabel(order_id=order_id, kind=kind, source=source, known_at=FIRST + timedelta(days=day))


def some_history(
    rows: int = 3000, frauds: int = 300, seed: int = 1, days: int = DAYS
) -> tuple[Vectors, Sequence[KeptLabel]]:
    """Orders spread evenly over the days, and labels of the frauds, each known three days later, within the days."""
    chance = np.random.default_rng(seed)
    features = chance.normal(size=(rows, len(FEATURES)))
    bad = chance.choice(rows, frauds, replace=False)
    for name in PLANTED:
        features[bad, FEATURES.index(name)] += 5
    features[chance.random(features.shape) < 0.05] = np.nan
    features[:, [at for at, name in enumerate(FEATURES) if at >= NOISY and name not in PLANTED]] = 0.0
    kept = [
        a_kept(
            f"A-{number:05}",
            days * number / rows,
            features=tuple(map(float, row)),
            card=int(chance.integers(1, rows // 3)),
            segments={"destination": str(chance.choice(["DE", "FR"])), "currency": "EUR", "customer": "new"},
        )
        for number, row in enumerate(features)
    ]
    labels = [
        KeptLabel(
            order_id=kept[at].order_id,
            kind="chargeback",
            source="bank",
            reason="10.4",
            known_at=kept[at].placed_at + KNOWN_AFTER,
        )
        for at in sorted(bad)
        if kept[at].placed_at + KNOWN_AFTER <= FIRST + timedelta(days=days)
    ]
    return vectors_of(kept), labels


def terms(**changes: object) -> Terms:
    """What a user would choose, but for a few things."""
    given: dict[str, object] = {"as_of": AS_OF.isoformat(), "seed": 7, "labels": LabelTerms(mature_days=7.0)}
    return Terms(**(given | changes))  # type: ignore[arg-type]
