"""The dependency that lets a request in: `caller(Scope.ORDERS_READ)` gives who calls, and for which merchant."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from api.access.browser import check_unforged, cookie_name
from api.access.front_door import FrontDoor
from api.access.holder import Grant, Holder, reached, reaching, tellers
from api.access.once import take_once
from api.access.opaque import is_opaque
from api.access.reach import Reach, in_reach
from api.access.scopes import Scope
from api.access.sessions import Present
from api.access.tokens import read_token
from api.describing import Document
from api.parameters import refuse_unusable
from api.refusals import (
    KeyMissing,
    KeyNotValid,
    MerchantNotValid,
    NotFound,
    OtherMerchant,
    ScopeMissing,
    SessionOver,
    ShopBound,
)
from api.services import Services, services_of
from engine.store.api_keys import WHOLE_INSTALLATION
from engine.store.database import Database
from fulfillment.states import Role as Teller

MERCHANT_HEADER = "Clearway-Merchant"
DEFAULT_MERCHANT = "main"
SCHEME, SESSION_SCHEME = "api_key", "session"
_MERCHANT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_PROBLEMS = (
    "key_missing",
    "key_not_valid",
    "session_over",
    "cross_site",
    "csrf_missing",
    "scope_missing",
    "other_merchant",
    "shop_bound",
    "merchant_not_valid",
    "parameter_rejected",
    "too_many_requests",
    "store_busy",
    "store_unreachable",
)
# What a POST of these does leaves nothing behind.
READING = frozenset(scope for scope in Scope if scope.endswith(":read")) | {Scope.EVALUATIONS_WRITE}
_HEADER: Document = {
    "name": MERCHANT_HEADER,
    "in": "header",
    "required": False,
    "description": f"For which merchant a key of the whole installation acts; `{DEFAULT_MERCHANT}` unless named.",
    "schema": {"type": "string", "pattern": f"^{_MERCHANT.pattern}$"},
    "example": DEFAULT_MERCHANT,
}


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: somebody with a key, or with a session.

    `merchant` is the one whose rows this request may see and change; `shops` are those whose orders it may, None for
    all. `name` is what the audit shows; `identity` is the person, or the key that no person made: two callers are
    two people only if it differs. `tellers` are roles in which they may tell steps of fulfilment, None for any.
    `user` is the person of a session, None for a key.
    """

    key_id: str
    merchant: str
    scopes: frozenset[str]
    name: str
    identity: str = ""
    shops: frozenset[str] | None = None
    tellers: frozenset[Teller] | None = None
    user: str | None = None

    def may(self, scope: Scope) -> bool:
        """Whether the key or session lets do this, wherever this request reaches."""
        return scope in self.scopes or Scope.ADMIN in self.scopes

    @property
    def sight(self) -> str:
        """Who it is and what is shown to them, as one text: the same for another session of one person."""
        shops = "*" if self.shops is None else ",".join(sorted(self.shops))
        return f"{self.identity or self.key_id} {','.join(sorted(self.scopes))} {shops}"

    @property
    def sees_people(self) -> bool:
        """Whether names, addresses and numbers of buyers are shown in clear."""
        return self.may(Scope.PERSONAL_READ)


