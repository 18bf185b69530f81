"""Versions of orders as rows: the document without personal values, and these sealed beside it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, bindparam, func, select, tuple_, update

from engine.clock import microseconds, moment
from engine.store.packing import pack, unpack
from engine.store.ready import Ready
from engine.store.sessions import ReadSession, WriteSession
from engine.store.standing import OrderKey
from engine.store.tables import ORDER_VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderVersion:
    """`document` is JSON. `sealed` has the personal values, None where there are none; `person_key` is None once the
    person was erased."""

    order_id: str
    version: int
    key: OrderKey
    digest: str
    document: bytes
    sealed: bytes | None
    person: int
    person_key: bytes | None
    placed_at: datetime
    created_at: datetime
    created_by: str
    legal_entity: str | None = None
    country: str | None = None
    currency: str = ""
    total: int = 0


Place = tuple[int, str, int]  # microseconds of its making, order, version
_COLUMNS = ORDER_VERSION.c
_ADD = Ready.insert(ORDER_VERSION)
_OF_ORDER = (
    select(ORDER_VERSION)
    .where(_COLUMNS.merchant_id == bindparam("merchant"), _COLUMNS.order_id == bindparam("order"))
    .order_by(_COLUMNS.version)
)
_NEWEST = _OF_ORDER.order_by(None).order_by(_COLUMNS.version.desc()).limit(1)
_ONE = _OF_ORDER.where(_COLUMNS.version == bindparam("version"))
_ANY_KEY = select(_COLUMNS.person_key).where(_COLUMNS.person_key.is_not(None)).limit(1)
_KEYS = (
    select(_COLUMNS.person_key)
    .where(
        _COLUMNS.merchant_id == bindparam("merchant"),
        _COLUMNS.person == bindparam("whom"),
        _COLUMNS.person_key.is_not(None),
    )
    .distinct()
)
_ERASE_KEY = (
    update(ORDER_VERSION)
    .where(
        _COLUMNS.merchant_id == bindparam("merchant"),
        _COLUMNS.person == bindparam("whom"),
        _COLUMNS.person_key == bindparam("key"),
    )
    .values(person_key=None)
)
_MADE = tuple_(_COLUMNS.created_at, _COLUMNS.order_id, _COLUMNS.version)
_BETWEEN = (
    select(ORDER_VERSION)
    .where(
        _COLUMNS.merchant_id == bindparam("merchant"),
        _COLUMNS.person_key.is_not(None),
        _COLUMNS.sealed.is_not(None),
        _COLUMNS.created_at < bindparam("before"),
        tuple_(bindparam("made"), bindparam("order"), bindparam("version")) < _MADE,
    )
    .order_by(_COLUMNS.created_at, _COLUMNS.order_id, _COLUMNS.version)
)
_SEAL_AGAIN = (
    update(ORDER_VERSION)
    .where(
        _COLUMNS.order_id == bindparam("which"),
        _COLUMNS.version == bindparam("number"),
        _COLUMNS.person_key.is_not(None),
    )
    .values(sealed=bindparam("values"))
)
_ERASE = (
    update(ORDER_VERSION)
    .where(_COLUMNS.merchant_id == bindparam("merchant"), _COLUMNS.person == bindparam("whom"))
    .values(person_key=None)
)

_THEIR_ORDERS = (
    select(_COLUMNS.order_id, func.min(_COLUMNS.placed_at).label("placed"))
    .where(
        _COLUMNS.merchant_id == bindparam("merchant"),
        _COLUMNS.person == bindparam("whom"),
        _COLUMNS.placed_at >= bindparam("since"),
    )
    .group_by(_COLUMNS.order_id)
    .order_by(_COLUMNS.order_id.desc())
    .limit(bindparam("most"))
)


def add_version(session: WriteSession, version: OrderVersion) -> None:
    """Adds a version. Raises StoreConflict, at commit or before, when somebody added the same number."""
    key = version.key
    session.run_ready(
        _ADD,
        {
            "order_id": version.order_id,
            "version": version.version,
            "merchant_id": key.merchant,
            "shop": key.shop,
            "legal_entity": version.legal_entity,
            "channel": key.channel,
            "ref": key.ref,
            "digest": version.digest,
            "country": version.country,
            "currency": version.currency,
            "total": version.total,
            "placed_at": microseconds(version.placed_at),
            "document": pack(version.document),
            "sealed": version.sealed,
            "person": version.person,
            "person_key": version.person_key,
            "created_at": microseconds(version.created_at),
            "created_by": version.created_by,
        },
    )


def versions(session: ReadSession, merchant: str, order_id: str) -> Sequence[OrderVersion]:
    """All versions, oldest first; none for another merchant's order."""
    return [_version(row) for row in session.rows(_OF_ORDER, {"merchant": merchant, "order": order_id})]


