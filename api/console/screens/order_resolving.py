"""A review is ended in two steps: a look at what follows, then the word. Whoever was overtaken sees what changed."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from fastapi import Request
from starlette.responses import Response

from api.access.scopes import Scope
from api.console.acting import whole
from api.console.asking import Document, Reply
from api.console.page_route import pages
from api.console.reasons import reasons_of
from api.console.screens.order_page import CAUSES, PAGE, SCREEN, causes_of, order_page, review_of
from api.console.screens.orders import to_order
from api.console.showing import KEY_FIELD, shown
from api.console.visit import Visit, visit_of
from api.console.wording import Words

routes = pages()
OVERTAKEN, REJECTED = frozenset({409, 412}), 422
KINDS = ("email", "phone", "address", "card")
MARKED_FOR = {"block": "fraud", "trust": "known_customer"}
COMPARED = ("outcome", "score")
FREEING = frozenset({"release", "legitimate"})


@routes.post(f"{PAGE}/{{order_id}}/resolve/look")
async def look_ahead(request: Request, order_id: str) -> Response:
    """What would follow; nothing is done yet."""
    visit = await visit_of(request)
    form = await visit.form()
    refused = _frees_what_ends(visit, form)
    if refused is not None:
        return await order_page(visit, order_id, refused=refused, typed=form)
    return await _look(visit, order_id, form)


@routes.post(f"{PAGE}/{{order_id}}/resolve")
async def resolve_order(request: Request, order_id: str) -> Response:
    """Ends its review, and the order with it, unless somebody else has changed it, or the order was decided anew
    meanwhile; then labels the order and marks its buyer. All but the first where that was chosen."""
    visit = await visit_of(request)
    form = await visit.form()
    refused = _frees_what_ends(visit, form)
    if refused is not None:
        return await order_page(visit, order_id, refused=refused, typed=form)
    body: Document = {
        "disposition": form.get("disposition", ""),
        "reason_code": form.get("code") or None,
        "note": form.get("note", ""),
        "decision_id": form.get("decision") or None,
    }
    ends = bool(form.get("end"))
    reply = await visit.api.send(
        "POST", f"/v1/reviews/{form.get('review', '')}/{'end-order' if ends else 'resolve'}",
        {**body, "cause": form.get("cause") or CAUSES[0]} if ends else body,
        key=form.get(KEY_FIELD, ""), match=f'"{form.get("seen", "")}"',
    )  # fmt: skip
    if reply.status in OVERTAKEN:
        return await _look(visit, order_id, form, refused=reply)
    if not reply.is_ok:
        return await order_page(visit, order_id, refused=reply, typed=form)
    refused = await _noted(visit, order_id, form)
    return to_order(order_id, "done") if refused is None else await order_page(visit, order_id, "done", refused)


def _frees_what_ends(visit: Visit, form: Mapping[str, str]) -> Reply | None:
    """Refuses who asks for both: an order that is released cannot end with it."""
    if form.get("end") and form.get("disposition") in FREEING:
        return Reply(REJECTED, {"title": Words(SCREEN, visit.language)["ends_not_free"]}, {})
    return None


async def _look(visit: Visit, order_id: str, form: Mapping[str, str], refused: Reply | None = None) -> Response:
    order = (await visit.api.must(f"/v1/orders/{order_id}")).document
    review = await review_of(visit, order_id)
    ahead = None
    if review is not None:
        ahead = await visit.api.get(
            f"/v1/reviews/{review['review_id']}/outlook", disposition=form.get("disposition", "")
        )
    if refused is None and ahead is not None and not ahead.is_ok:
        return await order_page(visit, order_id, refused=ahead, typed=form)
    return shown(
        visit, SCREEN, "order_look.html", 200 if refused is None else refused.status, refused=refused, path=PAGE,
        order=order, review=review, typed=form, tab="resolve", causes=causes_of(visit),
        document=order.get("document") or {},
        ahead=ahead.document if ahead is not None and ahead.is_ok else None,
        changed=None if refused is None else await _changed(visit, order, form), reasons=await reasons_of(visit),
        life=await visit.api.get(f"/v1/orders/{order_id}/fulfilment"),
        can_mark=visit.may(Scope.MARKS_WRITE), can_label=visit.may(Scope.LABELS_WRITE),
    )  # fmt: skip


async def _changed(visit: Visit, order: Document, form: Mapping[str, str]) -> Document:
    """What was seen beside what is now: the decision, the versions of the order, and who has the review."""
    seen = (await visit.api.get(f"/v1/decisions/{form.get('decision', '')}")).document
    now = (await visit.api.get(f"/v1/decisions/{order['decision_id']}")).document
    then = seen.get("order_version")
    differs: Document = {}
    if then and then != order["version"]:
        reply = await visit.api.get(
            f"/v1/orders/{order['id']}/versions/difference", before=then, after=order["version"]
        )
        differs = reply.document
    was, is_ = _codes(seen), _codes(now)
    return {
        "rows": [(name, seen.get(name), now.get(name)) for name in COMPARED],
        "added": [each for each in is_ if each not in was],
        "gone": [each for each in was if each not in is_],
        "fields": differs.get("fields") or [],
        "same_decision": seen.get("id") == now.get("id"),
    }


def _codes(decision: Document) -> Sequence[str]:
    found: object = decision.get("reasons")
    return [str(each["reason"]) for each in found if isinstance(each, dict)] if isinstance(found, list) else []


async def _noted(visit: Visit, order_id: str, form: Mapping[str, str]) -> Reply | None:
    """Labels and marks beside it; answers the first refusal."""
    key = form.get(KEY_FIELD, "")
    asked: list[tuple[str, str, Document]] = []
    if form.get("label"):
        body: Document = {"kind": form["label"], "source": "review", "note": form.get("note", "")}
        asked.append(("label", f"/v1/orders/{order_id}/labels", body))
    if form.get("mark") in MARKED_FOR:
        asked.append(("mark", f"/v1/orders/{order_id}/marks", _mark(visit, form)))
    for name, path, body in asked:
        reply = await visit.api.send("POST", path, body, key=f"{key}-{name}")
        if not reply.is_ok:
            return reply
    return None


def _mark(visit: Visit, form: Mapping[str, str]) -> Document:
    days = whole(form.get("mark_days", ""))
    until = (visit.now + timedelta(days=days)).isoformat() if days > 0 else None
    return {
        "verdict": form["mark"],
        "reason": MARKED_FOR[form["mark"]],
        "note": form.get("note", ""),
        "kinds": [each for each in KINDS if form.get(f"mark_{each}")],
        "until": until,
    }
