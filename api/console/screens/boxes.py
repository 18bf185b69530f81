"""Boxes and cartons: which ones packing stations have, one by one or from a table."""

from fastapi import Request
from starlette.responses import Response

from api.access.scopes import Scope
from api.console.acting import Form, acted, minor, sent_file, told, whole, word_said
from api.console.asking import Reply
from api.console.menu import HOME
from api.console.page_route import pages
from api.console.showing import KEY_FIELD, gone_to, shown
from api.console.visit import Visit, visit_of

routes = pages()
SCREEN, PAGE = "boxes", f"{HOME}/boxes"
API = "/v1/boxes"
MOST_BYTES = 1_000_000
SIDES = ("length", "width", "height")
NUMBERS = (*(f"{at}_{side}_mm" for at in ("outer", "inner") for side in SIDES), "empty_g", "max_g")


@routes.get(PAGE)
async def show_boxes(request: Request) -> Response:
    """By warehouse and name."""
    return await _boxes(await visit_of(request))


@routes.post(PAGE)
async def put_box(request: Request) -> Response:
    """Sets one up, or changes it."""

    async def ask(visit: Visit, form: Form) -> Reply:
        currency = form.get("currency", "").strip().upper() or "EUR"
        body: dict[str, object] = {name: form.get(name, "").strip() for name in ("name", "warehouse")}
        body |= {name: whole(form.get(name, "")) for name in NUMBERS}
        body |= {"currency": currency, "cost_minor": minor(form.get("cost", "") or "0", currency)}
        return await told(visit, form, API, body | {"materials": form.get("materials", "").replace(",", " ").split()})

    return await acted(request, ask, _again, PAGE)


@routes.post(f"{PAGE}/import")
async def take_table(request: Request) -> Response:
    """Takes a table of boxes; rows that cannot be read are named."""
    visit = await visit_of(request)
    reply = await sent_file(visit, f"{API}/import", MOST_BYTES, "warehouse")
    is_whole = reply.is_ok and not reply.document.get("refused")
    return gone_to(f"{PAGE}?said=done") if is_whole else await _boxes(visit, reply)


@routes.post(f"{PAGE}/remove")
async def remove(request: Request) -> Response:
    """No plan takes it any more."""

    async def ask(visit: Visit, form: Form) -> Reply:
        which = {name: form.get(name, "") for name in ("name", "warehouse")}
        return await visit.api.send("DELETE", API, key=form.get(KEY_FIELD, ""), query=which)

    return await acted(request, ask, _again, PAGE)


async def _again(visit: Visit, _: str, refused: Reply | None) -> Response:
    return await _boxes(visit, refused)


async def _boxes(visit: Visit, reply: Reply | None = None) -> Response:
    found = await visit.api.must(API, cursor=visit.query.get("cursor"))
    came = reply.document if reply is not None and reply.is_ok else {}
    return shown(
        visit, SCREEN, "boxes.html", refused=None if came else reply, came=came, path=PAGE, rows=found.rows,
        said=word_said(visit, SCREEN, "done"), reply=found.document, side_names=SIDES,
        may_act=visit.may(Scope.FULFILMENT_WRITE),
    )  # fmt: skip
