"""Picking: waves, what is in them, and their pick lists to print."""

from fastapi import Request
from starlette.responses import Response

from api.access.scopes import Scope
from api.console.acting import Form, acted, filled, told, whole
from api.console.asking import Document, Reply
from api.console.menu import HOME
from api.console.order_numbers import numbers_of
from api.console.page_route import pages
from api.console.showing import shown
from api.console.visit import Visit, visit_of
from api.console.wording import Words

routes = pages()
SCREEN, PAGE = "picking", f"{HOME}/picking"
STATES = ("planned", "released", "done", "cancelled")
FIRST = ("reserved", "picking", "backordered", "picked", "packed", "labelled")  # which of them opens, if it has any
WORK = ("backordered", "reserved", "picking", "picked", "packed", "labelled")
ACTS = frozenset({"release", "cancel"})


@routes.get(PAGE)
async def show_waves(request: Request) -> Response:
    """Waves by state, parts of orders by the work on them, and open pick lists."""
    return await _waves(await visit_of(request))


@routes.post(f"{PAGE}/plan")
async def plan(request: Request) -> Response:
    """Gathers what is reserved into waves."""

    async def ask(visit: Visit, form: Form) -> Reply:
        body = filled(form, "warehouse", "carrier", "zone", "method") | {"most": whole(form.get("most", ""), 40)}
        return await told(visit, form, "/v1/waves", body)

    async def shows(visit: Visit, _: str, refused: Reply | None) -> Response:
        return await _waves(visit, refused)

    return await acted(request, ask, shows, PAGE)


@routes.get(f"{PAGE}/{{wave_id}}")
async def show_wave(request: Request, wave_id: str) -> Response:
    """One wave."""
    return await _wave(await visit_of(request), wave_id)


@routes.post(f"{PAGE}/{{wave_id}}/{{act}}")
async def act_on_wave(request: Request, wave_id: str, act: str) -> Response:
    """Releases it, or gives it up."""

    async def ask(visit: Visit, form: Form) -> Reply:
        return await visit.api.must(f"/v1/waves/{wave_id}") if act not in ACTS else await told(
            visit, form, f"/v1/waves/{wave_id}/{act}"
        )  # fmt: skip

    async def shows(visit: Visit, _: str, refused: Reply | None) -> Response:
        return await _wave(visit, wave_id, refused)

    return await acted(request, ask, shows, f"{PAGE}/{wave_id}")


async def _waves(visit: Visit, refused: Reply | None = None) -> Response:
    filters = {name: value for name, value in visit.query.items() if name in ("state", "work", "warehouse", "cursor")}
    place = filters.get("warehouse")
    waves = await visit.api.must("/v1/waves", state=filters.get("state"), warehouse=place, cursor=filters.get("cursor"))
    work, parts_at = await _work(visit, filters.get("work", ""), place)
    words = Words(SCREEN, visit.language)
    return shown(
        visit, SCREEN, "picking.html", refused=refused, said=words["done"] if visit.query.get("said") else "",
        waves=waves.rows, reply=waves.document, filters=filters, path=PAGE, work=work,
        parts_at=parts_at, numbers=await numbers_of(visit, parts_at),
        lists=(await visit.api.must("/v1/pick-lists", state="open", warehouse=place)).rows,
        counts=(await visit.api.must("/v1/stock/counts", state="open")).rows,
        tabs=[("", words["all"], None), *((each, words.code("wave", each), None) for each in STATES)],
        works=[(each, words.code("work", each), None) for each in WORK],
        may_act=visit.may(Scope.FULFILMENT_WRITE),
    )  # fmt: skip


async def _work(visit: Visit, asked: str, place: str | None) -> tuple[str, list[Document]]:
    """Parts at the work that is asked for, else at the first that has some."""
    for work in (asked,) if asked else FIRST:
        rows = (await visit.api.must("/v1/fulfilments", state=work, warehouse=place)).rows
        if rows:
            return work, rows
    return asked or FIRST[0], []


async def _wave(visit: Visit, wave_id: str, refused: Reply | None = None) -> Response:
    wave = (await visit.api.must(f"/v1/waves/{wave_id}")).document
    said = Words(SCREEN, visit.language)["done"] if visit.query.get("said") else ""
    return shown(visit, SCREEN, "wave.html", refused=refused, said=said, wave=wave, path=f"{PAGE}/{wave_id}",
                 numbers=await numbers_of(visit, wave),
                 back=PAGE, may_act=visit.may(Scope.FULFILMENT_WRITE))  # fmt: skip
