"""The inbox: what buyers write and claim by its clock, one conversation with the draft of an answer."""

from collections.abc import Mapping

from fastapi import Request
from starlette.responses import Response

from api.access.scopes import Scope
from api.console.acting import Form, filled, moment, told, with_done
from api.console.asking import Document, Reply
from api.console.menu import HOME
from api.console.order_numbers import numbers_of
from api.console.page_route import pages
from api.console.showing import KEY_FIELD, gone_to, shown
from api.console.visit import Visit, visit_of
from api.console.wording import Words
from fulfillment.inbox.words import BY_ITSELF, CaseKind, CloseCode

routes = pages()
SCREEN, PAGE, API = "inbox", f"{HOME}/inbox", "/v1/cases"
VIEWS: Mapping[str, Document] = {
    "": {"state": "open"},
    "mine": {"state": "open"},
    "overdue": {"overdue": True},
    "orderless": {"state": "open", "orderless": True},
    "answered": {"state": "answered"},
    "closed": {"state": "closed"},
}
LANGUAGES = ("buyer", "english", "chinese")
NO_CONTENT = 204


@routes.get(PAGE)
async def show_inbox(request: Request) -> Response:
    """Whatever must be answered first stands first."""
    return await _inbox(await visit_of(request))


@routes.post(f"{PAGE}/next")
async def take_next(request: Request) -> Response:
    """Takes the most urgent one that nobody has, and opens it."""
    visit = await visit_of(request)
    form = await visit.form()
    reply = await visit.api.send("POST", f"{API}/next", {}, key=form.get(KEY_FIELD, ""))
    if reply.status == NO_CONTENT:
        return await _inbox(visit, said=Words(SCREEN, visit.language)["none_next"])
    return gone_to(f"{PAGE}/{reply.document['id']}") if reply.is_ok else await _inbox(visit, reply)


@routes.get(f"{PAGE}/figures")
async def show_figures(request: Request) -> Response:
    """How fast answers were."""
    visit = await visit_of(request)
    figures: object = (await visit.api.must("/v1/case-figures")).document["figures"]
    return shown(visit, SCREEN, "inbox_figures.html", path=PAGE, rows=figures)


@routes.get(f"{PAGE}/{{case_id}}")
async def show_case(request: Request, case_id: str) -> Response:
    """One conversation."""
    return await _case(await visit_of(request), case_id)


@routes.post(f"{PAGE}/{{case_id}}/{{act}}")
async def do_with_case(request: Request, case_id: str, act: str) -> Response:
    """Takes it, answers, puts it off, says which order it is about, closes or opens it again."""
    visit = await visit_of(request)
    form = await visit.form()
    reply = await told(visit, form, f"{API}/{case_id}/{act}", _asked(visit, act, form))
    if not reply.is_ok:
        return await _case(visit, case_id, reply, form)
    return gone_to(with_done(f"{PAGE}/{reply.document['id']}"))  # what is attached may have joined another case


def _asked(visit: Visit, act: str, form: Form) -> Document:
    match act:
        case "assign":
            return {"assignee": form.get("assignee") or visit.name}
        case "snooze":
            return {"until": moment(visit, form.get("until", ""))}
        case "close":
            return filled(form, "reason_code")
        case "order":
            return filled(form, "order")
        case "reply":
            by_hand = {"by_hand": True} if form.get("by_hand") else {}
            return filled(form, "subject", "language") | {"text": _plain(form.get("text", ""))} | by_hand
    return {}


def _plain(text: str) -> str:
    """As it was written: browsers send lines with a return before the line feed."""
    return text.replace("\r\n", "\n").strip()


async def _inbox(visit: Visit, refused: Reply | None = None, said: str = "") -> Response:
    filters = {name: value for name, value in visit.query.items() if name in ("view", "kind", "channel", "cursor")}
    view = filters.get("view", "")
    mine = {"assignee": visit.name} if view == "mine" else {}
    asked = {name: value for name, value in filters.items() if name != "view"}
    found = await visit.api.must(API, **VIEWS.get(view, VIEWS[""]), **mine, **asked)
    words = Words(SCREEN, visit.language)
    return shown(
        visit, SCREEN, "inbox.html", path=PAGE, rows=found.rows, reply=found.document, filters=filters, said=said,
        refused=refused, tabs=[(each, words.code("inbox_view", each or "open"), None) for each in VIEWS],
        numbers=await numbers_of(visit, found.rows),
        kinds=[("", words["any"]), *((str(each), words.code("case_kind", each)) for each in CaseKind)],
        may_act=visit.may(Scope.CASES_WRITE),
    )  # fmt: skip


async def _case(visit: Visit, case_id: str, refused: Reply | None = None, typed: Form | None = None) -> Response:
    whole = (await visit.api.must(f"{API}/{case_id}")).document
    kept: object = whole["case"]
    case: Document = kept if isinstance(kept, dict) else {}
    order = await visit.api.get(f"/v1/orders/{case['order_id']}") if case["order_id"] else None
    drafts = await visit.api.get(f"{API}/{case_id}/draft") if case["state"] != "closed" else None
    wants_proof = case["kind"] != CaseKind.MESSAGE and visit.may(Scope.CASES_WRITE) and visit.may(Scope.PERSONAL_READ)
    evidence = await visit.api.get(f"{API}/{case_id}/evidence") if wants_proof else None
    words = Words(SCREEN, visit.language)
    return shown(
        visit, SCREEN, "inbox_case.html", path=f"{PAGE}/{case_id}", back=PAGE, api=f"{API}/{case_id}", refused=refused,
        said=words["done"] if visit.query.get("said") else "", whole=whole, case=case, typed=typed or {},
        order=order.document if order is not None and order.is_ok else None,
        drafts=drafts.document if drafts is not None and drafts.is_ok else None, languages=LANGUAGES,
        chosen=visit.query.get("draft") if visit.query.get("draft") in LANGUAGES else LANGUAGES[0],
        evidence=evidence.document if evidence is not None and evidence.is_ok else None,
        codes=[(str(each), words.code("close_code", each)) for each in CloseCode if each not in BY_ITSELF],
        may_act=visit.may(Scope.CASES_WRITE), may_see=visit.may(Scope.PERSONAL_READ),
    )  # fmt: skip
