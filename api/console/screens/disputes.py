"""Disputes by their deadline; one dispute with its evidence, what is wanting, and how it ends."""

from fastapi import Request
from starlette.responses import Response

from api.access.scopes import Scope
from api.console.acting import Asks, Form, acted, told, word_said
from api.console.asking import Reply
from api.console.menu import HOME
from api.console.order_numbers import numbers_of
from api.console.page_route import pages
from api.console.showing import shown
from api.console.visit import Visit, visit_of
from api.console.wording import Words

routes = pages()
SCREEN, PAGE, API = "disputes", f"{HOME}/disputes", "/v1/disputes"
STATES = ("open", "submitted", "expired", "won", "lost", "accepted")
GOES_ON = frozenset({"open", "submitted", "expired"})
OUTCOMES = ("won", "lost", "accepted")


@routes.get(PAGE)
async def show_disputes(request: Request) -> Response:
    """Those that end first; what waits for an answer unless another state is asked for."""
    visit = await visit_of(request)
    filters = {name: value for name, value in visit.query.items() if name in ("state", "cursor")}
    state = filters.get("state", "") if filters.get("state") in STATES else STATES[0]
    found = await visit.api.must(API, state=state, soonest_first=True, cursor=filters.get("cursor"))
    words = Words(SCREEN, visit.language)
    return shown(
        visit, SCREEN, "disputes.html", rows=found.rows, reply=found.document, filters=filters, path=PAGE, state=state,
        numbers=await numbers_of(visit, found.rows),
        tabs=[(each, words.code("dispute_state", each), None) for each in STATES],
    )  # fmt: skip


@routes.get(f"{PAGE}/{{dispute_id}}")
async def show_dispute(request: Request, dispute_id: str) -> Response:
    """One of them, with what can be laid before the bank."""
    return await _dispute(await visit_of(request), dispute_id)


@routes.post(f"{PAGE}/{{dispute_id}}/submit")
async def submit(request: Request, dispute_id: str) -> Response:
    """Says that the evidence was handed in."""

    async def ask(visit: Visit, form: Form) -> Reply:
        return await told(visit, form, f"{API}/{dispute_id}/submit", {"note": form.get("note", "").strip()})

    return await _acted(request, dispute_id, ask)


@routes.post(f"{PAGE}/{{dispute_id}}/decide")
async def decide(request: Request, dispute_id: str) -> Response:
    """Says how it ended, or gives in."""

    async def ask(visit: Visit, form: Form) -> Reply:
        return await told(visit, form, f"{API}/{dispute_id}/decide", {"outcome": form.get("outcome", "")})

    return await _acted(request, dispute_id, ask)


async def _acted(request: Request, dispute_id: str, ask: Asks) -> Response:
    async def again(visit: Visit, _: str, refused: Reply | None) -> Response:
        return await _dispute(visit, dispute_id, refused)

    return await acted(request, ask, again, f"{PAGE}/{dispute_id}")


async def _dispute(visit: Visit, dispute_id: str, refused: Reply | None = None) -> Response:
    dispute = (await visit.api.must(f"{API}/{dispute_id}")).document
    order = await visit.api.get(f"/v1/orders/{dispute['order_id']}")
    may_act = visit.may(Scope.FULFILMENT_WRITE)
    evidence = await visit.api.get(f"{API}/{dispute_id}/evidence") if may_act else None
    return shown(
        visit, SCREEN, "dispute.html", refused=refused, said=word_said(visit, SCREEN, "done"),
        dispute=dispute, order=order.document if order.is_ok else {}, path=f"{PAGE}/{dispute_id}", back=PAGE,
        evidence=evidence.document if evidence is not None and evidence.is_ok else {},
        no_evidence=evidence.document if evidence is not None and not evidence.is_ok else {},
        may_act=may_act and dispute["state"] in GOES_ON, outcomes=OUTCOMES,
    )  # fmt: skip
