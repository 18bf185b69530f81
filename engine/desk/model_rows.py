"""What decisions kept of scores, as rows to train on and to measure models by.

A row is the first decision of a version of an order: its features are those that were served, its labels those that
were known at a moment. Nothing is computed again.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson

from engine.anomaly.kept_label import CUSTOMS, FRAUD, HONEST
from engine.desk.deciding import sighting_token
from engine.desk.desk import Desk
from engine.record import LET_THROUGH
from engine.store.labels import Label
from engine.store.scored_orders import BEFORE_ALL, ScoredOrder, cards_of, scored_orders
from engine.store.sessions import ReadSession
from engine.store.standing import OrderKey

Part = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one model said of an order: its version, raw score, percentile 0 to 100 and probability 0 to 1; NaN where it
    said none. `version` is the digest of the model."""

    version: str
    score: float
    percentile: float
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What an order turned out to be, by which kind of label of whom, since when. Who disputes what was delivered
    (`friendly_fraud`) proves neither, so such an order is not known."""

    fraud: bool
    kind: str
    source: str
    known_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRow:
    """`features` are in the order of the schema, NaN where unknown. `segments` has `country`, `currency`, `channel` and
    `shop`, empty where unknown. `card` is the token of the card, 0 without one. `model` is the digest of what scored
    it. `labels` are all that were known, `known` is what they come to, None without any. `let_through_percent`
    is the share by which chance let an order pass that rules would have stopped, None for all others."""

    decision: str
    order_id: str
    version: int
    placed_at: datetime
    decided_at: datetime
    schema: str
    features: tuple[float, ...]
    segments: Mapping[str, str]
    card: int
    outcome: str
    model: str | None
    champion: Said | None
    challenger: Said | None
    let_through_percent: float | None
    labels: tuple[Label, ...]
    known: Known | None


def model_rows(
    desk: Desk,
    session: ReadSession,
    merchant: str,
    *,
    as_of: datetime,
    since: datetime = BEFORE_ALL,
) -> Iterator[ModelRow]:
    """Rows placed from `since` on and decided up to `as_of`, in the order of their decisions, read some at a time.

    Decisions from before there were features are left out.
    """
    for some in scored_orders(session, merchant, known_by=as_of, since=since):
        tokens = [_token(desk, merchant, each) for each in some]
        cards = cards_of(session, tokens)
        for each, token in zip(some, tokens, strict=True):
            content = orjson.loads(each.content)
            if content.get("model"):
                yield _row(each, content, cards.get(token, 0))


def known_of(labels: Sequence[Label]) -> Known | None:
    """What labels come to: fraud since the first that says so; else honest, unless the buyer disputed it."""
    frauds = [each for each in labels if each.kind in FRAUD]
    said = [each for each in labels if each.kind != CUSTOMS]  # which speaks of no payment
    kinds = {each.kind for each in said}
    told = frauds or (said if kinds == {HONEST} else [])
    first = min(told, key=lambda each: each.known_at, default=None)
    if first is None:
        return None
    return Known(fraud=bool(frauds), kind=first.kind, source=first.source, known_at=first.known_at)


def _token(desk: Desk, merchant: str, order: ScoredOrder) -> int:
    key = OrderKey(merchant=merchant, shop=order.shop, channel=order.channel, ref=order.ref)
    return sighting_token(desk, key)


def _row(order: ScoredOrder, content: Mapping[str, object], card: int) -> ModelRow:
    model = part(content["model"])
    detail = part(model.get("detail"))
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
        card=card,
        outcome=order.outcome,
        model=order.model,
        champion=_said(detail),
        challenger=_said(part(detail.get("challenger"))),
        let_through_percent=_maybe(content.get(LET_THROUGH)),
        labels=tuple(order.labels),
        known=known_of(order.labels),
    )


def _said(detail: Part) -> Said | None:
    if "version" not in detail:
        return None
    return Said(
        version=str(detail["version"]),
        score=_number(part(detail.get("anomaly")).get("score")),
        percentile=_number(part(detail.get("anomaly")).get("percentile")),
        probability=_number(part(detail.get("fraud")).get("probability")),
    )


def part(value: object) -> Part:
    """An object of JSON; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def _maybe(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else math.nan
