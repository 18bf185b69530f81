"""Closed gates of a model overridden by two people: one asks with a reason, another agrees; the history keeps both."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.asking import desk_caller
from api.routes.examples import AT
from api.routes.model_governance import A_STEP, STEPPED, SteppedShown, Version, named_or_missing, stepped_values
from api.schemas.body import JsonBody, Strict
from api.schemas.rules_asked import Reason
from api.services import ServicesOf
from engine.desk.model_overriding import agree_override, ask_override, withdraw_override
from engine.store.model_overrides import OverrideAsked, override_asked

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.MODELS_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.RULES_WRITE))]
Approver = Annotated[Caller, Depends(caller(Scope.RULES_APPROVE))]
_ASKED = {"asked_by": "bea", "asked_at": AT, "why": "an attack runs", "closed_gates": ["orders"]}


class ModelOverrideWanted(Strict):
    """Why, for those who read the history."""

    why: Reason


class ModelOverrideAgreed(Strict):
    """Nothing more is said: the reason is the first person's."""


class ModelOverrideAskedShown(BaseModel):
    """What waits for a second person; `closed_gates` as they stood when it was asked."""

    asked_by: str
    asked_at: datetime
    why: str
    closed_gates: list[str]


class ModelOverrideShown(BaseModel):
    """`asked` is null where nothing waits."""

    version: str
    asked: ModelOverrideAskedShown | None = Field(description="What one person has asked.")


_SHOWN = {"version": "2026-11-01-9f2c9f2c", "asked": _ASKED}
_WANTED = {"why": "an attack runs, see ticket 118"}
_RETURNS = Returns(ModelOverrideShown, _SHOWN)


@routes.get(
    "/v1/models/{version}/override",
    **operation("get_model_override", "Read what waits for a second person", Tag.MODELS, _RETURNS, ("not_found",)),
)
def get_override(services: ServicesOf, who: Reader, version: Version) -> Response:
    """Nothing waits once the model is champion."""
    model = named_or_missing(services, who, version)
    with services.database.read() as session:
        return answer(_shown(model.version, override_asked(session, who.merchant, model.digest)))


@routes.post(
    "/v1/models/{version}/override",
    **operation(
        "ask_model_override",
        "Ask to override closed gates",
        Tag.MODELS,
        _RETURNS,
        ("not_found", "model_in_role", "nothing_to_override", "override_waits", *STEPPED),
    ),
)
def post_override(
    services: ServicesOf,
    who: Writer,
    version: Version,
    asked: Annotated[ModelOverrideWanted, Depends(JsonBody(ModelOverrideWanted, _WANTED))],
) -> Response:
    """The gates are measured; nothing is in force until somebody else agrees."""
    model = named_or_missing(services, who, version)
    return answer(_shown(model.version, ask_override(services.desk, desk_caller(who), model.digest, asked.why)))


@routes.post(
    "/v1/models/{version}/override/agree",
    **operation(
        "agree_model_override",
        "Agree to override closed gates",
        Tag.MODELS,
        Returns(SteppedShown, A_STEP),
        ("not_found", "model_in_role", "no_override_asked", "same_person", *STEPPED),
    ),
)
def post_agreement(
    services: ServicesOf,
    who: Approver,
    version: Version,
    _: Annotated[ModelOverrideAgreed, Depends(JsonBody(ModelOverrideAgreed, {}))],
) -> Response:
    """By another person than who asked: the model is champion from now on, whatever its gates say."""
    model = named_or_missing(services, who, version)
    return answer(stepped_values(services, who, agree_override(services.desk, desk_caller(who), model.digest)))


@routes.delete(
    "/v1/models/{version}/override",
    **operation(
        "withdraw_model_override",
        "Withdraw an override that waits",
        Tag.MODELS,
        {204: Returns(None, None, "Nobody can agree to it any more.")},
        ("not_found", "no_override_asked", "name_needed"),
    ),
)
def delete_override(services: ServicesOf, who: Writer, version: Version) -> Response:
    """By whoever may ask."""
    withdraw_override(services.desk, desk_caller(who), named_or_missing(services, who, version).digest)
    return Response(status_code=204)


def _shown(version: str, asked: OverrideAsked | None) -> Mapping[str, object]:
    told = asked and {
        "asked_by": asked.asked_by,
        "asked_at": asked.asked_at,
        "why": asked.why,
        "closed_gates": asked.closed,
    }
    return {"version": version, "asked": told}
