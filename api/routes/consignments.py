"""Orders of one recipient that share a parcel: proposed, accepted, packed, taken apart."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.consignment_examples import A_CONSIGNMENT
from api.routes.examples import ORDER, a_page
from api.routes.fulfilment import PartName
from api.routes.working import tried
from api.schemas.body import JsonBody, Strict
from api.schemas.consignments import ConsignmentShown, ProposedShown, shown_consignment
from api.schemas.ids import ConsignmentId, id_form
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.words import LINE, Why
from api.services import Services, ServicesOf
from engine.ids import Prefix
from engine.store.sessions import WriteSession
from fulfillment.consigning.packing_together import pack_together
from fulfillment.consigning.proposing import Asker, propose_all, propose_orders
from fulfillment.consigning.settling import ConsignmentView, accept, refuse, undo, view_of
from fulfillment.store.consignments import consignments_after, members_of

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]
ONE = Returns(ConsignmentShown, A_CONSIGNMENT, "How it stands then.")
SETTLING = ("not_found", "consignment_refused", "case_changed", "person_erased")


class MemberAsked(Strict):
    """An order, and which part of it where it has several."""

    order_id: Annotated[str, Field(pattern=id_form(Prefix.ORDER))]
    part: PartName = None


class ConsignmentAsked(Strict):
    """Which orders are to share a parcel."""

    orders: Annotated[tuple[MemberAsked, ...], Field(min_length=2, max_length=10, strict=False)]


class ReasonAsked(Strict):
    """Why."""

    reason: Why


class SharedParcelAsked(Strict):
    """What the closed box weighs with the goods of all orders in it."""

    weight_g: Annotated[int, Field(ge=1, le=1_000_000)]
    box: Annotated[str, Field(max_length=64, pattern=LINE.replace("+$", "*$"))] = ""


@routes.get(
    "/v1/consignments",
    **operation("list_consignments", "List consignments", Tag.FULFILMENT,
                Returns(Page[ConsignmentShown], a_page(A_CONSIGNMENT))),
)  # fmt: skip
def list_consignments(services: ServicesOf, who: Reader, wanted: Annotated[PageWanted, Depends(page)]) -> Response:
    """Oldest first, refused and ended ones too."""
    key = wanted.after(str)
    with services.database.read() as session:
        rows = consignments_after(session, who.merchant, wanted.rows, "" if key is None else str(key[0]))
        found = [ConsignmentView(consignment=each, members=members_of(session, each.id)) for each in rows]
    return listing(found, wanted, lambda each: (each.consignment.id,), shown_consignment)


@routes.post(
    "/v1/consignments",
    **operation("propose_consignment", "Propose that orders share a parcel", Tag.FULFILMENT,
                {201: Returns(ConsignmentShown, A_CONSIGNMENT, "Proposed, or accepted where the merchant wants so.")},
                ("not_found", "part_needed", "merge_refused", "case_changed", "store_conflict", "person_erased")),
)  # fmt: skip
def propose(
    services: ServicesOf,
    who: Writer,
    asked: Annotated[
        ConsignmentAsked,
        Depends(JsonBody(ConsignmentAsked, {"orders": [{"order_id": ORDER}, {"order_id": ORDER}]})),
    ],
) -> Response:
    """The rules decide over all of them as one. Whatever speaks against it is listed: another recipient, a held order,
    a tax threshold, other tax numbers, goods that are kept apart."""
    named = [(each.order_id, each.part) for each in asked.orders]

    def work(session: WriteSession) -> ConsignmentView:
        made = propose_orders(session, services.site_of(who), _asker(services, who), named)
        return view_of(session, who.merchant, made.id)

    return answer(shown_consignment(tried(services, work)), 201)


@routes.post(
    "/v1/consignments/propose",
    **operation("propose_consignments", "Look which orders may share a parcel", Tag.FULFILMENT,
                Returns(ProposedShown, {"data": [A_CONSIGNMENT]}), ("case_changed", "store_conflict")),
)  # fmt: skip
def propose_waiting(services: ServicesOf, who: Writer) -> Response:
    """All that are in no box yet, by buyer, address, warehouse and `merge_window_hours`. New ones alone; those that may
    not are refused with the reason."""

    def work(session: WriteSession) -> list[ConsignmentView]:
        made = propose_all(session, services.site_of(who), _asker(services, who))
        return [view_of(session, who.merchant, each.id) for each in made]

    return answer({"data": [shown_consignment(each) for each in tried(services, work)]})


@routes.get(
    "/v1/consignments/{consignment_id}",
    **operation("get_consignment", "Read a consignment", Tag.FULFILMENT, Returns(ConsignmentShown, A_CONSIGNMENT),
                ("not_found",)),
)  # fmt: skip
def get_consignment(services: ServicesOf, who: Reader, consignment_id: ConsignmentId) -> Response:
    """With who is in it, who left, and why."""
    with services.database.read() as session:
        return answer(shown_consignment(view_of(session, who.merchant, consignment_id)))


@routes.post(
    "/v1/consignments/{consignment_id}/accept",
    **operation("accept_consignment", "Have orders packed together", Tag.FULFILMENT, ONE, (*SETTLING, "merge_refused")),
)
def accept_one(services: ServicesOf, who: Writer, consignment_id: ConsignmentId) -> Response:
    """The orders are judged again, as they are now."""

    def work(session: WriteSession) -> ConsignmentView:
        accept(session, services.site_of(who), _asker(services, who), consignment_id)
        return view_of(session, who.merchant, consignment_id)

    return answer(shown_consignment(tried(services, work)))


@routes.post(
    "/v1/consignments/{consignment_id}/refuse",
    **operation("refuse_consignment", "Have orders packed apart", Tag.FULFILMENT, ONE, SETTLING),
)
def refuse_one(
    services: ServicesOf,
    who: Writer,
    consignment_id: ConsignmentId,
    asked: Annotated[ReasonAsked, Depends(JsonBody(ReasonAsked, {"reason": "gifts for two people"}))],
) -> Response:
    """The same orders as they are now are not proposed again by a look."""

    def work(session: WriteSession) -> ConsignmentView:
        refuse(session, services.site_of(who), _asker(services, who), consignment_id, asked.reason)
        return view_of(session, who.merchant, consignment_id)

    return answer(shown_consignment(tried(services, work)))


@routes.post(
    "/v1/consignments/{consignment_id}/undo",
    **operation("undo_consignment", "Take a consignment apart", Tag.FULFILMENT, ONE, SETTLING),
)
def undo_one(
    services: ServicesOf,
    who: Writer,
    consignment_id: ConsignmentId,
    asked: Annotated[ReasonAsked, Depends(JsonBody(ReasonAsked, {"reason": "the buyer asked for two parcels"}))],
) -> Response:
    """Until it has left. A shared box is opened and its labels are voided; each order is packed by itself."""

    def work(session: WriteSession) -> ConsignmentView:
        undo(session, services.site_of(who), _asker(services, who), consignment_id, asked.reason)
        return view_of(session, who.merchant, consignment_id)

    return answer(shown_consignment(tried(services, work)))


@routes.post(
    "/v1/consignments/{consignment_id}/parcel",
    **operation("pack_consignment", "Tell that the shared box is closed", Tag.FULFILMENT, ONE,
                (*SETTLING, "illegal_step", "step_blocked", "parcel_refused")),
)  # fmt: skip
def pack_one(
    services: ServicesOf,
    who: Writer,
    consignment_id: ConsignmentId,
    asked: Annotated[SharedParcelAsked, Depends(JsonBody(SharedParcelAsked, {"weight_g": 980, "box": "M"}))],
) -> Response:
    """All orders have to be picked. A worker makes a label for each a moment later, all of one number, so that every
    order tells its own customer and channel."""

    def work(session: WriteSession) -> ConsignmentView:
        pack_together(session, services.site_of(who), _asker(services, who), consignment_id, asked.weight_g, asked.box)
        return view_of(session, who.merchant, consignment_id)

    return answer(shown_consignment(tried(services, work)))


def _asker(services: Services, who: Caller) -> Asker:
    return Asker(merchant=who.merchant, name=who.name, now=services.clock.now())
