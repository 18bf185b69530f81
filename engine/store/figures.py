"""What there is to be counted in the whole database, for metrics: asked by whoever looks, never on an order's way.

Every statement reads an index on a part of a table, or a handful of rows; none reads all orders.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import orjson
from sqlalchemy import Row, func, select, text

from engine.store.beats import alive
from engine.store.sessions import ReadSession
from engine.store.tables import ACTIVATION, GUARD_TRIP, HOLD, JOB, METADATA, MODEL_STATE, REVIEW

SECOND = 1_000_000
ALIVE_S = 60.0
DELIVERY = "webhook_delivery"  # of webhooks


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFigures:
    """How a model did when it was last measured."""

    merchant: str
    digest: str
    status: str
    largest_psi: float | None
    alert_rate: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Counts and ages in seconds. `waiting` and `oldest_s` are of jobs that are due, by kind."""

    waiting: Mapping[str, int]
    oldest_s: Mapping[str, float]
    dead: Mapping[str, int]
    holds: Mapping[str, int]
    reviews: Mapping[str, int]
    trips: Mapping[str, int]
    editions: Mapping[str, str]
    workers: int
    models: tuple[ModelFigures, ...] = ()
    deliveries: Mapping[str, int] = field(default_factory=dict)


# In the very words of the indexes on parts of the tables.
_WAITING = (
    select(JOB.c.kind, func.count().label("jobs"), func.min(JOB.c.run_after).label("oldest"))
    .where(text("state = 'ready'"), JOB.c.run_after <= text(":now"))
    .group_by(JOB.c.kind)
)
_DEAD = select(JOB.c.kind, func.count().label("number")).where(text("state = 'dead'")).group_by(JOB.c.kind)
_HOLDS = select(HOLD.c.reason, func.count().label("number")).where(text("state = 'open'")).group_by(HOLD.c.reason)
_REVIEWS = (
    select(REVIEW.c.queue, func.count().label("number")).where(text("state <> 'resolved'")).group_by(REVIEW.c.queue)
)
_TRIPS = (
    select(GUARD_TRIP.c.measure, func.count().label("number"))
    .where(text("state = 'open'"))
    .group_by(GUARD_TRIP.c.measure)
)
_NEWEST = select(ACTIVATION.c.merchant_id, func.max(ACTIVATION.c.epoch).label("epoch")).group_by(
    ACTIVATION.c.merchant_id
)
_LAST = _NEWEST.subquery()
_EDITIONS = select(ACTIVATION.c.merchant_id, ACTIVATION.c.edition).join(
    _LAST, (ACTIVATION.c.merchant_id == _LAST.c.merchant_id) & (ACTIVATION.c.epoch == _LAST.c.epoch)
)
_MEASURED = (
    select(MODEL_STATE.c.merchant_id, func.max(MODEL_STATE.c.measured_at).label("at"))
    .group_by(MODEL_STATE.c.merchant_id)
    .subquery()
)
_MODELS = select(MODEL_STATE).join(
    _MEASURED,
    (MODEL_STATE.c.merchant_id == _MEASURED.c.merchant_id) & (MODEL_STATE.c.measured_at == _MEASURED.c.at),
)


def figures(session: ReadSession) -> Figures:
    """All of them, of all merchants together."""
    now = session.now()
    due = session.rows(_WAITING, {"now": now})
    return Figures(
        waiting={row.kind: row.jobs for row in due},
        oldest_s={row.kind: max(0.0, (now - row.oldest) / SECOND) for row in due},
        dead={row.kind: row.number for row in session.rows(_DEAD)},
        holds={row.reason: row.number for row in session.rows(_HOLDS)},
        reviews={row.queue: row.number for row in session.rows(_REVIEWS)},
        trips={row.measure: row.number for row in session.rows(_TRIPS)},
        editions={row.merchant_id: row.edition for row in session.rows(_EDITIONS)},
        workers=alive(session, ALIVE_S),
        models=tuple(map(_model, session.rows(_MODELS))),
        deliveries=_deliveries(session),
    )


def _deliveries(session: ReadSession) -> Mapping[str, int]:
    """By state; nothing where nobody is told of events."""
    table = METADATA.tables.get(DELIVERY)
    if table is None or "state" not in table.c:
        return {}
    asked = select(table.c.state, func.count().label("number")).group_by(table.c.state)
    return {row.state: row.number for row in session.rows(asked)}


def _model(row: Row[tuple[object, ...]]) -> ModelFigures:
    told = orjson.loads(row.figures)
    return ModelFigures(
        merchant=row.merchant_id,
        digest=row.digest,
        status=row.status,
        largest_psi=told.get("largest_psi"),
        alert_rate=told.get("alert_rate"),
    )
