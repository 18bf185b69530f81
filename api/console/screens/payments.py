"""The money of one order: its ledger, promises, disputes, what reports say of it, and what it earns."""

from fastapi import Request
from starlette.responses import Response

from api.access.scopes import Scope
from api.console.acting import Form, acted, told, word_said
from api.console.asking import Reply
from api.console.menu import HOME
from api.console.page_route import pages
from api.console.showing import shown
from api.console.visit import Visit, visit_of
from fulfillment.profit.words import WORDS

routes = pages()
SCREEN, PAGE = "payments", f"{HOME}/payments"
RUNGS = ("paid", "fees", "tax_withheld", "reserve", "refunded", "charged_back", "penalties", "adjusted", "exchanged",
         "payout", "bank")  # fmt: skip
MISMATCHED = "mismatched"


@routes.get(f"{PAGE}/{{order_id}}")
async def show_payments(request: Request, order_id: str) -> Response:
    """All about an order's money."""
    return await _page(await visit_of(request), order_id)


@routes.post(f"{PAGE}/{{order_id}}/accept")
async def accept(request: Request, order_id: str) -> Response:
    """Takes a mismatched payment as it is."""

    async def ask(visit: Visit, form: Form) -> Reply:
        path = f"/v1/orders/{order_id}/payment/accept"
        return await told(visit, form, path, {"reason": form.get("reason", "").strip()})

    async def again(visit: Visit, _: str, refused: Reply | None) -> Response:
        return await _page(visit, order_id, refused)

    return await acted(request, ask, again, f"{PAGE}/{order_id}")


async def _page(visit: Visit, order_id: str, refused: Reply | None = None) -> Response:
    order = (await visit.api.must(f"/v1/orders/{order_id}")).document
    payment = await visit.api.get(f"/v1/orders/{order_id}/payment")
    settled = await visit.api.get(f"/v1/orders/{order_id}/settlement")
    profit = await visit.api.get(f"/v1/orders/{order_id}/profit")
    return shown(
        visit, SCREEN, "payments.html", earns=WORDS[visit.language], refused=refused,
        said=word_said(visit, SCREEN, "done"),
        order=order, payment=payment.document if payment.is_ok else {}, path=f"{PAGE}/{order_id}", rungs=RUNGS,
        settled=settled.document if settled.is_ok else {}, profit=profit.document if profit.is_ok else {},
        may_accept=visit.may(Scope.FULFILMENT_WRITE) and payment.document.get("payment") == MISMATCHED,
    )  # fmt: skip
