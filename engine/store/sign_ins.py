"""Sessions of people, one-time links and counted tries, as rows; tokens are kept as hashes alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, select, text, update

from engine.clock import microseconds, moment
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import LOGIN_TRY, ONE_TIME_LINK, SIGN_IN


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """One session. It ends at `ends_at` whatever happens, and earlier when nobody used it for long."""

    id: str
    merchant: str
    account_id: str
    hash: str
    begun_at: datetime
    seen_at: datetime
    ends_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link that opens one form once. `account_id` is None for the one that makes the first person."""

    hash: str
    merchant: str
    purpose: str
    created_at: datetime
    created_by: str
    expires_at: datetime
    account_id: str | None = None
    used_at: datetime | None = None


_S, _L, _T = SIGN_IN.c, ONE_TIME_LINK.c, LOGIN_TRY.c
_SIGN_IN = select(SIGN_IN).where(_S.hash == bindparam("wanted"))
_END = (
    update(SIGN_IN)
    .where(_S.id == bindparam("which"), _S.ended_at.is_(None))
    .values(ended_at=bindparam("now"), end_reason=bindparam("why"))
)
_END_ALL = (
    update(SIGN_IN)
    .where(_S.account_id == bindparam("which"), _S.ended_at.is_(None), _S.id != bindparam("but"))
    .values(ended_at=bindparam("now"), end_reason=bindparam("why"))
)
_SEEN = (
    update(SIGN_IN).where(_S.id == bindparam("which"), _S.seen_at < bindparam("now")).values(seen_at=bindparam("now"))
)
_DROP_OLD = delete(SIGN_IN).where(_S.account_id == bindparam("which"), _S.ends_at < bindparam("before"))
_LINK = select(ONE_TIME_LINK).where(_L.hash == bindparam("wanted"))
_USE = (
    update(ONE_TIME_LINK)
    .where(_L.hash == bindparam("wanted"), _L.used_at.is_(None), _L.expires_at > bindparam("now"))
    .values(used_at=bindparam("now"))
)
_DROP_LINKS = delete(ONE_TIME_LINK).where(
    _L.merchant_id == bindparam("merchant"),
    _L.account_id.is_not_distinct_from(bindparam("whose")),
    _L.used_at.is_(None),
)
# Counted before the password is looked at, so that many at once are not all the first; nothing while it is locked.
_COUNT_TRY = text(
    "INSERT INTO login_try (merchant_id, login, failures, last_at, locked_until) VALUES (:merchant, :login, 1, :now, 0)"
    " ON CONFLICT (merchant_id, login) DO UPDATE SET last_at = :now, failures = "
    "CASE WHEN login_try.last_at < :forgotten THEN 1 ELSE login_try.failures + 1 END "
    "WHERE login_try.locked_until <= :now RETURNING failures"
)
_ONE_TRY = (_T.merchant_id == bindparam("merchant"), _T.login == bindparam("whose"))
_TRY = select(_T.locked_until).where(*_ONE_TRY)
_LOCK = update(LOGIN_TRY).where(*_ONE_TRY).values(locked_until=bindparam("until"))
_FORGET = delete(LOGIN_TRY).where(*_ONE_TRY)
_FORGET_OLD = delete(LOGIN_TRY).where(_T.last_at < bindparam("before"))


def add_sign_in(session: WriteSession, sign_in: SignIn) -> None:
    """Keeps a new session, and drops the person's that are over for good."""
    session.run(_DROP_OLD, {"which": sign_in.account_id, "before": microseconds(sign_in.begun_at)})
    row = {
        "id": sign_in.id,
        "merchant_id": sign_in.merchant,
        "account_id": sign_in.account_id,
        "hash": sign_in.hash,
        "begun_at": microseconds(sign_in.begun_at),
        "seen_at": microseconds(sign_in.seen_at),
        "ends_at": microseconds(sign_in.ends_at),
    }
    session.add(SIGN_IN, [row])


