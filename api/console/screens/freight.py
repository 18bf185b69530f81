"""Freight: carriers' bills, what differs in them line by line, and what is disputed and comes back."""

from collections.abc import Callable, Mapping, Sequence

from fastapi import Request
from starlette.responses import Response

from api.access.scopes import Scope
from api.console.acting import Asks, Form, acted, sent_file, told, word_said
from api.console.asking import Document, Reply
from api.console.menu import HOME
from api.console.order_numbers import numbers_of
from api.console.page_route import pages
from api.console.showing import gone_to, shown
from api.console.visit import Visit, visit_of
from api.console.wording import Words
from fulfillment.freight.disputing import told_why
from fulfillment.freight.kinds import BY_PEOPLE, STEPS, FreightDiffers, FreightState
from fulfillment.freight.words import WORDS

routes = pages()
SCREEN, PAGE = "freight", f"{HOME}/freight"
BILLS, DIFFERENCES = f"{PAGE}/bills", f"{PAGE}/differences"
API, API_DIFFERENCES = "/v1/freight-bills", "/v1/freight-differences"
MOST_BYTES = 16 << 20
SHAPES = ("auto", "dhl_express", "cn_line", "generic")


@routes.get(PAGE)
async def show_freight(request: Request) -> Response:
    """What differs, the bills, and how much came back."""
    return await _page(await visit_of(request))


@routes.post(BILLS)
async def send_bill(request: Request) -> Response:
    """Takes a bill in, and shows its audit."""
    visit = await visit_of(request)
    reply = await sent_file(visit, API, MOST_BYTES, "shape", "carrier", "name")
    if not reply.is_ok:
        return await _page(visit, reply)
    bill: object = reply.document["bill"]
    taken = bill.get("id") if isinstance(bill, dict) else ""
    return gone_to(f"{BILLS}/{taken}?said={'known' if reply.document['known'] else 'taken'}")


@routes.post(f"{PAGE}/look")
async def look(request: Request) -> Response:
    """What would come of a bill; nothing is kept."""
    visit = await visit_of(request)
    reply = await sent_file(visit, f"{API}/look", MOST_BYTES, "shape", "carrier")
    return await _page(visit, None, reply) if reply.is_ok else await _page(visit, reply)


@routes.get(f"{BILLS}/{{bill_id}}")
async def show_bill(request: Request, bill_id: str) -> Response:
    """One bill, line by line."""
    return await _bill(await visit_of(request), bill_id)


@routes.post(f"{BILLS}/{{bill_id}}/audit")
async def audit(request: Request, bill_id: str) -> Response:
    """Looks at a bill again."""

    async def ask(visit: Visit, form: Form) -> Reply:
        return await told(visit, form, f"{API}/{bill_id}/audit")

    return await _on_bill(request, bill_id, ask)


@routes.post(f"{BILLS}/{{bill_id}}/dispute")
async def dispute(request: Request, bill_id: str) -> Response:
    """Says that its differences were brought before the carrier."""

    async def ask(visit: Visit, form: Form) -> Reply:
        return await told(visit, form, f"{API}/{bill_id}/dispute", {"why": form.get("why", "").strip()})

    return await _on_bill(request, bill_id, ask)


@routes.get(f"{DIFFERENCES}/{{difference_id}}")
async def show_difference(request: Request, difference_id: str) -> Response:
    """One difference with its evidence and history."""
    return await _difference(await visit_of(request), difference_id)


@routes.post(f"{DIFFERENCES}/{{difference_id}}")
async def decide(request: Request, difference_id: str) -> Response:
    """Disputes, accepts or ends it."""

    async def ask(visit: Visit, form: Form) -> Reply:
        body = {"act": form.get("act", ""), "why": form.get("why", "").strip()}
        return await told(visit, form, f"{API_DIFFERENCES}/{difference_id}/decide", body)

    async def again(visit: Visit, _: str, refused: Reply | None) -> Response:
        return await _difference(visit, difference_id, refused)

    return await acted(request, ask, again, f"{DIFFERENCES}/{difference_id}")


async def _on_bill(request: Request, bill_id: str, ask: Asks) -> Response:
    async def again(visit: Visit, _: str, refused: Reply | None) -> Response:
        return await _bill(visit, bill_id, refused)

    return await acted(request, ask, again, f"{BILLS}/{bill_id}")


