"""Parcels and carriers: parcels to see to, bookings that wait for people, manifests, pick-ups, and one parcel's way."""

from fastapi import Request
from starlette.responses import Response

from api.access.scopes import Scope
from api.console.acting import Form, acted, filled, told, whole
from api.console.after_sales import after_sales_of
from api.console.asking import Reply
from api.console.menu import HOME
from api.console.order_numbers import numbers_of
from api.console.page_route import pages
from api.console.showing import gone_to, shown
from api.console.visit import Visit, visit_of
from api.console.wording import Words

routes = pages()
SCREEN, PAGE = "parcels", f"{HOME}/parcels"
KINDS = ("silent", "late", "customs_held", "attempt_failed", "pickup_waiting", "unknown_number", "ship_by_near",
         "return_silent")  # fmt: skip
PATHS = {
    ("watches", "close"): "/v1/parcel-watches",
    ("bookings", "retry"): "/v1/carrier-bookings",
    ("bookings", "close"): "/v1/carrier-bookings",
    ("pickups", "cancel"): "/v1/pickups",
}


@routes.get(PAGE)
async def show_parcels(request: Request) -> Response:
    """What somebody must see to, and what carriers take."""
    return await _parcels(await visit_of(request))


@routes.get(f"{PAGE}/find")
async def find(request: Request) -> Response:
    """To the parcel with this number."""
    visit = await visit_of(request)
    number = visit.query.get("number", "").strip()
    return gone_to(f"{PAGE}/{number}" if number.isalnum() else PAGE)


@routes.get(f"{PAGE}/{{number}}")
async def show_parcel(request: Request, number: str) -> Response:
    """What was told of one parcel."""
    visit = await visit_of(request)
    seen = (await visit.api.must(f"/v1/shipments/{number}/tracking")).document
    papers = await visit.api.get(f"/v1/shipments/{seen['shipment_id']}/papers")
    after = await after_sales_of(visit, str(seen["order_id"]), str(seen["shipment_id"]))
    return shown(visit, SCREEN, "parcel.html", seen=seen, papers=papers.document, back=PAGE, after_sales=after,
                 numbers=await numbers_of(visit, seen["order_id"]),
                 may_act=visit.may(Scope.FULFILMENT_WRITE))  # fmt: skip


@routes.post(f"{PAGE}/pickup")
async def book_pickup(request: Request) -> Response:
    """Has a carrier come."""

    async def ask(visit: Visit, form: Form) -> Reply:
        body = filled(form, "connection", "warehouse", "day", "ready", "closes", "spot")
        numbers = {name: whole(form.get(name, "")) for name in ("parcels", "weight_g")}
        return await told(visit, form, "/v1/pickups", body | numbers)

    return await acted(request, ask, _again, PAGE)


@routes.post(f"{PAGE}/{{kind}}/{{subject}}/{{act}}")
async def see_to(request: Request, kind: str, subject: str, act: str) -> Response:
    """Closes, tries once more, or calls off."""

    async def ask(visit: Visit, form: Form) -> Reply:
        path = PATHS.get((kind, act), "/v1/nothing")
        return await told(visit, form, f"{path}/{subject}/{act}")

    return await acted(request, ask, _again, PAGE)


async def _again(visit: Visit, _: str, refused: Reply | None) -> Response:
    return await _parcels(visit, refused)


async def _parcels(visit: Visit, refused: Reply | None = None) -> Response:
    filters = {name: value for name, value in visit.query.items() if name in ("kind", "state", "day", "cursor")}
    may_act = visit.may(Scope.FULFILMENT_WRITE)
    state = filters.get("state", "open")
    watches = await visit.api.must("/v1/parcel-watches", kind=filters.get("kind"), state=state,
                                   cursor=filters.get("cursor"))  # fmt: skip
    day = filters.get("day") or f"{visit.now.astimezone(visit.zone):%Y-%m-%d}"
    words = Words(SCREEN, visit.language)
    connections = await visit.api.get("/v1/carrier-connections") if visit.may(Scope.CHANNELS_READ) else None
    bookings = (await visit.api.must("/v1/carrier-bookings", for_people=True)).rows
    return shown(
        visit, SCREEN, "parcels.html", refused=refused, said=words["done"] if visit.query.get("said") else "",
        watches=watches.rows, reply=watches.document, filters=filters, path=PAGE, state=state, may_act=may_act,
        tabs=[("", words["all"], None), *((each, words.code("watch", each), None) for each in KINDS)],
        bookings=bookings, numbers=await numbers_of(visit, watches.rows, bookings),
        manifests=(await visit.api.must("/v1/manifests", newest_first=True, limit=20)).rows if may_act else [],
        pickups=(await visit.api.must("/v1/pickups", day=day)).rows if may_act else [], day=day,
        connections=[] if connections is None else connections.rows,
    )  # fmt: skip
