"""Re-screening: a run begun by filter or by what changed, dry first; followed, paused, and read order by order."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from fastapi import Request
from starlette.responses import Response

from api.console.acting import Form, told, whole
from api.console.asking import Document, Reply
from api.console.menu import HOME
from api.console.page_route import pages
from api.console.showing import gone_to, shown
from api.console.visit import Visit, visit_of
from api.console.wording import Words

routes = pages()
SCREEN, PAGE = "rescreens", f"{HOME}/rescreens"
API = "/v1/rescreens"
OUTCOMES = ("hold", "ask_customer", "admit", "cancel")
CHANGES = ("released", "cancelled", "asked", "held", "reasons", "erased")
NAMED = ("reasons", "rules", "shops", "countries", "channels", "orders")
MOMENTS = ("placed_since", "placed_before", "decided_since", "decided_before")
BUSY = frozenset({"waiting", "planning", "running"})
ACTS = ("pause", "resume", "cancel")
POSSIBLE: Mapping[str, Sequence[str]] = {
    "waiting": ("cancel",),
    "planning": ("cancel",),
    "running": ("pause", "cancel"),
    "paused": ("resume", "cancel"),
    "stopped": ("resume",),
}
NOTHING: Mapping[str, str] = {}


@routes.get(PAGE)
async def show_runs(request: Request) -> Response:
    """Newest first, those that began by themselves too, and a form for another."""
    return await _runs(await visit_of(request))


@routes.post(PAGE)
async def begin_run(request: Request) -> Response:
    """Begins a run of the orders that the form names; a dry one unless it says otherwise."""
    visit = await visit_of(request)
    form = await visit.form()
    reply = await told(visit, form, API, _asked(visit, form))
    return gone_to(f"{PAGE}/{reply.document['id']}") if reply.is_ok else await _runs(visit, reply, form)


@routes.get(f"{PAGE}/{{run_id}}")
async def show_run(request: Request, run_id: str) -> Response:
    """How far it is, what it has come to, and the orders that came out otherwise."""
    return await _run(await visit_of(request), run_id)


@routes.post(f"{PAGE}/{{run_id}}/for-real")
async def decide_for_real(request: Request, run_id: str) -> Response:
    """Begins the same run once more, which now writes what it decides."""
    visit = await visit_of(request)
    form = await visit.form()
    tried = (await visit.api.must(f"{API}/{run_id}")).document
    asked = {"filter": {"outcomes": [], **_plain(tried["filter"])}, "dry_run": False}
    reply = await told(visit, form, API, asked | {name: tried[name] for name in ("touched_only", "per_second")})
    return gone_to(f"{PAGE}/{reply.document['id']}") if reply.is_ok else await _run(visit, run_id, reply)


@routes.post(f"{PAGE}/{{run_id}}/{{act}}")
async def act_on_run(request: Request, run_id: str, act: str) -> Response:
    """Pauses it, goes on, or ends it."""
    visit = await visit_of(request)
    reply = await told(visit, await visit.form(), f"{API}/{run_id}/{act if act in ACTS else 'nothing'}")
    return gone_to(f"{PAGE}/{run_id}?said={act}") if reply.is_ok else await _run(visit, run_id, reply)


async def _runs(visit: Visit, refused: Reply | None = None, typed: Mapping[str, str] = NOTHING) -> Response:
    found = await visit.api.must(API, cursor=visit.query.get("cursor"))
    return shown(
        visit, SCREEN, "rescreens.html", refused=refused, path=PAGE, rows=found.rows, reply=found.document,
        typed=typed or visit.query, outcomes=OUTCOMES, named=NAMED, moments=MOMENTS,
    )  # fmt: skip


async def _run(visit: Visit, run_id: str, refused: Reply | None = None) -> Response:
    run = (await visit.api.must(f"{API}/{run_id}")).document
    filters = {name: value for name, value in visit.query.items() if name in ("change", "cursor")}
    orders = await visit.api.must(f"{API}/{run_id}/orders", **filters)
    words, said = Words(SCREEN, visit.language), visit.query.get("said", "")
    return shown(
        visit, SCREEN, "rescreen.html", refused=refused, said=words[f"said_{said}"] if said in ACTS else "", path=PAGE,
        address=f"{PAGE}/{run_id}", run=run, rows=orders.rows, reply=orders.document, filters=filters,
        busy=run["state"] in BUSY, done=_done(run), tabs=_tabs(words, run), why=_why(run), acts=_acts(run),
    )  # fmt: skip


def _asked(visit: Visit, form: Form) -> Document:
    """As the API takes it: several values of a field stand with blanks or commas between them."""
    wanted: Document = {name: form.get(name, "").replace(",", " ").split() for name in NAMED}
    wanted |= {name: _midnight(visit, form[name]) for name in MOMENTS if form.get(name)}
    return {
        "filter": wanted | {"outcomes": [each for each in OUTCOMES if form.get(f"outcome.{each}")]},
        "touched_only": form.get("touched_only") == "yes",
        "dry_run": form.get("do") != "real",
        "per_second": whole(form.get("per_second", "")),
    }


def _midnight(visit: Visit, day: str) -> str:
    """A day as a browser's field has it begins in the reader's zone; what is none goes on, to be refused there."""
    try:
        return datetime.fromisoformat(day).replace(tzinfo=visit.zone).isoformat()
    except ValueError:
        return day


def _plain(found: object) -> Document:
    return {str(name): value for name, value in found.items()} if isinstance(found, dict) else {}


def _done(run: Document) -> int:
    """How much of it is done, in whole percent: 100 when all is."""
    chunks = _plain(run["chunks"])
    every, done = whole(str(chunks.get("all", 0))), whole(str(chunks.get("done", 0)))
    return 100 * done // every if every else (0 if run["state"] in BUSY else 100)


def _tabs(words: Words, run: Document) -> list[tuple[str, str, int | None]]:
    """All orders that came out otherwise, and those that went one way."""
    counts = _plain(run["counts"])
    found = [(each, whole(str(counts.get(each, 0)))) for each in CHANGES]
    return [("", words["all"], sum(many for _, many in found)),
            *((each, words.code("change", each), many) for each, many in found)]  # fmt: skip


def _why(run: Document) -> Sequence[Document]:
    """What changed since orders were decided, once each however many editions decided them."""
    found: dict[tuple[str, str, str], Document] = {}
    rows = run["why"]
    for each in rows if isinstance(rows, list) else []:
        found.setdefault((str(each["kind"]), str(each["name"]), str(each["how"])), each)
    return list(found.values())


def _acts(run: Document) -> Sequence[str]:
    """What can be done with it now."""
    return POSSIBLE.get(str(run["state"]), ())
