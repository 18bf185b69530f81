"""What the page of one order shows: everything the API knows of it, put side by side for people."""

from collections.abc import Mapping, Sequence

from starlette.responses import Response

from api.access.scopes import Scope
from api.console.after_sales import after_sales_of
from api.console.asking import Document, Reply
from api.console.menu import HOME
from api.console.reasons import reasons_of
from api.console.screens.order_buyer import buyer_of
from api.console.screens.order_score import build_up
from api.console.showing import shown
from api.console.visit import Visit
from api.console.wording import Words
from fulfillment.channels.causes import Stated

SCREEN, PAGE = "orders", f"{HOME}/orders"
READ_AS = {
    "name": "ship_to.name", "company": "", "line1": "ship_to.line1", "line2": "ship_to.line2", "line3": "",
    "postcode": "ship_to.postcode", "city": "ship_to.city", "state": "ship_to.state", "country": "ship_to.country",
    "phone": "phone.e164", "email": "",
}  # fmt: skip
LAW = "line.law_restrictions"
CAUSES = tuple(Stated)


async def order_page(
    visit: Visit, order_id: str, said: str = "", refused: Reply | None = None, typed: Mapping[str, str] | None = None,
    replayed: Document | None = None,
) -> Response:  # fmt: skip
    """The page. `typed` is what stood in a form that was refused, `replayed` what a replay came to."""
    order = (await visit.api.must(f"/v1/orders/{order_id}")).document
    decision = (await visit.api.get(f"/v1/decisions/{order['decision_id']}")).document
    trace = (await visit.api.get(f"/v1/decisions/{order['decision_id']}/trace")).document
    wants_all = visit.query.get("rules") == "all"
    lines = rows_of(trace, "lines")
    links = await visit.api.get(f"/v1/orders/{order_id}/links")
    return shown(
        visit, SCREEN, "order.html", said=Words(SCREEN, visit.language)[said] if said else "", refused=refused,
        path=PAGE, order=order, decision=decision, document=order.get("document") or {}, tab="",
        review=await review_of(visit, order_id), typed=typed or {}, replayed=replayed,
        causes=causes_of(visit), reasons=await reasons_of(visit),
        life=await visit.api.get(f"/v1/orders/{order_id}/fulfilment"),
        disputes=rows_of((await visit.api.get(f"/v1/orders/{order_id}/payment")).document, "disputes"),
        newest=(await visit.api.get(f"/v1/orders/{order_id}/history", limit=8)).rows,
        requests=(await visit.api.get("/v1/customer-requests", order_id=order_id)).rows,
        links=links.document, rules=_rules(trace, decision, wants_all=wants_all), facts=trace.get("facts") or {},
        line_facts=lines, law=await _law(visit, order, lines), wants_all=wants_all, score=build_up(decision),
        ends={str(each["reason"]): each for each in rows_of(order, "holds") if each.get("state") == "open"},
        buyer=buyer_of(_mapping(order.get("document")), _mapping(trace.get("facts"))),
        address=_address(order, trace), after_sales=await after_sales_of(visit, order_id),
        can_hold=visit.may(Scope.HOLDS_WRITE), can_ask=visit.may(Scope.REQUESTS_WRITE),
        can_mark=visit.may(Scope.MARKS_WRITE), can_label=visit.may(Scope.LABELS_WRITE),
        can_see_models=visit.may(Scope.MODELS_READ),
    )  # fmt: skip


async def review_of(visit: Visit, order_id: str) -> Document | None:
    """The order's line in the queue, for whoever works on it."""
    if not visit.may(Scope.REVIEWS_WRITE):
        return None
    rows = (await visit.api.get("/v1/queue", order_id=order_id)).rows
    return rows[0] if rows else None


def causes_of(visit: Visit) -> Sequence[tuple[str, str]]:
    """Why an order may end, as a field offers it."""
    words = Words(SCREEN, visit.language)
    return [(each, words.code("ending_cause", each)) for each in CAUSES]


def rows_of(document: Document, name: str) -> list[Document]:
    """A list of objects in a document; empty where there is none."""
    found: object = document.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _rules(trace: Document, decision: Document, *, wants_all: bool) -> Sequence[Document]:
    """The rules of a trace: those that fired, those that could not be evaluated with what was lacking, and, if all are
    wanted, the quiet."""
    lacking = {str(each["rule"]): each for each in rows_of(decision, "not_checked")}
    told = [{**each, "lacking": lacking.get(str(each.get("rule")))} for each in rows_of(trace, "rules")]
    ranked = sorted(told, key=lambda each: ({True: 0, None: 1, False: 2}[each.get("truth")], str(each.get("rule"))))  # type: ignore[index]
    return [each for each in ranked if wants_all or each.get("truth") is not False]


def _address(order: Document, trace: Document) -> Sequence[tuple[str, str, str, bool]]:
    """Fields of the delivery address: name, as written, as read, and whether these differ."""
    place, read = _mapping(_mapping(order.get("document")).get("shipping_address")), _mapping(trace.get("facts"))
    found = []
    for name, fact in READ_AS.items():
        raw, seen = str(place.get(name) or ""), str(read.get(fact) or "") if fact else ""
        if raw or seen:
            found.append((name, raw, seen, bool(seen) and raw != seen))
    return found


def _mapping(value: object) -> Document:
    return value if isinstance(value, dict) else {}


async def _law(visit: Visit, order: Document, lines: Sequence[Document]) -> Mapping[str, Document]:
    """What stands behind the restrictions that lines met, by id, as the data in force have it."""
    ids = sorted({str(each) for line in lines for each in _texts(line.get(LAW))})
    if not ids or not order.get("country") or not visit.may(Scope.RULES_READ):
        return {}
    found = await visit.api.get("/v1/restrictions", country=order["country"], only=",".join(ids)[:4000])
    return {str(each["id"]): each for each in found.rows}


def _texts(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()
