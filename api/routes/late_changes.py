"""What a change of address or a cancellation would do to an order now, before anybody promises it."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.examples import ORDER
from api.routes.language import Language
from api.schemas.ids import OrderId
from api.services import ServicesOf
from engine.desk.reading import known_order
from engine.desk.view import content
from fulfillment.late_changes.looking import outlook_of
from fulfillment.late_changes.protection import ProtectionLost, warnings_for
from fulfillment.late_changes.reach import Follows, Outlook, Reach

routes = APIRouter()


class LostShown(BaseModel):
    """Protection that the seller loses by another address."""

    code: str
    text: str
    source: str = Field(description="Who says so, where, and when it was read.")


class OutlookShown(BaseModel):
    """How far the goods are, and what each change would do."""

    order_id: str
    reach: str = Field(json_schema_extra={"enum": [each.value for each in Reach]})
    address: str = Field(json_schema_extra={"enum": [each.value for each in Follows]})
    cancellation: str = Field(json_schema_extra={"enum": [each.value for each in Follows]})
    protection_lost: list[LostShown] = Field(description="By another address than the order's own.")


_EXAMPLE = {
    "order_id": ORDER,
    "reach": "labelled",
    "address": "relabelled",
    "cancellation": "stopped",
    "protection_lost": [
        {
            "code": "ebay_address_of_order_only",
            "text": "eBay has sellers ship to the address of checkout; ask the buyer to cancel and to buy again.",
            "source": "eBay Canada, Help 4028, Changing shipping details of your purchase; read 2026-11-26",
        }
    ],
}


@routes.get(
    "/v1/orders/{order_id}/late-changes",
    **operation(
        "read_late_changes",
        "Ask what a late change would do",
        Tag.FULFILMENT,
        Returns(OutlookShown, _EXAMPLE),
        problems=("not_found",),
    ),
)
def read_late_changes(
    services: ServicesOf,
    who: Annotated[Caller, Depends(caller(Scope.ORDERS_READ))],
    order_id: OrderId,
    language: Language,
) -> Response:
    """Unpicked and picked goods get another address by a new version, labelled ones new labels, and those on their way
    are redirected; a cancellation stops what is inside and calls back what is not. Every change is decided anew. Told
    by `order.cancelled` and `address.change_requested` of the order's events."""
    with services.database.read() as session:
        known_order(session, who.merchant, order_id)
        found = outlook_of(session, who.merchant, order_id)
        lost = warnings_for(content(services.desk, session, order_id), who.name)
    return answer(_shown(order_id, found, lost, language))


def _shown(order_id: str, found: Outlook, lost: tuple[ProtectionLost, ...], language: str) -> dict[str, object]:
    return {
        "order_id": order_id,
        "reach": found.reach,
        "address": found.address,
        "cancellation": found.cancellation,
        "protection_lost": [{"code": each.code, "text": each.told(language), "source": each.source} for each in lost],
    }
