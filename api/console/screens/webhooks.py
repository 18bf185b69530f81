"""Webhooks: endpoints made, changed, tried and switched off, their secrets, and each delivery with redelivery."""

from fastapi import Request
from starlette.responses import Response

from api.console.acting import Form, acted, filled, told, whole
from api.console.asking import Document, Reply
from api.console.menu import HOME
from api.console.order_numbers import numbers_of
from api.console.page_route import pages
from api.console.showing import gone_to, shown
from api.console.visit import Visit, visit_of
from api.console.wording import Words

routes = pages()
SCREEN, PAGE = "webhooks", f"{HOME}/webhooks"
API, DELIVERIES = "/v1/webhook-endpoints", "/v1/webhook-deliveries"
STATES = ("pending", "delivered", "failed", "dropped")
PLAIN_ACTS = ("enable", "disable", "ping")
MIDNIGHT = "T00:00:00Z"


@routes.get(PAGE)
async def show_endpoints(request: Request) -> Response:
    """All endpoints, and a form for another."""
    return await _endpoints(await visit_of(request))


@routes.post(PAGE)
async def add_endpoint(request: Request) -> Response:
    """Makes one; the page that follows is the only one that shows its secret."""
    visit = await visit_of(request)
    form = await visit.form()
    reply = await told(visit, form, API, {"types": ["*"], **_stated(form)})
    if not reply.is_ok:
        return await _endpoints(visit, reply, form)
    return await _endpoint(visit, str(reply.document["id"]), secret=str(reply.document["secret"]))


@routes.get(f"{PAGE}/{{endpoint_id}}")
async def show_endpoint(request: Request, endpoint_id: str) -> Response:
    """One endpoint with its deliveries."""
    return await _endpoint(await visit_of(request), endpoint_id)


@routes.get(f"{PAGE}/{{endpoint_id}}/deliveries/{{delivery_id}}")
async def show_delivery(request: Request, endpoint_id: str, delivery_id: str) -> Response:
    """One delivery with its attempts."""
    return await _delivery(await visit_of(request), endpoint_id, delivery_id)


@routes.post(f"{PAGE}/{{endpoint_id}}/deliveries/{{delivery_id}}")
async def redeliver(request: Request, endpoint_id: str, delivery_id: str) -> Response:
    """Sends it again."""

    async def ask(visit: Visit, form: Form) -> Reply:
        return await told(visit, form, f"{DELIVERIES}/{delivery_id}/redeliver")

    async def shows(visit: Visit, _: str, refused: Reply | None) -> Response:
        return await _delivery(visit, endpoint_id, delivery_id, refused)

    return await acted(request, ask, shows, f"{PAGE}/{endpoint_id}/deliveries/{delivery_id}")


@routes.post(f"{PAGE}/{{endpoint_id}}/secret")
async def rotate_secret(request: Request, endpoint_id: str) -> Response:
    """Makes a new secret; the page that follows is the only one that shows it."""
    visit = await visit_of(request)
    form = await visit.form()
    overlap = {"overlap_hours": whole(form.get("overlap_hours", ""), 24)}
    reply = await told(visit, form, f"{API}/{endpoint_id}/secret", overlap)
    if not reply.is_ok:
        return await _endpoint(visit, endpoint_id, reply)
    return await _endpoint(visit, endpoint_id, secret=str(reply.document["secret"]))


@routes.post(f"{PAGE}/{{endpoint_id}}/delete")
async def delete_endpoint(request: Request, endpoint_id: str) -> Response:
    """Deletes it where its address was typed again."""
    visit = await visit_of(request)
    form = await visit.form()
    known = (await visit.api.must(f"{API}/{endpoint_id}")).document
    if form.get("url", "").strip() != known["url"]:
        return await _endpoint(visit, endpoint_id, said="not_typed")
    reply = await told(visit, form, f"{API}/{endpoint_id}", method="DELETE")
    return gone_to(f"{PAGE}?said=done") if reply.is_ok else await _endpoint(visit, endpoint_id, reply)


@routes.post(f"{PAGE}/{{endpoint_id}}/{{act}}")
async def act_on_endpoint(request: Request, endpoint_id: str, act: str) -> Response:
    """Changes it, switches it on or off, tries it, or sends events again."""

    async def ask(visit: Visit, form: Form) -> Reply:
        address = f"{API}/{endpoint_id}"
        if act == "change":
            return await told(visit, form, address, _stated(form), method="PATCH")
        if act == "replay":
            since = f"{form['since']}{MIDNIGHT}" if form.get("since") else None
            body = {"since": since, "everything": form.get("everything") == "yes"}
            return await told(visit, form, f"{address}/replay", body)
        return await told(visit, form, f"{address}/{act if act in PLAIN_ACTS else 'nothing'}")

    async def shows(visit: Visit, _: str, refused: Reply | None) -> Response:
        return await _endpoint(visit, endpoint_id, refused)

    return await acted(request, ask, shows, f"{PAGE}/{endpoint_id}")


def _stated(form: Form) -> Document:
    types = form.get("types", "").replace(",", " ").split()
    return filled(form, "url", "description") | ({"types": types} if types else {})


async def _endpoints(visit: Visit, refused: Reply | None = None, typed: Form | None = None) -> Response:
    found = await visit.api.must(API, cursor=visit.query.get("cursor"))
    words = Words(SCREEN, visit.language)
    return shown(
        visit, SCREEN, "webhooks.html", refused=refused, said=words["done"] if visit.query.get("said") else "",
        path=PAGE, rows=found.rows, reply=found.document, typed=typed or {},
        event_types=(await visit.api.get("/v1/event-types")).rows,
    )  # fmt: skip


async def _endpoint(
    visit: Visit, endpoint_id: str, refused: Reply | None = None, secret: str = "", said: str = ""
) -> Response:
    kept = (await visit.api.must(f"{API}/{endpoint_id}")).document
    filters = {name: value for name, value in visit.query.items() if name in ("state", "type", "order_id", "cursor")}
    deliveries = await visit.api.must(f"{API}/{endpoint_id}/deliveries", **filters)
    words = Words(SCREEN, visit.language)
    done = words[said] if said else words["done"] if visit.query.get("said") else ""
    return shown(
        visit, SCREEN, "webhook.html", refused=refused, said=done, path=PAGE, address=f"{PAGE}/{endpoint_id}",
        kept=kept, rows=deliveries.rows, reply=deliveries.document, filters=filters, secret=secret,
        numbers=await numbers_of(visit, deliveries.rows),
        tabs=[("", words["all"], None), *((each, words.code("delivery_state", each), None) for each in STATES)],
    )  # fmt: skip


async def _delivery(visit: Visit, endpoint_id: str, delivery_id: str, refused: Reply | None = None) -> Response:
    found = (await visit.api.must(f"{DELIVERIES}/{delivery_id}")).document
    words = Words(SCREEN, visit.language)
    return shown(
        visit, SCREEN, "webhook_delivery.html", refused=refused, said=words["sent"] if visit.query.get("said") else "",
        back=f"{PAGE}/{endpoint_id}", address=f"{PAGE}/{endpoint_id}/deliveries/{delivery_id}", found=found,
        numbers=await numbers_of(visit, found["order_id"]),
    )  # fmt: skip