class CallerWith:
    """Lets a request in: one for each scope and reach. It runs on the event loop, where who is remembered costs no
    change of thread."""

    def __init__(self, scope: Scope, reach: Reach) -> None:
        self.scope = scope
        self.reach = reach
        # Who may tell which step of fulfilment is said by its machines.
        self.problems: Sequence[str] = (*_PROBLEMS, *(["role_refused"] * (scope is Scope.FULFILMENT_WRITE)))

    async def __call__(self, request: Request) -> Caller:
        services = services_of(request)
        holder = await _holder_of(request, services)
        services.rates.count(request, holder.id)
        merchant = self.merchant_of(request, holder.merchant)
        request.state.key_id = holder.id
        request.state.merchant = merchant
        grants = holder.giving(self.scope)
        if not grants:
            raise ScopeMissing(self.scope)
        refuse_unusable(request)
        who = _caller(holder, merchant, grants)
        if who.shops is not None and self.reach is not Reach.OPEN:
            await self._within(request, services.database, merchant, who.shops)
        if request.method == "POST":
            await take_once(request, who.merchant, who.sight, acts=self.scope not in READING)
        return who

    def merchant_of(self, request: Request, bound: str) -> str:
        """For which merchant the request acts. Raises MerchantNotValid, OtherMerchant."""
        return _merchant_of(request, bound)

    async def _within(self, request: Request, database: Database, merchant: str, shops: frozenset[str]) -> None:
        if self.reach is Reach.WHOLE:
            raise ShopBound
        found = await run_in_threadpool(in_reach, database, merchant, shops, request.path_params)
        if found is False:
            raise NotFound
        if found is None and self.reach is Reach.BY_ID:
            raise ShopBound

    def describe(self, operation: Document) -> None:
        """Security, and the header that names a merchant, for the OpenAPI document."""
        operation["security"] = [{SCHEME: [self.scope.value]}, {SESSION_SCHEME: [self.scope.value]}]
        operation.setdefault("parameters", []).append(_HEADER)


@cache
def caller(scope: Scope, reach: Reach = Reach.BY_ID) -> CallerWith:
    """What a route depends on: `Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]`.

    `reach` says how the route keeps to the shops of whoever is bound to some.
    """
    return CallerWith(scope, reach)


def is_merchant(text: str) -> bool:
    """Whether a text may name a merchant."""
    return _MERCHANT.fullmatch(text) is not None


async def present_of(request: Request, door: FrontDoor) -> Present | None:
    """Who is signed in with the browser that sent this; None without a session. Raises SessionOver."""
    token = request.cookies.get(cookie_name(request))
    if not token:
        return None
    found = None
    if is_opaque(token):
        wanted = door.sessions.hash(token)
        found = door.sessions.remembered(wanted) or await run_in_threadpool(door.sessions.look_up, wanted)
    if found is None:
        raise SessionOver
    return found


async def _holder_of(request: Request, services: Services) -> Holder:
    try:
        return await _found_holder(request, services)
    except (KeyMissing, KeyNotValid):
        services.rates.count_failure(request)
        raise


async def _found_holder(request: Request, services: Services) -> Holder:
    """By a key, if one is sent; else by a session, which changes things only with its token."""
    header = request.headers.get("authorization")
    if header is not None:
        return await _with_key(request, header, services)
    present = await present_of(request, services.door)
    if present is None:
        raise KeyMissing
    await check_unforged(request, services.door, present)
    return present.holder


async def _with_key(request: Request, header: str, services: Services) -> Holder:
    keyring = services.keyring
    scheme, _, text = header.partition(" ")
    if scheme.lower() != "bearer":
        raise KeyMissing("`Authorization` holds no API key; send `Authorization: Bearer cw_live_…`")
    token = read_token(text.strip())
    if token is None:
        raise KeyNotValid
    wanted = keyring.hash(token)
    holder = keyring.remembered(wanted)
    if holder is None:
        if not keyring.knows(wanted):
            services.rates.refuse_spent(request)
        holder = await run_in_threadpool(keyring.look_up, wanted)
    if holder is None:
        raise KeyNotValid
    return holder


def _caller(holder: Holder, merchant: str, grants: tuple[Grant, ...]) -> Caller:
    """As far as the grants reach that let do what the route does, and with what counts all over there."""
    shops = reached(grants)
    everywhere = reaching(holder.grants, shops)
    return Caller(
        key_id=holder.id,
        merchant=merchant,
        scopes=frozenset[str]().union(*(each.scopes for each in everywhere)),
        name=holder.name,
        identity=holder.identity,
        shops=shops,
        tellers=tellers(everywhere),
        user=holder.user,
    )


def _merchant_of(request: Request, bound: str) -> str:
    named = request.headers.get(MERCHANT_HEADER)
    if named is not None and not is_merchant(named):
        raise MerchantNotValid
    if bound == WHOLE_INSTALLATION:
        return DEFAULT_MERCHANT if named is None else named
    if named is not None and named != bound:
        raise OtherMerchant
    return bound
