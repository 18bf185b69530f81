"""People, sessions, keys, legal entities and shops on the wire."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from api.access.front_door import FrontDoor
from api.access.roles import Role
from api.access.scopes import Scope
from api.access.sessions import Present
from api.schemas.body import Strict
from api.schemas.shown import Shown
from engine.order.fields import Moment
from engine.store.accounts import Account, RoleGrant
from engine.store.api_keys import ApiKey
from engine.store.bindings import Binding
from engine.store.premises import LegalEntity, Shop

Code = Annotated[str, Field(min_length=1, max_length=128, pattern=r"^\S(.*\S)?$")]
Name = Annotated[str, Field(min_length=1, max_length=100)]
Email = Annotated[str, Field(min_length=3, max_length=254)]
Password = Annotated[str, Field(min_length=1, max_length=1024)]


class Bound(Strict):
    """To which shops and legal entities something is bound; neither: to the whole merchant."""

    shops: Annotated[list[Code], Field(max_length=1000, default_factory=list)]
    legal_entities: Annotated[list[Code], Field(max_length=1000, default_factory=list)]

    def binding(self) -> Binding:
        """The same, as it is kept."""
        return Binding(shops=frozenset(self.shops), legal_entities=frozenset(self.legal_entities))


class RoleStated(Bound):
    """A role, perhaps in some shops only."""

    role: Annotated[str, Field(json_schema_extra={"enum": list(Role)}, pattern=f"^({'|'.join(Role)})$")]

    def grant(self) -> RoleGrant:
        """The same, as it is kept."""
        return RoleGrant(role=self.role, binding=self.binding())


Roles = Annotated[list[RoleStated], Field(min_length=1, max_length=len(Role))]


class LoginAsked(Strict):
    """Who wants in. `merchant` is `*` for somebody of the whole installation."""

    email: Email
    password: Password
    merchant: Annotated[str, Field(pattern=r"^(\*|[A-Za-z0-9][A-Za-z0-9._-]{0,63})$")] = "main"


class PasswordAsked(Strict):
    """The password as it is, and as it shall be."""

    current: Password
    new: Password


class PersonStated(Strict):
    """Somebody to be let in."""

    name: Name
    email: Email
    roles: Roles


class PersonPatch(Strict):
    """What is to be otherwise; what is left out stays."""

    name: Name | None = None
    email: Email | None = None
    roles: Roles | None = None
    active: bool | None = None


class KeyStated(Bound):
    """A key for a program: with scopes, or with those of a role."""

    name: Name
    scopes: Annotated[
        list[str],
        Field(max_length=len(Scope), default_factory=list, json_schema_extra={"items": {"enum": list(Scope)}}),
    ]
    role: Annotated[str | None, Field(pattern=f"^({'|'.join(Role)})$")] = None
    expires_at: Moment | None = None


class RotationAsked(Strict):
    """For how many hours the old key goes on beside the new one."""

    overlap_hours: Annotated[int, Field(ge=0, le=720)] = 24


class EntityStated(Strict):
    """A legal entity."""

    code: Code
    name: Name
    country: Annotated[str | None, Field(pattern="^[A-Z]{2}$")] = None


class ShopStated(Strict):
    """A shop, under the code that orders name."""

    code: Code
    name: Name
    legal_entity: Code | None = None
    active: bool = True


class RoleShown(BaseModel):
    """A role, and to what it is bound."""

    role: str
    shops: list[str]
    legal_entities: list[str]


class PersonShown(BaseModel):
    """Somebody who may come in."""

    id: str
    name: str
    email: str | None = Field(description="Null to whoever may not see it.")
    state: str = Field(json_schema_extra={"enum": ["invited", "active", "disabled"]})
    roles: list[RoleShown]
    created_at: datetime
    created_by: str
    last_login_at: datetime | None
    version: int


class LinkShown(BaseModel):
    """A one-time link. Whoever has it becomes the person: hand it to them alone."""

    url: str = Field(description="Shown this once.")
    expires_at: datetime


class InvitedShown(BaseModel):
    """Somebody new, and the link by which they come in."""

    user: PersonShown
    link: LinkShown


class SessionShown(BaseModel):
    """Who is signed in, and what they may do."""

    id: str
    user_id: str
    name: str
    merchant: str
    roles: list[str]
    scopes: list[str]
    csrf_token: str = Field(description="Send it as `X-CSRF-Token` with whatever changes something.")
    begun_at: datetime
    ends_at: datetime
    idle_minutes: int


class KeyShown(BaseModel):
    """A key, without the key itself."""

    id: str
    name: str
    shown: str = Field(description="Its beginning, by which people tell keys apart.")
    state: str = Field(json_schema_extra={"enum": ["good", "expired", "revoked"]})
    scopes: list[str]
    role: str | None
    shops: list[str]
    legal_entities: list[str]
    created_at: datetime
    created_by: str
    replaces: str | None
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None


class KeyMade(BaseModel):
    """A new key. `token` is shown this once."""

    key: KeyShown
    token: str


class EntityShown(BaseModel):
    """A legal entity."""

    code: str
    name: str
    country: str | None
    changed_at: datetime
    changed_by: str


class ShopShown(BaseModel):
    """A shop."""

    code: str
    name: str
    legal_entity: str | None
    active: bool
    changed_at: datetime
    changed_by: str


def shown_bound(binding: Binding) -> Shown:
    """Shops and legal entities, sorted."""
    return {"shops": sorted(binding.shops), "legal_entities": sorted(binding.legal_entities)}


def shown_person(door: FrontDoor, account: Account) -> Shown:
    """Somebody who may come in."""
    return {
        "id": account.id,
        "name": account.name,
        "email": door.email_of(account),
        "state": account.state,
        "roles": [{"role": each.role} | shown_bound(each.binding) for each in account.roles],
        "created_at": account.created_at,
        "created_by": account.created_by,
        "last_login_at": account.seen_at,
        "version": account.version,
    }


def shown_session(door: FrontDoor, present: Present) -> Shown:
    """Who is signed in."""
    grants = present.holder.grants
    return {
        "id": present.sign_in.id,
        "user_id": present.sign_in.account_id,
        "name": present.holder.name,
        "merchant": present.holder.merchant,
        "roles": list(present.roles),
        "scopes": sorted(frozenset[str]().union(*(each.scopes for each in grants))),
        "csrf_token": present.csrf,
        "begun_at": present.sign_in.begun_at,
        "ends_at": present.sign_in.ends_at,
        "idle_minutes": int(door.sessions.terms.idle.total_seconds() // 60),
    }


def shown_key(key: ApiKey, now: datetime) -> Shown:
    """A key."""
    state = "revoked" if key.revoked_at is not None else "good" if key.is_good(now) else "expired"
    names = ("id", "name", "shown", "role", "created_at", "created_by", "replaces", "expires_at", "revoked_at",
             "last_used_at")  # fmt: skip
    parts = {name: getattr(key, name) for name in names}
    return parts | {"state": state, "scopes": sorted(key.scopes)} | shown_bound(key.binding)


def shown_entity(entity: LegalEntity) -> Shown:
    """A legal entity."""
    return {name: getattr(entity, name) for name in EntityShown.model_fields}


def shown_shop(shop: Shop) -> Shown:
    """A shop."""
    return {name: getattr(shop, name) for name in ShopShown.model_fields}
