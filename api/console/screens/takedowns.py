"""Take-down notices: articles that must not be sent, told one by one or as a file, each lifted once it is over."""

from fastapi import Request
from starlette.responses import Response

from api.access.scopes import Scope
from api.console.acting import Form, acted, filled, sent_file, told
from api.console.asking import Reply
from api.console.menu import HOME
from api.console.page_route import pages
from api.console.showing import gone_to, shown
from api.console.visit import Visit, visit_of
from api.console.wording import Words
from engine.desk.takedown_file import COLUMNS, MOST_BYTES

routes = pages()
SCREEN, PAGE = "takedowns", f"{HOME}/takedowns"
API = "/v1/takedowns"
FILTERS = ("state", "cursor")


@routes.get(PAGE)
async def show_notices(request: Request) -> Response:
    """Those in force, or all; and forms for others."""
    return await _notices(await visit_of(request))


@routes.post(PAGE)
async def take_notice(request: Request) -> Response:
    """One notice by hand. Open orders of the article are decided anew."""
    visit = await visit_of(request)
    form = await visit.form()
    notice = filled(form, "sku", "title", "reason", "complainant", "reference", "date")
    reply = await told(visit, form, API, {"entries": [notice]})
    return _taken(reply) if reply.is_ok else await _notices(visit, reply, form)


@routes.post(f"{PAGE}/file")
async def take_file(request: Request) -> Response:
    """A file of them: all of its rows, or none."""
    visit = await visit_of(request)
    reply = await sent_file(visit, f"{API}/file", MOST_BYTES)
    return _taken(reply) if reply.is_ok else await _notices(visit, reply)


@routes.get(f"{PAGE}/{{takedown_id}}")
async def show_notice(request: Request, takedown_id: str) -> Response:
    """One notice, lifted or not."""
    return await _notice(await visit_of(request), takedown_id)


@routes.post(f"{PAGE}/{{takedown_id}}/lift")
async def lift_notice(request: Request, takedown_id: str) -> Response:
    """It is over: orders that it stopped are decided anew."""

    async def ask(visit: Visit, form: Form) -> Reply:
        return await told(visit, form, f"{API}/{takedown_id}/lift", filled(form, "note"))

    async def again(visit: Visit, _: str, refused: Reply | None) -> Response:
        return await _notice(visit, takedown_id, refused)

    return await acted(request, ask, again, f"{PAGE}/{takedown_id}")


def _taken(reply: Reply) -> Response:
    added = reply.document.get("added")
    new = len(added) if isinstance(added, list) else 0
    return gone_to(f"{PAGE}?new={new}&known={reply.document.get('known', 0)}")


async def _notices(visit: Visit, refused: Reply | None = None, typed: Form | None = None) -> Response:
    filters = {name: value for name, value in visit.query.items() if name in FILTERS}
    found = await visit.api.must(API, **filters)
    words = Words(SCREEN, visit.language)
    counts = {name: visit.query.get(name, "") for name in ("new", "known")}
    said = words.fill("taken", **counts) if all(each.isdecimal() for each in counts.values()) else ""
    return shown(
        visit, SCREEN, "takedowns.html", said=said, refused=refused, path=PAGE, rows=found.rows, reply=found.document,
        filters=filters, typed=typed or {}, columns=COLUMNS, may_write=visit.may(Scope.TAKEDOWNS_WRITE),
    )  # fmt: skip


async def _notice(visit: Visit, takedown_id: str, refused: Reply | None = None) -> Response:
    found = (await visit.api.must(f"{API}/{takedown_id}")).document
    said = Words(SCREEN, visit.language)["lifted_now"] if visit.query.get("said") else ""
    return shown(
        visit, SCREEN, "takedown.html", said=said, refused=refused, path=PAGE, address=f"{PAGE}/{takedown_id}",
        found=found, may_write=visit.may(Scope.TAKEDOWNS_WRITE), may_queue=visit.may(Scope.REVIEWS_WRITE),
    )  # fmt: skip
