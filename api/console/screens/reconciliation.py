"""Reconciliation: reports of gateways, marketplaces and banks, lines without a place, and cases about what differs."""

from urllib.parse import quote

from fastapi import Request
from starlette.responses import Response

from api.access.scopes import Scope
from api.console.acting import Form, acted, minor, sent_file, told, with_done, word_said
from api.console.asking import Document, Reply
from api.console.menu import HOME
from api.console.order_numbers import numbers_of
from api.console.page_route import pages
from api.console.showing import KEY_FIELD, gone_to, shown
from api.console.visit import Visit, visit_of
from api.console.wording import Words
from fulfillment.payments.settlement.kinds import Differs, Standing
from fulfillment.payments.settlement.reading import AUTO, PROVIDERS

routes = pages()
SCREEN, PAGE = "reconciliation", f"{HOME}/reconciliation"
CASES, FILES = f"{PAGE}/cases", f"{PAGE}/files"
API, API_CASES, API_FEES = "/v1/settlements", "/v1/settlement-cases", "/v1/agreed-fees"
FEES = f"{PAGE}/fees"
MOST_BYTES = 64 << 20
# Where a case stands -> what people may do with it, the usual first; then how the API is told.
ACTS = {
    Standing.OPEN: ("explain", "appeal", "recovered", "write-off"),
    Standing.APPEALED: ("won", "lost", "explain"),
    Standing.WON: ("recovered",),
    Standing.LOST: ("write-off",),
}
BY_DECIDING = frozenset({"won", "lost", "recovered"})
TO_MATCH = frozenset({Differs.UNKNOWN, Differs.PROPOSAL})


@routes.get(PAGE)
async def show_reconciliation(request: Request) -> Response:
    """Open cases first, then the reports; and a form for another."""
    return await _page(await visit_of(request))


@routes.post(FILES)
async def send_report(request: Request) -> Response:
    """Takes a report in, and shows what it comes to."""
    visit = await visit_of(request)
    reply = await sent_file(visit, API, MOST_BYTES, "provider", "name")
    if not reply.is_ok:
        return await _page(visit, reply)
    settlement: object = reply.document["settlement"]
    taken = settlement.get("id") if isinstance(settlement, dict) else ""
    said = "known" if reply.document["known"] else "taken"
    return gone_to(f"{FILES}/{taken}?said={said}")


@routes.post(FEES)
async def keep_fee(request: Request) -> Response:
    """Keeps what a provider may take, or ends it."""

    async def ask(visit: Visit, form: Form) -> Reply:
        provider, currency = form.get("fee_of", "").strip(), form.get("currency", "").strip().upper()
        path = f"{API_FEES}/{quote(provider or '-', safe='')}/{quote(currency or '-', safe='')}"
        if form.get("act") == "end":
            return await visit.api.send("DELETE", path, key=form.get(KEY_FIELD, ""))
        body: Document = {"percent": form.get("percent", "").strip()}
        body |= {name: minor(form[name], currency) for name in ("fixed", "tolerance") if form.get(name, "").strip()}
        return await told(visit, form, path, body, method="PUT")

    async def again(visit: Visit, _: str, refused: Reply | None) -> Response:
        return await _page(visit, refused)

    return await acted(request, ask, again, PAGE)


@routes.get(f"{FILES}/{{settlement_id}}")
async def show_report(request: Request, settlement_id: str) -> Response:
    """What a report comes to, and its lines."""
    visit = await visit_of(request)
    file = (await visit.api.must(f"{API}/{settlement_id}")).document
    unmatched = visit.query.get("lines") == "unmatched"
    cursor = visit.query.get("cursor")
    lines = await visit.api.must(f"{API}/{settlement_id}/lines", unmatched=unmatched, cursor=cursor)
    sums = (await visit.api.must(f"{API}/{settlement_id}/totals")).rows
    return shown(
        visit, SCREEN, "reconciliation_file.html", said=word_said(visit, SCREEN, "known", "taken"), file=file,
        numbers=await numbers_of(visit, lines.rows), sums=sums, lines=lines.rows,
        reply=lines.document, path=f"{FILES}/{settlement_id}", back=PAGE, cases=CASES,
        filters={"lines": "unmatched"} if unmatched else {}, unmatched=unmatched,
    )  # fmt: skip


