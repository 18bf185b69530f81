"""An order's past: all that happened in one list that can be filtered, and its versions side by side."""

from fastapi import Request
from starlette.responses import Response

from api.console.acting import whole
from api.console.page_route import pages
from api.console.reasons import reasons_of
from api.console.screens.order_page import PAGE, SCREEN, review_of
from api.console.showing import shown
from api.console.visit import visit_of
from fulfillment.order_history import About

routes = pages()


@routes.get(f"{PAGE}/{{order_id}}/history")
async def show_history(request: Request, order_id: str) -> Response:
    """Newest first; one kind alone where the address says so."""
    visit = await visit_of(request)
    order = (await visit.api.must(f"/v1/orders/{order_id}")).document
    filters = {name: value for name, value in visit.query.items() if name in ("kind", "cursor")}
    kind = filters.get("kind", "") if filters.get("kind") in {each.value for each in About} else ""
    found = await visit.api.must(
        f"/v1/orders/{order_id}/history", kind=kind, cursor=filters.get("cursor"), limit=50
    )  # fmt: skip
    return shown(
        visit, SCREEN, "order_history.html", tab="history", rows=found.rows, reply=found.document, filters=filters,
        kind=kind, kinds=[each.value for each in About], here_path=f"{PAGE}/{order_id}/history",
        reasons=await reasons_of(visit), order=order, document=order.get("document") or {}, path=PAGE,
        review=await review_of(visit, order_id),
    )  # fmt: skip


@routes.get(f"{PAGE}/{{order_id}}/versions")
async def show_versions(request: Request, order_id: str) -> Response:
    """The newest version beside the one before it, or any two."""
    visit = await visit_of(request)
    order = (await visit.api.must(f"/v1/orders/{order_id}")).document
    versions = (await visit.api.must(f"/v1/orders/{order_id}/versions", limit=200)).rows
    last = len(versions)
    after = whole(visit.query.get("after", ""), last)
    before = whole(visit.query.get("before", ""), max(1, after - 1))
    reply = await visit.api.get(f"/v1/orders/{order_id}/versions/difference", before=before, after=after)
    return shown(
        visit, SCREEN, "order_versions.html", tab="versions", refused=None if reply.is_ok else reply,
        versions=versions, before=before, after=after, found=reply.document if reply.is_ok else None,
        here_path=f"{PAGE}/{order_id}/versions", reasons=await reasons_of(visit), order=order,
        document=order.get("document") or {}, path=PAGE, review=await review_of(visit, order_id),
    )  # fmt: skip
