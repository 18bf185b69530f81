"""What a browser carries and says: the cookie of a session, from which site a request comes, the token in it.

Cookie: `__Host-` (RFC 6265bis), so that it is of this host alone, `Secure`, `HttpOnly` and `SameSite=Lax`. Only a
request to this very machine over plain http, as at a first start, goes by another name, which counts nowhere else.
"""

import hmac
from urllib.parse import parse_qs, urlsplit

from fastapi import Request
from starlette.responses import Response

from api.access.front_door import FrontDoor
from api.access.sessions import Begun, Present
from api.refusals import CrossSite, CsrfMissing, NotForm
from api.schemas.body import body_of

COOKIE, LOCAL_COOKIE = "__Host-clearway", "clearway"
CSRF_HEADER, CSRF_FIELD = "X-CSRF-Token", "csrf"
FORM = "application/x-www-form-urlencoded"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
_FROM_HERE = frozenset({"same-origin", "none"})
NOT_TOLD = "null"  # as pages have it that tell nobody where they are from; then Fetch Metadata alone knows
MOST_FORM, MOST_FIELDS = 64 << 10, 100


def is_plain_local(request: Request) -> bool:
    """Whether the request came to this machine's own name without encryption."""
    return request.url.scheme == "http" and request.url.hostname in _THIS_MACHINE


def cookie_name(request: Request) -> str:
    """By which name a session is looked for and set."""
    return LOCAL_COOKIE if is_plain_local(request) else COOKIE


def put_cookie(response: Response, request: Request, name: str, value: str, most_s: int) -> None:
    """Sets a cookie with all that protects it."""
    response.set_cookie(
        name, value, max_age=most_s, path="/", secure=not is_plain_local(request), httponly=True, samesite="lax"
    )


def remember(response: Response, request: Request, door: FrontDoor, begun: Begun) -> Response:
    """Gives the browser its session; it forgets it when it closes, at the latest when the session ends."""
    most_s = int(door.sessions.terms.whole.total_seconds())
    put_cookie(response, request, cookie_name(request), begun.token, most_s)
    return response


def forget(response: Response, request: Request) -> Response:
    """Takes the session from the browser."""
    put_cookie(response, request, cookie_name(request), "", 0)
    return response


def check_site(request: Request, door: FrontDoor) -> None:
    """Raises CrossSite when a browser says that the request was made by a page of another site.

    Fetch Metadata (`Sec-Fetch-Site`), and `Origin` (RFC 6454); programs that are no browsers send neither.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in _FROM_HERE:
        raise CrossSite
    origin = request.headers.get("origin")
    if origin is None or (origin == NOT_TOLD and site is not None):
        return
    if not _is_ours(request, door, origin):
        raise CrossSite


def _is_ours(request: Request, door: FrontDoor, origin: str) -> bool:
    if door.origin:
        return origin == door.origin
    told = urlsplit(origin)
    return bool(told.netloc) and told.netloc.lower() == request.headers.get("host", "").lower()


async def check_unforged(request: Request, door: FrontDoor, present: Present, sent: str | None = None) -> None:
    """Raises CrossSite or CsrfMissing unless the request was made by a page that we gave to this very session. `sent`:
    the token of a form that was read already, such as one with a file."""
    if request.method in SAFE:
        return
    check_site(request, door)
    token = request.headers.get(CSRF_HEADER, sent)
    if token is None and request.headers.get("content-type", "").partition(";")[0].strip().lower() == FORM:
        token = (await form_of(request)).get(CSRF_FIELD)
    if token is None or not hmac.compare_digest(token.encode(), present.csrf.encode()):
        raise CsrfMissing


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a form, the first of each name. Raises BodyTooLarge."""
    body = await body_of(request, MOST_FORM)
    try:
        fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise NotForm from None
    return {name: values[0] for name, values in fields.items()}
