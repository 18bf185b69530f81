"""Models get and lose their roles over HTTP: registered, tried as challenger, promoted, rolled back, retired.

Closed gates are overridden by two people, see `model_overrides`.
"""

from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

import orjson
from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.refusals import DocumentRejected, NotFound
from api.routes.asking import desk_caller
from api.routes.examples import AT, Example
from api.schemas.body import MEBIBYTE, JsonBody, Strict
from api.schemas.models import AN_ACTIVATION, ActivationShown
from api.schemas.rules_asked import Note, Reason
from api.services import Services, ServicesOf
from engine.desk.model_errors import ModelUnknown, SeveralModels
from engine.desk.model_promoting import Stepped, challenge, gates_of, promote, retire, roll_back
from engine.desk.model_registering import known_models, named_model, register
from engine.desk.model_telling import activation_values, model_values
from engine.errors import Fault
from engine.store.models import Model

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.MODELS_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.RULES_WRITE))]
Approver = Annotated[Caller, Depends(caller(Scope.RULES_APPROVE))]
Version = Annotated[str, Path(max_length=128, examples=["2026-11-01-9f2c9f2c"])]
LARGEST = 16 * MEBIBYTE
A_CARD: Example = {"version": "2026-11-01-9f2c9f2c", "as_of": "2026-11-01T00:00:00Z", "intended_use": "held orders"}
A_KNOWN: Example = {
    "version": "2026-11-01-9f2c9f2c",
    "digest": "9f2c" * 16,
    "schema": "5ad1f0c2b3e49788",
    "as_of": "2026-11-01T00:00:00Z",
    "created_at": AT,
    "created_by": "bea",
    "role": "challenger",
}
A_MODEL_GATE: Example = {
    "name": "latency",
    "measured": 0.4,
    "bar": "p99 below 1 ms of CPU",
    "state": "passed",
    "detail": "",
}
A_STEP: Example = {"model": A_KNOWN, "step": AN_ACTIVATION}
STEPPED = ("artefact_refused", "model_chain_broken", "name_needed", "store_conflict")


class ModelAsked(Strict):
    """What `clearway model train` wrote: `model.npz` in base64, and `card.json`."""

    artefact: Annotated[str, Field(min_length=1, max_length=LARGEST)]
    card: dict[str, object]

    def content(self) -> bytes:
        """The bytes of the artefact. Raises DocumentRejected."""
        try:
            return b64decode(self.artefact, validate=True)
        except (NotBase64, ValueError):
            raise DocumentRejected(faults=[Fault("/artefact", "not_base64", "send base64")]) from None


class ChallengeAsked(Strict):
    """Why, for those who read the history."""

    why: Note = ""


class StepAsked(Strict):
    """Why, for those who read the history."""

    why: Reason


class RetireAsked(Strict):
    """Whose role ends, and why."""

    why: Reason
    challenger: bool = False


class KnownModelShown(BaseModel):
    """A registered model, and its role if it has one: `champion` or `challenger`."""

    version: str
    digest: str
    schema_: str = Field(alias="schema")
    as_of: datetime
    created_at: datetime
    created_by: str
    role: str | None


class KnownModelsShown(BaseModel):
    """All that are registered, newest first."""

    data: list[KnownModelShown]


class ModelGateShown(BaseModel):
    """A gate: what was measured, what is asked for, `passed`, `failed` or `not_measured`."""

    name: str
    measured: float | None
    bar: str
    state: str
    detail: str


class ModelGatesShown(BaseModel):
    """How the gates of a model stand now; `open` where it may be promoted."""

    version: str
    open: bool
    gates: list[ModelGateShown]


class SteppedShown(BaseModel):
    """What was done with a model."""

    model: KnownModelShown
    step: ActivationShown


class CardShown(BaseModel):
    """A model card: what it was trained on, how it was judged, what it is for and what it is not."""

    version: str


@routes.get(
    "/v1/models/registered",
    **operation(
        "list_registered_models",
        "List all registered models",
        Tag.MODELS,
        Returns(KnownModelsShown, {"data": [A_KNOWN]}),
    ),
)
def list_registered(services: ServicesOf, who: Reader) -> Response:
    """Also those without a role."""
    with services.database.read() as session:
        known = known_models(session, who.merchant)
    return answer({"data": [_shown(services, who, each) for each in known.models]})


@routes.post(
    "/v1/models/registered",
    **operation(
        "register_model",
        "Register a model",
        Tag.MODELS,
        {201: Returns(KnownModelShown, A_KNOWN, "Kept; it scores nothing yet.")},
        ("model_rejected", "model_there", "artefact_refused", "name_needed"),
    ),
)
def post_model(
    services: ServicesOf,
    who: Writer,
    asked: Annotated[
        ModelAsked, Depends(JsonBody(ModelAsked, {"artefact": "UEsDBA==", "card": A_CARD}, most=2 * LARGEST))
    ],
) -> Response:
    """The artefact is read with distrust: no pickle, bounded, and by the digest that its card has."""
    model = register(services.desk, desk_caller(who), asked.content(), orjson.dumps(asked.card))
    return answer(_shown(services, who, model), 201)


