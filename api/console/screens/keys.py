"""Keys of programs: made and shown once, rotated with both good for a while, revoked for good."""

from fastapi import Request
from starlette.responses import Response

from api.access.roles import Role
from api.access.scopes import Scope
from api.console.acting import Form, acted, filled, told, whole
from api.console.asking import Document, Reply
from api.console.menu import HOME
from api.console.page_route import pages
from api.console.screens.people import bounds_of
from api.console.showing import shown
from api.console.visit import Visit, visit_of
from api.console.wording import Words

routes = pages()
SCREEN, PAGE = "keys", f"{HOME}/admin/keys"
API = "/v1/keys"
MIDNIGHT = "T00:00:00Z"


@routes.get(PAGE)
async def show_keys(request: Request) -> Response:
    """Oldest first, those that open nothing any more too."""
    return await _keys(await visit_of(request))


@routes.post(PAGE)
async def make_key(request: Request) -> Response:
    """Makes one; the page that follows is the only one that shows it."""
    visit = await visit_of(request)
    form = await visit.form()
    reply = await told(visit, form, API, _asked(form))
    return await _keys(visit, reply, form) if not reply.is_ok else await _key(visit, _id(reply), token=_token(reply))


@routes.get(f"{PAGE}/{{key_id}}")
async def show_key(request: Request, key_id: str) -> Response:
    """What it lets do, without the key itself."""
    return await _key(await visit_of(request), key_id)


@routes.post(f"{PAGE}/{{key_id}}/rotate")
async def rotate_key(request: Request, key_id: str) -> Response:
    """Makes its successor, which is shown once; both are good for some hours."""
    visit = await visit_of(request)
    form = await visit.form()
    overlap = {"overlap_hours": whole(form.get("overlap_hours", ""), 24)}
    reply = await told(visit, form, f"{API}/{key_id}/rotate", overlap)
    return await _key(visit, _id(reply), token=_token(reply)) if reply.is_ok else await _key(visit, key_id, reply)


@routes.post(f"{PAGE}/{{key_id}}/revoke")
async def revoke_key(request: Request, key_id: str) -> Response:
    """For good."""

    async def ask(visit: Visit, form: Form) -> Reply:
        return await told(visit, form, f"{API}/{key_id}", method="DELETE")

    async def shows(visit: Visit, _: str, refused: Reply | None) -> Response:
        return await _key(visit, key_id, refused)

    return await acted(request, ask, shows, f"{PAGE}/{key_id}")


def _asked(form: Form) -> Document:
    scopes = [each.value for each in Scope if form.get(f"scope.{each.value}")]
    ends = {"expires_at": f"{form['expires']}{MIDNIGHT}"} if form.get("expires") else {}
    return filled(form, "name", "role") | bounds_of(form) | {"scopes": scopes} | ends


def _id(reply: Reply) -> str:
    key = reply.document["key"]
    return str(key["id"]) if isinstance(key, dict) else ""


def _token(reply: Reply) -> str:
    return str(reply.document["token"])


async def _keys(visit: Visit, refused: Reply | None = None, typed: Form | None = None) -> Response:
    found = await visit.api.must(API, cursor=visit.query.get("cursor"))
    words = Words("people", visit.language)
    return shown(
        visit, SCREEN, "keys.html", refused=refused, path=PAGE, rows=found.rows, reply=found.document,
        typed=typed or {}, scopes=[each.value for each in Scope],
        roles=[("", "–"), *((each.value, words.code("role", each.value)) for each in Role)],
    )  # fmt: skip


async def _key(visit: Visit, key_id: str, refused: Reply | None = None, token: str = "") -> Response:
    found = (await visit.api.must(f"{API}/{key_id}")).document
    words = Words(SCREEN, visit.language)
    return shown(
        visit, SCREEN, "key.html", refused=refused, said=words["done"] if visit.query.get("said") else "",
        path=PAGE, address=f"{PAGE}/{key_id}", found=found, token=token,
    )  # fmt: skip
