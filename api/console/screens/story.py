"""The three-minute story of the demonstration shop: nine scenes, each with how things stand and where to go on."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from fastapi import Request
from starlette.responses import Response

from api.access.scopes import Scope
from api.console.acting import Form, acted
from api.console.asking import Document, Reply
from api.console.menu import HOME
from api.console.page_route import pages
from api.console.reasons import reasons_of
from api.console.showing import KEY_FIELD, shown
from api.console.visit import Visit, visit_of
from api.console.wording import Words
from api.demo_shop import scene_orders as scene
from api.demo_shop.names import DEMO
from api.refusals import NotFound

routes = pages()
SCREEN, PAGE = "story", f"{HOME}/story"
MERGE_PATCH = "application/merge-patch+json"
LAMP_PACKING = {"battery": {"packing": "in_equipment"}}
COMPLAINT = {
    "sku": scene.BENCH_SKU,
    "reason": "copyright",
    "complainant": "Bear & Friends (made up)",
    "reference": "DEMO-NOTICE-1",
}
COUNTRY = "FR"


@routes.get(PAGE)
async def show_story(request: Request) -> Response:
    """All nine scenes."""
    visit = await visit_of(request)
    said = Words(SCREEN, visit.language)["done"] if visit.query.get("said") else ""
    return await _story(visit, said)


@routes.post(f"{PAGE}/lamp")
async def fill_in(request: Request) -> Response:
    """Says how the lamp's battery is packed: what 37 orders wait for."""

    async def ask(visit: Visit, form: Form) -> Reply:
        task = form.get("task", "")
        return await visit.api.send(
            "POST", f"/v1/product-tasks/{task}/answer", LAMP_PACKING, key=form.get(KEY_FIELD, ""), kind=MERGE_PATCH
        )

    return await acted(request, ask, _again, PAGE)


@routes.post(f"{PAGE}/notice")
async def take_notice(request: Request) -> Response:
    """A complaint about the goods that lie at the packing bench."""

    async def ask(visit: Visit, form: Form) -> Reply:
        return await visit.api.send("POST", "/v1/takedowns", {"entries": [COMPLAINT]}, key=form.get(KEY_FIELD, ""))

    return await acted(request, ask, _again, PAGE)


async def _again(visit: Visit, said: str, refused: Reply | None) -> Response:
    return await _story(visit, said, refused)


async def _story(visit: Visit, said: str, refused: Reply | None = None) -> Response:
    if visit.present.holder.merchant != DEMO:
        raise NotFound
    houses = [await _order(visit, name) for name, _ in scene.HOUSES]
    bench = await _order(visit, scene.BENCH)
    power = await _order(visit, scene.POWER)
    lamps = (await visit.api.must("/v1/orders", shop=scene.LAMP_SHOP, limit=100)).rows
    return shown(
        visit, SCREEN, "story.html", said=said, refused=refused, path=PAGE, reasons=await reasons_of(visit),
        korea=await _order(visit, scene.KOREA), form=await _form(visit), pccc=scene.PCCC, power=power,
        quote=await _quote(visit, power), services=await _services(visit),
        merged=await _merged(visit), cards=await _cards(visit),
        houses=list(zip(houses, [house for _, house in scene.HOUSES], await _law(visit, houses), strict=True)),
        country=COUNTRY, lamps=lamps, task=await _task(visit), bench=bench,
        stopped=bench.get("outcome") not in (None, "admit"), may=visit.may, scopes=Scope,
    )  # fmt: skip


async def _order(visit: Visit, name: str) -> Document:
    found = await visit.api.get("/v1/orders", merchant_order_id=name)
    return found.rows[0] if found.rows else {}


async def _form(visit: Visit) -> str:
    """Where the Korean buyer answers, on this machine; nothing once they have."""
    order = await _order(visit, scene.KOREA)
    asked = await visit.api.get("/v1/customer-requests", order_id=order.get("id", ""))
    open_ = [each for each in asked.rows if each["state"] == "open"]
    if not open_:
        return ""
    url = (await visit.api.get(f"/v1/customer-requests/{open_[0]['id']}")).document.get("url")
    return urlsplit(str(url)).path if url else ""


async def _quote(visit: Visit, order: Document) -> Document:
    reply = await visit.api.send("POST", "/v1/shipping-quotes", {"order_id": order.get("id", "")})
    return reply.document if reply.is_ok else {}


async def _services(visit: Visit) -> Mapping[str, object]:
    """What each is called in the visitor's language."""
    name = "name_zh" if visit.language == "zh" else "name"
    rows = (await visit.api.get("/v1/shipping-services")).rows
    return {str(each["id"]): each.get(name) or each["name"] for each in rows}


async def _merged(visit: Visit) -> Document:
    """What was said to one parcel of two orders."""
    ids = {(await _order(visit, name)).get("id") for name in scene.MERGED}
    found = await visit.api.get("/v1/consignments")
    fits = [each for each in found.rows if {one["order_id"] for one in _members(each)} >= ids]
    return fits[0] if fits else {}


def _members(consignment: Document) -> Sequence[Document]:
    members = consignment.get("members")
    return members if isinstance(members, list) else []


async def _cards(visit: Visit) -> Sequence[Document]:
    return [await _order(visit, name) for name in scene.CARDS]


async def _law(visit: Visit, orders: Sequence[Document]) -> Sequence[Sequence[Document]]:
    """What stands against the goods of each order, with source and date."""
    known = {str(each["id"]): each for each in (await visit.api.get("/v1/restrictions", country=COUNTRY)).rows}
    found = []
    for order in orders:
        trace = (await visit.api.get(f"/v1/decisions/{order.get('decision_id', '')}/trace")).document
        lines = trace.get("lines")
        named = [str(each) for line in (lines if isinstance(lines, list) else []) for each in _restrictions(line)]
        found.append([known[each] for each in dict.fromkeys(named) if each in known])
    return found


def _restrictions(line: object) -> Sequence[object]:
    told = line.get("line.law_restrictions") if isinstance(line, dict) else None
    return told if isinstance(told, list) else []


async def _task(visit: Visit) -> Document:
    """What the lamp's product data lacks; answered tasks too, so that the page says who filled it in."""
    for state in ("open", "answered"):
        found = await visit.api.get("/v1/product-tasks", state=state)
        mine = [each for each in found.rows if each["sku"] == scene.LAMP]
        if mine:
            return mine[0]
    return {}
