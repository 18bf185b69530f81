"""People are invited, come in by a one-time link, change, and are shut out.

Nobody hands on more than they have; nobody shuts out the last who may let others in.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from api.access.errors import GrantTooWide, LastAdmin, LinkNotValid, PasswordWeak, PersonRefused
from api.access.front_door import FrontDoor, folded
from api.access.logging_in import prove
from api.access.opaque import is_opaque, new_opaque
from api.access.passwords import weakness
from api.access.roles import Role, covers, scopes_of
from api.access.sessions import Begun
from api.demo_shop.names import DEMO
from engine.desk.auditing import audited
from engine.desk.edition_errors import NameNeeded
from engine.desk.errors import NotFound, VersionChanged
from engine.desk.people import known_as, somebody
from engine.ids import Prefix
from engine.store.accounts import (
    ACTIVE,
    DISABLED,
    INVITED,
    Account,
    RoleGrant,
    account_of,
    account_with_login,
    add_account,
    has_accounts,
    is_named,
    others_with_role,
    save_account,
)
from engine.store.api_keys import LOCAL
from engine.store.sessions import WriteSession
from engine.store.sign_ins import Link, add_link, drop_links, end_sign_ins, link_with_hash, use_link

FIRST_ADMIN, WELCOME, NEW_PASSWORD = "first_admin", "welcome", "new_password"
FIRST_LINK_LASTS = timedelta(hours=1)
LINK_LASTS = timedelta(days=3)
LONGEST_EMAIL = 254
# RFC 5321, section 4.1.2, is far wider; what people have looks like this.
_EMAIL = re.compile(r"[^\s@<>\"(),:;\[\]\\]{1,64}@[^\s@<>\"(),:;\[\]\\]{1,189}\.[^\s@<>\"(),:;\[\]\\.]{2,63}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Granter:
    """Who lets others in: somebody at the door with what they have, or whoever has the machine."""

    merchant: str
    name: str = "command line"
    identity: str = LOCAL
    scopes: frozenset[str] = frozenset({"admin"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonWanted:
    """Somebody to be let in."""

    name: str
    email: str
    roles: tuple[RoleGrant, ...]


def invite(door: FrontDoor, by: Granter, wanted: PersonWanted) -> tuple[Account, str]:
    """Somebody new, and the token of the link by which they come in. Raises PersonRefused, GrantTooWide."""
    _check_grants(by, wanted.roles)
    account = _new_account(door, by.merchant, by.identity, wanted)
    with door.database.write() as session:
        _add(session, account)
        token = _link(door, session, account, WELCOME, by)
        told = {"roles": _told(account.roles), "name": account.name}
        door.tell(session, audited(by.name, by.merchant, "user.invited", account.id, told, door.now()))
    return account, token


def new_link(door: FrontDoor, by: Granter, account_id: str) -> str:
    """The token of a link by which somebody sets a new password. Raises NotFound, GrantTooWide."""
    with door.database.write() as session:
        account = _known(session, by.merchant, account_id)
        # Whoever holds the link becomes the person, so that it hands on all that they may.
        _check_grants(by, account.roles)
        if account.state == DISABLED:
            raise PersonRefused("state", "is disabled; let the person in again first")
        token = _link(door, session, account, WELCOME if account.state == INVITED else NEW_PASSWORD, by)
        door.tell(session, audited(by.name, by.merchant, "user.link_made", account.id, {}, door.now()))
    return token


def first_link(door: FrontDoor, merchant: str) -> str | None:
    """The token of the link that makes the first person, who may do everything; None where there is somebody already.

    It is over after an hour; each start makes a new one, after which those before open nothing.
    """
    token = new_opaque()
    with door.database.write() as session:
        if has_accounts(session, but=DEMO):
            return None
        now = door.at(session)
        link = Link(
            hash=door.link_hash(token),
            merchant=merchant,
            purpose=FIRST_ADMIN,
            created_at=now,
            created_by=LOCAL,
            expires_at=now + FIRST_LINK_LASTS,
        )
        add_link(session, link)
    return token


def opened_link(door: FrontDoor, token: str) -> tuple[Link, Account | None]:
    """What a link is for, without using it up. Raises LinkNotValid."""
    with door.database.read() as session:
        link = link_with_hash(session, door.link_hash(token)) if is_opaque(token) else None
        if link is None or link.used_at is not None or door.at(session) >= link.expires_at:
            raise LinkNotValid
        account = None if link.account_id is None else account_of(session, link.merchant, link.account_id)
        if (link.account_id is not None and account is None) or (
            link.purpose == FIRST_ADMIN and has_accounts(session, but=DEMO)
        ):
            raise LinkNotValid
        if account is not None and account.state == DISABLED:
            raise LinkNotValid
        return link, account


def come_in(door: FrontDoor, token: str, password: str, name: str = "", email: str = "") -> Begun:
    """Uses a link up: the password is set, and a session begins. The first person also says who they are.

    Raises LinkNotValid, PasswordWeak, PersonRefused.
    """
    link, account = opened_link(door, token)
    if account is None:
        admin = PersonWanted(name=name, email=email, roles=(RoleGrant(role=Role.ADMIN),))
        account = _new_account(door, link.merchant, LOCAL, admin)
    _check_password(door, account, password)
    hashed, was = door.passwords.hash(password), account.version
    account = replace(account, password=hashed, state=ACTIVE)
    with door.database.write() as session:
        if not use_link(session, link.hash, door.at(session)):
            raise LinkNotValid
        if link.purpose == FIRST_ADMIN:
            if has_accounts(session, but=DEMO):
                raise LinkNotValid
            _add(session, account)
        else:
            account = replace(account, version=was + 1)
            if not save_account(session, account, was):
                raise VersionChanged
            end_sign_ins(session, account.id, door.at(session), "password_changed")
        begun = door.sessions.begin(session, account, door.ids)
        done = audited(account.name, account.merchant, f"user.{link.purpose}", account.id, {}, door.now())
        door.tell(session, done)
    door.sessions.forget(account.id)
    return begun


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChange:
    """What is to be otherwise; None leaves it."""

    name: str | None = None
    email: str | None = None
    roles: tuple[RoleGrant, ...] | None = None
    active: bool | None = None


def change(
    door: FrontDoor, by: Granter, account_id: str, wanted: PersonChange, seen: Collection[int] | None = None
) -> Account:
    """Changes somebody. Their sessions end when their roles or state change, so that a new login has a new id; so do
    links: whoever holds one would else become somebody who may do more than whoever made it.

    Raises NotFound, VersionChanged, PersonRefused, GrantTooWide, LastAdmin.
    """
    now = door.now()
    with door.database.write() as session:
        before = _known(session, by.merchant, account_id)
        if seen is not None and before.version not in seen:
            raise VersionChanged
        # Whoever changes somebody must have at least what they had and get.
        _check_grants(by, before.roles)
        after = replace(_changed(door, before, wanted), version=before.version + 1)
        _check_grants(by, after.roles)
        if _lets_in(before) and not _lets_in(after) and others_with_role(session, before, Role.ADMIN) == 0:
            raise LastAdmin
        _once_only(session, after, before)
        _save(session, after, before.version)
        if (before.roles, before.state) != (after.roles, after.state):
            end_sign_ins(session, after.id, now, "roles_changed")
            drop_links(session, after.merchant, after.id)
        told = {"roles": _told(after.roles), "state": after.state, "name": after.name}
        door.tell(session, audited(by.name, by.merchant, "user.changed", after.id, told, now))
    door.sessions.forget(account_id)
    return after


def change_password(door: FrontDoor, account: Account, current: str, wanted: str) -> Begun:
    """A new password by somebody who knows the old one; all their sessions end, and a new one begins.

    Raises LoginLocked, PasswordWeak, PersonRefused, VersionChanged.
    """
    prove(door, account, current)
    _check_password(door, account, wanted)
    after = replace(account, password=door.passwords.hash(wanted), version=account.version + 1)
    with door.database.write() as session:
        _save(session, after, account.version)
        end_sign_ins(session, after.id, door.at(session), "password_changed")
        begun = door.sessions.begin(session, after, door.ids)
        done = audited(after.name, after.merchant, "user.password_changed", after.id, {}, door.now())
        door.tell(session, done)
    door.sessions.forget(account.id)
    return begun


def new_person(door: FrontDoor, merchant: str, by: str, name: str, email: str) -> Account:
    """Somebody who is not kept yet. Raises PersonRefused."""
    return _new_account(door, merchant, by, PersonWanted(name=name, email=email, roles=()))


def _new_account(door: FrontDoor, merchant: str, by: str, wanted: PersonWanted) -> Account:
    name, email = _name(wanted.name), _email(wanted.email)
    key = door.seal.new_key()
    return Account(
        id=door.ids.new(Prefix.USER),
        merchant=merchant,
        name=name,
        known_as=known_as(name),
        login=door.login(email),
        sealed=door.seal.closed(key, {"email": email}),
        person_key=key,
        roles=_once(wanted.roles),
        created_at=door.now(),
        created_by=by,
    )


def _changed(door: FrontDoor, before: Account, wanted: PersonChange) -> Account:
    after = before
    if wanted.name is not None:
        name = _name(wanted.name)
        after = replace(after, name=name, known_as=known_as(name))
    if wanted.email is not None:
        email = _email(wanted.email)
        key = before.person_key or door.seal.new_key()
        after = replace(after, login=door.login(email), person_key=key, sealed=door.seal.closed(key, {"email": email}))
    if wanted.roles is not None:
        after = replace(after, roles=_once(wanted.roles))
    if wanted.active is not None:
        back = INVITED if not before.password and before.subject is None else ACTIVE
        after = replace(after, state=back if wanted.active else DISABLED)
    return after


def _check_grants(by: Granter, roles: Sequence[RoleGrant]) -> None:
    for each in roles:
        if not covers(by.scopes, scopes_of([Role(each.role)])):
            raise GrantTooWide


def _check_password(door: FrontDoor, account: Account, password: str) -> None:
    email = door.email_of(account) or ""
    weak = weakness(password, account.name, email, email.partition("@")[0])
    if weak is not None:
        raise PasswordWeak(weak)


def _link(door: FrontDoor, session: WriteSession, account: Account, purpose: str, by: Granter) -> str:
    now, token = door.at(session), new_opaque()
    link = Link(
        hash=door.link_hash(token),
        merchant=account.merchant,
        purpose=purpose,
        created_at=now,
        created_by=by.identity,
        expires_at=now + LINK_LASTS,
        account_id=account.id,
    )
    add_link(session, link)
    return token


def _known(session: WriteSession, merchant: str, account_id: str) -> Account:
    found = account_of(session, merchant, account_id)
    if found is None:
        raise NotFound("user", account_id)
    return found


def _add(session: WriteSession, account: Account) -> None:
    _once_only(session, account)
    add_account(session, account)


def _save(session: WriteSession, after: Account, was: int) -> None:
    if not save_account(session, after, was):
        raise VersionChanged


def _once_only(session: WriteSession, after: Account, before: Account | None = None) -> None:
    """Of two who come at the same moment, the database refuses the second."""
    if (before is None or before.known_as != after.known_as) and is_named(session, after.merchant, after.known_as):
        raise PersonRefused("name", "is somebody's already; add something that tells the two apart")
    if after.login is None or (before is not None and before.login == after.login):
        return
    if account_with_login(session, after.merchant, after.login) is not None:
        raise PersonRefused("email", "is somebody's already")


def _lets_in(account: Account) -> bool:
    return account.state == ACTIVE and any(each.role == Role.ADMIN and each.binding.is_free for each in account.roles)


def _once(roles: Sequence[RoleGrant]) -> tuple[RoleGrant, ...]:
    names = [each.role for each in roles]
    if len(set(names)) < len(names):
        raise PersonRefused("roles", "name a role twice; name all its shops together")
    return tuple(sorted(roles, key=lambda each: each.role))


def _name(text: str) -> str:
    try:
        return somebody(text)
    except NameNeeded:
        raise PersonRefused("name", "must be one that people read, of at most 100 characters") from None


def _email(text: str) -> str:
    plain = text.strip()
    if len(plain) > LONGEST_EMAIL or _EMAIL.fullmatch(folded(plain)) is None:
        raise PersonRefused("email", "is no e-mail address")
    return plain


def _told(roles: Sequence[RoleGrant]) -> list[str]:
    return [each.role for each in roles]


def link_ends(door: FrontDoor) -> datetime:
    """Until when a link made now opens its form."""
    return door.now() + LINK_LASTS