def newest_version(session: ReadSession, merchant: str, order_id: str) -> OrderVersion | None:
    """The newest version; None for another merchant's order."""
    row = session.first(_NEWEST, {"merchant": merchant, "order": order_id})
    return None if row is None else _version(row)


def version_of(session: ReadSession, merchant: str, order_id: str, version: int) -> OrderVersion | None:
    """One version."""
    row = session.first(_ONE, {"merchant": merchant, "order": order_id, "version": version})
    return None if row is None else _version(row)


def versions_between(
    session: ReadSession, merchant: str, after: Place, before: datetime, limit: int
) -> Sequence[OrderVersion]:
    """Versions behind a place that were made before a moment and can still be opened, in the order of their making.

    There is no index for it: it is asked once a year, by a use case that keeps its place.
    """
    made, order, version = after
    values = {"made": made, "order": order, "version": version, "before": microseconds(before)}
    rows = session.rows(_BETWEEN.limit(limit), values | {"merchant": merchant})
    return [_version(row) for row in rows]


def place_of(version: OrderVersion) -> Place:
    """Where a version stands in the order of their making."""
    return microseconds(version.created_at), version.order_id, version.version


def seal_again(session: WriteSession, version: OrderVersion, sealed: bytes | None) -> None:
    """Puts other sealed values into a version; the document and its digest stay. An erased one stays as it is."""
    session.run(_SEAL_AGAIN, {"which": version.order_id, "number": version.version, "values": sealed})


def any_person_key(session: ReadSession) -> bytes | None:
    """The wrapped key of somebody, of whichever merchant; None while there is none."""
    row = session.first(_ANY_KEY)
    return None if row is None else bytes(row.person_key)


def erase(session: WriteSession, merchant: str, person: int) -> int:
    """Destroys a person's key in all versions of all their orders; answers how many versions that touched."""
    return session.run(_ERASE, {"merchant": merchant, "whom": person})


def orders_of_person(
    session: ReadSession, merchant: str, person: int, since: datetime, most: int
) -> Mapping[str, datetime]:
    """Orders that a person placed since a moment -> when, the newest ones where there are more than `most`."""
    values = {"merchant": merchant, "whom": person, "since": microseconds(since), "most": most}
    return {str(row.order_id): moment(row.placed) for row in session.rows(_THEIR_ORDERS, values)}


def keys_of(session: ReadSession, merchant: str, person: int) -> Sequence[bytes]:
    """The wrapped keys that a person's versions have; mostly one."""
    return [bytes(row.person_key) for row in session.rows(_KEYS, {"merchant": merchant, "whom": person})]


def erase_key(session: WriteSession, merchant: str, person: int, key: bytes) -> int:
    """Destroys one key in a person's versions, and leaves others."""
    return session.run(_ERASE_KEY, {"merchant": merchant, "whom": person, "key": key})


def _version(row: Row[tuple[object, ...]]) -> OrderVersion:
    return OrderVersion(
        order_id=row.order_id,
        version=row.version,
        key=OrderKey(merchant=row.merchant_id, shop=row.shop, channel=row.channel, ref=row.ref),
        digest=row.digest,
        document=unpack(bytes(row.document)),
        sealed=None if row.sealed is None else bytes(row.sealed),
        person=row.person,
        person_key=None if row.person_key is None else bytes(row.person_key),
        placed_at=moment(row.placed_at),
        created_at=moment(row.created_at),
        created_by=row.created_by,
        legal_entity=row.legal_entity,
        country=row.country,
        currency=row.currency,
        total=row.total,
    )


def orders_by_names(session: ReadSession, merchant: str, names: Collection[str]) -> Mapping[str, frozenset[str]]:
    """The merchant's own names of orders -> ids; several where shops or channels use the same one."""
    asked = (
        select(_COLUMNS.ref, _COLUMNS.order_id)
        .where(_COLUMNS.merchant_id == merchant, _COLUMNS.ref.in_(names))
        .distinct()
    )
    found: dict[str, set[str]] = defaultdict(set)
    for row in session.rows(asked) if names else ():
        told = row._asdict()
        found[told["ref"]].add(told["order_id"])
    return {name: frozenset(orders) for name, orders in found.items()}
