"""People who may come in, and their roles, as rows. The e-mail lies sealed; it is found by a keyed digest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, bindparam, delete, func, select, update

from engine.clock import microseconds, moment
from engine.store.bindings import UNBOUND, Binding, read_binding, written_binding
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import ACCOUNT, ROLE_GRANT

INVITED, ACTIVE, DISABLED = "invited", "active", "disabled"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGrant:
    """One role, and to what it is bound."""

    role: str
    binding: Binding = UNBOUND


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One person. `known_as` is the name without what the eye overlooks; `password` is a hash, empty for none."""

    id: str
    merchant: str
    name: str
    known_as: str
    created_at: datetime
    created_by: str
    state: str = INVITED
    login: str | None = None
    sealed: bytes | None = None
    person_key: bytes | None = None
    password: str = ""
    subject: str | None = None
    version: int = 1
    seen_at: datetime | None = None
    roles: tuple[RoleGrant, ...] = ()


_C = ACCOUNT.c
_MINE = _C.merchant_id == bindparam("merchant")
_ONE = select(ACCOUNT).where(_MINE, _C.id == bindparam("wanted"))
_BY_LOGIN = select(ACCOUNT).where(_MINE, _C.login == bindparam("wanted"))
_BY_SUBJECT = select(ACCOUNT).where(_MINE, _C.subject == bindparam("wanted"))
_NAMED = select(_C.id).where(_MINE, _C.known_as == bindparam("wanted"))
_AFTER = select(ACCOUNT).where(_MINE, _C.id > bindparam("after")).order_by(_C.id).limit(bindparam("limit"))
_ALL = select(ACCOUNT).order_by(_C.merchant_id, _C.id)
_SOMEBODY = select(_C.id).where(_C.merchant_id != bindparam("but")).limit(1)
_ROLES = (
    select(ROLE_GRANT)
    .where(ROLE_GRANT.c.account_id.in_(bindparam("accounts", expanding=True)))
    .order_by(ROLE_GRANT.c.account_id, ROLE_GRANT.c.role)
)
_OTHERS_WITH_ROLE = (
    select(func.count())
    .select_from(ACCOUNT.join(ROLE_GRANT, ROLE_GRANT.c.account_id == _C.id))
    .where(_MINE, _C.state == ACTIVE, _C.id != bindparam("wanted"), ROLE_GRANT.c.role == bindparam("role"),
           ROLE_GRANT.c.bound_to == "")
)  # fmt: skip
_DROP_ROLES = delete(ROLE_GRANT).where(ROLE_GRANT.c.account_id == bindparam("wanted"))
_SAVE = (
    update(ACCOUNT)
    .where(_C.id == bindparam("which"), _C.version == bindparam("was"))
    .values(
        {
            name: bindparam(f"new_{name}")
            for name in ("name", "known_as", "login", "sealed", "person_key", "password", "subject", "state", "version")
        }
    )
)
_SEEN = update(ACCOUNT).where(_C.id == bindparam("which")).values(seen_at=bindparam("now"))
_REHASH = update(ACCOUNT).where(_C.id == bindparam("which")).values(password=bindparam("hashed"))


def add_account(session: WriteSession, account: Account) -> None:
    """Keeps somebody new. Raises StoreConflict when the name or the address is another's."""
    row = _row(account) | {
        "id": account.id,
        "merchant_id": account.merchant,
        "created_at": microseconds(account.created_at),
        "created_by": account.created_by,
        "seen_at": None,
    }
    session.add(ACCOUNT, [row])
    _add_roles(session, account)


def save_account(session: WriteSession, account: Account, was: int) -> bool:
    """Keeps what changed, roles too; false when somebody else changed the person since version `was`."""
    new = {f"new_{name}": value for name, value in _row(account).items()}
    if session.run(_SAVE, new | {"which": account.id, "was": was}) == 0:
        return False
    session.run(_DROP_ROLES, {"wanted": account.id})
    _add_roles(session, account)
    return True


