"""Drafts as rows: working copies of the rule book under a name, each with a revision that only grows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import Row, bindparam, delete, select, update

from engine.clock import microseconds, moment
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import DRAFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """`manifest` says which content each file has; `base` is the edition that the work began from; `faults` keep the
    draft from being proposed, a line each. `revision` counts from 1."""

    merchant: str
    name: str
    revision: int
    base: str | None
    manifest: Mapping[str, str]
    faults: tuple[str, ...]
    pushed_at: datetime
    pushed_by: str


_C = DRAFT.c
_MINE = _C.merchant_id == bindparam("merchant")
_ONE = select(DRAFT).where(_MINE, _C.name == bindparam("draft"))
_ALL = select(DRAFT).where(_MINE).order_by(_C.name)
_DROP = delete(DRAFT).where(_MINE, _C.name == bindparam("draft"), _C.revision == bindparam("seen"))
_MOVE = (
    update(DRAFT)
    .where(_MINE, _C.name == bindparam("draft"), _C.revision == bindparam("seen"))
    .values(
        revision=_C.revision + 1,
        base=bindparam("from_edition"),
        manifest=bindparam("files"),
        faults=bindparam("wrong"),
        pushed_at=bindparam("when"),
        pushed_by=bindparam("whom"),
    )
)


def draft_of(session: ReadSession, merchant: str, name: str) -> Draft | None:
    """A draft by its name."""
    row = session.first(_ONE, {"merchant": merchant, "draft": name})
    return None if row is None else _draft(row)


def drafts(session: ReadSession, merchant: str) -> Sequence[Draft]:
    """All of a merchant, by name."""
    return [_draft(row) for row in session.rows(_ALL, {"merchant": merchant})]


def keep_draft(session: WriteSession, draft: Draft) -> bool:
    """Keeps a revision that follows the one before; answers False when somebody else's is there already.

    Raises StoreConflict when somebody begins a draft of this name at the same moment.
    """
    manifest, faults = orjson.dumps(dict(draft.manifest)).decode(), orjson.dumps(list(draft.faults)).decode()
    if draft.revision > 1:
        changed = {
            "merchant": draft.merchant,
            "draft": draft.name,
            "seen": draft.revision - 1,
            "from_edition": draft.base,
            "files": manifest,
            "wrong": faults,
            "when": microseconds(draft.pushed_at),
            "whom": draft.pushed_by,
        }
        return session.run(_MOVE, changed) == 1
    if draft_of(session, draft.merchant, draft.name) is not None:
        return False
    row = {
        "merchant_id": draft.merchant,
        "name": draft.name,
        "revision": 1,
        "base": draft.base,
        "manifest": manifest,
        "faults": faults,
        "pushed_at": microseconds(draft.pushed_at),
        "pushed_by": draft.pushed_by,
    }
    session.add(DRAFT, [row])
    return True


def drop_draft(session: WriteSession, merchant: str, name: str, revision: int) -> bool:
    """Takes a draft away as it stands at a revision; answers whether it stood there. Files stay, by content."""
    return session.run(_DROP, {"merchant": merchant, "draft": name, "seen": revision}) == 1


def _draft(row: Row[tuple[object, ...]]) -> Draft:
    return Draft(
        merchant=row.merchant_id,
        name=row.name,
        revision=row.revision,
        base=row.base,
        manifest=orjson.loads(row.manifest),
        faults=tuple(orjson.loads(row.faults or "[]")),
        pushed_at=moment(row.pushed_at),
        pushed_by=row.pushed_by,
    )
