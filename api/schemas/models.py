"""Models as they are shown: which are in force, what was done with them, and how they do."""

from collections.abc import Mapping
from datetime import datetime

from pydantic import BaseModel, Field

from api.routes.examples import AT, Example
from engine.desk.model_telling import activation_values, model_values, state_values
from engine.desk.models import InForce, Ready
from engine.store.models import ModelActivation, ModelState

_DIGEST = "9f2c" * 16
A_STATE: Example = {
    "status": "ok",
    "measured_at": AT,
    "figures": {"days": 7, "orders": 4120, "alert_rate": 0.011, "largest_psi": 0.03},
}
A_MODEL: Example = {
    "version": "2026-11-01-9f2c9f2c",
    "digest": _DIGEST,
    "schema": "5ad1f0c2b3e49788",
    "as_of": "2026-11-01T00:00:00Z",
    "created_at": AT,
    "created_by": "bea",
    "state": A_STATE,
}
AN_ACTIVATION: Example = {
    "seq": 1,
    "action": "promote",
    "role": "champion",
    "digest": _DIGEST,
    "previous": None,
    "by": "bea",
    "approved_by": None,
    "overridden": False,
    "why": "the first",
    "at": AT,
    "gates": [{"name": "latency", "measured": 0.4, "bar": "p99 below 1 ms of CPU", "state": "passed", "detail": ""}],
}
SOME_MODELS: Example = {"champion": A_MODEL, "challenger": None, "refused": [], "activations": [AN_ACTIVATION]}


class StateShown(BaseModel):
    """How a model was doing: `ok`, `drift` or `stale`, with the figures that say so."""

    status: str
    measured_at: datetime
    figures: dict[str, object]


class ModelShown(BaseModel):
    """A model that scores. Decisions name it by `digest`; nothing that became known after `as_of` went into it."""

    version: str
    digest: str
    schema_: str = Field(alias="schema")
    as_of: datetime
    created_at: datetime
    created_by: str
    state: StateShown | None


class ActivationShown(BaseModel):
    """What was done with a model, by whom, why, and how its gates stood."""

    seq: int
    action: str
    role: str
    digest: str
    previous: str | None
    by: str
    approved_by: str | None
    overridden: bool
    why: str
    at: datetime
    gates: list[dict[str, object]]


class ModelsShown(BaseModel):
    """What scores the merchant's orders. `refused` says which model has a role and may not score, and why;
    `activations` are the merchant's own, newest first."""

    champion: ModelShown | None
    challenger: ModelShown | None
    refused: list[str]
    activations: list[ActivationShown]


class DriftShown(BaseModel):
    """How a model was doing, newest first; once a day unless somebody measures."""

    version: str
    digest: str
    states: list[StateShown]


def shown_models(now: InForce, steps: list[ModelActivation]) -> Mapping[str, object]:
    """The models in force, with these steps of history."""
    return {
        "champion": _shown(now.champion),
        "challenger": _shown(now.challenger),
        "refused": list(now.refused),
        "activations": [activation_values(each) for each in steps],
    }


def shown_states(version: str, digest: str, states: list[ModelState]) -> Mapping[str, object]:
    """The states of a model."""
    return {"version": version, "digest": digest, "states": [state_values(each) for each in states]}


def _shown(ready: Ready | None) -> Mapping[str, object] | None:
    if ready is None:
        return None
    return model_values(ready.model) | {"state": None if ready.state is None else state_values(ready.state)}
