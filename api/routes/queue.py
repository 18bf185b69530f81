"""The queue with what people choose by: the order, what it is worth, where it goes, why it waits and until when."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.examples import A_REVIEW, AN_ORDER_LINE, a_page
from api.schemas.moment import Moment
from api.schemas.page import Page, PageWanted, listing, page
from api.services import ServicesOf
from engine.clock import microseconds
from engine.desk.queueing import urgency
from engine.store.queue import NOBODY, QueueWanted, Waiting, counts, waiting

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.REVIEWS_WRITE, Reach.NARROWED))]


class WaitingShown(BaseModel):
    """An order that waits for a person: its review, the order, the decision that counts, and why it is held."""

    review_id: str
    order_id: str
    merchant_order_id: str
    queue: str
    state: str
    assignee: str | None
    locked_until: datetime | None
    opened_at: datetime
    version: int = Field(description="Of the review: what `If-Match` takes when it is changed.")
    due_at: datetime | None = Field(description="The earliest end of the order's holds.")
    clock: str | None = Field(description="Whose end that is, as in a hold.")
    urgency: int
    shop: str
    channel: str
    origin: str | None = Field(description="Country that it leaves from, where the order says so.")
    country: str | None = Field(description="Country that it goes to.")
    currency: str
    total: int = Field(description="In minor units.")
    placed_at: datetime
    authorisation_ends: datetime | None = Field(description="When the money is promised no more, as the order says.")
    decision_id: str
    outcome: str
    score: int
    reasons: list[str] = Field(description="Of the decision, worst first.")
    hold_reasons: list[str] = Field(description="Of the open holds.")


class ReasonCountShown(BaseModel):
    """How many orders wait for a reason. An order counts for each of its reasons."""

    reason: str
    orders: int


class CountsShown(BaseModel):
    """`total` counts each order once."""

    total: int
    by_reason: list[ReasonCountShown]


_EXAMPLE = {
    "review_id": A_REVIEW["id"],
    **{name: value for name, value in A_REVIEW.items() if name in WaitingShown.model_fields},
    **{name: value for name, value in AN_ORDER_LINE.items() if name in WaitingShown.model_fields},
    "origin": "CN",
    "authorisation_ends": "2026-11-28T09:30:00Z",
    "outcome": "hold",
    "score": 65,
    "reasons": ["FRD_SCORE"],
    "hold_reasons": ["FRD_SCORE"],
}  # fmt: skip


def _only(description: str) -> Any:  # noqa: ANN401 - what the framework takes
    return Query(description=description, min_length=1, max_length=128)


class _Wanted:
    """The filters, as one dependency: each is a parameter of the documentation."""

    def __call__(
        self,
        reason: Annotated[str | None, _only("Only held for this reason.")] = None,
        queue: Annotated[str | None, _only("Only of this queue.")] = None,
        shop: Annotated[str | None, _only("Only of this shop.")] = None,
        channel: Annotated[str | None, _only("Only of this channel.")] = None,
        country: Annotated[str | None, Query(description="Only to this country.", pattern="^[A-Z]{2}$")] = None,
        assignee: Annotated[str | None, _only("Only of this person.")] = None,
        order_id: Annotated[str | None, _only("Only of this order.")] = None,
        unassigned: Annotated[bool, Query(description="Only what nobody has taken.")] = False,
        due_before: Annotated[Moment | None, Query(description="Only what ends before.")] = None,
    ) -> QueueWanted:
        return QueueWanted(
            reason=reason,
            queue=queue,
            shop=shop,
            channel=channel,
            country=country,
            order_id=order_id,
            assignee=NOBODY if unassigned else assignee,
            due_before=None if due_before is None else due_before.astimezone(UTC),
        )


@routes.get(
    "/v1/queue",
    **operation("read_queue", "Read the queue", Tag.REVIEWS, Returns(Page[WaitingShown], a_page(_EXAMPLE))),
)
def read_queue(
    services: ServicesOf,
    who: Reader,
    wanted: Annotated[PageWanted, Depends(page)],
    only: Annotated[QueueWanted, Depends(_Wanted())],
) -> Response:
    """The most urgent first, as in the list of reviews."""
    key, now = wanted.after(int, str), services.clock.now()
    after = None if key is None else (int(key[0]), str(key[1]))
    with services.database.read() as session:
        rows = waiting(session, who.merchant, _within(only, who.shops), wanted.rows, now, after)
    return listing(rows, wanted, lambda row: (microseconds(row.rank_at), row.id), lambda row: _shown(row, now))


@routes.get(
    "/v1/queue/counts",
    **operation(
        "count_queue",
        "Count the queue by reason",
        Tag.REVIEWS,
        Returns(CountsShown, {"total": 3, "by_reason": [{"reason": "FRD_SCORE", "orders": 3}]}),
    ),
)
def count_queue(services: ServicesOf, who: Reader, only: Annotated[QueueWanted, Depends(_Wanted())]) -> Response:
    """The most frequent reason first."""
    with services.database.read() as session:
        found = dict(counts(session, who.merchant, _within(only, who.shops), services.clock.now()))
    total = found.pop("")
    return answer({"total": total, "by_reason": [{"reason": name, "orders": many} for name, many in found.items()]})


def _within(only: QueueWanted, shops: frozenset[str] | None) -> QueueWanted:
    return only if shops is None else replace(only, shops=shops)


def _shown(row: Waiting, now: datetime) -> dict[str, object]:
    plain: Sequence[str] = [
        name for name in WaitingShown.model_fields if name not in {"review_id", "merchant_order_id", "urgency"}
    ]
    return {
        "review_id": row.id,
        "merchant_order_id": row.ref,
        "urgency": urgency(row.priority, row.due_at, now),
        **{name: getattr(row, name) for name in plain},
    }
