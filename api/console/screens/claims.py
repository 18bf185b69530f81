"""Claims: what carriers are asked to pay for, what proves it, what they answered, and what comes back."""

from fastapi import Request
from starlette.responses import Response

from api.access.scopes import Scope
from api.console.acting import Form, acted, filled, minor, moment, told, whole, with_done
from api.console.after_sales import lines_of
from api.console.asking import Document, Reply
from api.console.menu import HOME
from api.console.order_numbers import numbers_of
from api.console.page_route import pages
from api.console.showing import KEY_FIELD, gone_to, shown
from api.console.visit import Visit, visit_of
from api.console.wording import Words
from fulfillment.claims.kinds import Mishap, Proof
from fulfillment.claims.proving import FORMS, MOST_BYTES, TEXT
from fulfillment.claims.turns import Turn
from fulfillment.states import Demand

routes = pages()
SCREEN, PAGE, API = "claims", f"{HOME}/claims", "/v1/claims"
FILTERS = ("turn", "state", "kind", "carrier", "cursor")
STEPS = ("gather", "file", "acknowledge", "approve", "deny", "appeal", "close", "withdraw", "write_off")
MOST_FORM = MOST_BYTES + (64 << 10)
BY = ("carrier", "lane", "kind", "month")


@routes.get(PAGE)
async def show_claims(request: Request) -> Response:
    """All of them, or those that fit the address."""
    visit = await visit_of(request)
    filters = {name: value for name, value in visit.query.items() if name in FILTERS}
    found = await visit.api.must(API, **filters)
    words = Words(SCREEN, visit.language)
    return shown(
        visit, SCREEN, "claims.html", path=PAGE, rows=found.rows, reply=found.document, filters=filters,
        numbers=await numbers_of(visit, found.rows),
        tabs=[("", words["all"], None), *((each, words.code("turn", each), None) for each in map(str, Turn))],
        states=[("", words["all"]), *((str(each), words.code("demand", each)) for each in Demand)],
        kinds=[("", words["all"]), *((str(each), words.code("mishap", each)) for each in Mishap)],
    )  # fmt: skip


@routes.get(f"{PAGE}/figures")
async def show_figures(request: Request) -> Response:
    """Which share of what was filed came back."""
    visit = await visit_of(request)
    by = visit.query.get("by", "")
    chosen = by if by in BY else BY[0]
    rows: object = (await visit.api.must("/v1/claim-figures", by=chosen)).document["rows"]
    words = Words(SCREEN, visit.language)
    tabs = [(each, words.code("by", each), None) for each in BY]
    return shown(visit, SCREEN, "claim_figures.html", path=PAGE, rows=rows, by=chosen, tabs=tabs)


@routes.get(f"{PAGE}/open")
async def show_opening(request: Request) -> Response:
    """Asks what happened to a parcel of an order."""
    return await _opening(await visit_of(request))


@routes.post(f"{PAGE}/open")
async def open_claim(request: Request) -> Response:
    """Tells of it, and goes to the claim."""
    visit = await visit_of(request)
    form = await visit.form()
    order = form.get("order", "")
    pieces = _pieces(form)
    body = filled(form, "kind", "parcel", "note") | {"since": moment(visit, form.get("since", ""))}
    reply = await told(visit, form, f"/v1/orders/{order}/claims", body | ({"lines": pieces} if pieces else {}))
    return gone_to(f"{PAGE}/{reply.document['id']}?said=done") if reply.is_ok else await _opening(visit, reply, form)


@routes.get(f"{PAGE}/{{claim_id}}")
async def show_claim(request: Request, claim_id: str) -> Response:
    """One claim with everything about it."""
    return await _claim(await visit_of(request), claim_id)


@routes.post(f"{PAGE}/{{claim_id}}/prove")
async def prove(request: Request, claim_id: str) -> Response:
    """Hands a file in as a proof."""
    visit = await visit_of(request)
    sent = await visit.upload(MOST_FORM)
    content = sent.files.get("file", b"")
    reply = await visit.api.send(
        "POST", f"{API}/{claim_id}/proofs", content=content, kind=_media_type(content),
        key=sent.texts.get(KEY_FIELD, ""), query={"kind": sent.texts.get("kind")},
    )  # fmt: skip
    return gone_to(with_done(f"{PAGE}/{claim_id}")) if reply.is_ok else await _claim(visit, claim_id, reply)


