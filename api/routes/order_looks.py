"""What people look at beside an order: orders that share something with it, its whole history, and its versions."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.examples import a_page
from api.schemas.ids import OrderId
from api.schemas.order_looks import (
    A_DIFFERENCE,
    A_HAPPENED,
    A_LINKED,
    A_VERSION,
    HappenedShown,
    LinkedOrdersShown,
    VersionsDifferShown,
    VersionShown,
    shown_difference,
    shown_happened,
    shown_links,
    shown_version,
)
from api.schemas.page import Page, PageWanted, listing, page
from api.services import ServicesOf
from engine.clock import microseconds
from engine.desk.linked_orders import linked_orders
from engine.desk.reading import known_order
from engine.desk.version_differing import different_versions
from engine.store.order_rows import versions
from fulfillment.order_history import About, happened

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]
Number = Annotated[int | None, Query(ge=1, le=1_000_000, description="Which version.")]


@routes.get(
    "/v1/orders/{order_id}/links",
    **operation(
        "list_linked_orders",
        "Read which orders share something with it",
        Tag.ORDERS,
        Returns(LinkedOrdersShown, A_LINKED),
        ("not_found",),
    ),
)
def list_linked_orders(services: ServicesOf, who: Reader, order_id: OrderId) -> Response:
    """By card, e-mail, phone, address and device, as rules count them, before this order and after it; of each key the
    newest hundred are looked at. Orders of other shops are left out for a key that is bound to shops."""
    with services.database.read() as session:
        found = linked_orders(services.desk, session, who.merchant, order_id, services.clock.now(), who.shops)
    return answer(shown_links(order_id, found))


@routes.get(
    "/v1/orders/{order_id}/history",
    **operation(
        "read_order_history",
        "Read all that happened to an order in one list",
        Tag.ORDERS,
        Returns(Page[HappenedShown], a_page(A_HAPPENED)),
        ("not_found",),
    ),
)
def read_history(
    services: ServicesOf,
    who: Reader,
    order_id: OrderId,
    wanted: Annotated[PageWanted, Depends(page)],
    kind: Annotated[About | None, Query(description="Only of this kind.")] = None,
) -> Response:
    """Newest first: versions, decisions, holds, reviews, questions, messages, webhooks, money, work and tracking."""
    key = wanted.after(int, str)
    with services.database.read() as session:
        known_order(session, who.merchant, order_id)
        rows = happened(session, who.merchant, order_id, kind)
    keys = [(microseconds(each.at), f"{each.what}:{each.id}") for each in rows]
    start = 0 if key is None else next((at for at, each in enumerate(keys, 1) if each == key), len(rows))
    return listing(
        rows[start : start + wanted.rows], wanted, lambda row: (microseconds(row.at), f"{row.what}:{row.id}"),
        shown_happened,
    )  # fmt: skip


@routes.get(
    "/v1/orders/{order_id}/versions",
    **operation(
        "list_order_versions",
        "List the versions of an order",
        Tag.ORDERS,
        Returns(Page[VersionShown], a_page(A_VERSION)),
        ("not_found",),
    ),
)
def list_versions(
    services: ServicesOf, who: Reader, order_id: OrderId, wanted: Annotated[PageWanted, Depends(page)]
) -> Response:
    """Oldest first."""
    key = wanted.after(int)
    with services.database.read() as session:
        known_order(session, who.merchant, order_id)
        rows = versions(session, who.merchant, order_id)
    behind = [each for each in rows if key is None or each.version > int(key[0])]
    return listing(behind[: wanted.rows], wanted, lambda row: (row.version,), shown_version)


@routes.get(
    "/v1/orders/{order_id}/versions/difference",
    **operation(
        "compare_order_versions",
        "Compare two versions of an order",
        Tag.ORDERS,
        Returns(VersionsDifferShown, A_DIFFERENCE),
        ("not_found", "parameter_rejected"),
    ),
)
def compare_versions(
    services: ServicesOf, who: Reader, order_id: OrderId, before: Number = None, after: Number = None
) -> Response:
    """Place by place, with the last decision of each: the newest version and the one before it, unless others are
    named. People's values are masked for whoever may not see them."""
    with services.database.read() as session:
        found = different_versions(
            services.desk, session, who.merchant, order_id, before, after, in_clear=who.sees_people
        )
    return answer(shown_difference(order_id, found))
