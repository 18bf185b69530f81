"""The dependency that lets a request in: `caller(Scope.ORDERS_READ)` gives who calls, and for which merchant."""

import re
from dataclasses import dataclass

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from api.access.keyring import Keyring
from api.access.scopes import Scope
from api.access.tokens import read_token
from api.describing import Document
from api.parameters import refuse_unusable
from api.refusals import KeyMissing, KeyNotValid, MerchantNotValid, OtherMerchant, ScopeMissing
from api.services import services_of
from engine.store.api_keys import WHOLE_INSTALLATION, ApiKey

MERCHANT_HEADER = "Clearway-Merchant"
DEFAULT_MERCHANT = "main"
SCHEME = "api_key"
_MERCHANT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
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
    """Who calls. `merchant` is the one whose rows this request may see and change."""

    key_id: str
    merchant: str
    scopes: frozenset[str]
    name: str

    def may(self, scope: Scope) -> bool:
        """Whether the key lets do this."""
        return scope in self.scopes or Scope.ADMIN in self.scopes


class _CallerWith:
    """One for each scope. It runs on the event loop, where a key that is remembered costs no change of thread."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def __call__(self, request: Request) -> Caller:
        key = await _key_of(request, services_of(request).keyring)
        who = Caller(key.id, _merchant_of(request, key), key.scopes, key.name)
        request.state.key_id = key.id
        if not who.may(self._scope):
            raise ScopeMissing(self._scope)
        refuse_unusable(request)
        return who

    def describe(self, operation: Document) -> None:
        """Security, and the header that names a merchant, for the OpenAPI document."""
        operation["security"] = [{SCHEME: [self._scope.value]}]
        operation.setdefault("parameters", []).append(_HEADER)

    problems = (
        "key_missing",
        "key_not_valid",
        "scope_missing",
        "other_merchant",
        "merchant_not_valid",
        "parameter_rejected",
        "store_busy",
        "store_unreachable",
    )


_ONE_EACH = {scope: _CallerWith(scope) for scope in Scope}


def caller(scope: Scope) -> _CallerWith:
    """What a route depends on: `Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]`."""
    return _ONE_EACH[scope]


def is_merchant(text: str) -> bool:
    """Whether a text may name a merchant."""
    return _MERCHANT.fullmatch(text) is not None


async def _key_of(request: Request, keyring: Keyring) -> ApiKey:
    header = request.headers.get("authorization")
    if header is None:
        raise KeyMissing
    scheme, _, text = header.partition(" ")
    token = read_token(text.strip()) if scheme.lower() == "bearer" else None
    if token is None:
        raise KeyNotValid
    wanted = keyring.hash(token)
    key = keyring.remembered(wanted) or await run_in_threadpool(keyring.look_up, wanted)
    if key is None:
        raise KeyNotValid
    return key


def _merchant_of(request: Request, key: ApiKey) -> str:
    named = request.headers.get(MERCHANT_HEADER)
    if named is not None and not is_merchant(named):
        raise MerchantNotValid
    if key.merchant == WHOLE_INSTALLATION:
        return DEFAULT_MERCHANT if named is None else named
    if named is not None and named != key.merchant:
        raise OtherMerchant
    return key.merchant