@routes.get(f"{CASES}/{{case_id}}")
async def show_case(request: Request, case_id: str) -> Response:
    """One case with its history and what can be done."""
    return await _case(await visit_of(request), case_id)


@routes.post(f"{CASES}/{{case_id}}")
async def decide(request: Request, case_id: str) -> Response:
    """Explains, appeals, ends or gives up."""

    async def ask(visit: Visit, form: Form) -> Reply:
        act, why = form.get("act", ""), form.get("why", "").strip()
        path = f"{API_CASES}/{case_id}"
        if act in BY_DECIDING:
            return await told(visit, form, f"{path}/decide", {"outcome": act, "why": why})
        known = act if act in ("explain", "appeal", "write-off") else "explain"
        return await told(visit, form, f"{path}/{known}", {"why": why})

    async def again(visit: Visit, _: str, refused: Reply | None) -> Response:
        return await _case(visit, case_id, refused)

    return await acted(request, ask, again, f"{CASES}/{case_id}")


@routes.post(f"{CASES}/{{case_id}}/match")
async def match(request: Request, case_id: str) -> Response:
    """Says which order a line is about, by our id or by the merchant's own, or which payout a credit is."""
    visit = await visit_of(request)
    form = await visit.form()
    chosen = form.get("chosen", "").strip() or form.get("other", "").strip()
    if chosen and not chosen.startswith(("ord_", "pyo_")):
        found = await visit.api.get("/v1/orders", merchant_order_id=chosen)
        chosen = str(found.rows[0]["id"]) if len(found.rows) == 1 else chosen
    body = {"chosen": chosen, "why": form.get("why", "").strip()}
    reply = await told(visit, form, f"{API_CASES}/{case_id}/match", body)
    return gone_to(with_done(f"{CASES}/{case_id}")) if reply.is_ok else await _case(visit, case_id, reply)


async def _page(visit: Visit, refused: Reply | None = None) -> Response:
    filters = {name: value for name, value in visit.query.items() if name in ("state", "kind", "cursor")}
    state = filters.get("state", Standing.OPEN)
    wanted = state if state in set(Standing) else None
    kind = filters.get("kind") if filters.get("kind") in set(Differs) else None
    words = Words(SCREEN, visit.language)
    cases = await visit.api.must(API_CASES, state=wanted, kind=kind, cursor=filters.get("cursor"))
    files = await visit.api.must(API, newest_first=True, limit=20, cursor=visit.query.get("files"))
    return shown(
        visit, SCREEN, "reconciliation.html", refused=refused, said=word_said(visit, SCREEN, "done"), path=PAGE,
        filters=filters, state=state, cases=cases.rows, reply=cases.document,
        numbers=await numbers_of(visit, cases.rows), fees=(await visit.api.must(API_FEES)).rows, fees_path=FEES,
        files=files.rows, more_files=files.document, cases_path=CASES, files_path=FILES,
        tabs=[(each, words.code("standing", each), None) for each in Standing], kind=kind or "",
        kinds=[("", words["any"]), *((each, words.code("differs", each)) for each in Differs)],
        providers=[(AUTO, words["by_content"]), *((each, each) for each in sorted(PROVIDERS))],
        may_act=visit.may(Scope.FULFILMENT_WRITE),
    )  # fmt: skip


async def _case(visit: Visit, case_id: str, refused: Reply | None = None) -> Response:
    case = (await visit.api.must(f"{API_CASES}/{case_id}")).document
    may_act = visit.may(Scope.FULFILMENT_WRITE)
    state = str(case["state"])
    data: object = case["data"]
    found = data if isinstance(data, dict) else {}
    proposed = [str(each) for name in ("orders", "payouts") for each in found.get(name) or ()]
    return shown(
        visit, SCREEN, "reconciliation_case.html", refused=refused, said=word_said(visit, SCREEN, "done"),
        case=case, back=PAGE, path=f"{CASES}/{case_id}", data=found, proposed=proposed,
        numbers=await numbers_of(visit, case["order_id"]),
        acts=ACTS.get(Standing(state), ()) if may_act and state in set(Standing) else (),
        may_match=may_act and state == Standing.OPEN and case["kind"] in TO_MATCH,
    )  # fmt: skip
