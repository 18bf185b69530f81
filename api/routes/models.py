"""Models: which of them score orders, and how they do. They are trained and promoted on the command line."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.refusals import NotFound
from api.schemas.models import A_STATE, SOME_MODELS, DriftShown, ModelsShown, shown_models, shown_states
from api.services import ServicesOf
from engine.desk.model_errors import ModelUnknown, SeveralModels
from engine.desk.model_registering import named_model
from engine.store.models import states_of, steps_of

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.MODELS_READ))]
Version = Annotated[str, Path(max_length=128, examples=["2026-11-01-9f2c9f2c"])]
LAST_STEPS, LAST_STATES = 20, 90


@routes.get(
    "/v1/models",
    **operation("list_models", "See which models score orders", Tag.MODELS, Returns(ModelsShown, SOME_MODELS)),
)
def list_models(services: ServicesOf, who: Reader) -> Response:
    """Champion and challenger with how they were doing when last measured, and the last steps of their history."""
    now = services.desk.models.in_force(who.merchant)
    with services.database.read() as session:
        steps = list(steps_of(session, who.merchant))
    return answer(shown_models(now, steps[: -LAST_STEPS - 1 : -1]))


@routes.get(
    "/v1/models/{version}/drift",
    **operation(
        "get_model_drift",
        "See how a model does",
        Tag.MODELS,
        Returns(DriftShown, {"version": "2026-11-01-9f2c9f2c", "digest": "9f2c" * 16, "states": [A_STATE]}),
        ("not_found",),
    ),
)
def get_model_drift(services: ServicesOf, who: Reader, version: Version) -> Response:
    """Its last states, newest first: stability indices of features and score, alert rate, unknown values, and how well
    it put frauds first."""
    with services.database.read() as session:
        try:
            model = named_model(session, who.merchant, version)
        except (ModelUnknown, SeveralModels) as unknown:
            raise NotFound from unknown
        states = list(states_of(session, who.merchant, model.digest, LAST_STATES))
    return answer(shown_states(model.version, model.digest, states))
