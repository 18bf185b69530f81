"""Keys of programs, made and ended by somebody at the door: never with more than they have themselves."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from api.access.errors import GrantTooWide, KeyNotRotatable, PersonRefused
from api.access.front_door import FrontDoor
from api.access.keyring import Keyring, KeyWanted
from api.access.people import Granter
from api.access.roles import SCOPES, Role, covers
from api.access.scopes import Scope
from api.access.tokens import Token
from engine.desk.auditing import audited
from engine.desk.edition_errors import NameNeeded
from engine.desk.errors import NotFound
from engine.desk.people import known_as, somebody
from engine.store.accounts import is_named
from engine.store.api_keys import ApiKey, end_key_at, key_of, revoke_key
from engine.store.bindings import Binding
from engine.store.sessions import ReadSession


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyAsked:
    """A key to be made: with scopes, or with those of a role."""

    name: str
    scopes: frozenset[str]
    role: Role | None
    binding: Binding
    expires_at: datetime | None = None


def make_key(door: FrontDoor, keyring: Keyring, by: Granter, asked: KeyAsked) -> tuple[ApiKey, Token]:
    """A key, shown once. Raises PersonRefused, GrantTooWide."""
    scopes = _scopes(asked)
    if not covers(by.scopes, scopes):
        raise GrantTooWide
    now = door.now()
    if asked.expires_at is not None and asked.expires_at <= now:
        raise PersonRefused("expires_at", "lies in the past; name a later moment, or leave it out")
    with door.database.write() as session:
        wanted = KeyWanted(
            name=_name(session, by.merchant, asked.name),
            merchant=by.merchant,
            scopes=scopes,
            role=asked.role,
            binding=asked.binding,
            expires_at=asked.expires_at,
            created_by=by.identity,
        )
        key, token = keyring.add(session, wanted, door.ids)
        told = {"name": key.name, "scopes": sorted(scopes)}
        door.tell(session, audited(by.name, by.merchant, "key.created", key.id, told, now))
    return key, token


def rotate_key(door: FrontDoor, keyring: Keyring, by: Granter, key_id: str, overlap: timedelta) -> tuple[ApiKey, Token]:
    """A new key that lets do the same; the old one goes on beside it for a while.

    Raises NotFound, KeyNotRotatable, GrantTooWide.
    """
    with door.database.write() as session:
        now = door.at(session)
        old = _known(session, by.merchant, key_id)
        if not old.is_good(now):
            raise KeyNotRotatable
        scopes = frozenset(Scope(each) for each in old.scopes)
        if not covers(by.scopes, scopes):
            raise GrantTooWide
        wanted = KeyWanted(
            name=old.name,
            merchant=old.merchant,
            scopes=scopes,
            role=None if old.role is None else Role(old.role),
            binding=old.binding,
            # As long as the old one was good for.
            expires_at=None if old.expires_at is None else now + (old.expires_at - old.created_at),
            created_by=by.identity,
            replaces=old.id,
        )
        end_key_at(session, old.id, now + overlap)
        key, token = keyring.add(session, wanted, door.ids)
        told = {"replaces": old.id}
        door.tell(session, audited(by.name, by.merchant, "key.rotated", key.id, told, now))
    return key, token


def end_key(door: FrontDoor, by: Granter, key_id: str) -> ApiKey:
    """Revokes a key, for good; one that was revoked before stays as it is. Raises NotFound."""
    with door.database.write() as session:
        now = door.at(session)
        key = _known(session, by.merchant, key_id)
        if revoke_key(session, key.id, now):
            door.tell(session, audited(by.name, by.merchant, "key.revoked", key.id, {}, now))
        return _known(session, by.merchant, key_id)


def _scopes(asked: KeyAsked) -> frozenset[Scope]:
    if asked.role is not None:
        if asked.scopes:
            raise PersonRefused("scopes", "come from the role; name a role or scopes, not both")
        return SCOPES[asked.role]
    unknown = sorted(asked.scopes - set(Scope))
    if unknown:
        raise PersonRefused("scopes", f"holds `{unknown[0][:64]}`; use one of {', '.join(Scope)}")
    if not asked.scopes:
        raise PersonRefused("scopes", "is empty; name what the key lets do, or a role")
    return frozenset(Scope(each) for each in asked.scopes)


def _name(session: ReadSession, merchant: str, text: str) -> str:
    """A name that is no person's, since both stand in the audit."""
    try:
        name = somebody(text)
    except NameNeeded:
        raise PersonRefused("name", "must be one that people read, of at most 100 characters") from None
    if is_named(session, merchant, known_as(name)):
        raise PersonRefused("name", "is a person's; say what the key is for")
    return name


def _known(session: ReadSession, merchant: str, key_id: str) -> ApiKey:
    found = key_of(session, merchant, key_id)
    if found is None:
        raise NotFound("key", key_id)
    return found
