"""What decisions kept of scores, as rows to train on and to measure models by.

A row is the first decision of a version of an order: its features are those that were served, its labels those that
were known at a moment. Nothing is computed again.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson

from engine.desk.labelling import FRAUD
from engine.store.labels import Label
from engine.store.scored_orders import BEFORE_ALL, ScoredOrder, scored_orders
from engine.store.sessions import ReadSession

Part = Mapping[str, object]
TRUSTED = "trusted"  # a source that says of a person, not of an order, that all is well


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one model said of an order: its version, percentile 0 to 100 and probability 0 to 1; NaN where it said
    none."""

    version: str
    percentile: float
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What an order turned out to be, by which kind of label of whom, since when."""

    fraud: bool
    kind: str
    source: str
    known_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRow:
    """`features` are in the order of the schema, NaN where unknown. `segments` has `country`, `currency`, `channel` and
    `shop`, empty where unknown. `model` is the digest of what scored it. `known` is None without a label;
    `let_through` is what the record says of a randomised let-through, None where there was none."""

    decision: str
    order_id: str
    version: int
    placed_at: datetime
    decided_at: datetime
    schema: str
    features: tuple[float, ...]
    segments: Mapping[str, str]
    outcome: str
    model: str | None
    champion: Said | None
    challenger: Said | None
    let_through: object
    known: Known | None


def model_rows(
    session: ReadSession, merchant: str, *, as_of: datetime, since: datetime = BEFORE_ALL
) -> Iterator[ModelRow]:
    """Rows placed from `since` on and decided before `as_of`, in the order of their decisions, read some at a time.

    Decisions from before there were features are left out.
    """
    for each in scored_orders(session, merchant, known_by=as_of, since=since):
        content = orjson.loads(each.content)
        if content.get("model"):
            yield _row(each, content)


def known_of(labels: Sequence[Label]) -> Known | None:
    """What labels come to: the newest counts, fraud before legitimate at the same moment; that somebody is trusted
    never takes a fraud back."""
    strong = [each for each in labels if each.source != TRUSTED] or labels
    last = max(strong, key=lambda each: (each.known_at, each.kind in FRAUD), default=None)
    if last is None:
        return None
    return Known(fraud=last.kind in FRAUD, kind=last.kind, source=last.source, known_at=last.known_at)


def _row(order: ScoredOrder, content: Mapping[str, object]) -> ModelRow:
    model = _part(content["model"])
    detail = _part(model.get("detail"))
    features = model.get("features")
    return ModelRow(
        decision=order.decision,
        order_id=order.order_id,
        version=order.version,
        placed_at=order.placed_at,
        decided_at=order.decided_at,
        schema=str(model.get("schema", "")),
        features=tuple(map(_number, features)) if isinstance(features, list) else (),
        segments={
            "country": order.country or "",
            "currency": order.currency,
            "channel": order.channel,
            "shop": order.shop,
        },
        outcome=order.outcome,
        model=order.model,
        champion=_said(detail),
        challenger=_said(_part(detail.get("challenger"))),
        let_through=content.get("let_through"),
        known=known_of(order.labels),
    )


def _said(detail: Part) -> Said | None:
    if "version" not in detail:
        return None
    return Said(
        version=str(detail["version"]),
        percentile=_number(_part(detail.get("anomaly")).get("percentile")),
        probability=_number(_part(detail.get("fraud")).get("probability")),
    )


def _part(value: object) -> Part:
    return value if isinstance(value, dict) else {}


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else math.nan
