"""What shops tell of orders after they were decided: taken in, seen to by a worker, listed with what came of it."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field, model_validator
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.asking import desk_caller
from api.routes.examples import AT, ORDER, a_page
from api.schemas.body import JsonBody, Strict
from api.schemas.ids import OrderId, an_id
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.words import LINE, Name, ReasonCode, Why
from api.services import ServicesOf
from engine.desk.reading import known_order
from engine.desk.told_events import Telling, hear_event
from engine.ids import Prefix
from engine.order.fields import CurrencyCode, Minor, Moment
from engine.store.told_events import ToldEvent, told_of

routes = APIRouter()
Type = Literal[
    "payment.authorised", "payment.captured", "payment.failed", "payment.expired", "payment.voided",
    "payment.refunded", "chargeback.opened", "chargeback.won", "chargeback.lost", "fraud.warned", "shipment.shipped",
    "shipment.delivered", "shipment.returned", "order.cancelled", "address.change_requested", "order.note",
]  # fmt: skip
MOVES = frozenset(
    {"payment.authorised", "payment.captured", "payment.refunded", "chargeback.opened", "chargeback.won",
     "chargeback.lost"}
)  # fmt: skip
PERSONAL = ("note", "shipping_address")
Part = Annotated[str | None, Field(max_length=256, pattern=LINE)]


class AddressAsked(Strict):
    """What of the delivery address is to change; null takes a part out, what is not named stays."""

    name: Part = None
    company: Part = None
    line1: Part = None
    line2: Part = None
    line3: Part = None
    city: Part = None
    state: Part = None
    postcode: Part = None
    country: Part = None
    phone: Part = None
    email: Part = None


class EventAsked(Strict):
    """What happened. `id` is your own name of the event: told again it changes nothing.

    Amounts are minor units of `currency`. `reference` is the gateway's name of a movement of money: told here and by
    the gateway itself, it counts once. `payment` names the authorisation that it is of, `dispute` the dispute.
    """

    id: Name
    type: Type
    at: Moment
    amount: Minor | None = None
    currency: CurrencyCode | None = None
    reference: Name | None = None
    payment: Name | None = None
    gateway: Name | None = None
    scheme: Name | None = None
    dispute: Name | None = None
    reason_code: ReasonCode = None
    expires_at: Moment | None = None
    due_at: Moment | None = None
    number: Annotated[str | None, Field(max_length=64, pattern=LINE, description="Of the parcel.")] = None
    note: Why | None = None
    shipping_address: AddressAsked | None = None

    @model_validator(mode="after")
    def _says_enough(self) -> "EventAsked":
        if self.type in MOVES and (self.amount is None or self.currency is None):
            msg = f"`{self.type}` needs `amount` and `currency`"
            raise ValueError(msg)
        is_address = self.type == "address.change_requested"
        if is_address != (self.shipping_address is not None):
            msg = "`shipping_address` goes with `address.change_requested`, and with nothing else"
            raise ValueError(msg)
        return self


class ToldShown(BaseModel):
    """An event as it was told, without its note and address, and what came of it."""

    id: str
    order_id: str
    event_id: str = Field(description="The id that its teller gave it.")
    type: str
    at: datetime
    state: str = Field(json_schema_extra={"enum": ["pending", "applied", "noted", "refused"]})
    code: str | None = Field(description="Why it was refused, for programs.")
    detail: str
    facts: dict[str, object]
    created_at: datetime
    created_by: str
    ended_at: datetime | None


_CAPTURED = {
    "id": "evt-77",
    "type": "payment.captured",
    "at": AT,
    "amount": 1999,
    "currency": "EUR",
    "reference": "pi_3P",
}
A_TOLD = {
    "id": an_id(Prefix.EVENT),
    "order_id": ORDER,
    "event_id": "evt-77",
    "type": "payment.captured",
    "at": AT,
    "state": "applied",
    "code": None,
    "detail": "the payment is `captured`; version 2 of the order was decided: admit",
    "facts": {"amount": 1999, "currency": "EUR", "reference": "pi_3P"},
    "created_at": AT,
    "created_by": "shop key",
    "ended_at": AT,
}


@routes.post(
    "/v1/orders/{order_id}/events",
    **operation(
        "tell_order_event",
        "Tell what happened to an order",
        Tag.ORDERS,
        {
            202: Returns(ToldShown, A_TOLD | {"state": "pending", "detail": "", "ended_at": None}, "Taken in."),
            200: Returns(ToldShown, A_TOLD, "Told before; what came of it."),
        },
        problems=("not_found", "event_differs", "in_flight"),
    ),
)
def tell_order_event(
    services: ServicesOf,
    who: Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))],
    order_id: OrderId,
    asked: Annotated[EventAsked, Depends(JsonBody(EventAsked, _CAPTURED))],
) -> Response:
    """Events may come late, twice and in any order. Money goes into the ledger and, where rules read it, has the order
    decided anew; a chargeback opens a dispute and labels the order; carriers' news moves its parcels; a change of
    address makes a new version while nothing has left. Read `state` and `detail` for what came of it."""
    whole = asked.model_dump(mode="json", exclude_unset=True, exclude={"id", "type", "at"})
    told = Telling(
        event=asked.id,
        type=asked.type,
        at=asked.at,
        facts={name: value for name, value in whole.items() if name not in PERSONAL and value is not None},
        personal={name: value for name, value in whole.items() if name in PERSONAL},
    )
    heard = hear_event(services.desk, desk_caller(who), order_id, told)
    return answer(shown_told(heard.event), 202 if heard.is_new else 200)


@routes.get(
    "/v1/orders/{order_id}/events/received",
    **operation(
        "list_told_events",
        "List what was told of an order",
        Tag.ORDERS,
        Returns(Page[ToldShown], a_page(A_TOLD)),
        problems=("not_found",),
    ),
)
def list_told_events(
    services: ServicesOf,
    who: Annotated[Caller, Depends(caller(Scope.ORDERS_READ))],
    order_id: OrderId,
    wanted: Annotated[PageWanted, Depends(page)],
) -> Response:
    """As they came."""
    key = wanted.after(str)
    with services.database.read() as session:
        known_order(session, who.merchant, order_id)
        rows = told_of(session, who.merchant, order_id, "" if key is None else str(key[0]), wanted.rows)
    return listing(rows, wanted, lambda row: (row.id,), shown_told)


def shown_told(event: ToldEvent) -> dict[str, object]:
    """An event."""
    plain = {name: getattr(event, name) for name in ToldShown.model_fields if name not in {"event_id", "facts"}}
    return {**plain, "event_id": event.event, "facts": dict(event.facts)}
