"""Marks: whom people block or trust, added by hand, revoked, and what each of them did."""

from datetime import datetime

from fastapi import Request
from starlette.responses import Response

from api.access.scopes import Scope
from api.console.acting import Form, acted, filled, told, with_done
from api.console.asking import Reply
from api.console.menu import HOME
from api.console.order_numbers import numbers_of
from api.console.page_route import pages
from api.console.showing import gone_to, shown
from api.console.visit import Visit, visit_of
from api.console.wording import Words
from engine.mark import EVERYWHERE, KINDS, REASONS, MarkVerdict

routes = pages()
SCREEN, PAGE = "marks", f"{HOME}/marks"
API = "/v1/marks"
FILTERS = ("state", "kind", "verdict", "reason", "order_id", "cursor")


@routes.get(PAGE)
async def show_marks(request: Request) -> Response:
    """Those in force, or all; and a form for another."""
    return await _marks(await visit_of(request))


@routes.post(PAGE)
async def add_mark(request: Request) -> Response:
    """Marks a key by hand; the key itself is kept nowhere."""
    visit = await visit_of(request)
    form = await visit.form()
    verdict, _, reason = form.get("reason", "").partition(".")
    entry = {
        **filled(form, "kind", "value", "note"), "verdict": verdict, "reason": reason,
        "scope": form.get("scope", "").strip() or EVERYWHERE,
    }  # fmt: skip
    if form.get("until"):
        entry["until"] = _begin(visit, form["until"])
    reply = await told(visit, form, API, {"entries": [entry]})
    return gone_to(with_done(PAGE)) if reply.is_ok else await _marks(visit, reply, form)


@routes.get(f"{PAGE}/{{mark_id}}")
async def show_mark(request: Request, mark_id: str) -> Response:
    """One mark, and the decisions that name it."""
    return await _mark(await visit_of(request), mark_id)


@routes.post(f"{PAGE}/{{mark_id}}/revoke")
async def revoke_mark(request: Request, mark_id: str) -> Response:
    """It stays on record, with who revoked it and why."""

    async def ask(visit: Visit, form: Form) -> Reply:
        return await told(visit, form, f"{API}/{mark_id}/revoke", filled(form, "why"))

    async def shows(visit: Visit, _: str, refused: Reply | None) -> Response:
        return await _mark(visit, mark_id, refused)

    return await acted(request, ask, shows, f"{PAGE}/{mark_id}")


def _begin(visit: Visit, day: str) -> str:
    """A day as a browser's field has it begins in the reader's zone; what is none goes on, to be refused there."""
    try:
        return datetime.fromisoformat(day).replace(tzinfo=visit.zone).isoformat()
    except ValueError:
        return day


async def _marks(visit: Visit, refused: Reply | None = None, typed: Form | None = None) -> Response:
    filters = {name: value for name, value in visit.query.items() if name in FILTERS}
    found = await visit.api.must(API, **filters)
    words = Words(SCREEN, visit.language)
    reasons = [
        (f"{verdict}.{each}", f"{words.code('mark_verdict', verdict)}: {words.code('mark_reason', each)}")
        for verdict in MarkVerdict
        for each in REASONS[verdict]
    ]
    return shown(
        visit, SCREEN, "marks.html", refused=refused, said=words["done"] if visit.query.get("said") else "",
        path=PAGE, rows=found.rows, reply=found.document, filters=filters, typed=typed or {}, reasons=reasons,
        numbers=await numbers_of(visit, found.rows),
        kinds=[(each, words.code("mark_kind", each)) for each in KINDS],
        verdicts=[(each.value, words.code("mark_verdict", each.value)) for each in MarkVerdict],
        may_write=visit.may(Scope.MARKS_WRITE),
    )  # fmt: skip


async def _mark(visit: Visit, mark_id: str, refused: Reply | None = None) -> Response:
    found = (await visit.api.must(f"{API}/{mark_id}")).document
    effect = await visit.api.get(f"{API}/{mark_id}/decisions")
    words = Words(SCREEN, visit.language)
    return shown(
        visit, SCREEN, "mark.html", refused=refused, said=words["revoked_now"] if visit.query.get("said") else "",
        path=PAGE, address=f"{PAGE}/{mark_id}", found=found, effect=effect.document if effect.is_ok else None,
        numbers=await numbers_of(visit, found, effect.document),
        may_write=visit.may(Scope.MARKS_WRITE),
    )  # fmt: skip
