"""What ending a review would do, told before anybody ends it."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.asking import desk_caller
from api.routes.examples import A_HOLD, ORDER, REVIEW
from api.schemas.ids import ReviewId
from api.schemas.shown import FactChanged, HoldShown, shown_hold
from api.services import ServicesOf
from engine.desk.review_outlook import Outlook, outlook
from engine.desk.reviewing import Disposition

routes = APIRouter()


class AgainChanged(BaseModel):
    """Other values, signs that count anew or no more, or another law."""

    facts: list[FactChanged] = Field(default_factory=list)
    signs: dict[str, list[str]] | None = None
    law: dict[str, str] | None = None


class AgainShown(BaseModel):
    """What would hold the order after its holds are released. `changed` says by which other evidence than when it was
    held; null for a rule that held nothing of it."""

    rule: str
    reason: str
    line: int | None
    changed: AgainChanged | None


class ReviewOutlookShown(BaseModel):
    """`frees` and `stays` are the open holds by what becomes of them; `outcome` and `reasons` are those that would
    count then, and `goes_on` says whether payment, stock and picking follow."""

    review_id: str
    order_id: str
    disposition: str
    frees: list[HoldShown]
    stays: list[HoldShown]
    decided_anew: bool
    outcome: str
    reasons: list[str]
    goes_on: bool
    label: str | None = Field(description="What the order is labelled, for models and for rules of linked orders.")
    next_end: datetime | None = Field(description="When the first hold that stays ends.")
    on_expiry: str | None = Field(description="What follows then, as in a hold.")
    again: list[AgainShown] = Field(description="What no release of now covers.")


_EXAMPLE = {
    "review_id": REVIEW,
    "order_id": ORDER,
    "disposition": "release",
    "frees": [A_HOLD],
    "stays": [],
    "decided_anew": True,
    "outcome": "admit",
    "reasons": [],
    "goes_on": True,
    "label": "legitimate",
    "next_end": None,
    "on_expiry": None,
    "again": [],
}


@routes.get(
    "/v1/reviews/{review_id}/outlook",
    **operation(
        "look_ahead_of_review",
        "Ask what ending a review would do",
        Tag.REVIEWS,
        Returns(ReviewOutlookShown, _EXAMPLE),
        ("not_found", "review_resolved", "person_erased", "no_edition", "parameter_rejected"),
    ),
)
def look_ahead(
    services: ServicesOf,
    who: Annotated[Caller, Depends(caller(Scope.REVIEWS_WRITE))],
    review_id: ReviewId,
    disposition: Annotated[Disposition, Query(description="How it would end.")] = Disposition.RELEASE,
) -> Response:
    """The order is decided with the releases that would follow, and nothing of it is written."""
    with services.database.read() as session:
        found = outlook(services.desk, session, desk_caller(who), review_id, disposition)
    return answer(_shown(found, disposition))


def _shown(found: Outlook, disposition: Disposition) -> dict[str, object]:
    return {
        "review_id": found.review.id,
        "order_id": found.review.order_id,
        "disposition": disposition,
        "frees": [shown_hold(each) for each in found.frees],
        "stays": [shown_hold(each) for each in found.stays],
        "decided_anew": found.decided_anew,
        "outcome": found.outcome,
        "reasons": list(found.reasons),
        "goes_on": found.goes_on,
        "label": found.label,
        "next_end": found.next_end,
        "on_expiry": found.on_expiry,
        "again": [
            {"rule": each.rule, "reason": each.reason, "line": each.part, "changed": each.changed}
            for each in found.again
        ],
    }
