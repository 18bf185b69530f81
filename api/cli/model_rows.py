"""Rows and labels of a model from the installation's database: the vectors that decisions kept, as they were served."""

import math
from datetime import datetime

from api.cli.model_sources import Rows
from api.composition.house import furnished
from api.storage import current
from engine.anomaly.features import FEATURES
from engine.anomaly.kept_label import KeptLabel
from engine.anomaly.kept_vector import KeptVector, segments
from engine.clock import moment
from engine.desk.model_rows import ModelRow, model_rows
from engine.settings import Settings
from engine.training.rows import vectors_of

AMOUNT = FEATURES.index("order.value_eur_minor")


def stored(merchant: str, as_of: datetime | None, since: datetime | None) -> Rows:
    """What was decided before `as_of`, now without one, with the labels of that moment."""
    settings = Settings()
    with current(settings) as database:
        desk = furnished(settings, database).desk
        at = as_of or desk.clock.now()
        with database.read() as session:
            # Of an order that was changed the last version counts: its label is of what was delivered.
            newest = {
                row.order_id: row for row in model_rows(desk, session, merchant, as_of=at, since=since or moment(0))
            }
    labels = [label for row in newest.values() for label in _labels(row)]
    return Rows(vectors_of(map(_kept, newest.values()), f"of {merchant} in the database"), labels, at)


def _kept(row: ModelRow) -> KeptVector:
    amount = row.features[AMOUNT] if len(row.features) > AMOUNT else math.nan
    return KeptVector(
        order_id=row.order_id,
        placed_at=row.placed_at,
        features=row.features,
        schema=row.schema,
        outcome=row.outcome,
        amount=None if math.isnan(amount) else int(amount),
        card=row.card,
        segments=segments(row.segments["country"], row.segments["currency"], row.features),
        let_through=row.let_through_percent is not None,
    )


def _labels(row: ModelRow) -> list[KeptLabel]:
    return [
        KeptLabel(
            order_id=row.order_id,
            kind=each.kind,
            source=each.source,
            known_at=each.known_at,
            reason=each.reason_code or "",
        )
        for each in row.labels
    ]
