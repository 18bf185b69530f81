"""Endpoints of webhooks and the secrets that sign for them, as rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import Row, bindparam, case, delete, func, or_, select, text, update

from engine.clock import microseconds, moment
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import WEBHOOK_ENDPOINT, WEBHOOK_SECRET

ENABLED, DISABLED, DELETED = "enabled", "disabled", "deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where a merchant wants events sent. `types` are patterns; `failures` counts those in a row.

    `disabled_for`: `by_hand`, `gone` (it answered so) or `failing` (nothing came through for days).
    """

    id: str
    merchant: str
    url: str
    description: str
    types: tuple[str, ...]
    state: str
    created_at: datetime
    created_by: str
    changed_at: datetime
    version: int = 1
    disabled_for: str | None = None
    disabled_at: datetime | None = None
    failures: int = 0
    failing_since: datetime | None = None
    rests_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """A sealed secret. Without an end it is the newest one."""

    id: str
    merchant: str
    endpoint: str
    sealed: bytes
    created_at: datetime
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Listening:
    """What fanning out needs of an endpoint."""

    id: str
    types: tuple[str, ...]
    rests_until: datetime | None


_C, _S = WEBHOOK_ENDPOINT.c, WEBHOOK_SECRET.c
_MINE = (_C.merchant_id == bindparam("merchant")) & (_C.state != DELETED)
_ONE = select(WEBHOOK_ENDPOINT).where(_MINE, _C.id == bindparam("endpoint"))
_LISTING = select(WEBHOOK_ENDPOINT).where(_MINE, _C.id > bindparam("after")).order_by(_C.id).limit(bindparam("limit"))
_COUNT = select(func.count()).select_from(WEBHOOK_ENDPOINT).where(_MINE)
# In the very words of the index on part of the table.
_LISTENING = select(_C.id, _C.types, _C.rests_until).where(
    _C.merchant_id == bindparam("merchant"), text("state = 'enabled'")
)
_SEEN = (
    update(WEBHOOK_ENDPOINT).where(_MINE, _C.id == bindparam("endpoint"), _C.version == bindparam("seen"))
)  # fmt: skip
_NOTE_FAILURE = (
    update(WEBHOOK_ENDPOINT)
    .where(_C.id == bindparam("endpoint"), text("state = 'enabled'"))
    .values(failures=_C.failures + 1, failing_since=func.coalesce(_C.failing_since, bindparam("now")))
    .returning(_C.failures, _C.failing_since)
)
_REST = (
    update(WEBHOOK_ENDPOINT)
    .where(_C.id == bindparam("endpoint"))
    .values(
        rests_until=case(
            (or_(_C.rests_until.is_(None), _C.rests_until < bindparam("until")), bindparam("until")),
            else_=_C.rests_until,
        )
    )
)
_NOTE_SUCCESS = (
    update(WEBHOOK_ENDPOINT)
    .where(_C.id == bindparam("endpoint"), _C.failures > 0)
    .values(failures=0, failing_since=None, rests_until=None)
)
_DISABLE = (
    update(WEBHOOK_ENDPOINT)
    .where(_C.id == bindparam("endpoint"), text("state = 'enabled'"))
    .values(
        state=DISABLED,
        disabled_for=bindparam("reason"),
        disabled_at=bindparam("now"),
        changed_at=bindparam("now"),
        version=_C.version + 1,
    )
)
_SECRETS = select(WEBHOOK_SECRET).where(
    _S.merchant_id == bindparam("merchant"), _S.endpoint_id == bindparam("endpoint")
)
_LIVE = _SECRETS.where(or_(_S.expires_at.is_(None), _S.expires_at > bindparam("now"))).order_by(_S.id.desc())
_END_SECRETS = (
    update(WEBHOOK_SECRET)
    .where(
        _S.endpoint_id == bindparam("endpoint"),
        or_(_S.expires_at.is_(None), _S.expires_at > bindparam("until")),
    )
    .values(expires_at=bindparam("until"))
)
_PURGE_SECRETS = delete(WEBHOOK_SECRET).where(
    _S.endpoint_id == bindparam("endpoint"), _S.expires_at <= bindparam("now")
)
_FORGET_SECRETS = delete(WEBHOOK_SECRET).where(_S.endpoint_id == bindparam("endpoint"))


def add_endpoint(session: WriteSession, endpoint: Endpoint) -> None:
    """Adds one."""
    session.add(WEBHOOK_ENDPOINT, [_values(endpoint)])


def endpoint_of(session: ReadSession, merchant: str, endpoint: str) -> Endpoint | None:
    """One endpoint; None for another merchant's, and for one that was deleted."""
    row = session.first(_ONE, {"merchant": merchant, "endpoint": endpoint})
    return None if row is None else _endpoint(row)


def endpoints(session: ReadSession, merchant: str, limit: int, after: str = "") -> Sequence[Endpoint]:
    """Endpoints, oldest first, from behind this id."""
    return [_endpoint(row) for row in session.rows(_LISTING, {"merchant": merchant, "limit": limit, "after": after})]


def count_endpoints(session: ReadSession, merchant: str) -> int:
    """How many there are."""
    return session.number(_COUNT, {"merchant": merchant})


