"""Declarations: what customs are told of a parcel, whether it may be printed, and the data sent ahead."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.composition.customs_eyes import CustomsEyes
from api.describing import Returns, Tag, operation
from api.schemas.body import JsonBody
from api.schemas.declarations import (
    A_DECLARATION,
    A_MESSAGE,
    ASKED,
    AdvanceDataShown,
    DeclarationAsked,
    DeclarationShown,
    shown_declaration,
)
from api.schemas.ids import OrderId
from api.services import Services, ServicesOf
from engine.bundled import data_folder
from fulfillment.documents.advance_data import AdvanceData, to_tree
from fulfillment.documents.paper_book import load_paper_book
from fulfillment.documents.preparing import Asked, Prepared, prepared

routes = APIRouter()
Writer = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]
Parcel = Annotated[DeclarationAsked, Depends(JsonBody(DeclarationAsked, ASKED))]
REFUSALS = (
    "not_found", "person_erased", "no_edition", "declared_value_refused", "declared_category_refused",
    "nothing_to_declare", "no_stored_rate",
)  # fmt: skip


@routes.post(
    "/v1/orders/{order_id}/declaration",
    **operation(
        "declare_parcel",
        "Declare a parcel and check its papers",
        Tag.FULFILMENT,
        Returns(DeclarationShown, A_DECLARATION, "The declaration, and all that is wrong with it."),
        REFUSALS,
    ),
)
def declare_parcel(services: ServicesOf, who: Writer, order_id: OrderId, asked: Parcel) -> Response:
    """Built of order, product file and registrations as they are today. A wished value below what is due, or a
    category that hides a sale, is refused and stands in the audit."""
    return answer(shown_declaration(_prepared(services, who, order_id, asked)))


@routes.post(
    "/v1/orders/{order_id}/advance-data",
    **operation(
        "advance_data",
        "Make the electronic advance data of a parcel",
        Tag.FULFILMENT,
        Returns(AdvanceDataShown, A_MESSAGE, "With the consignee, as posts and carriers send it ahead."),
        REFUSALS,
    ),
)
def advance_data(services: ServicesOf, who: Writer, order_id: OrderId, asked: Parcel) -> Response:
    """Personal: it names the consignee with the numbers that customs ask for, and is not kept."""
    found = _prepared(services, who, order_id, asked)
    return answer(to_tree(AdvanceData(declaration=found.filled, consignee=found.consignee)))


def _prepared(services: Services, who: Caller, order_id: str, asked: DeclarationAsked) -> Prepared:
    view = CustomsEyes(services.desk)
    with services.database.read() as session:
        order = view.file_of(session, who.merchant, order_id).order
    ordered = {number: line.quantity for number, line in enumerate(order.lines, start=1) if line.quantity}
    parcel = Asked(
        merchant=who.merchant,
        order_id=order_id,
        actor=who.name,
        now=services.clock.now(),
        wish=asked.wish,
        tax_in_prices=asked.tax_in_prices,
        treated=asked.treated,
    )
    parcel = replace(parcel, contents=asked.contents(order_id, ordered))
    return prepared(services.database, services.ids, view, load_paper_book(data_folder()), parcel)
