"""Orders: sent and decided at once, read, listed, changed."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.asking import desk_caller, desk_request
from api.routes.examples import A_DECISION, AN_ORDER, AN_ORDER_LINE, a_page
from api.routes.language import Language
from api.routes.veiling import veiled
from api.schemas.body import JsonBytes
from api.schemas.etag import Match, etag, maybe_if_match
from api.schemas.idempotency import IDEMPOTENT_REPLAYED as REPLAYED
from api.schemas.idempotency import Idempotency, maybe_idempotent
from api.schemas.ids import OrderId
from api.schemas.order_body import ORDER_BODY
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.prefer import APPLIED, RESPOND_ASYNC, Preferred, prefers
from api.schemas.shown import DecisionShown, OrderLine, OrderShown, shown_decision, shown_line, shown_order
from api.schemas.submissions import WAITING, SubmissionShown, shown_submission
from api.services import ServicesOf
from engine.desk.changing import change
from engine.desk.deciding import Decided
from engine.desk.erasing import erase
from engine.desk.intake import submit
from engine.desk.reading import order_file
from engine.desk.submitting import accept, refusal_of
from engine.order.decoding import decode
from engine.store.decision_rows import listed

IDS, MOST_IDS_LONG = r"^ord_[0-9a-f]{32}(,ord_[0-9a-f]{32}){0,199}$", 37 * 200
routes = APIRouter()
MERGE_PATCH = "application/merge-patch+json"
Outcome = Literal["admit", "ask_customer", "hold", "cancel"]
Writer = Annotated[Caller, Depends(caller(Scope.ORDERS_WRITE))]
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]
# Those whose paths name no order; `submit` and `listed` keep to the caller's shops.
Sender = Annotated[Caller, Depends(caller(Scope.ORDERS_WRITE, Reach.NARROWED))]
Lister = Annotated[Caller, Depends(caller(Scope.ORDERS_READ, Reach.NARROWED))]
OrderBody = Annotated[bytes, Depends(ORDER_BODY)]
PatchBody = Annotated[
    bytes,
    Depends(
        JsonBytes(
            {"type": "object"},
            {"shipping_address": {"postcode": "10115"}},
            media=(MERGE_PATCH, "application/json"),
        )
    ),
]


@routes.post(
    "/v1/orders",
    **operation(
        "submit_order",
        "Send an order and get its decision",
        Tag.ORDERS,
        {
            201: Returns(DecisionShown, A_DECISION, "Decided now."),
            200: Returns(DecisionShown, A_DECISION, "Decided before: this request or this very order came already."),
            202: Returns(SubmissionShown, WAITING, "Taken in, as `Prefer: respond-async` asks; read it at `Location`."),
        },
        problems=("order_rejected", "other_merchant", "other_shop", "shop_unknown", "no_edition", "in_flight"),
    ),
)
def submit_order(
    services: ServicesOf,
    who: Sender,
    body: OrderBody,
    idempotency: Annotated[Idempotency, Depends(maybe_idempotent)],
    preferred: Annotated[Preferred, Depends(prefers)],
    language: Language,
    request: Request,
) -> Response:
    """Decides synchronously. A refusal is an answer like any other: its `outcome` is `cancel`, its status 201.

    The same order sent again, with or without an `Idempotency-Key`, is answered with the decision that stands.
    Its `id` with other content makes a new version of it.
    """
    if preferred.respond_async:
        taken = accept(services.desk, desk_caller(who), body, desk_request(idempotency))
        headers = {"Location": f"/v1/submissions/{taken.submission.id}", APPLIED: RESPOND_ASYNC}
        again = {REPLAYED: "true"} if taken.replayed else {}
        refusal = refusal_of(services.desk, taken.submission)
        shown = shown_submission(taken.submission, refusal, None, language, request.state.request_id)
        return answer(shown, 202, headers | again)
    decided = submit(services.desk, desk_caller(who), body, desk_request(idempotency))
    return _decided(decided, language, 201)


@routes.get(
    "/v1/orders",
    **operation(
        "list_orders",
        "List orders by their current decision",
        Tag.ORDERS,
        Returns(Page[OrderLine], a_page(AN_ORDER_LINE)),
    ),
)
def list_orders(
    services: ServicesOf,
    who: Lister,
    wanted: Annotated[PageWanted, Depends(page)],
    outcome: Annotated[Outcome | None, Query(description="Only orders with this outcome.")] = None,
    shop: Annotated[str | None, Query(description="Only orders of this shop.", min_length=1, max_length=128)] = None,
    merchant_order_id: Annotated[
        str | None, Query(description="Only orders that the merchant calls so.", min_length=1, max_length=128)
    ] = None,
    ids: Annotated[
        str | None,
        Query(
            description="Only these orders: up to 200 ids with commas between them.",
            pattern=IDS,
            max_length=MOST_IDS_LONG,
        ),
    ] = None,
) -> Response:
    """Newest decision first."""
    before = wanted.after(str)
    with services.database.read() as session:
        rows = listed(
            session,
            who.merchant,
            wanted.rows,
            before=None if before is None else str(before[0]),
            outcome=outcome,
            shop=shop,
            ref=merchant_order_id,
            ids=ids.split(",") if ids else (),
            shops=who.shops,
        )
    return listing(rows, wanted, lambda row: (row.decision,), shown_line)


@routes.get(
    "/v1/orders/{order_id}",
    **operation("get_order", "Read an order", Tag.ORDERS, Returns(OrderShown, AN_ORDER), problems=("not_found",)),
)
def get_order(services: ServicesOf, who: Reader, order_id: OrderId) -> Response:
    """The order as it was last sent or changed, all its decisions and its holds. Its `ETag` is its version.

    Without `personal:read`, what is about a person is masked; sent back like that, it means what stands there.
    """
    with services.database.read() as session:
        file = order_file(services.desk, session, who.merchant, order_id)
    return answer(shown_order(file, in_clear=who.sees_people), headers={"ETag": etag(file.versions[-1].version)})


@routes.patch(
    "/v1/orders/{order_id}",
    **operation(
        "change_order",
        "Correct an order and get a new decision",
        Tag.ORDERS,
        Returns(DecisionShown, A_DECISION, "The new decision, or the one that stands when nothing changed."),
        problems=("order_rejected", "other_merchant", "order_id_changed", "not_found", "person_erased", "no_edition"),
    ),
)
def change_order(
    services: ServicesOf,
    who: Writer,
    order_id: OrderId,
    body: PatchBody,
    idempotency: Annotated[Idempotency, Depends(maybe_idempotent)],
    match: Annotated[Match, Depends(maybe_if_match)],
    language: Language,
) -> Response:
    """A JSON Merge Patch (RFC 7396) of the order's document makes a new version, which is decided anew."""
    decided = change(
        services.desk,
        desk_caller(who),
        order_id,
        decode(body),
        desk_request(idempotency),
        seen_versions=match.versions,
    )
    return _decided(veiled(services, who, decided), language, 200)


def _decided(decided: Decided, language: str, status: int) -> Response:
    headers = {"ETag": etag(decided.row.version), "Location": f"/v1/orders/{decided.row.order_id}"}
    if decided.replayed:
        headers[REPLAYED] = "true"
        status = 200
    return answer(shown_decision(decided, language), status, headers)


class ErasedShown(BaseModel):
    """How many order versions lost their personal values."""

    order_id: str
    versions: int


@routes.post(
    "/v1/orders/{order_id}/erasure",
    **operation(
        "erase_person",
        "Erase the person of an order",
        Tag.ORDERS,
        Returns(ErasedShown, {"order_id": AN_ORDER["id"], "versions": 3}, "Erased for good."),
        problems=("not_found",),
    ),
)
def erase_person(
    services: ServicesOf, who: Annotated[Caller, Depends(caller(Scope.ADMIN, Reach.WHOLE))], order_id: OrderId
) -> Response:
    """Destroys the key under which the person's values are sealed, in all their orders of this merchant.

    Decisions stay and can still be read, with what was erased missing; nothing can be decided from what is left.
    """
    return answer({"order_id": order_id, "versions": erase(services.desk, desk_caller(who), order_id)})