def account_of(session: ReadSession, merchant: str, id_: str) -> Account | None:
    """One by the id."""
    return _found(session, session.first(_ONE, {"merchant": merchant, "wanted": id_}))


def account_with_login(session: ReadSession, merchant: str, login: str) -> Account | None:
    """The one with this digest of an e-mail."""
    return _found(session, session.first(_BY_LOGIN, {"merchant": merchant, "wanted": login}))


def account_with_subject(session: ReadSession, merchant: str, subject: str) -> Account | None:
    """The one whom an identity provider calls so."""
    return _found(session, session.first(_BY_SUBJECT, {"merchant": merchant, "wanted": subject}))


def is_named(session: ReadSession, merchant: str, known_as: str) -> bool:
    """Whether somebody of the merchant is known by this name."""
    return session.first(_NAMED, {"merchant": merchant, "wanted": known_as}) is not None


def accounts_after(session: ReadSession, merchant: str, limit: int, after: str) -> Sequence[Account]:
    """People of a merchant behind the one of this id, in the order in which they were added."""
    rows = session.rows(_AFTER, {"merchant": merchant, "limit": limit, "after": after})
    return _with_roles(session, rows)


def all_accounts(session: ReadSession) -> Sequence[Account]:
    """Everybody, of all merchants."""
    return _with_roles(session, session.rows(_ALL))


def has_accounts(session: ReadSession, but: str = "") -> bool:
    """Whether there is anybody yet; those of one merchant may be left out."""
    return session.first(_SOMEBODY, {"but": but}) is not None


def others_with_role(session: ReadSession, account: Account, role: str) -> int:
    """How many others of the merchant are active and have this role for all of it."""
    return session.number(_OTHERS_WITH_ROLE, {"merchant": account.merchant, "wanted": account.id, "role": role})


def note_seen(session: WriteSession, id_: str, now: datetime) -> None:
    """Somebody came in."""
    session.run(_SEEN, {"which": id_, "now": microseconds(now)})


def put_hash(session: WriteSession, id_: str, hashed: str) -> None:
    """Puts the same password's hash at today's cost."""
    session.run(_REHASH, {"which": id_, "hashed": hashed})


def _row(account: Account) -> dict[str, object]:
    return {
        "name": account.name,
        "known_as": account.known_as,
        "login": account.login,
        "sealed": account.sealed,
        "person_key": account.person_key,
        "password": account.password,
        "subject": account.subject,
        "state": account.state,
        "version": account.version,
    }


def _add_roles(session: WriteSession, account: Account) -> None:
    rows = [
        {
            "merchant_id": account.merchant,
            "account_id": account.id,
            "role": each.role,
            "bound_to": written_binding(each.binding),
        }
        for each in account.roles
    ]
    session.add(ROLE_GRANT, rows)


def _found(session: ReadSession, row: Row[tuple[object, ...]] | None) -> Account | None:
    return None if row is None else _with_roles(session, [row])[0]


def _with_roles(session: ReadSession, rows: Sequence[Row[tuple[object, ...]]]) -> Sequence[Account]:
    ids = [row.id for row in rows]
    granted: dict[str, list[RoleGrant]] = {each: [] for each in ids}
    for row in session.rows(_ROLES, {"accounts": ids}) if ids else ():
        granted[row.account_id].append(RoleGrant(role=row.role, binding=read_binding(row.bound_to)))
    return [_account(row, tuple(granted[row.id])) for row in rows]


def _account(row: Row[tuple[object, ...]], roles: tuple[RoleGrant, ...]) -> Account:
    held = row._asdict()
    return Account(
        id=held["id"],
        merchant=held["merchant_id"],
        name=held["name"],
        known_as=held["known_as"],
        created_at=moment(held["created_at"]),
        created_by=held["created_by"],
        state=held["state"],
        login=held["login"],
        sealed=None if held["sealed"] is None else bytes(held["sealed"]),
        person_key=None if held["person_key"] is None else bytes(held["person_key"]),
        password=held["password"],
        subject=held["subject"],
        version=held["version"],
        seen_at=None if held["seen_at"] is None else moment(held["seen_at"]),
        roles=roles,
    )
