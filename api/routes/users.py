"""People: invited, listed, changed, shut out."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api.access.asking import granter
from api.access.caller import Caller, caller
from api.access.people import PersonChange, PersonWanted, change, invite, link_ends, new_link
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.entrance.links import link_url
from api.routes.access_examples import A_LINK, A_PERSON, A_PERSON_STATED
from api.routes.examples import a_page
from api.schemas.access import InvitedShown, LinkShown, PersonPatch, PersonShown, PersonStated, shown_person
from api.schemas.body import JsonBody
from api.schemas.etag import Match, etag, maybe_if_match
from api.schemas.ids import UserId
from api.schemas.page import Page, PageWanted, listing, page
from api.services import Services, ServicesOf
from engine.desk.errors import NotFound
from engine.store.accounts import account_of, accounts_after

routes = APIRouter()
Writer = Annotated[Caller, Depends(caller(Scope.PEOPLE_WRITE))]


@routes.get(
    "/v1/users",
    **operation("list_users", "List people", Tag.ACCESS, Returns(Page[PersonShown], a_page(A_PERSON))),
)
def list_users(services: ServicesOf, who: Writer, wanted: Annotated[PageWanted, Depends(page)]) -> Response:
    """In the order in which they were invited, those who are shut out too."""
    key = wanted.after(str)
    with services.database.read() as session:
        rows = accounts_after(session, who.merchant, wanted.rows, "" if key is None else str(key[0]))
    return listing(rows, wanted, lambda row: (row.id,), lambda row: shown_person(services.door, row))


@routes.post(
    "/v1/users",
    **operation(
        "invite_user",
        "Invite somebody",
        Tag.ACCESS,
        {201: Returns(InvitedShown, {"user": A_PERSON, "link": A_LINK}, "Invited.")},
        ("person_refused", "grant_too_wide", "store_conflict"),
    ),
)
def invite_user(
    services: ServicesOf,
    request: Request,
    who: Writer,
    asked: Annotated[PersonStated, Depends(JsonBody(PersonStated, A_PERSON_STATED))],
) -> Response:
    """Answers a link that opens once, within three days: hand it to this person alone. Nobody gives roles or shops
    that they have not."""
    wanted = PersonWanted(name=asked.name, email=asked.email, roles=tuple(each.grant() for each in asked.roles))
    account, token = invite(services.door, granter(who), wanted)
    made = {"user": shown_person(services.door, account), "link": _link(services, request, token)}
    return answer(made, 201, {"Location": f"/v1/users/{account.id}"})


@routes.get(
    "/v1/users/{user_id}",
    **operation("get_user", "Read a person", Tag.ACCESS, Returns(PersonShown, A_PERSON), ("not_found",)),
)
def get_user(services: ServicesOf, who: Writer, user_id: UserId) -> Response:
    """Its `ETag` is the version."""
    with services.database.read() as session:
        account = account_of(session, who.merchant, user_id)
    if account is None:
        raise NotFound("user", user_id)
    return answer(shown_person(services.door, account), headers={"ETag": etag(account.version)})


@routes.patch(
    "/v1/users/{user_id}",
    **operation(
        "change_user",
        "Change a person, or shut them out",
        Tag.ACCESS,
        Returns(PersonShown, A_PERSON, "As it is now."),
        ("not_found", "person_refused", "grant_too_wide", "last_admin", "version_changed", "store_conflict"),
    ),
)
def change_user(
    services: ServicesOf,
    who: Writer,
    user_id: UserId,
    asked: Annotated[PersonPatch, Depends(JsonBody(PersonPatch, {"active": False}))],
    match: Annotated[Match, Depends(maybe_if_match)],
) -> Response:
    """Other roles, or `active: false`, end all sessions of the person at once; a new login has a new id."""
    roles = None if asked.roles is None else tuple(each.grant() for each in asked.roles)
    wanted = PersonChange(name=asked.name, email=asked.email, roles=roles, active=asked.active)
    account = change(services.door, granter(who), user_id, wanted, match.versions)
    return answer(shown_person(services.door, account), headers={"ETag": etag(account.version)})


@routes.post(
    "/v1/users/{user_id}/link",
    **operation(
        "make_link",
        "Make a new one-time link for a person",
        Tag.ACCESS,
        {201: Returns(LinkShown, A_LINK, "Made; earlier ones open nothing any more.")},
        ("not_found", "person_refused", "grant_too_wide"),
    ),
)
def make_link(services: ServicesOf, request: Request, who: Writer, user_id: UserId) -> Response:
    """For somebody who has not come in yet, or does not know the password any more."""
    token = new_link(services.door, granter(who), user_id)
    return answer(_link(services, request, token), 201)


def _link(services: Services, request: Request, token: str) -> dict[str, object]:
    origin = services.door.origin or f"{request.url.scheme}://{request.url.netloc}"
    return {"url": link_url(origin, token), "expires_at": link_ends(services.door)}
