"""How a model scores the orders of the last days, and what a threshold would catch. Nothing changes by looking."""

from collections.abc import Mapping
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.refusals import NotFound
from api.routes.examples import Example
from api.services import ServicesOf
from engine.desk.model_errors import ModelUnknown, SeveralModels
from engine.desk.model_registering import named_model
from engine.desk.model_scores import BIN, Scores, Tally, scores_of

routes = APIRouter()
# Scores are of the orders of all shops.
Reader = Annotated[Caller, Depends(caller(Scope.MODELS_READ, Reach.WHOLE))]
Version = Annotated[str, Path(max_length=128, examples=["2026-11-01-9f2c9f2c"])]
Measure = Literal["percentile", "probability"]
_COUNTED: Example = {"orders": 41, "fraud": 6, "honest": 22}
_EFFECT: Example = {
    **_COUNTED, "threshold": 99.0, "share": 0.01, "precision": 0.214, "recall": 0.5,
    "outcomes": {"admit": 30, "hold": 11},
}  # fmt: skip
SOME: Example = {
    "version": "2026-11-01-9f2c9f2c",
    "digest": "9f2c" * 16,
    "measure": "percentile",
    "days": 30,
    "orders": 4120,
    "fraud": 12,
    "honest": 3010,
    "is_whole": True,
    "bins": [{"from": 95, "until": 100, **_COUNTED}],
    "effect": _EFFECT,
    "thresholds": [_EFFECT],
}


class BinShown(BaseModel):
    """Orders scored from `from` on and below `until`; the last bin holds 100 too."""

    from_: int = Field(alias="from")
    until: int
    orders: int
    fraud: int
    honest: int


class EffectShown(BaseModel):
    """Orders from a threshold on: their share of all, how many were fraud and honest as far as that is known, what was
    decided of them, the share of fraud among those known, and the share of all known fraud."""

    threshold: float
    orders: int
    share: float | None
    fraud: int
    honest: int
    precision: float | None
    recall: float | None
    outcomes: dict[str, int]


class ScoresShown(BaseModel):
    """The merchant's orders of the last days that the model scored. `is_whole` is false where the oldest hundred
    thousand were looked at and the rest left out."""

    version: str
    digest: str
    measure: Measure
    days: int
    orders: int
    fraud: int
    honest: int
    is_whole: bool
    bins: list[BinShown]
    effect: EffectShown
    thresholds: list[EffectShown]


@routes.get(
    "/v1/models/{version}/scores",
    **operation(
        "get_model_scores", "See what a threshold would catch", Tag.MODELS, Returns(ScoresShown, SOME), ("not_found",)
    ),
)
def get_model_scores(
    services: ServicesOf,
    who: Reader,
    version: Version,
    threshold: Annotated[float, Query(ge=0, le=100, description="From this score on.")] = 99.0,
    measure: Annotated[Measure, Query(description="The percentile, or the probability in percent.")] = "percentile",
    days: Annotated[int, Query(ge=1, le=90, description="How far back orders were placed.")] = 30,
) -> Response:
    """What decisions kept, as champion or in shadow, with the labels known by now. Thresholds that decide stand in the
    rule book, and are changed there."""
    with services.database.read() as session:
        try:
            model = named_model(session, who.merchant, version)
        except (ModelUnknown, SeveralModels) as unknown:
            raise NotFound from unknown
    scores = scores_of(services.desk, who.merchant, model, days, measure, threshold)
    return answer(
        {
            "version": model.version,
            "digest": model.digest,
            "measure": measure,
            "days": days,
            **_counts(scores.whole),
            "is_whole": scores.is_whole,
            "bins": [
                {"from": number * BIN, "until": (number + 1) * BIN, **_counts(each)}
                for number, each in enumerate(scores.bins)
            ],
            "effect": _effect(scores, threshold),
            "thresholds": [_effect(scores, each) for each in scores.caught],
        }
    )


def _counts(tally: Tally) -> Mapping[str, object]:
    return {"orders": tally.orders, "fraud": tally.fraud, "honest": tally.honest}


def _effect(scores: Scores, threshold: float) -> Mapping[str, object]:
    caught = scores.caught[threshold]
    return {
        "threshold": threshold,
        **_counts(caught),
        "share": caught.orders / scores.whole.orders if scores.whole.orders else None,
        "precision": caught.precision,
        "recall": scores.recall(threshold),
        "outcomes": dict(sorted(caught.outcomes.items())),
    }
