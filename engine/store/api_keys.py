"""Keys of the programs that call the service: kept as hashes, never as they were shown.

What a scope lets do is known to those who ask; here scopes are words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import BigInteger, Row, bindparam, case, func, or_, select, update

from engine.clock import microseconds, moment
from engine.ids import Prefix
from engine.store.bindings import UNBOUND, Binding, read_binding, resolved, written_binding
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import API_KEY

WHOLE_INSTALLATION = "*"
LOCAL = "local"  # whoever has the machine itself
_MAKERS = (f"{Prefix.USER}_", f"{Prefix.KEY}_")


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """One key. `merchant` is `*` for one that may act for every merchant; `shown` is its beginning.

    `shops` are those that `binding` comes to now, None for all; known for a key that was looked up by its hash.
    """

    id: str
    merchant: str
    name: str
    shown: str
    hash: str
    scopes: frozenset[str]
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None
    role: str | None = None
    binding: Binding = UNBOUND
    created_by: str = LOCAL
    replaces: str | None = None
    shops: frozenset[str] | None = None

    @property
    def identity(self) -> str:
        """Who is behind it: the person, or the key, that made it; itself where it was made on the machine."""
        return self.created_by if self.created_by.startswith(_MAKERS) else self.id

    def is_good(self, now: datetime) -> bool:
        """Whether it opens anything at this moment."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


_GOOD = (
    API_KEY.c.revoked_at.is_(None),
    or_(API_KEY.c.expires_at.is_(None), API_KEY.c.expires_at > bindparam("now")),
)
_BY_HASH = select(API_KEY).where(API_KEY.c.hash == bindparam("wanted"))
_ALL = select(API_KEY).order_by(API_KEY.c.id)
_COUNT_GOOD = select(func.count()).select_from(API_KEY).where(*_GOOD)
_REVOKE = (
    update(API_KEY)
    .where(API_KEY.c.id == bindparam("wanted"), API_KEY.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("now"))
)
_END_AT = (
    update(API_KEY)
    .where(API_KEY.c.id == bindparam("wanted"), API_KEY.c.revoked_at.is_(None))
    .values(
        expires_at=case(
            (API_KEY.c.expires_at < bindparam("ends", type_=BigInteger), API_KEY.c.expires_at),
            else_=bindparam("ends", type_=BigInteger),
        )
    )
)
_OF_MERCHANT = (
    select(API_KEY)
    .where(API_KEY.c.merchant_id == bindparam("merchant"), API_KEY.c.id > bindparam("after"))
    .order_by(API_KEY.c.id)
    .limit(bindparam("limit"))
)
_ONE = select(API_KEY).where(API_KEY.c.merchant_id == bindparam("merchant"), API_KEY.c.id == bindparam("wanted"))
_USED = (
    update(API_KEY)
    .where(
        API_KEY.c.id == bindparam("wanted"),
        or_(API_KEY.c.last_used_at.is_(None), API_KEY.c.last_used_at < bindparam("moment")),
    )
    .values(last_used_at=bindparam("moment"))
)


def add_key(session: WriteSession, key: ApiKey) -> None:
    """Keeps a new key. Raises StoreConflict if the same key is there already."""
    row = {
        "id": key.id,
        "merchant_id": key.merchant,
        "name": key.name,
        "shown": key.shown,
        "hash": key.hash,
        "scopes": " ".join(sorted(key.scopes)),
        "role": key.role,
        "shops": written_binding(key.binding),
        "created_by": key.created_by,
        "replaces": key.replaces,
        "created_at": microseconds(key.created_at),
        "expires_at": None if key.expires_at is None else microseconds(key.expires_at),
    }
    session.add(API_KEY, [row])


def key_with_hash(session: ReadSession, wanted: str) -> ApiKey | None:
    """The key that was kept under this hash, in whatever state it is."""
    row = session.first(_BY_HASH, {"wanted": wanted})
    if row is None:
        return None
    key = _key(row)
    return replace(key, shops=resolved(session, key.merchant, key.binding))


def all_keys(session: ReadSession) -> Sequence[ApiKey]:
    """Every key, the oldest first, with those that open nothing any more."""
    return [_key(row) for row in session.rows(_ALL)]


def has_good_key(session: ReadSession, now: datetime) -> bool:
    """Whether anybody can come in at all."""
    return session.number(_COUNT_GOOD, {"now": microseconds(now)}) > 0


def keys_after(session: ReadSession, merchant: str, limit: int, after: str) -> Sequence[ApiKey]:
    """A merchant's keys behind the one of this id, oldest first."""
    return [_key(row) for row in session.rows(_OF_MERCHANT, {"merchant": merchant, "after": after, "limit": limit})]


def key_of(session: ReadSession, merchant: str, key_id: str) -> ApiKey | None:
    """One key of a merchant."""
    row = session.first(_ONE, {"merchant": merchant, "wanted": key_id})
    return None if row is None else _key(row)


def revoke_key(session: WriteSession, key_id: str, now: datetime) -> bool:
    """Ends a key; says whether there was one to end."""
    return session.run(_REVOKE, {"wanted": key_id, "now": microseconds(now)}) > 0


def end_key_at(session: WriteSession, key_id: str, at: datetime) -> bool:
    """Lets a key end at a moment, unless it ends before; says whether it is one that is not revoked."""
    return session.run(_END_AT, {"wanted": key_id, "ends": microseconds(at)}) > 0


def note_uses(session: WriteSession, uses: Mapping[str, datetime]) -> None:
    """Keeps when keys were last used; an earlier moment than the one that is known changes nothing."""
    # Always in the same order, so that two processes that note the same keys wait for each other and do not lock up.
    for key_id, used_at in sorted(uses.items()):
        session.run(_USED, {"wanted": key_id, "moment": microseconds(used_at)})


def _key(row: Row[tuple[object, ...]]) -> ApiKey:
    held = row._asdict()
    return ApiKey(
        id=held["id"],
        merchant=held["merchant_id"],
        name=held["name"],
        shown=held["shown"],
        hash=held["hash"],
        scopes=frozenset(held["scopes"].split()),
        created_at=moment(held["created_at"]),
        expires_at=_maybe(held["expires_at"]),
        revoked_at=_maybe(held["revoked_at"]),
        last_used_at=_maybe(held["last_used_at"]),
        role=held["role"],
        binding=read_binding(held["shops"]),
        created_by=held["created_by"],
        replaces=held["replaces"],
    )


def _maybe(micros: int | None) -> datetime | None:
    return None if micros is None else moment(micros)
