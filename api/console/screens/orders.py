"""Orders: the list by current decision, and what the page of one order does but for ending its review."""

from fastapi import Request
from starlette.responses import Response

from api.console.page_route import pages
from api.console.reasons import reasons_of
from api.console.screens.order_page import PAGE, SCREEN, order_page
from api.console.showing import KEY_FIELD, gone_to, shown
from api.console.visit import visit_of

routes = pages()
SAID = {"done": "done", "asked": "asked_said"}
FILTERS = ("ref", "outcome", "shop", "cursor")


@routes.get(PAGE)
async def show_orders(request: Request) -> Response:
    """Filters stand in the address."""
    visit = await visit_of(request)
    filters = {name: value for name, value in visit.query.items() if name in FILTERS}
    found = await visit.api.must(
        "/v1/orders", merchant_order_id=filters.get("ref"), outcome=filters.get("outcome"), shop=filters.get("shop"),
        cursor=filters.get("cursor"),
    )  # fmt: skip
    return shown(visit, SCREEN, "orders.html", rows=found.rows, reply=found.document, filters=filters, path=PAGE,
                 reasons=await reasons_of(visit))  # fmt: skip


@routes.get(f"{PAGE}/{{order_id}}")
async def show_order(request: Request, order_id: str) -> Response:
    """One order."""
    visit = await visit_of(request)
    return await order_page(visit, order_id, said=SAID.get(visit.query.get("said", ""), ""))


@routes.post(f"{PAGE}/{{order_id}}/take")
async def take_order(request: Request, order_id: str) -> Response:
    """Takes its review."""
    visit = await visit_of(request)
    form = await visit.form()
    reply = await visit.api.send(
        "POST", f"/v1/reviews/{form.get('review', '')}/assign", {"assignee": visit.name},
        key=form.get(KEY_FIELD, ""), match=f'"{form.get("seen", "")}"',
    )  # fmt: skip
    return gone_to(f"{PAGE}/{order_id}") if reply.is_ok else await order_page(visit, order_id, refused=reply)


@routes.post(f"{PAGE}/{{order_id}}/holds/{{hold_id}}/release")
async def release_hold(request: Request, order_id: str, hold_id: str) -> Response:
    """Ends one hold."""
    visit = await visit_of(request)
    form = await visit.form()
    body = {"reason_code": form.get("code") or None, "reason": form.get("note") or form.get("code") or "console"}
    reply = await visit.api.send("POST", f"/v1/holds/{hold_id}/release", body, key=form.get(KEY_FIELD, ""))
    return to_order(order_id, "done") if reply.is_ok else await order_page(visit, order_id, refused=reply)


@routes.post(f"{PAGE}/{{order_id}}/replay")
async def replay(request: Request, order_id: str) -> Response:
    """Decides once more from the receipt; nothing is stored, so the page itself tells what came of it."""
    visit = await visit_of(request)
    form = await visit.form()
    reply = await visit.api.send(
        "POST", f"/v1/decisions/{form.get('decision', '')}/replay", {}, key=form.get(KEY_FIELD, "")
    )
    if not reply.is_ok:
        return await order_page(visit, order_id, refused=reply)
    return await order_page(visit, order_id, replayed=reply.document)


def to_order(order_id: str, said: str) -> Response:
    """Back to the order, which says what was done."""
    return gone_to(f"{PAGE}/{order_id}?said={said}")
