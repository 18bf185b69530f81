"""Keys of programs: made and shown once, listed, rotated, revoked."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.access.asking import granter
from api.access.caller import Caller, caller
from api.access.keys import KeyAsked, end_key, make_key, rotate_key
from api.access.roles import Role
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.access_examples import A_KEY, A_KEY_MADE, A_KEY_STATED
from api.routes.examples import a_page
from api.schemas.access import KeyMade, KeyShown, KeyStated, RotationAsked, shown_key
from api.schemas.body import JsonBody
from api.schemas.ids import KeyId
from api.schemas.page import Page, PageWanted, listing, page
from api.services import ServicesOf
from engine.desk.errors import NotFound
from engine.store.api_keys import key_of, keys_after

routes = APIRouter()
Writer = Annotated[Caller, Depends(caller(Scope.KEYS_WRITE))]


@routes.get(
    "/v1/keys",
    **operation("list_keys", "List keys", Tag.ACCESS, Returns(Page[KeyShown], a_page(A_KEY))),
)
def list_keys(services: ServicesOf, who: Writer, wanted: Annotated[PageWanted, Depends(page)]) -> Response:
    """Oldest first, those that open nothing any more too; `last_used_at` is kept once a minute."""
    key, now = wanted.after(str), services.clock.now()
    with services.database.read() as session:
        rows = keys_after(session, who.merchant, wanted.rows, "" if key is None else str(key[0]))
    return listing(rows, wanted, lambda row: (row.id,), lambda row: shown_key(row, now))


@routes.post(
    "/v1/keys",
    **operation(
        "create_key",
        "Make a key",
        Tag.ACCESS,
        {201: Returns(KeyMade, A_KEY_MADE, "Made; the key is shown this once.")},
        ("person_refused", "grant_too_wide"),
    ),
)
def create_key(
    services: ServicesOf, who: Writer, asked: Annotated[KeyStated, Depends(JsonBody(KeyStated, A_KEY_STATED))]
) -> Response:
    """With scopes or with a role, for the whole merchant or for some shops and legal entities; never with more than
    the caller has. What the key does counts as done by whoever made it, where two people are wanted."""
    wanted = KeyAsked(
        name=asked.name,
        scopes=frozenset(asked.scopes),
        role=None if asked.role is None else Role(asked.role),
        binding=asked.binding(),
        expires_at=asked.expires_at,
    )
    key, token = make_key(services.door, services.keyring, granter(who), wanted)
    made = {"key": shown_key(key, services.clock.now()), "token": token.text}
    return answer(made, 201, {"Location": f"/v1/keys/{key.id}"})


@routes.get(
    "/v1/keys/{key_id}",
    **operation("get_key", "Read what a key lets do", Tag.ACCESS, Returns(KeyShown, A_KEY), ("not_found",)),
)
def get_key(services: ServicesOf, who: Writer, key_id: KeyId) -> Response:
    """Without the key itself, which is not kept."""
    with services.database.read() as session:
        key = key_of(session, who.merchant, key_id)
    if key is None:
        raise NotFound("key", key_id)
    return answer(shown_key(key, services.clock.now()))


@routes.post(
    "/v1/keys/{key_id}/rotate",
    **operation(
        "rotate_key",
        "Put a new key in the place of one",
        Tag.ACCESS,
        {201: Returns(KeyMade, A_KEY_MADE, "Made; both are good for a while.")},
        ("not_found", "key_not_rotatable", "grant_too_wide"),
    ),
)
def rotate(
    services: ServicesOf,
    who: Writer,
    key_id: KeyId,
    asked: Annotated[RotationAsked, Depends(JsonBody(RotationAsked, {"overlap_hours": 24}))],
) -> Response:
    """The new one lets do the same. The old one ends after the overlap, within which programs are told the new one."""
    overlap = timedelta(hours=asked.overlap_hours)
    key, token = rotate_key(services.door, services.keyring, granter(who), key_id, overlap)
    made = {"key": shown_key(key, services.clock.now()), "token": token.text}
    return answer(made, 201, {"Location": f"/v1/keys/{key.id}"})


@routes.delete(
    "/v1/keys/{key_id}",
    **operation("revoke_key", "Revoke a key", Tag.ACCESS, Returns(KeyShown, A_KEY, "Revoked."), ("not_found",)),
)
def revoke(services: ServicesOf, who: Writer, key_id: KeyId) -> Response:
    """For good. Every process of the service refuses it within five seconds."""
    return answer(shown_key(end_key(services.door, granter(who), key_id), services.clock.now()))