@routes.post(f"{PAGE}/{{claim_id}}/{{act}}")
async def do_step(request: Request, claim_id: str, act: str) -> Response:
    """Moves it on, changes what is claimed, or books what was paid."""

    async def ask(visit: Visit, form: Form) -> Reply:
        return await told(visit, form, f"{API}/{claim_id}/{act}", _asked(visit, act, form))

    async def shows(visit: Visit, _: str, refused: Reply | None) -> Response:
        return await _claim(visit, claim_id, refused)

    return await acted(request, ask, shows, f"{PAGE}/{claim_id}")


def _asked(visit: Visit, act: str, form: Form) -> Document:
    """What the API is told; amounts are typed as people write them."""
    currency = form.get("currency", "")
    match act:
        case "move":
            amount = {"approved": minor(form["approved"], currency)} if form.get("approved", "").strip() else {}
            return filled(form, "event", "reference", "note") | amount
        case "change":
            amount = {"freight": minor(form["freight"], currency)} if form.get("freight", "").strip() else {}
            return amount | {"lines": _pieces(form)}
        case "payments":
            paid = {"amount": minor(form.get("amount", ""), currency), "at": moment(visit, form.get("at", ""))}
            return filled(form, "currency", "reference", "payer") | paid
    return {}


def _pieces(form: Form) -> list[Document]:
    """Pieces by line, as fields `line.1`; those of which there are some."""
    found = [(name.removeprefix("line."), whole(value)) for name, value in form.items() if name.startswith("line.")]
    return [{"line": whole(line), "quantity": many} for line, many in found if many]


def _media_type(content: bytes) -> str:
    """By the first bytes; whatever has none that are known is said to be text, and judged as such."""
    return next((name for name, start in FORMS.items() if content.startswith(start)), TEXT)


async def _opening(visit: Visit, refused: Reply | None = None, typed: Form | None = None) -> Response:
    asked = visit.query if typed is None else typed
    order = (await visit.api.must(f"/v1/orders/{asked.get('order', '')}")).document
    life = await visit.api.get(f"/v1/orders/{order['id']}/fulfilment")
    words = Words(SCREEN, visit.language)
    return shown(
        visit, SCREEN, "claim_open.html", path=PAGE, refused=refused, order=order, typed=asked,
        lines=lines_of(order), sent=_sent(life.document), now=f"{visit.now.astimezone(visit.zone):%Y-%m-%dT%H:%M}",
        kinds=[(str(each), words.code("mishap", each)) for each in Mishap],
    )  # fmt: skip


async def _claim(visit: Visit, claim_id: str, refused: Reply | None = None) -> Response:
    seen = (await visit.api.must(f"{API}/{claim_id}")).document
    claim: object = seen["claim"]
    known: Document = claim if isinstance(claim, dict) else {}
    order = (await visit.api.get(f"/v1/orders/{known['order_id']}")).document
    parcel = (await visit.api.get(f"/v1/shipments/{known['shipment_id']}/tracking")).document
    events = (await visit.api.get(f"/v1/orders/{known['order_id']}/timeline")).rows
    words = Words(SCREEN, visit.language)
    return shown(
        visit, SCREEN, "claim.html", path=f"{PAGE}/{claim_id}", back=PAGE, api=f"{API}/{claim_id}", refused=refused,
        said=words["done"] if visit.query.get("said") else "", seen=seen, claim=known, order=order,
        lines=lines_of(order), number=parcel.get("number", ""), may_act=visit.may(Scope.FULFILMENT_WRITE),
        steps=_steps(seen), proofs=[(str(each), words.code("proof", each)) for each in Proof],
        now=f"{visit.now.astimezone(visit.zone):%Y-%m-%dT%H:%M}",
        events=[each for each in events if each["subject"] == claim_id],
    )  # fmt: skip


def _steps(seen: Document) -> tuple[str, ...]:
    """Those that people take, in the order of a claim's life."""
    found: object = seen["possible"]
    return tuple(each for each in STEPS if isinstance(found, list) and each in found)


def _sent(life: Document) -> list[Document]:
    """The parcels of an order that have a label."""
    parts: object = life.get("fulfilments")
    return [each for part in parts for each in part["shipments"]] if isinstance(parts, list) else []
