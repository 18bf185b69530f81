"""What is kept about a person: everything, for whoever has a right to it."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import orjson
from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from starlette.responses import Response, StreamingResponse

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.composition.personal import kept_elsewhere
from api.describing import Returns, Tag, operation
from api.routes.asking import desk_caller
from api.routes.examples import AT, DECISION, ORDER
from api.schemas.ids import OrderId
from api.services import Services, ServicesOf
from api.storage import TABLES
from engine.desk.personal_data import handed_out, personal_data

routes = APIRouter()
MEDIA_TYPE = "application/json"


class OrderKept(BaseModel):
    """What is kept of one order of the person."""

    order_id: str
    documents: list[dict[str, object]] = Field(description="Each version of the order, whole.")
    decisions: list[dict[str, object]] = Field(description="Each decision, with the personal values that it read.")
    papers: list[dict[str, object]] = Field(description="Each paper, with what was said in it.")
    answers: list[dict[str, object]] = Field(description="What the customer answered to each question.")
    told: list[dict[str, object]] = Field(description="Each event that was told of the order, with what was written.")
    messages: list[dict[str, object]] = Field(description="Each message about the order, with what was written.")
    message_files: list[dict[str, object]] = Field(description="Each file of these messages, in base 64.")
    return_photos: list[dict[str, object]] = Field(description="Each photo of the order's returns, in base 64.")
    claim_proofs: list[dict[str, object]] = Field(description="Each proof of its claims, in base 64.")
    notice_choices: list[dict[str, object]] = Field(description="What the person chose of notices.")
    rows: dict[str, list[dict[str, object]]] = Field(description="Every row about the order, by its table.")
    erased: list[str] = Field(description="What cannot be read any more: the person was erased, or its time was over.")


class PersonKept(BaseModel):
    """All orders of the person of an order."""

    orders: list[OrderKept]


EXAMPLE = {
    "orders": [
        {
            "order_id": ORDER,
            "documents": [{"version": 1, "at": AT, "document": {"id": "1001", "customer": {"name": "Jane Doe"}}}],
            "decisions": [{"id": DECISION, "outcome": "admit", "read": {}}],
            "papers": [],
            "answers": [],
            "told": [],
            "messages": [],
            "message_files": [],
            "return_photos": [],
            "claim_proofs": [],
            "notice_choices": [],
            "rows": {"label": [{"kind": "legitimate", "note": "rang"}]},
            "erased": [],
        }
    ]
}


@routes.get(
    "/v1/orders/{order_id}/personal-data",
    **operation(
        "get_personal_data",
        "Hand out what is kept about a person",
        Tag.ORDERS,
        Returns(PersonKept, EXAMPLE),
        ("not_found",),
    ),
)
def get_personal_data(
    services: ServicesOf, who: Annotated[Caller, Depends(caller(Scope.ADMIN, Reach.WHOLE))], order_id: OrderId
) -> Response:
    """Over all orders of the person of this order, unmasked. The audit says who asked. Sent as it is read, so that many
    orders take no more memory than one; a customer number alone does not make two orders one person's."""
    orders = handed_out(services.desk, desk_caller(who), order_id)
    return StreamingResponse(_written(services, who.merchant, orders), media_type=MEDIA_TYPE)


def _written(services: Services, merchant: str, orders: Sequence[str]) -> Iterator[bytes]:
    before = b'{"orders":['
    elsewhere = kept_elsewhere(services.desk, services.site)
    for each in personal_data(services.desk, TABLES, merchant, orders, elsewhere):
        yield before + orjson.dumps(each, option=orjson.OPT_UTC_Z)
        before = b","
    yield b"]}"
