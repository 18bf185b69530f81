"""Editions as rows: files by content, a manifest that names them, and which edition is in force since when."""

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

import orjson
from sqlalchemy import Row, bindparam, func, select, update

from engine.clock import microseconds, moment
from engine.store.packing import UNREADABLE, pack, unpack
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import ACTIVATION, BLOB, EDITION


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """`manifest` says which content each path has (SHA-256); `book` is the digest that receipts name, `data` has the
    edition of each part of the data, `engine` the version that it was made for."""

    merchant: str
    digest: str
    book: str
    manifest: Mapping[str, str]
    engine: str
    rules: int
    created_at: datetime
    created_by: str
    data: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Activation:
    """From when an edition is in force. `epoch` counts the activations of a merchant from 1.

    `kind` is `first`, `approved` (by a second person), `lists` (which one person may change), `emergency`, `rollback`
    or `guard`. `resolved` has the day, and the digests of lists and parameters as they count on it. An emergency waits
    for `confirmed_by`, who is somebody else. `proposer` and `activator` are the identities that the door knew.
    """

    id: str
    merchant: str
    epoch: int
    edition: str
    kind: str
    proposed_by: str
    activated_at: datetime
    activated_by: str
    proposal: str | None = None
    note: str = ""
    resolved: Mapping[str, str] = field(default_factory=dict)
    confirmed_by: str | None = None
    confirmed_at: datetime | None = None
    proposer: str | None = None
    activator: str | None = None

    @property
    def waits_for_a_look(self) -> bool:
        """Whether a second person has still to look at what one person did in an emergency."""
        return self.kind == "emergency" and self.confirmed_by is None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewActivation:
    """What is to come into force; its epoch follows from those before."""

    id: str
    merchant: str
    edition: str
    kind: str
    proposed_by: str
    by: str
    at: datetime
    proposal: str | None = None
    note: str = ""
    resolved: Mapping[str, str] = field(default_factory=dict)
    proposer: str | None = None
    activator: str | None = None


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
_OLDER = _ALL.where(ACTIVATION.c.epoch < bindparam("before"))
_WITH_ID = select(ACTIVATION).where(
    ACTIVATION.c.merchant_id == bindparam("merchant"), ACTIVATION.c.id == bindparam("which")
)
_WAS = (
    select(ACTIVATION)
    .where(ACTIVATION.c.merchant_id == bindparam("merchant"), ACTIVATION.c.edition == bindparam("edition"))
    .order_by(ACTIVATION.c.epoch.desc())
    .limit(1)
)
_LIKE = (
    select(EDITION)
    .where(EDITION.c.merchant_id == bindparam("merchant"), EDITION.c.digest.startswith(bindparam("start")))
    .order_by(EDITION.c.digest)
    .limit(2)
)
_CONFIRM = (
    update(ACTIVATION)
    .where(
        ACTIVATION.c.merchant_id == bindparam("merchant"),
        ACTIVATION.c.id == bindparam("which"),
        ACTIVATION.c.kind == "emergency",
        ACTIVATION.c.confirmed_by.is_(None),
    )
    .values(confirmed_by=bindparam("whom"), confirmer=bindparam("known"), confirmed_at=bindparam("when"))
)
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
    """Contents by digest, without those that are not any more what they were when they were stored."""
    rows = session.rows(_CONTENTS, {"merchant": merchant, "digests": list(set(digests))})
    found: dict[str, bytes] = {}
    for row in rows:
        with suppress(UNREADABLE):
            found[row.digest] = unpack(bytes(row.content))
    return {digest: content for digest, content in found.items() if digest_of(content) == digest}


def add_edition(session: WriteSession, edition: Edition) -> None:
    """Stores an edition unless it is there."""
    if edition_of(session, edition.merchant, edition.digest) is None:
        row = {
            "merchant_id": edition.merchant,
            "digest": edition.digest,
            "book": edition.book,
            "manifest": _written(edition.manifest),
            "data": _written(edition.data),
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


def editions_like(session: ReadSession, merchant: str, start: str) -> list[Edition]:
    """Editions whose digest begins so: none, one, or two, which says that there are several."""
    return [_edition(row) for row in session.rows(_LIKE, {"merchant": merchant, "start": start})]


def activate(session: WriteSession, new: NewActivation, seen: Activation | None) -> int:
    """Puts an edition in force after what was `seen` to count for the merchant; answers its epoch.

    Raises StoreConflict when something else came into force since, which whoever activates has not looked at, or when
    the one who puts it in force may not.
    """
    epoch = 1 if seen is None or seen.merchant != new.merchant else seen.epoch + 1
    row = {
        "id": new.id,
        "merchant_id": new.merchant,
        "epoch": epoch,
        "edition": new.edition,
        "kind": new.kind,
        "proposal": new.proposal,
        "proposed_by": new.proposed_by,
        "proposer": new.proposer,
        "activator": new.activator,
        "activated_at": microseconds(new.at),
        "activated_by": new.by,
        "note": new.note,
        "resolved": _written(new.resolved),
    }
    session.add(ACTIVATION, [row])
    return epoch


def confirm(
    session: WriteSession, merchant: str, activation: str, by: str, at: datetime, known: str | None = None
) -> bool:
    """Notes that a second person looked at an emergency; answers whether it waited for that."""
    params = {"merchant": merchant, "which": activation, "whom": by, "known": known, "when": microseconds(at)}
    return session.run(_CONFIRM, params) == 1


def activation_of(session: ReadSession, merchant: str, id_: str) -> Activation | None:
    """An activation by its id."""
    row = session.first(_WITH_ID, {"merchant": merchant, "which": id_})
    return None if row is None else _activation(row)


def last_activation_of(session: ReadSession, merchant: str, edition: str) -> Activation | None:
    """When an edition last came into force; None when it never was."""
    row = session.first(_WAS, {"merchant": merchant, "edition": edition})
    return None if row is None else _activation(row)


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


def activations_before(session: ReadSession, merchant: str, limit: int, before: int) -> list[Activation]:
    """The newest first, those before an epoch."""
    return [_activation(row) for row in session.rows(_OLDER, {"merchant": merchant, "limit": limit, "before": before})]


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
        data=orjson.loads(row.data or "{}"),
    )


def _activation(row: Row[tuple[object, ...]]) -> Activation:
    return Activation(
        id=row.id,
        merchant=row.merchant_id,
        epoch=row.epoch,
        edition=row.edition,
        kind=row.kind,
        proposed_by=row.proposed_by,
        proposer=row.proposer,
        activator=row.activator,
        activated_at=moment(row.activated_at),
        activated_by=row.activated_by,
        proposal=row.proposal,
        note=row.note,
        resolved=orjson.loads(row.resolved or "{}"),
        confirmed_by=row.confirmed_by,
        confirmed_at=None if row.confirmed_at is None else moment(row.confirmed_at),
    )


def _written(words: Mapping[str, str]) -> str:
    return orjson.dumps(dict(words), option=orjson.OPT_SORT_KEYS).decode()
