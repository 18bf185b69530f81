"""A person who reviews an order ends it for good: no parcel, and the money goes back. Analysts need no right of the
warehouse for that, since the order's own table lets them (`fulfillment.machines.roles`)."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.asking import desk_caller
from api.routes.life_examples import A_LIFE
from api.routes.working import occasion, taken_over, tried
from api.schemas.body import JsonBody, Strict
from api.schemas.etag import Match, maybe_if_match
from api.schemas.ids import ReviewId
from api.schemas.life import FulfilmentShown, shown_life
from api.services import ServicesOf
from engine.desk.reason_codes import ReasonCode
from engine.desk.reviewing import Disposition, Ending, settle_in
from engine.store.sessions import WriteSession
from fulfillment.channels.causes import Stated
from fulfillment.deciding import cancel_order
from fulfillment.overview import Overview, overview

routes = APIRouter()


class EndAsked(Strict):
    """What the review came to, and why the order ends. `cause` says it as one of few words, which its channel is told
    in its own; `person` is none of the others."""

    disposition: Literal["fraud", "keep"] = "keep"
    cause: Annotated[Stated, Field(strict=False)] = Stated.PERSON
    note: Annotated[str, Field(max_length=1000)] = ""
    reason_code: Annotated[ReasonCode | None, Field(strict=False)] = None
    decision_id: Annotated[
        str | None,
        Field(max_length=64, description="The decision that was looked at; refused if the order was decided since."),
    ] = None


@routes.post(
    "/v1/reviews/{review_id}/end-order",
    **operation(
        "end_reviewed_order",
        "End the order of a review",
        Tag.REVIEWS,
        Returns(FulfilmentShown, A_LIFE, "How the order stands then."),
        (
            "not_found", "review_changed", "review_resolved", "version_changed", "not_taken_over", "illegal_step",
            "step_blocked", "case_changed", "person_erased",
        ),
    ),
)  # fmt: skip
def end_order(
    services: ServicesOf,
    who: Annotated[Caller, Depends(caller(Scope.REVIEWS_WRITE))],
    review_id: ReviewId,
    asked: Annotated[
        EndAsked, Depends(JsonBody(EndAsked, {"disposition": "fraud", "cause": "payment", "note": "a stolen card"}))
    ],
    match: Annotated[Match, Depends(maybe_if_match)],
) -> Response:
    """Both or neither: the review ends, and with it the order. Before hand-over, stock, money and label are given back;
    after it, the carrier is asked to stop the parcels."""

    def work(session: WriteSession) -> Overview:
        review, _ = settle_in(services.desk, session, desk_caller(who), review_id, _ending(asked, match))
        site, why = services.site_of(who), asked.note or asked.reason_code or asked.disposition
        with taken_over(session, who.merchant, review.order_id):
            cancel_order(session, site, occasion(services, who, review.order_id), why, asked.cause)
            return overview(session, site, who.merchant, review.order_id)

    return answer(shown_life(tried(services, work)))


def _ending(asked: EndAsked, match: Match) -> Ending:
    return Ending(
        disposition=Disposition(asked.disposition),
        note=asked.note,
        code="" if asked.reason_code is None else asked.reason_code,
        seen_versions=match.versions,
        decision_id=asked.decision_id,
    )
