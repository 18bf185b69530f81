"""Orders in bulk: many in one request, each with its own answer; and what was taken in to be decided later."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.asking import desk_caller, desk_request
from api.routes.examples import a_page
from api.routes.language import Language
from api.schemas.idempotency import IDEMPOTENT_REPLAYED, Idempotency, maybe_idempotent_batch
from api.schemas.ids import BatchId, SubmissionId
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.prefer import APPLIED, RESPOND_ASYNC, Preferred, prefers
from api.schemas.submissions import (
    A_BATCH,
    A_LINE,
    A_SUBMISSION,
    BATCH_BODY,
    DONE,
    BatchDone,
    BatchShown,
    SubmissionLine,
    SubmissionShown,
    batch_done,
    item_bytes,
    read_items,
    shown_batch,
    shown_submission,
    shown_submission_line,
)
from api.services import Services, ServicesOf
from engine.desk.batching import submit_all
from engine.desk.reading import decided_again
from engine.desk.submitting import Refusal, accept_all, found_batch, found_submission, note_batch, refusal_of
from engine.store.submissions import Submission, counts_of, submissions_of

routes = APIRouter()
KEPT_BACK = "what is wrong may quote what was sent; ask with `personal:read`"
Writer = Annotated[Caller, Depends(caller(Scope.ORDERS_WRITE))]
Sender = Annotated[Caller, Depends(caller(Scope.ORDERS_WRITE, Reach.NARROWED))]  # each item is held against it


@routes.post(
    "/v1/orders/batch",
    **operation(
        "submit_orders",
        "Send many orders at once",
        Tag.ORDERS,
        {
            200: Returns(BatchDone, DONE, "Each with its decision, or the problem that it has."),
            202: Returns(BatchShown, A_BATCH, "Taken in, as `Prefer: respond-async` asks; read it at `Location`."),
        },
        problems=("no_edition",),
    ),
)
def submit_orders(
    services: ServicesOf,
    who: Sender,
    request: Request,
    body: Annotated[bytes, Depends(BATCH_BODY)],
    idempotency: Annotated[Idempotency, Depends(maybe_idempotent_batch)],
    preferred: Annotated[Preferred, Depends(prefers)],
    language: Language,
) -> Response:
    """Up to 500 orders, each decided as if it came alone: one that cannot be read or decided costs no other anything.

    An order that came before is answered with the decision that stands. `key` of an item works as `Idempotency-Key`
    of a single order does; that of the batch makes a repetition answer each item as before.
    """
    items = read_items(body)
    asked = desk_request(idempotency)
    if preferred.respond_async:
        taken = accept_all(services.desk, desk_caller(who), items, asked)
        with services.database.read() as session:
            counts = counts_of(session, who.merchant, taken.batch.id)
        headers = {"Location": f"/v1/batches/{taken.batch.id}", APPLIED: RESPOND_ASYNC}
        return answer(shown_batch(taken.batch, counts), 202, headers | replayed(taken.replayed))
    is_again = note_batch(services.desk, desk_caller(who), len(items), asked)
    done = {
        ended.number: item_bytes(ended, language, request.scope["path"], request.state.request_id)
        for ended in submit_all(services.desk, desk_caller(who), items, idempotency.key)
    }
    return answer(batch_done(done), 200, replayed(is_again))


@routes.get(
    "/v1/batches/{batch_id}",
    **operation(
        "get_batch", "Read how far a batch is", Tag.ORDERS, Returns(BatchShown, A_BATCH), problems=("not_found",)
    ),
)
def get_batch(services: ServicesOf, who: Writer, batch_id: BatchId) -> Response:
    """Kept for 30 days after the last of it was decided."""
    with services.database.read() as session:
        batch = found_batch(session, who.merchant, batch_id)
        counts = counts_of(session, who.merchant, batch_id)
    headers = {"Retry-After": "1"} if counts.get("pending") else {}
    return answer(shown_batch(batch, counts), headers=headers)


@routes.get(
    "/v1/batches/{batch_id}/items",
    **operation(
        "list_batch_items",
        "List the orders of a batch",
        Tag.ORDERS,
        Returns(Page[SubmissionLine], a_page(A_LINE)),
        problems=("not_found",),
    ),
)
def list_batch_items(
    services: ServicesOf,
    who: Writer,
    request: Request,
    batch_id: BatchId,
    wanted: Annotated[PageWanted, Depends(page)],
) -> Response:
    """In the order in which they came."""
    key = wanted.after(int)
    with services.database.read() as session:
        found_batch(session, who.merchant, batch_id)
        last = -1 if key is None else int(key[0])
        rows = submissions_of(session, who.merchant, batch_id, last, wanted.rows)
    told = request.state.request_id
    return listing(
        rows,
        wanted,
        lambda row: (row.number,),
        lambda row: shown_submission_line(row, _why(services, who, row), told),
    )


@routes.get(
    "/v1/submissions/{submission_id}",
    **operation(
        "get_submission",
        "Read what became of an order that was taken in",
        Tag.ORDERS,
        Returns(SubmissionShown, A_SUBMISSION),
        problems=("not_found",),
    ),
)
def get_submission(
    services: ServicesOf, who: Writer, request: Request, submission_id: SubmissionId, language: Language
) -> Response:
    """`pending`, then `decided` with the decision, or `rejected` with the problem. Kept for 30 days after that."""
    with services.database.read() as session:
        row = found_submission(session, who.merchant, submission_id)
        decided = None
        if row.decision_id is not None:
            decided = decided_again(services.desk, session, who.merchant, row.decision_id, in_clear=who.sees_people)
    shown = shown_submission(row, _why(services, who, row), decided, language, request.state.request_id)
    return answer(shown, headers={"Retry-After": "1"} if row.state == "pending" else {})


def _why(services: Services, who: Caller, row: Submission) -> Refusal | None:
    """Why it was refused: codes and places to everybody, words to those who may see people."""
    refusal = refusal_of(services.desk, row)
    if refusal is None or who.sees_people:
        return refusal
    faults = tuple(replace(each, detail=KEPT_BACK) for each in refusal.faults)
    return replace(refusal, detail=KEPT_BACK, faults=faults)


def replayed(again: bool) -> dict[str, str]:  # noqa: FBT001 - what a use case answers
    """The header that says that an answer was given before."""
    return {IDEMPOTENT_REPLAYED: "true"} if again else {}
