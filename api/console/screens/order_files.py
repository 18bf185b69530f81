"""Order files: a sheet dropped in, how far it is, who acts on how many of its orders, each row, and the file back."""

from fastapi import Request
from starlette.responses import Response

from api.access.scopes import Scope
from api.console.asking import Reply
from api.console.menu import HOME
from api.console.page_route import pages
from api.console.reasons import reasons_of
from api.console.showing import KEY_FIELD, PROTECTED, gone_to, shown
from api.console.visit import Visit, visit_of
from api.console.wording import Words
from api.demo_shop.names import DEMO
from api.demo_shop.spreadsheet import FILE, sheet
from api.refusals import NotFound
from engine.desk.order_files import LARGEST
from engine.spreadsheets import ARCHIVE

routes = pages()
SCREEN, PAGE = "order_files", f"{HOME}/order-files"
API = "/v1/order-files"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV, JSON = "text/csv", "application/json"
NOBODY = "nobody"
ROOM = 64 * 1024  # for the other fields of the form


@routes.get(PAGE)
async def show_files(request: Request) -> Response:
    """Newest first, and where to drop another."""
    return await _files(await visit_of(request))


@routes.post(PAGE)
async def send_file(request: Request) -> Response:
    """Takes one in; the same content leads to what came of it."""
    visit = await visit_of(request)
    sent = await visit.upload(LARGEST + ROOM)
    content = sent.files.get("file", b"")
    chosen = {name: sent.texts[name] for name in ("shop", "profile") if sent.texts.get(name)}
    key = sent.texts.get(KEY_FIELD, "")
    reply = await visit.api.send("POST", API, content=content, kind=_kind(content), key=key, query=chosen)
    if not reply.is_ok:
        return await _files(visit, reply)
    return gone_to(f"{PAGE}/{reply.document['id']}{'' if reply.status == 202 else '?said=known'}")


@routes.get(f"{PAGE}/demonstration")
async def fetch_sheet(request: Request) -> Response:
    """The sheet of the demonstration, for whoever is in it."""
    visit = await visit_of(request)
    if visit.present.holder.merchant != DEMO:
        raise NotFound
    named = {"Content-Disposition": f'attachment; filename="{FILE}"'}
    return Response(sheet(visit.now), headers={**PROTECTED, **named}, media_type=CSV)


@routes.get(f"{PAGE}/{{order_file_id}}")
async def show_file(request: Request, order_file_id: str) -> Response:
    """One of them; it looks again by itself while anything of it waits."""
    visit = await visit_of(request)
    address = f"{PAGE}/{order_file_id}"
    file = (await visit.api.must(f"{API}/{order_file_id}")).document
    rows = await visit.api.must(f"{API}/{order_file_id}/orders", cursor=visit.query.get("cursor"))
    acts = file["acts"] if isinstance(file["acts"], dict) else {}
    known = Words(SCREEN, visit.language)["known"] if visit.query.get("said") else ""
    return shown(
        visit, SCREEN, "order_file.html", said=known,
        path=PAGE, address=address, api=f"{API}/{order_file_id}", file=file, rows=rows.rows, reply=rows.document,
        reasons=await reasons_of(visit), acts=sorted(acts.items(), key=lambda each: (each[0] != NOBODY, -each[1])),
        busy=file["state"] == "waiting" or bool(file["pending"]), may_fetch=visit.may(Scope.PERSONAL_READ),
    )  # fmt: skip


async def _files(visit: Visit, refused: Reply | None = None) -> Response:
    found = await visit.api.must(API, cursor=visit.query.get("cursor"))
    may_send = visit.may(Scope.ORDERS_WRITE)
    profiles = await visit.api.get("/v1/column-profiles") if may_send else None
    return shown(
        visit, SCREEN, "order_files.html", refused=refused, path=PAGE, rows=found.rows, reply=found.document,
        profiles=[] if profiles is None else profiles.rows, may_send=may_send, sample=FILE,
    )  # fmt: skip


def _kind(content: bytes) -> str:
    """By what is in it: browsers do not agree on what they call a sheet."""
    if content.startswith(ARCHIVE):
        return XLSX
    return JSON if content.lstrip()[:1] in (b"{", b"[") else CSV
