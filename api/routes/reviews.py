"""Reviews: the queue of orders that wait for a person. Who would change what others have changed is told what."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer, nothing
from api.describing import Returns, Tag, operation
from api.routes.asking import desk_caller
from api.routes.examples import A_DECISION, A_REVIEW, a_page
from api.routes.language import Language
from api.routes.veiling import veiled
from api.schemas.body import JsonBody, Strict
from api.schemas.etag import Match, etag, maybe_if_match
from api.schemas.ids import ReviewId
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.shown import DecisionShown, ReviewShown, shown_decision, shown_review
from api.services import ServicesOf
from engine.clock import microseconds
from engine.desk.reason_codes import ReasonCode
from engine.desk.reviewing import Disposition, assign, found_review, settle, take
from engine.store.reviews import Review, reviews

routes = APIRouter()
Worker = Annotated[Caller, Depends(caller(Scope.REVIEWS_WRITE))]
Queuer = Annotated[Caller, Depends(caller(Scope.REVIEWS_WRITE, Reach.NARROWED))]
Name = Annotated[str, Field(min_length=1, max_length=128)]
State = Literal["open", "claimed", "resolved"]


class NextAsked(Strict):
    """From which queue; any, unless named."""

    queue: Name | None = None


class AssignAsked(Strict):
    """To whom."""

    assignee: Name


class ResolveAsked(Strict):
    """How it ends: `release` and `legitimate` free all holds that a person may release; `fraud` labels the order and
    keeps it held; `keep` leaves all as it is."""

    disposition: Annotated[Disposition, Field(strict=False)]
    note: Annotated[str, Field(max_length=1000)] = ""
    reason_code: Annotated[ReasonCode | None, Field(strict=False)] = None
    decision_id: Annotated[
        str | None,
        Field(max_length=64, description="The decision that was looked at; refused if the order was decided since."),
    ] = None


class ResolvedShown(BaseModel):
    """The review as it ended, and the new decision when there is one."""

    review: ReviewShown
    decision: DecisionShown | None


@routes.get(
    "/v1/reviews",
    **operation("list_reviews", "List reviews", Tag.REVIEWS, Returns(Page[ReviewShown], a_page(A_REVIEW))),
)
def list_reviews(
    services: ServicesOf,
    who: Queuer,
    wanted: Annotated[PageWanted, Depends(page)],
    queue: Annotated[str | None, Query(description="Only of this queue.", min_length=1, max_length=128)] = None,
    state: Annotated[State | None, Query(description="Only in this state.")] = None,
    assignee: Annotated[str | None, Query(description="Only of this person.", min_length=1, max_length=128)] = None,
) -> Response:
    """The most urgent first: by priority and by the end of the time that is left, an hour for a point."""
    key, now = wanted.after(int, str), services.clock.now()
    after = None if key is None else (int(key[0]), str(key[1]))
    with services.database.read() as session:
        rows = reviews(
            session,
            who.merchant,
            wanted.rows,
            after=after,
            queue=queue,
            state=state,
            assignee=assignee,
            shops=who.shops,
        )
    return listing(rows, wanted, lambda row: (microseconds(row.rank_at), row.id), lambda row: shown_review(row, now))


@routes.post(
    "/v1/reviews/next",
    **operation(
        "take_next_review",
        "Take the next review",
        Tag.REVIEWS,
        {
            200: Returns(
                ReviewShown, A_REVIEW, "Yours for as long as the merchant has set, a quarter of an hour unless told."
            ),
            204: Returns(None, None, "Nothing waits."),
        },
    ),
)
def take_next_review(
    services: ServicesOf,
    who: Queuer,
    asked: Annotated[NextAsked, Depends(JsonBody(NextAsked, {"queue": "risk"}))],
) -> Response:
    """Two people who ask at once get two different reviews."""
    review = take(services.desk, desk_caller(who), asked.queue)
    return nothing() if review is None else _shown(services, review)


@routes.get(
    "/v1/reviews/{review_id}",
    **operation("get_review", "Read a review", Tag.REVIEWS, Returns(ReviewShown, A_REVIEW), ("not_found",)),
)
def get_review(services: ServicesOf, who: Worker, review_id: ReviewId) -> Response:
    """Its `ETag` is what `If-Match` takes when it is changed."""
    with services.database.read() as session:
        return _shown(services, found_review(session, who.merchant, review_id))


@routes.post(
    "/v1/reviews/{review_id}/assign",
    **operation(
        "assign_review",
        "Give a review to somebody",
        Tag.REVIEWS,
        Returns(ReviewShown, A_REVIEW),
        ("not_found", "review_changed", "review_resolved", "version_changed"),
    ),
)
def assign_review(
    services: ServicesOf,
    who: Worker,
    review_id: ReviewId,
    asked: Annotated[AssignAsked, Depends(JsonBody(AssignAsked, {"assignee": "ana"}))],
    match: Annotated[Match, Depends(maybe_if_match)],
) -> Response:
    """They have it for as long as the merchant has set, a quarter of an hour unless told."""
    return _shown(services, assign(services.desk, desk_caller(who), review_id, asked.assignee, match.versions))


@routes.post(
    "/v1/reviews/{review_id}/resolve",
    **operation(
        "resolve_review",
        "End a review",
        Tag.REVIEWS,
        Returns(ResolvedShown, {"review": A_REVIEW, "decision": A_DECISION}),
        (
            "not_found",
            "review_changed",
            "review_resolved",
            "version_changed",
            "hold_not_waivable",
            "person_erased",
            "no_edition",
            "in_flight",
        ),
    ),
)
def resolve_review(
    services: ServicesOf,
    who: Worker,
    review_id: ReviewId,
    asked: Annotated[
        ResolveAsked,
        Depends(JsonBody(ResolveAsked, {"disposition": "release", "note": "paid", "reason_code": "payment_seen"})),
    ],
    match: Annotated[Match, Depends(maybe_if_match)],
    language: Language,
) -> Response:
    """A release makes one new decision with all releases in it."""
    review, decided = settle(
        services.desk,
        desk_caller(who),
        review_id,
        asked.disposition,
        asked.note,
        match.versions,
        code="" if asked.reason_code is None else asked.reason_code,
        decision_id=asked.decision_id,
    )
    shown = None if decided is None else shown_decision(veiled(services, who, decided), language)
    return answer({"review": shown_review(review, services.clock.now()), "decision": shown})


def _shown(services: ServicesOf, review: Review) -> Response:
    return answer(shown_review(review, services.clock.now()), headers={"ETag": etag(review.version)})
