"""Marks on persons: taken from an order, a return or a dispute in one step, by hand, listed, revoked."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.refusals import ScopeMissing
from api.routes.asking import desk_caller
from api.routes.examples import a_page
from api.schemas.body import JsonBody
from api.schemas.ids import MarkId, OrderId, ReturnId
from api.schemas.marks import (
    A_MARK,
    AN_EFFECT,
    MARKED,
    Kind,
    MarkedShown,
    MarkEffectShown,
    MarksAsked,
    MarksByHandAsked,
    MarkShown,
    OrderMarksAsked,
    RevokeAsked,
    Verdict,
    shown_effect,
    shown_mark,
    shown_marked,
)
from api.schemas.page import Page, PageWanted, listing, page
from api.services import ServicesOf
from engine.desk.mark_effect import effect_of
from engine.desk.marks import add_by_hand, found_mark, mark_order, revoke
from engine.store.marks import marks
from fulfillment.aftersales.returns import return_of

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.MARKS_READ))]
# A mark is of a buyer, whichever shop their next order is of.
Writer = Annotated[Caller, Depends(caller(Scope.MARKS_WRITE, Reach.WHOLE))]
DONE = {201: Returns(MarkedShown, MARKED, "Marked; done again, it changes nothing.")}
REFUSED = ("not_found", "mark_refused", "until_passed", "person_erased", "in_flight")
OF_ORDER = {
    "verdict": "block",
    "kinds": ["email", "card"],
    "reason": "chargeback",
    "note": "signed for it",
    "scope": "merchant",
    "dispute": {"kind": "chargeback", "source": "chargeback", "reason_code": "13.1"},
}
OF_RETURN = {"verdict": "block", "reason": "refund_abuse", "note": "an empty box, for the third time"}
BY_HAND = {"entries": [{"kind": "email", "value": "jane@example.org", "verdict": "trust", "reason": "known_customer"}]}


@routes.post(
    "/v1/orders/{order_id}/marks",
    **operation("mark_order", "Block or trust the buyer of an order", Tag.MARKS, DONE, REFUSED),
)
def add_order_marks(
    services: ServicesOf,
    who: Writer,
    order_id: OrderId,
    asked: Annotated[OrderMarksAsked, Depends(JsonBody(OrderMarksAsked, OF_ORDER))],
) -> Response:
    """All keys that the order has, or the kinds named. A key that is marked already counts for longer. With `dispute`,
    the order is labelled in the same step, for which the key needs `labels:write` as well. Orders of the person that
    are not cancelled are decided anew."""
    if asked.dispute is not None and not who.may(Scope.LABELS_WRITE):
        raise ScopeMissing(Scope.LABELS_WRITE)
    dispute = None if asked.dispute is None else asked.dispute.dispute()
    marked = mark_order(services.desk, desk_caller(who), order_id, asked.wanted(), dispute=dispute)
    return answer(shown_marked(marked, services.clock.now()), 201)


@routes.post(
    "/v1/returns/{return_id}/marks",
    **operation("mark_return", "Block or trust the buyer of a return", Tag.MARKS, DONE, REFUSED),
)
def add_return_marks(
    services: ServicesOf,
    who: Writer,
    return_id: ReturnId,
    asked: Annotated[MarksAsked, Depends(JsonBody(MarksAsked, OF_RETURN))],
) -> Response:
    """The same, of the order that is sent back."""
    with services.database.read() as session:
        order_id = return_of(session, who.merchant, return_id).order_id
    marked = mark_order(services.desk, desk_caller(who), order_id, asked.wanted(), returned=return_id)
    return answer(shown_marked(marked, services.clock.now()), 201)


@routes.post(
    "/v1/marks",
    **operation("add_marks", "Mark keys by hand", Tag.MARKS, DONE, ("mark_refused", "until_passed", "in_flight")),
)
def add_marks(
    services: ServicesOf,
    who: Writer,
    asked: Annotated[MarksByHandAsked, Depends(JsonBody(MarksByHandAsked, BY_HAND))],
) -> Response:
    """All of them, or none. Values are normalised and made into tokens; they are kept nowhere."""
    marked = add_by_hand(services.desk, desk_caller(who), [each.entry() for each in asked.entries])
    return answer(shown_marked(marked, services.clock.now()), 201)


@routes.get(
    "/v1/marks",
    **operation("list_marks", "List marks", Tag.MARKS, Returns(Page[MarkShown], a_page(A_MARK))),
)
def list_marks(
    services: ServicesOf,
    who: Reader,
    wanted: Annotated[PageWanted, Depends(page)],
    state: Annotated[Literal["active", "all"], Query(description="Those in force, or all.")] = "active",
    kind: Annotated[Kind | None, Query(description="Only of this kind.")] = None,
    verdict: Annotated[Verdict | None, Query(description="Only with this verdict.")] = None,
    reason: Annotated[str | None, Query(description="Only for this reason.", min_length=1, max_length=64)] = None,
    order_id: Annotated[str | None, Query(description="Only from this order.", min_length=1, max_length=64)] = None,
) -> Response:
    """Oldest first."""
    key = wanted.after(str)
    now = services.clock.now()
    with services.database.read() as session:
        rows = marks(
            session,
            who.merchant,
            wanted.rows,
            "" if key is None else str(key[0]),
            active_at=now if state == "active" else None,
            kind=kind,
            verdict=verdict,
            reason=reason,
            order_id=order_id,
        )
    return listing(rows, wanted, lambda row: (row.mark.id,), lambda row: shown_mark(row, now))


@routes.get(
    "/v1/marks/{mark_id}",
    **operation("get_mark", "Read a mark", Tag.MARKS, Returns(MarkShown, A_MARK), ("not_found",)),
)
def get_mark(services: ServicesOf, who: Reader, mark_id: MarkId) -> Response:
    """One that was revoked, too."""
    with services.database.read() as session:
        return answer(shown_mark(found_mark(session, who.merchant, mark_id), services.clock.now()))


@routes.get(
    "/v1/marks/{mark_id}/decisions",
    **operation(
        "list_mark_decisions",
        "See what a mark did",
        Tag.MARKS,
        Returns(MarkEffectShown, AN_EFFECT),
        ("not_found", "no_edition"),
    ),
)
def list_mark_decisions(services: ServicesOf, who: Reader, mark_id: MarkId) -> Response:
    """Decisions that rules on marks had a say in since it was made, and that name this one; newest first."""
    effect = effect_of(services.desk, who.merchant, mark_id)
    return answer(shown_effect(effect))


@routes.post(
    "/v1/marks/{mark_id}/revoke",
    **operation("revoke_mark", "Revoke a mark", Tag.MARKS, Returns(MarkShown, A_MARK), ("not_found", "mark_revoked")),
)
def revoke_mark(
    services: ServicesOf,
    who: Writer,
    mark_id: MarkId,
    asked: Annotated[RevokeAsked, Depends(JsonBody(RevokeAsked, {"why": "somebody else used the card"}))],
) -> Response:
    """It stays on record, with who revoked it and why. Orders of the person are decided anew, where the mark was taken
    from an order."""
    row = revoke(services.desk, desk_caller(who), mark_id, asked.why)
    return answer(shown_mark(row, services.clock.now()))
