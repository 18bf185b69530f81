"""Fulfilment: orders by the stage where they stand, and one order's parts, parcels and money with what can be next."""

from collections.abc import Mapping, Sequence

from fastapi import Request
from starlette.responses import Response

from api.access.scopes import Scope
from api.console.acting import Form, acted, filled, told, whole
from api.console.after_sales import after_sales_of
from api.console.asking import Document, Reply
from api.console.menu import HOME
from api.console.page_route import pages
from api.console.screens.order_page import causes_of
from api.console.showing import shown
from api.console.visit import Visit, visit_of
from api.console.wording import Words

routes = pages()
PEOPLE = frozenset({"picker", "packer", "service", "analyst"})
SCREEN, PAGE = "fulfilment", f"{HOME}/fulfilment"
FORM_OF = {
    ("fulfilment", "finish_pick"): "pick",
    ("fulfilment", "come_up_short"): "pick",
    ("fulfilment", "review"): "review",
    ("fulfilment", "close_box"): "pack",
    ("fulfilment", "pack"): "pack",
    ("fulfilment", "unpack"): "unpack",
    ("fulfilment", "hand_over"): "leave",
    ("shipment", "hand_over"): "leave",
    ("order", "cancel"): "cancel",
    ("order", "recall"): "cancel",
    ("payment", "accept"): "accept",
}  # which form of the page tells a step; every other step comes from somebody else


@routes.get(PAGE)
async def show_stages(request: Request) -> Response:
    """Counts by stage, and the orders of one."""
    visit = await visit_of(request)
    filters = {name: value for name, value in visit.query.items() if name in ("stage", "cursor")}
    found = await visit.api.must("/v1/fulfilment", stage=filters.get("stage"), cursor=filters.get("cursor"))
    counted = (await visit.api.must("/v1/fulfilment/counts")).document
    words = Words(SCREEN, visit.language)
    return shown(visit, SCREEN, "fulfilment.html", rows=found.rows, reply=found.document, filters=filters, path=PAGE,
                 tabs=_tabs(words, counted, filters.get("stage", "")))  # fmt: skip


@routes.get(f"{PAGE}/{{order_id}}")
async def show_work(request: Request, order_id: str) -> Response:
    """One order's life: where it stands, and what can be next."""
    visit = await visit_of(request)
    return await _work(visit, order_id)


@routes.get(f"{PAGE}/{{order_id}}/plan/{{part_id}}")
async def show_plan(request: Request, order_id: str, part_id: str) -> Response:
    """Which boxes are proposed for a part."""
    visit = await visit_of(request)
    reply = await visit.api.get(f"/v1/fulfilments/{part_id}/packing-plan")
    plan, refused = (reply.document, None) if reply.is_ok else (None, reply)
    return shown(visit, SCREEN, "packing_plan.html", plan=plan, refused=refused, back=f"{PAGE}/{order_id}")


@routes.post(f"{PAGE}/{{order_id}}/{{step}}")
async def do_step(request: Request, order_id: str, step: str) -> Response:
    """Tells a step that a person may tell."""

    async def ask(visit: Visit, form: Form) -> Reply:
        path, body = _asked(order_id, step, form)
        return await told(visit, form, path, body)

    async def shows(visit: Visit, _: str, refused: Reply | None) -> Response:
        return await _work(visit, order_id, refused)

    return await acted(request, ask, shows, f"{PAGE}/{order_id}")


def _asked(order_id: str, step: str, form: Form) -> tuple[str, Document]:
    """Which route takes the step, and what it is told."""
    order, part = f"/v1/orders/{order_id}", filled(form, "part")
    match step:
        case "pick":
            return f"{order}/picks", part | _lines(form)
        case "review":
            return f"{order}/rescans", part | _lines(form)
        case "pack":
            return f"{order}/parcels", part | filled(form, "box", "why") | {"weight_g": whole(form.get("weight_g", ""))}
        case "unpack":
            return f"{order}/unpack", part
        case "cancel":
            return f"{order}/cancel", part | filled(form, "reason", "cause")
        case "refund":
            amount = {"amount": whole(form.get("amount", "")), "reference": form.get("reference", "")}
            return f"{order}/refunds", filled(form, "reason") | amount
        case "accept":
            return f"{order}/payment/accept", filled(form, "reason")
        case "leave":
            return "/v1/manifests", {"carrier": form.get("carrier", ""), "orders": [order_id]}
    return f"{order}/{step}", {}


def _lines(form: Form) -> Document:
    """Pieces by line, as fields `line.1`; nothing where no field says so, which means all of them."""
    found = [
        {"line": int(name.removeprefix("line.")), "quantity": whole(value)}
        for name, value in form.items()
        if name.startswith("line.") and name.removeprefix("line.").isdigit()
    ]
    return {"lines": found} if found else {}


async def _work(visit: Visit, order_id: str, refused: Reply | None = None) -> Response:
    order = (await visit.api.must(f"/v1/orders/{order_id}")).document
    life = await visit.api.get(f"/v1/orders/{order_id}/fulfilment")
    words = Words(SCREEN, visit.language)
    may_act = visit.may(Scope.FULFILMENT_WRITE)
    return shown(
        visit, SCREEN, "fulfilment_order.html", refused=refused, path=f"{PAGE}/{order_id}",
        said=words["done"] if visit.query.get("said") else "",
        order=order, life=life.document if life.is_ok else None, may_act=may_act,
        steps=_steps(life.document), forms=_forms(life.document) if may_act else {},
        bookings=(await visit.api.get("/v1/carrier-bookings", order_id=order_id)).rows,
        watches=(await visit.api.get("/v1/parcel-watches", order_id=order_id)).rows,
        causes=causes_of(visit),
        part_names=_part_names(words, life.document), after_sales=await after_sales_of(visit, order_id),
        notices=(await visit.api.get(f"/v1/orders/{order_id}/notices")).rows,
        events=(await visit.api.get(f"/v1/orders/{order_id}/timeline")).rows if life.is_ok else [],
    )  # fmt: skip


def _steps(life: Document) -> Sequence[Document]:
    """Steps that lead on: those that can be told now first, then those that wait."""
    found: object = life.get("next")
    steps = [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
    told = [{**each, "by_people": bool(PEOPLE & set(each["told_by"]))} for each in steps]
    return sorted(told, key=lambda each: (bool(each["waits_for"]), str(each["machine"])))


def _forms(life: Document) -> Mapping[str, frozenset[str]]:
    """Which forms the page offers -> the parts, or what else steps, that may take the step now."""
    found: dict[str, set[str]] = {}
    for step in _steps(life):
        form = FORM_OF.get((str(step["machine"]), str(step["event"])))
        if form is not None and not step["waits_for"]:
            found.setdefault(form, set()).add(str(step["subject"]))
    return {form: frozenset(subjects) for form, subjects in found.items()}


def _part_names(words: Words, life: Document) -> list[tuple[str, str]]:
    """Parts that may be ended by themselves, with what the page calls them."""
    found: object = life.get("fulfilments")
    parts = [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
    return [(str(each["id"]), words.fill("part", number=each["number"])) for each in parts]


def _tabs(words: Words, counted: Document, chosen: str) -> list[tuple[str, str, int]]:
    """All, and each stage where some order stands, and the chosen one."""
    by_stage: object = counted.get("by_stage")
    rows = [(str(each["stage"]), int(each["orders"])) for each in by_stage] if isinstance(by_stage, list) else []
    kept = [(stage, words.code("stage", stage), many) for stage, many in rows if many or stage == chosen]
    return [("", words["all"], int(str(counted.get("total", 0)))), *kept]