def listening(session: ReadSession, merchant: str) -> Sequence[Listening]:
    """Those that are to be sent to; one short statement, since it is asked for each event."""
    rows = session.rows(_LISTENING, {"merchant": merchant})
    return [Listening(row.id, tuple(orjson.loads(row.types)), _maybe(row.rests_until)) for row in rows]


def save_endpoint(session: WriteSession, endpoint: Endpoint, seen: int) -> bool:
    """Writes an endpoint over the version that was seen; false when somebody changed it meanwhile."""
    keys = {"merchant": endpoint.merchant, "endpoint": endpoint.id, "seen": seen}
    fixed = {"id", "merchant_id", "created_at", "created_by"}
    values = {name: value for name, value in _values(endpoint).items() if name not in fixed}
    return session.run(_SEEN.values(**values), keys) == 1


def note_failure(session: WriteSession, endpoint: str, now: datetime) -> tuple[int, datetime] | None:
    """Counts a failure, and answers how many that are in a row and since when; None when it is not enabled any more.
    From here on the row is this transaction's."""
    found = session.first(_NOTE_FAILURE, {"endpoint": endpoint, "now": microseconds(now)})
    return None if found is None else (found.failures, moment(found.failing_since))


def let_rest(session: WriteSession, endpoint: str, until: datetime) -> None:
    """Nothing new is to be sent before; a longer rest stays."""
    session.run(_REST, {"endpoint": endpoint, "until": microseconds(until)})


def note_success(session: WriteSession, endpoint: str) -> None:
    """Whatever failed before, it works now."""
    session.run(_NOTE_SUCCESS, {"endpoint": endpoint})


def disable_endpoint(session: WriteSession, endpoint: str, reason: str, now: datetime) -> bool:
    """Whether this ended it: of two that say so at once, one does."""
    return session.run(_DISABLE, {"endpoint": endpoint, "reason": reason, "now": microseconds(now)}) == 1


def add_secret(session: WriteSession, secret: Secret) -> None:
    """Adds one."""
    row: Mapping[str, object] = {
        "id": secret.id,
        "merchant_id": secret.merchant,
        "endpoint_id": secret.endpoint,
        "sealed": secret.sealed,
        "created_at": microseconds(secret.created_at),
        "expires_at": None if secret.expires_at is None else microseconds(secret.expires_at),
    }
    session.add(WEBHOOK_SECRET, [row])


def live_secrets(session: ReadSession, merchant: str, endpoint: str, now: datetime) -> Sequence[Secret]:
    """Those that sign now, the newest first."""
    bound = {"merchant": merchant, "endpoint": endpoint, "now": microseconds(now)}
    return [_secret(row) for row in session.rows(_LIVE, bound)]


def end_secrets(session: WriteSession, endpoint: str, until: datetime, now: datetime) -> None:
    """All secrets that sign do so until then at most; those that are over are deleted."""
    session.run(_END_SECRETS, {"endpoint": endpoint, "until": microseconds(until)})
    session.run(_PURGE_SECRETS, {"endpoint": endpoint, "now": microseconds(now)})


def forget_secrets(session: WriteSession, endpoint: str) -> None:
    """Deletes all of them."""
    session.run(_FORGET_SECRETS, {"endpoint": endpoint})


def _values(endpoint: Endpoint) -> dict[str, object]:
    return {
        "id": endpoint.id,
        "merchant_id": endpoint.merchant,
        "url": endpoint.url,
        "description": endpoint.description,
        "types": orjson.dumps(endpoint.types).decode(),
        "state": endpoint.state,
        "disabled_for": endpoint.disabled_for,
        "disabled_at": _micros(endpoint.disabled_at),
        "failures": endpoint.failures,
        "failing_since": _micros(endpoint.failing_since),
        "rests_until": _micros(endpoint.rests_until),
        "version": endpoint.version,
        "created_at": microseconds(endpoint.created_at),
        "created_by": endpoint.created_by,
        "changed_at": microseconds(endpoint.changed_at),
    }


def _endpoint(row: Row[tuple[object, ...]]) -> Endpoint:
    return Endpoint(
        id=row.id,
        merchant=row.merchant_id,
        url=row.url,
        description=row.description,
        types=tuple(orjson.loads(row.types)),
        state=row.state,
        disabled_for=row.disabled_for,
        disabled_at=_maybe(row.disabled_at),
        failures=row.failures,
        failing_since=_maybe(row.failing_since),
        rests_until=_maybe(row.rests_until),
        version=row.version,
        created_at=moment(row.created_at),
        created_by=row.created_by,
        changed_at=moment(row.changed_at),
    )


def _secret(row: Row[tuple[object, ...]]) -> Secret:
    return Secret(
        id=row.id,
        merchant=row.merchant_id,
        endpoint=row.endpoint_id,
        sealed=row.sealed,
        created_at=moment(row.created_at),
        expires_at=_maybe(row.expires_at),
    )


def _maybe(micros: int | None) -> datetime | None:
    return None if micros is None else moment(micros)


def _micros(at: datetime | None) -> int | None:
    return None if at is None else microseconds(at)
