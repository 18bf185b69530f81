"""Orders: the list by current decision, and one order with reasons, holds, trace and history; resolved from here."""

from collections.abc import Mapping, Sequence

from fastapi import Request
from starlette.responses import Response

from api.access.scopes import Scope
from api.console.after_sales import after_sales_of
from api.console.asking import Document, Reply
from api.console.menu import HOME
from api.console.page_route import pages
from api.console.reasons import reasons_of
from api.console.showing import KEY_FIELD, gone_to, shown
from api.console.visit import Visit, visit_of
from api.console.wording import Words

routes = pages()
SCREEN, PAGE = "orders", f"{HOME}/orders"
DISPOSITIONS = ("release", "legitimate", "fraud", "keep")
SAID = {"done": "done", "same": "replay_same", "differs": "replay_differs", "asked": "asked"}


@routes.get(PAGE)
async def show_orders(request: Request) -> Response:
    """Filters stand in the address."""
    visit = await visit_of(request)
    filters = {name: value for name, value in visit.query.items() if name in ("ref", "outcome", "shop", "cursor")}
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
    return await _order(visit, order_id, said=SAID.get(visit.query.get("said", ""), ""))


@routes.post(f"{PAGE}/{{order_id}}/take")
async def take_order(request: Request, order_id: str) -> Response:
    """Takes its review."""
    visit = await visit_of(request)
    form = await visit.form()
    reply = await visit.api.send(
        "POST", f"/v1/reviews/{form.get('review', '')}/assign", {"assignee": visit.name},
        key=form.get(KEY_FIELD, ""), match=f'"{form.get("seen", "")}"',
    )  # fmt: skip
    return gone_to(f"{PAGE}/{order_id}") if reply.is_ok else await _order(visit, order_id, refused=reply)


@routes.post(f"{PAGE}/{{order_id}}/resolve")
async def resolve_order(request: Request, order_id: str) -> Response:
    """Ends its review, unless somebody else has changed it, or the order was decided anew meanwhile."""
    visit = await visit_of(request)
    form = await visit.form()
    reply = await visit.api.send(
        "POST", f"/v1/reviews/{form.get('review', '')}/resolve",
        {
            "disposition": form.get("disposition", ""),
            "reason_code": form.get("code") or None,
            "note": form.get("note", ""),
            "decision_id": form.get("decision") or None,
        },
        key=form.get(KEY_FIELD, ""), match=f'"{form.get("seen", "")}"',
    )  # fmt: skip
    return _to(order_id, "done") if reply.is_ok else await _order(visit, order_id, refused=reply, typed=form)


@routes.post(f"{PAGE}/{{order_id}}/holds/{{hold_id}}/release")
async def release_hold(request: Request, order_id: str, hold_id: str) -> Response:
    """Ends one hold."""
    visit = await visit_of(request)
    form = await visit.form()
    body = {"reason_code": form.get("code") or None, "reason": form.get("note") or form.get("code") or "console"}
    reply = await visit.api.send("POST", f"/v1/holds/{hold_id}/release", body, key=form.get(KEY_FIELD, ""))
    return _to(order_id, "done") if reply.is_ok else await _order(visit, order_id, refused=reply)


@routes.post(f"{PAGE}/{{order_id}}/ask")
async def ask_buyer(request: Request, order_id: str) -> Response:
    """Sends the form for what is lacking."""
    visit = await visit_of(request)
    form = await visit.form()
    reply = await visit.api.send(
        "POST", "/v1/customer-requests", {"order_id": order_id}, key=form.get(KEY_FIELD, "")
    )  # fmt: skip
    return _to(order_id, "asked") if reply.is_ok else await _order(visit, order_id, refused=reply)


@routes.post(f"{PAGE}/{{order_id}}/replay")
async def replay(request: Request, order_id: str) -> Response:
    """Decides once more from the receipt."""
    visit = await visit_of(request)
    form = await visit.form()
    reply = await visit.api.send(
        "POST", f"/v1/decisions/{form.get('decision', '')}/replay", {}, key=form.get(KEY_FIELD, "")
    )  # fmt: skip
    if not reply.is_ok:
        return await _order(visit, order_id, refused=reply)
    return _to(order_id, "same" if reply.document.get("deterministic") else "differs")


async def _order(
    visit: Visit, order_id: str, said: str = "", refused: Reply | None = None, typed: Mapping[str, str] | None = None
) -> Response:
    order = (await visit.api.must(f"/v1/orders/{order_id}")).document
    decision = (await visit.api.get(f"/v1/decisions/{order['decision_id']}")).document
    wants_all = visit.query.get("rules") == "all"
    trace = (await visit.api.get(f"/v1/decisions/{order['decision_id']}/trace")).document
    waiting = await visit.api.get("/v1/queue", order_id=order_id) if visit.may(Scope.REVIEWS_WRITE) else None
    words = Words(SCREEN, visit.language)
    return shown(
        visit, SCREEN, "order.html", said=words[said] if said else "", refused=refused, path=PAGE,
        order=order, decision=decision, document=order.get("document") or {},
        review=waiting.rows[0] if waiting is not None and waiting.rows else None,
        life=(await visit.api.get(f"/v1/orders/{order_id}/fulfilment")),
        events=(await visit.api.get(f"/v1/orders/{order_id}/events")).rows,
        requests=(await visit.api.get("/v1/customer-requests", order_id=order_id)).rows,
        rules=_rules(trace, wants_all=wants_all), facts=trace.get("facts") or {},
        line_facts=trace.get("lines") or [], wants_all=wants_all, typed=typed or {}, dispositions=DISPOSITIONS,
        after_sales=await after_sales_of(visit, order_id),
        can_hold=visit.may(Scope.HOLDS_WRITE), can_ask=visit.may(Scope.REQUESTS_WRITE),
    )  # fmt: skip


def _rules(trace: Document, *, wants_all: bool) -> Sequence[Document]:
    """The rules of a trace: those that fired, those that could not be evaluated, and, if all are wanted, the quiet."""
    found: object = trace.get("rules")
    rules = [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
    ranked = sorted(rules, key=lambda each: ({True: 0, None: 1, False: 2}[each.get("truth")], str(each.get("rule"))))
    return [each for each in ranked if wants_all or each.get("truth") is not False]


def _to(order_id: str, said: str) -> Response:
    return gone_to(f"{PAGE}/{order_id}?said={said}")
