"""Models as rows: what was registered, the chain of activations, and how each model was doing when last measured."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import orjson
from sqlalchemy import Row, bindparam, func, select, union_all

from engine.clock import microseconds, moment
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import MODEL, MODEL_ACTIVATION, MODEL_STATE

Part = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A registered model without its content. `digest` is the content's SHA-256, `schema` says which features it reads;
    nothing that became known after `as_of` went into it."""

    merchant: str
    digest: str
    version: str
    schema: str
    card: Part
    as_of: datetime
    created_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelActivation:
    """A step of a merchant's models; `seq` counts them from 1. `role` is what `digest` has from now on: `champion`,
    `challenger` or `none`; `previous` is what had the role before. `signature` covers all of it and the step before."""

    merchant: str
    seq: int
    role: str
    digest: str
    previous: str | None
    action: str
    by: str
    approved_by: str | None
    overridden: bool
    why: str
    at: datetime
    gates: tuple[Part, ...] = ()
    signature: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelState:
    """How a model was doing: `ok`, `drift` or `stale`, with the figures that say so."""

    merchant: str
    digest: str
    measured_at: datetime
    status: str
    figures: Part = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Newest:
    """How far a merchant's models have come: the last activation, and when the last state was measured (0: never)."""

    seq: int = 0
    measured: int = 0


_M, _A, _S = MODEL.c, MODEL_ACTIVATION.c, MODEL_STATE.c
_ABOUT = tuple(each for each in _M if each.name != "content")
_MODELS = select(*_ABOUT).where(_M.merchant_id == bindparam("merchant")).order_by(_M.created_at.desc(), _M.digest)
_ONE = _MODELS.where(_M.digest == bindparam("digest"))
_CONTENT = select(_M.content).where(_M.merchant_id == bindparam("merchant"), _M.digest == bindparam("digest"))
_STEPS = select(MODEL_ACTIVATION).where(_A.merchant_id == bindparam("merchant")).order_by(_A.seq)
_STATE = (
    select(MODEL_STATE)
    .where(_S.merchant_id == bindparam("merchant"), _S.digest == bindparam("digest"))
    .order_by(_S.measured_at.desc())
    .limit(bindparam("limit"))
)
_NEWEST = union_all(
    select(_A.merchant_id.label("merchant"), func.max(_A.seq).label("seq"), bindparam("none", 0).label("measured"))
    .group_by(_A.merchant_id),
    select(_S.merchant_id, bindparam("nothing", 0), func.max(_S.measured_at)).group_by(_S.merchant_id),
)  # fmt: skip


def add_model(session: WriteSession, model: Model, content: bytes) -> None:
    """Stores a model. Raises StoreConflict when its digest or its version is there already."""
    row = {
        "merchant_id": model.merchant,
        "digest": model.digest,
        "version": model.version,
        "schema": model.schema,
        "card": _text(model.card),
        "content": content,
        "as_of": microseconds(model.as_of),
        "created_at": microseconds(model.created_at),
        "created_by": model.created_by,
    }
    session.add(MODEL, [row])


def models_of(session: ReadSession, merchant: str) -> Sequence[Model]:
    """All models of a merchant, the newest first."""
    return [_model(row) for row in session.rows(_MODELS, {"merchant": merchant})]


def model_of(session: ReadSession, merchant: str, digest: str) -> Model | None:
    """A model by its digest."""
    row = session.first(_ONE, {"merchant": merchant, "digest": digest})
    return None if row is None else _model(row)


def content_of(session: ReadSession, merchant: str, digest: str) -> bytes | None:
    """What was stored under a digest. Nobody has checked it: whoever uses it does."""
    row = session.first(_CONTENT, {"merchant": merchant, "digest": digest})
    return None if row is None else bytes(row.content)


def add_step(session: WriteSession, step: ModelActivation) -> None:
    """Adds a step. Raises StoreConflict when another one has its number."""
    row = {name: getattr(step, name) for name in _STEP}
    row |= {"merchant_id": step.merchant, "at": microseconds(step.at), "gates": _text(list(step.gates))}
    session.add(MODEL_ACTIVATION, [row])


def steps_of(session: ReadSession, merchant: str) -> Sequence[ModelActivation]:
    """All steps of a merchant, the first first."""
    return [_step(row) for row in session.rows(_STEPS, {"merchant": merchant})]


def add_state(session: WriteSession, state: ModelState) -> None:
    """Notes how a model is doing."""
    row = {
        "merchant_id": state.merchant,
        "digest": state.digest,
        "measured_at": microseconds(state.measured_at),
        "status": state.status,
        "figures": _text(state.figures),
    }
    session.add(MODEL_STATE, [row])


def states_of(session: ReadSession, merchant: str, digest: str, limit: int = 1) -> Sequence[ModelState]:
    """How a model was doing, the last measured first."""
    rows = session.rows(_STATE, {"merchant": merchant, "digest": digest, "limit": limit})
    return [
        ModelState(
            merchant=row.merchant_id,
            digest=row.digest,
            measured_at=moment(row.measured_at),
            status=row.status,
            figures=orjson.loads(row.figures),
        )
        for row in rows
    ]


def newest_of_all(session: ReadSession) -> Mapping[str, Newest]:
    """How far the models of each merchant have come, in one statement."""
    found: dict[str, Newest] = {}
    for row in session.rows(_NEWEST):
        before = found.get(row.merchant, Newest())
        found[row.merchant] = Newest(max(before.seq, row.seq), max(before.measured, row.measured))
    return found


_STEP = ("seq", "role", "digest", "previous", "action", "by", "approved_by", "overridden", "why", "signature")


def _model(row: Row[tuple[object, ...]]) -> Model:
    return Model(
        merchant=row.merchant_id,
        digest=row.digest,
        version=row.version,
        schema=row.schema,
        card=orjson.loads(row.card),
        as_of=moment(row.as_of),
        created_at=moment(row.created_at),
        created_by=row.created_by,
    )


def _step(row: Row[tuple[object, ...]]) -> ModelActivation:
    return ModelActivation(
        merchant=row.merchant_id,
        at=moment(row.at),
        gates=tuple(orjson.loads(row.gates)),
        **{name: getattr(row, name) for name in _STEP},
    )


def _text(value: object) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
