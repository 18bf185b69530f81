"""Suppressions: dated exceptions to single rules, how often they quieted them, and drafts that add one or end one."""

from collections.abc import Callable, Mapping
from datetime import date

from fastapi import Request
from starlette.responses import Response

from api.access.scopes import Scope
from api.console.acting import Form, told
from api.console.asking import Document, Reply
from api.console.menu import HOME
from api.console.page_route import pages
from api.console.showing import gone_to, shown
from api.console.suppressing import ended_on, next_id, with_one_more
from api.console.visit import Visit, visit_of

routes = pages()
SCREEN, PAGE = "suppressions", f"{HOME}/suppressions"
DRAFTS, FILE = "/v1/rules/drafts", "suppressions.yaml"
DAYS = 90
CONDITIONS = (1, 2)


@routes.get(PAGE)
async def show_suppressions(request: Request) -> Response:
    """All of the edition in force, those that are over too, and a form for another."""
    return await _suppressions(await visit_of(request))


@routes.post(PAGE)
async def draft_suppression(request: Request) -> Response:
    """Writes one into a new draft, which a second person publishes."""
    visit = await visit_of(request)
    form = await visit.form()
    kinds = {str(each["fact"]): str(each["type"]) for each in await _facts(visit)}
    return await _drafted(visit, form, lambda text: with_one_more(text, _entry(visit, form, next_id(text), kinds)))


@routes.post(f"{PAGE}/{{id}}/end")
async def draft_end(request: Request, id: str) -> Response:  # noqa: A002 - as the rule book calls it
    """Writes today as its last day into a new draft."""
    visit = await visit_of(request)
    form = await visit.form()
    today = visit.now.date()
    return await _drafted(visit, form, lambda text: ended_on(text, id, today) or text)


async def _drafted(visit: Visit, form: Form, change: Callable[[str], str]) -> Response:
    """Begins a draft and changes the file in it; goes to what differs then, or to the file where nothing could be
    changed."""
    name = form.get("draft", "").strip()
    begun = await told(visit, form, DRAFTS, {"name": name})
    if not begun.is_ok:
        return await _suppressions(visit, begun, form)
    file = await visit.api.get(f"{DRAFTS}/{name}/files", path=FILE)
    text = str(file.document.get("content") or "")
    changed = change(text)
    if changed == text:
        return gone_to(f"{HOME}/drafts/{name}/file?path={FILE}")
    seen = begun.headers["etag"]
    body = {"path": FILE, "content": changed}
    kept = await visit.api.send("PUT", f"{DRAFTS}/{name}/files", body, match=seen)
    return gone_to(f"{HOME}/drafts/{name}?view=difference") if kept.is_ok else await _suppressions(visit, kept, form)


def _entry(visit: Visit, form: Form, id_: str, kinds: Mapping[str, str]) -> Mapping[str, object]:
    told_of = {form.get(f"fact.{each}", "").strip(): form.get(f"value.{each}", "").strip() for each in CONDITIONS}
    tests = [{fact: _typed(kinds.get(fact, ""), value)} for fact, value in told_of.items() if fact]
    return {
        "id": id_,
        "rule": form.get("rule", "").strip(),
        "when": tests[0] if len(tests) == 1 else {"all": tests},
        "why": form.get("why", "").strip(),
        "by": visit.name,
        "approved_by": form.get("approved_by", "").strip(),
        "from": _day(form.get("from", "")) or visit.now.date(),
        "until": _day(form.get("until", "")) or visit.now.date(),
    }


def _typed(kind: str, text: str) -> object:
    """A value as the rule book writes one of this type; what does not fit goes on as text, to be named by the check."""
    match kind:
        case "boolean":
            return {"true": True, "false": False}.get(text.lower(), text)
        case "integer":
            return int(text) if text.removeprefix("-").isdecimal() else text
        case "set":
            return [text]
    return text


async def _facts(visit: Visit) -> list[Document]:
    """The facts that a rule may name."""
    found: object = (await visit.api.get("/v1/rules/editions/in-force/lexicon")).document.get("facts")
    return found if isinstance(found, list) else []


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


async def _suppressions(visit: Visit, refused: Reply | None = None, typed: Form | None = None) -> Response:
    found = await visit.api.must("/v1/rules/suppressions")
    hits = await visit.api.get("/v1/rules/hits", days=DAYS)
    return shown(
        visit, SCREEN, "suppressions.html", refused=refused, path=PAGE, rows=found.rows, typed=typed or {}, days=DAYS,
        quieted=_quieted(hits.rows), facts=await _facts(visit) if visit.may(Scope.RULES_WRITE) else [],
        conditions=CONDITIONS, today=visit.now.date().isoformat(),
        may_write=visit.may(Scope.RULES_WRITE),
    )  # fmt: skip


def _quieted(rows: list[Document]) -> Mapping[str, object]:
    """Rule -> orders for which it was suppressed."""
    return {str(each["rule"]): each["suppressed"] for each in rows}