def sign_in_with_hash(session: ReadSession, wanted: str) -> SignIn | None:
    """The session that was kept under this hash, in whatever state it is."""
    row = session.first(_SIGN_IN, {"wanted": wanted})
    if row is None:
        return None
    held = row._asdict()
    return SignIn(
        id=held["id"],
        merchant=held["merchant_id"],
        account_id=held["account_id"],
        hash=held["hash"],
        begun_at=moment(held["begun_at"]),
        seen_at=moment(held["seen_at"]),
        ends_at=moment(held["ends_at"]),
        ended_at=None if held["ended_at"] is None else moment(held["ended_at"]),
    )


def end_sign_in(session: WriteSession, id_: str, now: datetime, why: str) -> bool:
    """Ends one; says whether it was still there."""
    return session.run(_END, {"which": id_, "now": microseconds(now), "why": why}) > 0


def end_sign_ins(session: WriteSession, account_id: str, now: datetime, why: str, but: str = "") -> int:
    """Ends all of a person, but perhaps one; answers how many."""
    return session.run(_END_ALL, {"which": account_id, "but": but, "now": microseconds(now), "why": why})


def note_sign_ins(session: WriteSession, uses: Mapping[str, datetime]) -> None:
    """Keeps when sessions were last used."""
    for id_, used_at in sorted(uses.items()):
        session.run(_SEEN, {"which": id_, "now": microseconds(used_at)})


def add_link(session: WriteSession, link: Link) -> None:
    """Keeps a new link; earlier ones of the same person that nobody used open nothing any more."""
    session.run(_DROP_LINKS, {"merchant": link.merchant, "whose": link.account_id})
    row = {
        "hash": link.hash,
        "merchant_id": link.merchant,
        "account_id": link.account_id,
        "purpose": link.purpose,
        "created_at": microseconds(link.created_at),
        "created_by": link.created_by,
        "expires_at": microseconds(link.expires_at),
    }
    session.add(ONE_TIME_LINK, [row])


def drop_links(session: WriteSession, merchant: str, account_id: str) -> int:
    """Links of a person that nobody used open nothing any more; answers how many."""
    return session.run(_DROP_LINKS, {"merchant": merchant, "whose": account_id})


def link_with_hash(session: ReadSession, wanted: str) -> Link | None:
    """The link of a hash, in whatever state it is."""
    row = session.first(_LINK, {"wanted": wanted})
    if row is None:
        return None
    held = row._asdict()
    return Link(
        hash=held["hash"],
        merchant=held["merchant_id"],
        purpose=held["purpose"],
        created_at=moment(held["created_at"]),
        created_by=held["created_by"],
        expires_at=moment(held["expires_at"]),
        account_id=held["account_id"],
        used_at=None if held["used_at"] is None else moment(held["used_at"]),
    )


def use_link(session: WriteSession, wanted: str, now: datetime) -> bool:
    """Uses it up; of two who come at once, one does."""
    return session.run(_USE, {"wanted": wanted, "now": microseconds(now)}) == 1


def count_try(session: WriteSession, merchant: str, login: str, now: datetime, forgotten: datetime) -> int | None:
    """How many tries that makes in a row, this one included; None while the address is locked."""
    bound = {"merchant": merchant, "login": login, "now": microseconds(now), "forgotten": microseconds(forgotten)}
    row = session.first(_COUNT_TRY, bound)
    return None if row is None else int(row.failures)


def locked_until(session: ReadSession, merchant: str, login: str) -> datetime | None:
    """Until when an address is locked, if it ever was."""
    row = session.first(_TRY, {"merchant": merchant, "whose": login})
    return None if row is None or row.locked_until == 0 else moment(row.locked_until)


def lock_login(session: WriteSession, merchant: str, login: str, until: datetime, before: datetime) -> None:
    """Locks an address; tries of others that are long ago are forgotten meanwhile."""
    session.run(_LOCK, {"merchant": merchant, "whose": login, "until": microseconds(until)})
    session.run(_FORGET_OLD, {"before": microseconds(before)})


def forget_tries(session: WriteSession, merchant: str, login: str) -> None:
    """The right password was given."""
    session.run(_FORGET, {"merchant": merchant, "whose": login})
