"""Registrations: the numbers under which a merchant stands in registers of taxes, producers and product safety."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.asking import desk_caller
from api.routes.examples import a_page
from api.schemas.body import JsonBody
from api.schemas.ids import RegistrationId
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.registrations import (
    A_REGISTRATION,
    STATED,
    RegistrationAsked,
    RegistrationShown,
    shown_registration,
)
from api.services import Services, ServicesOf
from engine.desk.registrations import add, change, end, history
from engine.store.registrations import RegistrationRow, registrations_after

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.REGISTRATIONS_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.REGISTRATIONS_WRITE))]
Asked = Annotated[RegistrationAsked, Depends(JsonBody(RegistrationAsked, STATED))]


@routes.get(
    "/v1/registrations",
    **operation(
        "list_registrations",
        "List the registrations that count",
        Tag.REGISTRATIONS,
        Returns(Page[RegistrationShown], a_page(A_REGISTRATION)),
    ),
)
def list_registrations(
    services: ServicesOf,
    who: Reader,
    wanted: Annotated[PageWanted, Depends(page)],
    entity: Annotated[str | None, Query(description="Those that count for it.", min_length=1, max_length=128)] = None,
    shop: Annotated[str | None, Query(description="Those that count for it.", min_length=1, max_length=128)] = None,
) -> Response:
    """Current versions, oldest first, those that have run out too. One that names no legal entity or no shop counts for
    all of them."""
    key = wanted.after(str)
    after = "" if key is None else str(key[0])
    with services.database.read() as session:
        rows = registrations_after(session, who.merchant, wanted.rows, after, entity=entity, shop=shop)
    return listing(rows, wanted, lambda row: (row.registration.id,), shown_registration)


@routes.post(
    "/v1/registrations",
    **operation(
        "add_registration",
        "Add a registration",
        Tag.REGISTRATIONS,
        {201: Returns(RegistrationShown, A_REGISTRATION, "Kept.")},
        ("registration_refused", "no_edition", "store_conflict"),
    ),
)
def add_registration(services: ServicesOf, who: Writer, asked: Asked) -> Response:
    """It counts for the next decision; orders that are held for want of it are decided anew."""
    row = add(services.desk, desk_caller(who), asked.stated())
    return answer(shown_registration(_newest(services, who, row)), 201)


@routes.get(
    "/v1/registrations/{registration_id}",
    **operation(
        "get_registration",
        "Read a registration with its history",
        Tag.REGISTRATIONS,
        Returns(Page[RegistrationShown], a_page(A_REGISTRATION)),
        ("not_found",),
    ),
)
def get_registration(services: ServicesOf, who: Reader, registration_id: RegistrationId) -> Response:
    """All versions, newest first."""
    with services.database.read() as session:
        rows = history(session, who.merchant, registration_id)
    return answer({"data": [shown_registration(row) for row in rows], "next_cursor": None, "has_more": False})


@routes.put(
    "/v1/registrations/{registration_id}",
    **operation(
        "change_registration",
        "Change or renew a registration",
        Tag.REGISTRATIONS,
        Returns(RegistrationShown, A_REGISTRATION, "The new version."),
        ("not_found", "registration_refused", "version_changed", "no_edition", "store_conflict"),
    ),
)
def change_registration(services: ServicesOf, who: Writer, registration_id: RegistrationId, asked: Asked) -> Response:
    """Puts a whole new version in the place of the current one. Orders that are held for want of it are decided
    anew, together."""
    row = change(services.desk, desk_caller(who), registration_id, asked.stated())
    return answer(shown_registration(_newest(services, who, row)))


@routes.post(
    "/v1/registrations/{registration_id}/end",
    **operation(
        "end_registration",
        "End a registration",
        Tag.REGISTRATIONS,
        Returns(RegistrationShown, A_REGISTRATION, "The version that has ended."),
        ("not_found", "registration_refused", "version_changed"),
    ),
)
def end_registration(services: ServicesOf, who: Writer, registration_id: RegistrationId) -> Response:
    """It no longer counts, as if there were none. One that merely runs out is ended by its last day."""
    row = end(services.desk, desk_caller(who), registration_id)
    return answer(shown_registration(_newest(services, who, row)))


def _newest(services: Services, who: Caller, row: RegistrationRow) -> RegistrationRow:
    """As it is kept, with the day from which its end is told of."""
    with services.database.read() as session:
        return history(session, who.merchant, row.registration.id)[0]
