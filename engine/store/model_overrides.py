"""Overrides of a model's closed gates that one person has asked, and that wait for a second one, as rows."""

from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import delete, select

from engine.clock import microseconds, moment
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import MODEL_OVERRIDE


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideAsked:
    """Who asked, why, and which gates were `closed` then; `identity` is the person or key behind the name."""

    merchant: str
    digest: str
    asked_by: str
    identity: str
    asked_at: datetime
    why: str
    closed: tuple[str, ...]


_C = MODEL_OVERRIDE.c


def override_asked(session: ReadSession, merchant: str, digest: str) -> OverrideAsked | None:
    """What waits for a second person, of one model."""
    row = session.first(select(MODEL_OVERRIDE).where(_C.merchant_id == merchant, _C.digest == digest))
    if row is None:
        return None
    return OverrideAsked(
        merchant=merchant,
        digest=digest,
        asked_by=str(row.asked_by),
        identity=str(row.identity),
        asked_at=moment(row.asked_at),
        why=str(row.why),
        closed=tuple(orjson.loads(row.closed)),
    )


def add_override(session: WriteSession, asked: OverrideAsked) -> None:
    """Raises StoreConflict where one waits already."""
    row = {
        "merchant_id": asked.merchant,
        "digest": asked.digest,
        "asked_by": asked.asked_by,
        "identity": asked.identity,
        "asked_at": microseconds(asked.asked_at),
        "why": asked.why,
        "closed": orjson.dumps(asked.closed).decode(),
    }
    session.add(MODEL_OVERRIDE, [row])


def drop_override(session: WriteSession, merchant: str, digest: str) -> bool:
    """It waits no more; false where none did."""
    return session.run(delete(MODEL_OVERRIDE).where(_C.merchant_id == merchant, _C.digest == digest)) == 1