@routes.get(
    "/v1/models/{version}/card",
    **operation("get_model_card", "Download a model card", Tag.MODELS, Returns(CardShown, A_CARD), ("not_found",)),
)
def get_card(services: ServicesOf, who: Reader, version: Version) -> Response:
    """As it was registered."""
    model = named_or_missing(services, who, version)
    headers = {"Content-Disposition": f'attachment; filename="card-{model.digest[:12]}.json"'}
    return answer(dict(model.card), headers=headers)


@routes.get(
    "/v1/models/{version}/gates",
    **operation(
        "get_model_gates",
        "Measure what a model must show",
        Tag.MODELS,
        Returns(ModelGatesShown, {"version": "2026-11-01-9f2c9f2c", "open": True, "gates": [A_MODEL_GATE]}),
        ("not_found", "artefact_refused", "model_chain_broken"),
    ),
)
def get_gates(services: ServicesOf, who: Reader, version: Version) -> Response:
    """Measured now; nothing changes."""
    model = named_or_missing(services, who, version)
    found = gates_of(services.desk, desk_caller(who), model.digest)
    gates = [each.values() for each in found]
    return answer({"version": model.version, "open": all(each.is_open for each in found), "gates": gates})


@routes.post(
    "/v1/models/{version}/challenge",
    **operation(
        "challenge_model",
        "Try a model in the champion's shadow",
        Tag.MODELS,
        Returns(SteppedShown, A_STEP),
        ("not_found", "model_in_role", *STEPPED),
    ),
)
def post_challenge(
    services: ServicesOf,
    who: Writer,
    version: Version,
    asked: Annotated[ChallengeAsked, Depends(JsonBody(ChallengeAsked, {"why": "trained on the autumn"}))],
) -> Response:
    """It scores every order from now on; rules do not see it."""
    model = named_or_missing(services, who, version)
    return answer(stepped_values(services, who, challenge(services.desk, desk_caller(who), model.digest, asked.why)))


@routes.post(
    "/v1/models/{version}/promote",
    **operation(
        "promote_model",
        "Make a model champion",
        Tag.MODELS,
        Returns(SteppedShown, A_STEP),
        ("not_found", "model_in_role", "model_gates_closed", *STEPPED),
    ),
)
def post_promote(
    services: ServicesOf,
    who: Approver,
    version: Version,
    asked: Annotated[StepAsked, Depends(JsonBody(StepAsked, {"why": "better in shadow for two weeks"}))],
) -> Response:
    """Where its gates are open: rules read what it says from now on."""
    model = named_or_missing(services, who, version)
    return answer(stepped_values(services, who, promote(services.desk, desk_caller(who), model.digest, asked.why)))


@routes.post(
    "/v1/models/rollback",
    **operation(
        "roll_back_model",
        "Go back to the champion before",
        Tag.MODELS,
        Returns(SteppedShown, A_STEP),
        ("no_model_before", *STEPPED),
    ),
)
def post_model_rollback(
    services: ServicesOf,
    who: Approver,
    asked: Annotated[StepAsked, Depends(JsonBody(StepAsked, {"why": "it holds too many gifts"}))],
) -> Response:
    """At once, without gates."""
    return answer(stepped_values(services, who, roll_back(services.desk, desk_caller(who), asked.why)))


@routes.post(
    "/v1/models/retire",
    **operation(
        "retire_model",
        "Take a model out of its role",
        Tag.MODELS,
        Returns(SteppedShown, A_STEP),
        ("no_model_in_role", *STEPPED),
    ),
)
def post_retire(
    services: ServicesOf,
    who: Approver,
    asked: Annotated[RetireAsked, Depends(JsonBody(RetireAsked, {"why": "stale", "challenger": True}))],
) -> Response:
    """Without a champion no model scores."""
    done = retire(services.desk, desk_caller(who), asked.why, challenger=asked.challenger)
    return answer(stepped_values(services, who, done))


def named_or_missing(services: Services, who: Caller, version: str) -> Model:
    """The model. Raises NotFound."""
    with services.database.read() as session:
        try:
            return named_model(session, who.merchant, version)
        except (ModelUnknown, SeveralModels) as unknown:
            raise NotFound from unknown


def _shown(services: Services, who: Caller, model: Model) -> Mapping[str, object]:
    now = services.desk.models.in_force(who.merchant)
    roles = {"champion": now.champion, "challenger": now.challenger}
    role = next((name for name, each in roles.items() if each is not None and each.model.digest == model.digest), None)
    return model_values(model) | {"role": role}


def stepped_values(services: Services, who: Caller, done: Stepped) -> Mapping[str, object]:
    """What was done, as it is shown."""
    return {"model": _shown(services, who, done.model), "step": activation_values(done.step)}
