"""The pages at the door: sign in and out, the form of a one-time link, one's password, and sign-in by a provider.

What they do is what `/v1/session` does; they are forms, and answer a page where that answers a problem.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from api.access.browser import check_site, check_unforged, cookie_name, forget, form_of, remember
from api.access.caller import DEFAULT_MERCHANT, is_merchant, present_of
from api.access.errors import AccessError, LinkNotValid, LoginRefused, ProviderRefused
from api.access.logging_in import log_in
from api.access.people import FIRST_ADMIN, come_in, opened_link
from api.access.sessions import Begun, Present
from api.access.vouching import let_in
from api.demo_shop.at_the_door import ShownFigure, shown_figures
from api.demo_shop.names import merchant_of
from api.entrance.links import CALLBACK, CONSOLE, LOGIN, LOGOUT, PASSWORD, PROVIDER, ROOT, WELCOME
from api.entrance.pages import CONTENT_POLICY, Form, page_of
from api.entrance.pending import forget_pending, pending_of, remember_pending
from api.problem_kinds import KINDS
from api.problems import said_by
from api.refusals import NotFound, SessionOver, TooManyRequests
from api.routes.language import language_of
from api.routes.sessions import left, renewed
from api.services import Services, services_of
from engine.errors import ClearwayError
from engine.store.api_keys import WHOLE_INSTALLATION

routes = APIRouter(include_in_schema=False)
Token = Annotated[str, Path(max_length=64)]
SEE_OTHER = 303
Enter = Callable[[], Begun]
# A page that tells nobody where it is from sends its forms with the origin `null`.
PROTECTED = {"Content-Security-Policy": CONTENT_POLICY, "Referrer-Policy": "same-origin"}


@routes.get(ROOT)
async def show_nothing() -> Response:
    """Leads in: the console, or the form before it."""
    return RedirectResponse(CONSOLE, SEE_OTHER)


@routes.get(LOGIN)
async def show_login(request: Request) -> Response:
    """The form, or who is signed in."""
    services = services_of(request)
    present = await _present(request, services)
    if present is not None:
        return _page(request, services, Form.SIGNED_IN, present=present)
    demo = await run_in_threadpool(shown_figures, request, services.door)
    return _page(request, services, Form.LOGIN, demo=demo)


@routes.post(LOGIN)
async def send_login(request: Request) -> Response:
    """Signs in."""
    services = services_of(request)
    try:
        services.rates.count_login(request)
    except TooManyRequests as refused:
        return _page(request, services, Form.LOGIN, error=refused)
    form = await form_of(request)

    def enter() -> Begun:
        check_site(request, services.door)
        merchant = form.get("merchant") or merchant_of(form.get("email", ""), DEFAULT_MERCHANT)
        if merchant != WHOLE_INSTALLATION and not is_merchant(merchant):
            raise LoginRefused
        return log_in(services.door, merchant, form.get("email", ""), form.get("password", ""))

    return await _entered(request, services, Form.LOGIN, enter, typed=form)


@routes.post(LOGOUT)
async def send_logout(request: Request) -> Response:
    """Signs out, here or everywhere."""
    services = services_of(request)
    present = await _present(request, services)
    if present is not None:
        await check_unforged(request, services.door, present)
        everywhere = (await form_of(request)).get("everywhere") == "1"
        await run_in_threadpool(left, services, present, everywhere=everywhere)
    return forget(RedirectResponse(LOGIN, SEE_OTHER), request)


@routes.get(PASSWORD)
async def show_password(request: Request) -> Response:
    """The form for another password."""
    services = services_of(request)
    present = await _present(request, services)
    return RedirectResponse(LOGIN, SEE_OTHER) if present is None else _page(request, services, Form.PASSWORD, present)


@routes.post(PASSWORD)
async def send_password(request: Request) -> Response:
    """Changes the password."""
    services = services_of(request)
    present = await _present(request, services)
    if present is None:
        return RedirectResponse(LOGIN, SEE_OTHER)
    await check_unforged(request, services.door, present)
    form = await form_of(request)

    def enter() -> Begun:
        return renewed(services, present, form.get("current", ""), form.get("new", ""))

    return await _entered(request, services, Form.PASSWORD, enter, present)


@routes.get(f"{WELCOME}/{{token}}")
async def show_welcome(request: Request, token: Token) -> Response:
    """The form of a one-time link. Looking at it uses nothing up, since mail programs look at links."""
    services = services_of(request)
    try:
        link, account = await run_in_threadpool(opened_link, services.door, token)
    except AccessError as refused:
        return _page(request, services, Form.OVER, error=refused)
    form = Form.FIRST if link.purpose == FIRST_ADMIN else Form.WELCOME
    return _page(request, services, form, name="" if account is None else account.name)


@routes.post(f"{WELCOME}/{{token}}")
async def send_welcome(request: Request, token: Token) -> Response:
    """Uses the link up."""
    services = services_of(request)
    form = await form_of(request)
    first = "email" in form

    def enter() -> Begun:
        check_site(request, services.door)
        told = (form.get("password", ""), form.get("name", ""), form.get("email", ""))
        return come_in(services.door, token, *told)

    return await _entered(request, services, Form.FIRST if first else Form.WELCOME, enter, typed=form)


@routes.get(PROVIDER)
async def begin_provider(request: Request) -> Response:
    """Sends the browser to the identity provider."""
    services = services_of(request)
    provider = services.door.provider
    if provider is None:
        raise NotFound
    try:
        place, pending = await run_in_threadpool(provider.begin, services.door.origin + CALLBACK)
    except ClearwayError as refused:
        return _page(request, services, Form.LOGIN, error=refused)
    return remember_pending(RedirectResponse(place, SEE_OTHER), request, services.door, pending)


@routes.get(CALLBACK)
async def end_provider(request: Request) -> Response:
    """Where the identity provider sends the browser back to."""
    services = services_of(request)
    provider = services.door.provider
    if provider is None:
        raise NotFound
    pending = pending_of(request, services.door)
    asked = request.query_params
    # RFC 9207 (March 2022): an answer that names another issuer is not ours.
    is_ours = pending is not None and asked.get("state") == pending.state
    is_ours = is_ours and asked.get("iss", provider.terms.issuer) == provider.terms.issuer

    def enter() -> Begun:
        if pending is None or not is_ours or not asked.get("code"):
            raise ProviderRefused
        back = services.door.origin + CALLBACK
        return let_in(services.door, provider, provider.finish(pending, asked["code"], back, services.clock.now()))

    return forget_pending(await _entered(request, services, Form.LOGIN, enter), request)


async def _entered(
    request: Request,
    services: Services,
    form: Form,
    enter: Enter,
    present: Present | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response:
    """The browser with its new session, or the form again with what is wrong."""
    try:
        begun = await run_in_threadpool(enter)
    except LinkNotValid as refused:
        return _page(request, services, Form.OVER, error=refused)
    except ClearwayError as refused:
        return _page(request, services, form, present, error=refused, typed=typed)
    place = LOGIN if form is Form.PASSWORD else CONSOLE
    return remember(RedirectResponse(place, SEE_OTHER), request, services.door, begun)


async def _present(request: Request, services: Services) -> Present | None:
    """Who is signed in; a session that is over is none."""
    if not request.cookies.get(cookie_name(request)):
        return None
    try:
        return await present_of(request, services.door)
    except SessionOver:
        return None


def _page(
    request: Request,
    services: Services,
    form: Form,
    present: Present | None = None,
    *,
    error: ClearwayError | None = None,
    name: str = "",
    typed: Mapping[str, str] | None = None,
    demo: Sequence[ShownFigure] = (),
) -> Response:
    said = None if error is None else said_by(error)
    status = 200 if said is None else KINDS[said.code].status
    headers = {} if said is None else dict(said.headers or {})
    headers.pop("WWW-Authenticate", None)  # a browser would ask for a password of its own
    vouches = services.door.provider is not None
    text = page_of(
        form, language_of(request), error=error, present=present, name=name, typed=typed, vouches=vouches, demo=demo
    )
    return Response(text, status, headers | PROTECTED, "text/html")
