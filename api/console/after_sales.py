"""What came after the sale of one order, for pages that lead there: its claims, its returns, what its buyer wrote."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.access.scopes import Scope
from api.console.asking import Document
from api.console.visit import Visit

Rows = Sequence[Document]


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterSales:
    """The rows of each; none of what somebody may not see. `may_act`: whether they may open a case."""

    order_id: str
    claims: Rows
    returns: Rows
    cases: Rows
    may_act: bool


async def after_sales_of(visit: Visit, order_id: str, shipment_id: str = "") -> AfterSales:
    """Of an order; of its claims only those about a parcel, where one is named."""
    claims = (await visit.api.get("/v1/claims", order_id=order_id)).rows
    cases = (await visit.api.get("/v1/cases", order_id=order_id)).rows if visit.may(Scope.CASES_READ) else []
    return AfterSales(
        order_id=order_id,
        claims=[each for each in claims if shipment_id in ("", each["shipment_id"])],
        returns=(await visit.api.get("/v1/returns", order_id=order_id)).rows,
        cases=cases,
        may_act=visit.may(Scope.FULFILMENT_WRITE),
    )


def lines_of(order: Document) -> list[Document]:
    """The lines of an order as the API shows it; none where it shows no document."""
    document: object = order.get("document")
    lines: object = document.get("lines") if isinstance(document, dict) else None
    return [each for each in lines if isinstance(each, dict)] if isinstance(lines, list) else []
