"""Returns: asked for, judged by the policy, decided by people, looked at, paid; and what is given away beside."""

from fastapi import Request
from starlette.responses import Response

from api.access.scopes import Scope
from api.console.acting import Form, acted, filled, minor, told, whole, with_done
from api.console.after_sales import lines_of
from api.console.asking import Document, Reply
from api.console.menu import HOME
from api.console.order_numbers import numbers_of
from api.console.page_route import pages
from api.console.showing import KEY_FIELD, gone_to, shown
from api.console.visit import Visit, visit_of
from api.console.wording import Words
from fulfillment.aftersales.causes import Cause
from fulfillment.aftersales.comebacks import SEALS
from fulfillment.aftersales.inspecting import Grade
from fulfillment.aftersales.law import EXCEPTIONS
from fulfillment.aftersales.photos import FORMS, MOST_BYTES
from fulfillment.aftersales.ways import WAYS
from fulfillment.states import Comeback

routes = pages()
SCREEN, PAGE, API = "returns", f"{HOME}/returns", "/v1/returns"
AWAITS = ("person", "photos", "goods", "arrival")
PLAIN = frozenset({"decline", "send", "lose", "arrive"})
GRADES = tuple(each for each in Grade if each is not Grade.MISSING)  # what is not told of is missing
KEPT = ("restock", "write_off", "supplier")
WISHES = ("refund", "replacement", "keep")
MOST_FORM = MOST_BYTES + (64 << 10)
REJECTED = 422
FOR_WAYS = frozenset({"bar", "avoid"})


@routes.get(PAGE)
async def show_returns(request: Request) -> Response:
    """By what they wait for."""
    return await _returns(await visit_of(request))


@routes.post(f"{PAGE}/budgets/{{role}}")
async def set_budget(request: Request, role: str) -> Response:
    """Says what a role may give away a month."""

    async def ask(visit: Visit, form: Form) -> Reply:
        monthly = {"monthly": minor(form.get("monthly", ""), "EUR")}
        return await told(visit, form, f"/v1/goodwill-budgets/{role}", monthly, method="PUT")

    async def shows(visit: Visit, _: str, refused: Reply | None) -> Response:
        return await _returns(visit, refused)

    return await acted(request, ask, shows, PAGE)


@routes.get(f"{PAGE}/new")
async def show_asking(request: Request) -> Response:
    """A form for what a customer told in another way."""
    return await _asking(await visit_of(request))


@routes.post(f"{PAGE}/new")
async def ask_for_return(request: Request) -> Response:
    """Asks for it, and goes to the return."""
    visit = await visit_of(request)
    form = await visit.form()
    pieces = [{"line": line, "quantity": whole(many)} for line, many in _by_line(form, "line") if whole(many)]
    why = [each for each in sorted(EXCEPTIONS) if form.get(f"excepted.{each}")]
    body = {**filled(form, "reason", "wish", "reference", "seal"), "lines": pieces, "excepted": why}
    reply = await told(visit, form, f"/v1/orders/{form.get('order', '')}/returns", body)
    return gone_to(with_done(f"{PAGE}/{reply.document['id']}")) if reply.is_ok else await _asking(visit, reply, form)


@routes.get(f"{PAGE}/{{return_id}}")
async def show_return(request: Request, return_id: str) -> Response:
    """One return with what the policy said of it."""
    return await _return(await visit_of(request), return_id)


@routes.post(f"{PAGE}/{{return_id}}/photos")
async def add_photo(request: Request, return_id: str) -> Response:
    """Keeps a photo that somebody sent, or that the warehouse took."""
    visit = await visit_of(request)
    sent = await visit.upload(MOST_FORM)
    content = sent.files.get("file", b"")
    kind = next((name for name, start in FORMS.items() if content.startswith(start)), next(iter(FORMS)))
    key = sent.texts.get(KEY_FIELD, "")
    reply = await visit.api.send("POST", f"{API}/{return_id}/photos", content=content, kind=kind, key=key)
    return gone_to(with_done(f"{PAGE}/{return_id}")) if reply.is_ok else await _return(visit, return_id, reply)


@routes.post(f"{PAGE}/{{return_id}}/{{act}}")
async def do_step(request: Request, return_id: str, act: str) -> Response:
    """Decides, tells of the way back, looks at the goods, pays, or gives something away."""

    async def ask(visit: Visit, form: Form) -> Reply:
        path = f"{API}/{return_id}"
        match act:
            case "authorise":
                asked = {"way": form.get("way")}
                return await visit.api.send("POST", f"{path}/authorise", key=form.get(KEY_FIELD, ""), query=asked)
            case "inspect":
                pieces = _looked(form)
                if not pieces and not form.get("empty"):  # all would count as missing, by mistake
                    return Reply(REJECTED, {"title": Words(SCREEN, visit.language)["inspect_nothing"]}, {})
                return await told(visit, form, f"{path}/inspect", {"pieces": pieces})
            case "settle":
                amount = form.get("amount", "").strip()
                body = {"amount": minor(amount, form.get("currency", ""))} if amount else {}
                return await told(visit, form, f"{path}/settle", body)
            case "goodwill":
                given = {"amount": minor(form.get("amount", ""), form.get("currency", ""))}
                reference = f"console-{form.get(KEY_FIELD, '')}"
                sent: dict[str, object] = {**filled(form, "reason"), "reference": reference, **given}
                return await told(visit, form, f"/v1/orders/{form.get('order', '')}/goodwill", sent)
        return await told(visit, form, f"{path}/{act}" if act in PLAIN else "/v1/nothing")

    async def shows(visit: Visit, _: str, refused: Reply | None) -> Response:
        return await _return(visit, return_id, refused)

    return await acted(request, ask, shows, f"{PAGE}/{return_id}")