async def _page(visit: Visit, refused: Reply | None = None, looked: Reply | None = None) -> Response:
    names = ("state", "kind", "carrier", "cursor")
    filters = {name: value for name, value in visit.query.items() if name in names}
    state = filters.get("state", "") if filters.get("state") in set(FreightState) else FreightState.OPEN
    kind = filters.get("kind") if filters.get("kind") in set(FreightDiffers) else None
    found = await visit.api.get(
        API_DIFFERENCES, state=state, kind=kind, carrier=filters.get("carrier"), cursor=filters.get("cursor")
    )
    bills = await visit.api.must(API, newest_first=True, limit=20, cursor=visit.query.get("bills"))
    words, says = Words(SCREEN, visit.language), WORDS[visit.language]
    return shown(
        visit, SCREEN, "freight.html", refused=refused or (None if found.is_ok else found), path=PAGE, filters=filters,
        rows=found.rows, reply=found.document, bills=bills.rows, more_bills=bills.document, bills_path=BILLS,
        differences_path=DIFFERENCES, state=state, kind=kind or "", numbers=await numbers_of(visit, found.rows),
        tabs=[(each, says.states[each], None) for each in FreightState], says=says,
        kinds=[("", words["any"]), *((each, says.differs[each]) for each in FreightDiffers)],
        look_path=f"{PAGE}/look", looked={} if looked is None else looked.document,
        shapes=[(each, words.code("shape", each)) for each in SHAPES],
        recovered=(await visit.api.must("/v1/freight-recovery")).rows, may_act=visit.may(Scope.FULFILMENT_WRITE),
    )  # fmt: skip


async def _bill(visit: Visit, bill_id: str, refused: Reply | None = None) -> Response:
    bill = (await visit.api.must(f"{API}/{bill_id}")).document
    lines = await visit.api.must(f"{API}/{bill_id}/lines", cursor=visit.query.get("cursor"))
    open_ones = await visit.api.get(API_DIFFERENCES, freight_bill=bill_id, state=FreightState.OPEN, limit=1)
    disputed = await visit.api.get(API_DIFFERENCES, freight_bill=bill_id, state=FreightState.DISPUTED, limit=1)
    return shown(
        visit, SCREEN, "freight_bill.html", refused=refused, said=word_said(visit, SCREEN, "known", "taken", "done"),
        says=WORDS[visit.language], bill=bill, why=why_of(visit), reply=lines.document, back=PAGE,
        lines=[(line, _charges(line)) for line in lines.rows], numbers=await numbers_of(visit, lines.rows),
        path=f"{BILLS}/{bill_id}", differences_path=DIFFERENCES, can_dispute=bool(open_ones.rows),
        has_letter=bool(open_ones.rows or disputed.rows), may_act=visit.may(Scope.FULFILMENT_WRITE),
    )  # fmt: skip


async def _difference(visit: Visit, difference_id: str, refused: Reply | None = None) -> Response:
    found = (await visit.api.must(f"{API_DIFFERENCES}/{difference_id}")).document
    acts = [act for act in BY_PEOPLE if (found["state"], act) in STEPS]
    return shown(
        visit, SCREEN, "freight_difference.html", refused=refused, path=f"{DIFFERENCES}/{difference_id}", back=PAGE,
        said=word_said(visit, SCREEN, "done"), found=found, bills_path=BILLS,
        numbers=await numbers_of(visit, found["order_id"]),
        says=WORDS[visit.language], why=why_of(visit)(found),
        acts=acts if visit.may(Scope.FULFILMENT_WRITE) else [],
    )  # fmt: skip


def why_of(visit: Visit) -> Callable[[Document], str]:
    """Says of a difference, as the API shows it, what it rests on."""
    says = WORDS[visit.language]

    def why(found: Document) -> str:
        data: object = found["data"]
        return told_why(str(found["kind"]), str(found["charge"]), data if isinstance(data, dict) else {}, says)

    return why


def _charges(line: Document) -> Sequence[tuple[str, str, object]]:
    """The parts of a line: our word, the carrier's, and the amount."""
    data: object = line["data"]
    charges = data.get("charges") if isinstance(data, Mapping) else None
    rows = charges if isinstance(charges, list) else []
    return [(str(each[0]), str(each[1]), each[2]) for each in rows if isinstance(each, list) and len(each) == 3]
