"""Sessions of people: begun, looked at, ended; and the password that begins them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from api.access.browser import check_site, forget, remember
from api.access.errors import LoginRefused
from api.access.logging_in import log_in, log_out
from api.access.people import change_password
from api.access.sessions import Begun, Present
from api.access.signed_in import SignedIn
from api.answers import answer, nothing
from api.describing import Returns, Tag, operation
from api.routes.access_examples import A_SESSION
from api.schemas.access import LoginAsked, PasswordAsked, SessionShown, shown_session
from api.schemas.body import JsonBody
from api.services import Services, ServicesOf, services_of
from engine.store.accounts import account_of

routes = APIRouter()
A_LOGIN = {"email": "ana@shop.example", "password": "four words that wander"}
A_PASSWORD = {"current": "four words that wander", "new": "another five words that wander"}


async def counted(request: Request) -> None:
    """Before a body is read or a password looked at. Raises TooManyRequests."""
    services_of(request).rates.count_login(request)


Asked = Annotated[LoginAsked, Depends(JsonBody(LoginAsked, A_LOGIN))]


@routes.post(
    "/v1/session",
    **operation(
        "log_in",
        "Sign in with e-mail and password",
        Tag.ACCESS,
        {201: Returns(SessionShown, A_SESSION, "Signed in; the cookie is set.")},
        ("login_refused", "login_locked", "cross_site", "too_many_requests"),
    ),
    dependencies=[Depends(counted)],
)
def begin_session(services: ServicesOf, request: Request, asked: Asked) -> Response:
    """Sets a cookie that scripts cannot read. After five tries that fail the address waits, longer each time.

    Whatever session the browser brought counts for nothing: a login always begins a new one.
    """
    check_site(request, services.door)
    begun = log_in(services.door, asked.merchant, asked.email, asked.password)
    return _begun(services, request, begun, 201)


@routes.get(
    "/v1/session",
    **operation("get_session", "See who is signed in", Tag.ACCESS, Returns(SessionShown, A_SESSION)),
)
def get_session(services: ServicesOf, present: SignedIn) -> Response:
    """Who it is, what they may do, and the token that what changes something must carry."""
    return answer(shown_session(services.door, present))


@routes.delete(
    "/v1/session",
    **operation("log_out", "Sign out", Tag.ACCESS, {204: Returns(None, description="Signed out.")}),
)
def end_session(
    services: ServicesOf,
    request: Request,
    present: SignedIn,
    everywhere: Annotated[bool, Query(description="All sessions of this person, on whatever machine.")] = False,
) -> Response:
    """The session is over at once here, and in other processes of the service within seconds."""
    left(services, present, everywhere=everywhere)
    return forget(nothing(), request)


@routes.post(
    "/v1/session/password",
    **operation(
        "change_password",
        "Change one's password",
        Tag.ACCESS,
        Returns(SessionShown, A_SESSION, "Changed; all other sessions of the person are over."),
        ("password_weak", "person_refused", "version_changed", "login_locked"),
    ),
)
def put_password(
    services: ServicesOf,
    request: Request,
    present: SignedIn,
    asked: Annotated[PasswordAsked, Depends(JsonBody(PasswordAsked, A_PASSWORD))],
) -> Response:
    """At least 15 characters, of whatever kind. This session goes on under a new id."""
    begun = renewed(services, present, asked.current, asked.new)
    return _begun(services, request, begun, 200)


def left(services: Services, present: Present, *, everywhere: bool) -> None:
    """Signs somebody out."""
    holder = present.holder
    log_out(
        services.door,
        present.sign_in.account_id,
        present.sign_in.id,
        holder.name,
        holder.merchant,
        everywhere=everywhere,
    )


def renewed(services: Services, present: Present, current: str, wanted: str) -> Begun:
    """A session under the new password. Raises as `change_password` does."""
    with services.database.read() as session:
        account = account_of(session, present.sign_in.merchant, present.sign_in.account_id)
    if account is None:
        raise LoginRefused
    return change_password(services.door, account, current, wanted)


def _begun(services: Services, request: Request, begun: Begun, status: int) -> Response:
    present = services.door.sessions.look_up(begun.sign_in.hash)
    if present is None:
        raise LoginRefused
    return remember(answer(shown_session(services.door, present), status), request, services.door, begun)