def _by_line(form: Form, name: str) -> list[tuple[int, str]]:
    """The values of fields `<name>.<line>`, and of what stands behind the line, by their line."""
    found = [(each.split("."), value) for each, value in form.items() if each.startswith(f"{name}.")]
    return [(whole(at[1]), value) for at, value in found if len(at) == 2]


def _looked(form: Form) -> list[Document]:
    """What came back, from fields `grade.<line>.<grade>`; what becomes of sound pieces is said once a line."""
    kept, bins = dict(_by_line(form, "kept")), dict(_by_line(form, "bin"))
    found: list[Document] = []
    for name, value in form.items():
        at = name.split(".")
        if len(at) != 3 or at[0] != "grade" or not whole(value):
            continue
        line, piece = whole(at[1]), {"grade": at[2], "quantity": whole(value)}
        becomes = {"kept_as": kept[line]} if kept.get(line) and at[2] != Grade.WRONG else {}
        found.append({"line": line, **piece, **becomes, "bin": bins.get(line, "")})
    return found


async def _returns(visit: Visit, refused: Reply | None = None) -> Response:
    filters = {name: value for name, value in visit.query.items() if name in ("awaits", "state", "cursor")}
    found = await visit.api.must(API, **filters)
    may_act = visit.may(Scope.FULFILMENT_WRITE)
    budgets = (await visit.api.get("/v1/goodwill-budgets")).document if may_act else {}
    words = Words(SCREEN, visit.language)
    return shown(
        visit, SCREEN, "returns.html", path=PAGE, rows=found.rows, reply=found.document, filters=filters,
        refused=refused, said=words["done"] if visit.query.get("said") else "",
        tabs=[("", words["all"], None), *((each, words.code("awaits", each), None) for each in AWAITS)],
        states=[("", words["any"]), *((str(each), words.code("comeback", each)) for each in Comeback)],
        numbers=await numbers_of(visit, found.rows),
        budgets=budgets, may_budget=visit.may(Scope.ADMIN),
    )  # fmt: skip


async def _asking(visit: Visit, refused: Reply | None = None, typed: Form | None = None) -> Response:
    asked = visit.query if typed is None else typed
    order = (await visit.api.must(f"/v1/orders/{asked.get('order', '')}")).document
    words = Words(SCREEN, visit.language)
    return shown(
        visit, SCREEN, "return_new.html", path=PAGE, refused=refused, order=order, typed=asked, lines=lines_of(order),
        reasons=[(str(each), words.code("return_cause", each)) for each in Cause],
        wishes=[(each, words.code("wish", each)) for each in WISHES], exceptions=sorted(EXCEPTIONS),
        seals=[("", words.code("seal", "unknown")), *((each, words.code("seal", each)) for each in SEALS)],
    )  # fmt: skip


async def _return(visit: Visit, return_id: str, refused: Reply | None = None) -> Response:
    seen = (await visit.api.must(f"{API}/{return_id}")).document
    order = (await visit.api.get(f"/v1/orders/{seen['order_id']}")).document
    events = (await visit.api.get(f"/v1/orders/{seen['order_id']}/timeline")).rows
    reasons: object = seen["reasons"]
    told_of = [each for each in reasons if isinstance(each, dict)] if isinstance(reasons, list) else []
    may_act = visit.may(Scope.FULFILMENT_WRITE)
    budgets = (await visit.api.get("/v1/goodwill-budgets")).rows if may_act else []
    is_declared = may_act and bool(seen["way"]) and (await visit.api.get(f"{API}/{return_id}/declaration")).is_ok
    words = Words(SCREEN, visit.language)
    return shown(
        visit, SCREEN, "return.html", path=f"{PAGE}/{return_id}", back=PAGE, api=f"{API}/{return_id}", refused=refused,
        said=words["done"] if visit.query.get("said") else "", seen=seen, order=order, lines=lines_of(order),
        whole=[each for each in told_of if each["way"] is None and each["verdict"] not in FOR_WAYS],
        of_way=[each for each in told_of if each["way"] is not None],
        ways=[("", words["way_later"]), *((each, words.code("return_way", each)) for each in sorted(WAYS))],
        may_act=may_act, may_see=visit.may(Scope.PERSONAL_READ), grades=[str(each) for each in GRADES],
        kept=[("", words["kept_usual"]), *((each, words.code("kept_as", each)) for each in KEPT)],
        budgets=budgets, is_declared=is_declared,
        events=[each for each in events if return_id in (each["subject"], _named(each))],
    )  # fmt: skip


def _named(event: Document) -> object:
    data: object = event.get("data")
    return data.get("return") if isinstance(data, dict) else None
