"""Lists: what they hold and who reads them, entries added one by one or from a file."""

from collections.abc import Mapping

from fastapi import Request
from starlette.responses import Response

from api.access.scopes import Scope
from api.console.asking import Reply
from api.console.menu import HOME
from api.console.page_route import pages
from api.console.showing import KEY_FIELD, PROTECTED, gone_to, shown
from api.console.visit import Visit, visit_of
from api.console.wording import Words

routes = pages()
SCREEN, PAGE = "lists", f"{HOME}/lists"
API = "/v1/lists"
SAID = {"published": "published", "proposed": "proposed", "nothing": "nothing_changed"}
CSV = "text/csv"


@routes.get(PAGE)
async def show_lists(request: Request) -> Response:
    """All lists of the edition in force."""
    visit = await visit_of(request)
    word = visit.query.get("q", "").lower()
    found = await visit.api.must(API, limit=200)
    rows = [each for each in found.rows if word in f"{each['name']} {each['title']}".lower()]
    return shown(visit, SCREEN, "lists.html", path=PAGE, rows=rows, filters=visit.query, hits=await _hits(visit))


async def _hits(visit: Visit) -> Mapping[str, int]:
    """How many new orders each rule met in the last month; nothing for whoever may not read rules."""
    if not visit.may(Scope.RULES_READ):
        return {}
    found = await visit.api.get("/v1/rules/hits", days=30)
    return {str(each["rule"]): sum(int(str(each[name])) for name in ("hits", "shadow")) for each in found.rows}


@routes.get(f"{PAGE}/{{name}}")
async def show_list(request: Request, name: str) -> Response:
    """One list with its entries."""
    return await _list(await visit_of(request), name)


@routes.post(f"{PAGE}/{{name}}/add")
async def add_entry(request: Request, name: str) -> Response:
    """Adds one entry."""
    visit = await visit_of(request)
    form = await visit.form()
    entry = {each: form[each] for each in ("value", "from", "until", "reference", "reason") if form.get(each)}
    body = {"entries": [entry], "note": form.get("note", "")}
    reply = await visit.api.send("POST", f"{API}/{name}/entries", body, key=form.get(KEY_FIELD, ""))
    return _went(name, reply) if reply.is_ok else await _list(visit, name, reply, typed=form)


@routes.post(f"{PAGE}/{{name}}/end")
async def end_entry(request: Request, name: str) -> Response:
    """Ends one entry: it stays in the file with its last day."""
    visit = await visit_of(request)
    form = await visit.form()
    body = {"entries": [{"value": form.get("value", "")}], "note": form.get("note", "")}
    reply = await visit.api.send("POST", f"{API}/{name}/end", body, key=form.get(KEY_FIELD, ""))
    return _went(name, reply) if reply.is_ok else await _list(visit, name, reply)


@routes.post(f"{PAGE}/{{name}}/import")
async def import_entries(request: Request, name: str) -> Response:
    """Rows of CSV: first what would change, then, with the same rows, the change."""
    visit = await visit_of(request)
    form = await visit.form()
    is_trial = form.get("do") != "yes"
    text = form.get("rows", "").replace("\r\n", "\n")
    reply = await visit.api.send(
        "POST", f"{API}/{name}/import", content=text.encode(), kind=CSV, key=form.get(KEY_FIELD, ""),
        mode="replace" if form.get("mode") == "replace" else "add", dry_run=is_trial, note=form.get("note"),
    )  # fmt: skip
    if not reply.is_ok:
        return await _list(visit, name, reply, typed=form)
    return await _list(visit, name, trial=reply, typed=form) if is_trial else _went(name, reply)


@routes.get(f"{PAGE}/{{name}}/csv")
async def export_list(request: Request, name: str) -> Response:
    """The list as a file."""
    visit = await visit_of(request)
    found = await visit.api.must(f"{API}/{name}/export")
    kept = {each: found.headers[each] for each in ("content-disposition", "content-type")}
    return Response(found.raw, headers={**PROTECTED, **kept})


async def _list(
    visit: Visit, name: str, refused: Reply | None = None, trial: Reply | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response:  # fmt: skip
    filters = {each: value for each, value in visit.query.items() if each in ("value", "state", "cursor")}
    entries = await visit.api.must(f"{API}/{name}/entries", **filters)
    said = SAID.get(visit.query.get("said", ""), "")
    return shown(
        visit, SCREEN, "list.html", said=Words(SCREEN, visit.language)[said] if said else "", refused=refused,
        path=PAGE, address=f"{PAGE}/{name}", kept=(await visit.api.must(f"{API}/{name}")).document, rows=entries.rows,
        reply=entries.document, filters=filters, trial=None if trial is None else trial.document, typed=typed or {},
        may_write=visit.may(Scope.LISTS_WRITE), proposal=visit.query.get("proposal", ""),
    )  # fmt: skip


def _went(name: str, reply: Reply) -> Response:
    state, proposal = reply.document.get("state"), reply.document.get("proposal")
    waits = f"&proposal={proposal}" if state == "proposed" else ""
    return gone_to(f"{PAGE}/{name}?said={state}{waits}")
