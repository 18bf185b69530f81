"""Editions as rows: files by content, a manifest that names them, and which edition is in force since when."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import Row, bindparam, func, select

from engine.clock import microseconds, moment
from engine.store.packing import pack, unpack
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import ACTIVATION, BLOB, EDITION


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """`manifest` says which content each path has (SHA-256); `book` is the digest that receipts name."""

    merchant: str
    digest: str
    book: str
    manifest: Mapping[str, str]
    engine: str
    rules: int
    created_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Activation:
    """From when an edition is in force. `epoch` counts the activations of a merchant from 1."""

    id: str
    merchant: str
    epoch: int
    edition: str
    activated_at: datetime
    activated_by: str
    note: str = ""


_HELD = select(BLOB.c.digest).where(
    BLOB.c.merchant_id == bindparam("merchant"), BLOB.c.digest.in_(bindparam("digests", expanding=True))
)
_CONTENTS = select(BLOB.c.digest, BLOB.c.content).where(
    BLOB.c.merchant_id == bindparam("merchant"), BLOB.c.digest.in_(bindparam("digests", expanding=True))
)
_ONE = select(EDITION).where(EDITION.c.merchant_id == bindparam("merchant"), EDITION.c.digest == bindparam("digest"))
_LAST = (
    select(ACTIVATION)
    .where(ACTIVATION.c.merchant_id == bindparam("merchant"))
    .order_by(ACTIVATION.c.epoch.desc())
    .limit(1)
)
_ALL = _LAST.limit(None).limit(bindparam("limit"))
_EPOCH = select(func.coalesce(func.max(ACTIVATION.c.epoch), 0)).where(ACTIVATION.c.merchant_id == bindparam("merchant"))
_EPOCHS = select(ACTIVATION.c.merchant_id, func.max(ACTIVATION.c.epoch).label("epoch")).group_by(
    ACTIVATION.c.merchant_id
)


def digest_of(content: bytes) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def add_blobs(session: WriteSession, merchant: str, contents: Iterable[bytes], at: datetime) -> None:
    """Stores contents that are not there yet."""
    by_digest = {digest_of(content): content for content in contents}
    held = {row.digest for row in session.rows(_HELD, {"merchant": merchant, "digests": list(by_digest)})}
    session.add(
        BLOB,
        [
            {
                "merchant_id": merchant,
                "digest": digest,
                "content": pack(content),
                "size": len(content),
                "created_at": microseconds(at),
            }
            for digest, content in by_digest.items()
            if digest not in held
        ],
    )


def contents(session: ReadSession, merchant: str, digests: Iterable[str]) -> dict[str, bytes]:
    """Contents by digest."""
    rows = session.rows(_CONTENTS, {"merchant": merchant, "digests": list(set(digests))})
    return {row.digest: unpack(bytes(row.content)) for row in rows}


def add_edition(session: WriteSession, edition: Edition) -> None:
    """Stores an edition unless it is there."""
    if edition_of(session, edition.merchant, edition.digest) is None:
        row = {
            "merchant_id": edition.merchant,
            "digest": edition.digest,
            "book": edition.book,
            "manifest": orjson.dumps(dict(edition.manifest), option=orjson.OPT_SORT_KEYS).decode(),
            "engine": edition.engine,
            "rules": edition.rules,
            "created_at": microseconds(edition.created_at),
            "created_by": edition.created_by,
        }
        session.add(EDITION, [row])


def edition_of(session: ReadSession, merchant: str, digest: str) -> Edition | None:
    """An edition by its digest."""
    row = session.first(_ONE, {"merchant": merchant, "digest": digest})
    return None if row is None else _edition(row)


def activate(
    session: WriteSession, *, id_: str, merchant: str, edition: str, at: datetime, by: str, note: str = ""
) -> int:
    """Puts an edition in force; answers its epoch. Raises StoreConflict when somebody did at the same time."""
    epoch = session.number(_EPOCH, {"merchant": merchant}) + 1
    row = {"id": id_, "merchant_id": merchant, "epoch": epoch, "edition": edition, "activated_by": by, "note": note}
    session.add(ACTIVATION, [row | {"activated_at": microseconds(at)}])
    return epoch


def in_force(session: ReadSession, merchant: str) -> Activation | None:
    """The activation that counts; None before the first."""
    row = session.first(_LAST, {"merchant": merchant})
    return None if row is None else _activation(row)


def epochs(session: ReadSession) -> Mapping[str, int]:
    """The newest epoch of each merchant that has editions of its own."""
    return {row.merchant_id: row.epoch for row in session.rows(_EPOCHS)}


def activations(session: ReadSession, merchant: str, limit: int) -> list[Activation]:
    """The newest first."""
    return [_activation(row) for row in session.rows(_ALL, {"merchant": merchant, "limit": limit})]


def _edition(row: Row[tuple[object, ...]]) -> Edition:
    return Edition(
        merchant=row.merchant_id,
        digest=row.digest,
        book=row.book,
        manifest=orjson.loads(row.manifest),
        engine=row.engine,
        rules=row.rules,
        created_at=moment(row.created_at),
        created_by=row.created_by,
    )


def _activation(row: Row[tuple[object, ...]]) -> Activation:
    return Activation(
        id=row.id,
        merchant=row.merchant_id,
        epoch=row.epoch,
        edition=row.edition,
        activated_at=moment(row.activated_at),
        activated_by=row.activated_by,
        note=row.note,
    )
