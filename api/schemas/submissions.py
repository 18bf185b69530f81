"""How batches and submissions look on the wire."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Annotated

import orjson
from pydantic import BaseModel, Field, ValidationError

from api.composition.sample import SAMPLE_ORDER
from api.problems import Problem, Said, document, said_by, said_kept
from api.refusals import DocumentRejected
from api.routes.examples import A_DECISION, AT, DECISION, ORDER, Example
from api.schemas.body import MEBIBYTE, REFERENCES, JsonBytes, Strict
from api.schemas.faults import faults_of
from api.schemas.ids import an_id
from api.schemas.shown import DecisionShown, Shown, shown_decision
from engine.desk.batching import MOST, Ended, Item
from engine.desk.deciding import Decided
from engine.desk.submitting import Refusal
from engine.errors import ClearwayError, Fault, OrderRejected
from engine.ids import Prefix
from engine.order.decoding import decode
from engine.store.submissions import Batch, Submission

LARGEST = 4 * MEBIBYTE
MEMBERS = 250_000
NO_BATCH = Fault(
    "",
    "not_an_object",
    f'a batch is one object; put its orders, at most {MOST}, in `items`: {{"items": [{{"order": {{...}}}}, ...]}}',
)
SUBMISSION, BATCH = an_id(Prefix.SUBMISSION), an_id(Prefix.BATCH)


class ItemAsked(Strict):
    """One order. `key` names this request, as `Idempotency-Key` does for a single order; leave it out and the order's
    own `id` is enough."""

    order: Annotated[object, Field(description="An order as `POST /v1/orders` takes it; judged by itself.")]
    key: Annotated[str | None, Field(pattern=r"^[!-~]{1,200}$")] = None


class BatchAsked(Strict):
    """Up to 500 orders."""

    items: Annotated[tuple[ItemAsked, ...], Field(min_length=1, max_length=MOST, strict=False)]


class ItemShown(BaseModel):
    """How one order came out: as the answer to `POST /v1/orders` would have been."""

    index: int = Field(description="Its place in the batch, from 0.")
    status: int = Field(description="201 decided now, 200 decided before, else that of the problem.")
    decision: DecisionShown | None
    problem: Problem | None


class BatchDone(BaseModel):
    """All of them, in the order in which they came."""

    counts: dict[str, int] = Field(description="`decided`, `replayed`, `rejected`.")
    data: list[ItemShown]


class BatchShown(BaseModel):
    """A batch that was taken in."""

    id: str
    state: str = Field(description="`pending` while anything waits, then `done`.")
    total: int
    counts: dict[str, int] = Field(description="`pending`, `decided`, `rejected`.")
    created_at: datetime
    created_by: str
    links: dict[str, str]


class SubmissionLine(BaseModel):
    """An order that was taken in."""

    id: str
    index: int
    state: str = Field(json_schema_extra={"enum": ["pending", "decided", "rejected"]})
    merchant_order_id: str | None
    batch_id: str | None
    decision_id: str | None
    created_at: datetime
    ended_at: datetime | None
    problem: Problem | None
    links: dict[str, str]


class SubmissionShown(SubmissionLine):
    """An order that was taken in, with its answer once there is one."""

    decision: DecisionShown | None


A_LINE: Example = {
    "id": SUBMISSION,
    "index": 0,
    "state": "decided",
    "merchant_order_id": "1001",
    "batch_id": None,
    "decision_id": DECISION,
    "created_at": AT,
    "ended_at": AT,
    "problem": None,
    "links": {"self": f"/v1/submissions/{SUBMISSION}", "decision": f"/v1/decisions/{DECISION}"},
}
WAITING: Example = {
    **A_LINE,
    "state": "pending",
    "decision_id": None,
    "ended_at": None,
    "links": {"self": f"/v1/submissions/{SUBMISSION}"},
    "decision": None,
}
A_SUBMISSION: Example = {**A_LINE, "decision": A_DECISION}
A_BATCH: Example = {
    "id": BATCH,
    "state": "pending",
    "total": 2,
    "counts": {"pending": 1, "decided": 1, "rejected": 0},
    "created_at": AT,
    "created_by": "shop key",
    "links": {"self": f"/v1/batches/{BATCH}", "items": f"/v1/batches/{BATCH}/items"},
}
DONE: Example = {
    "counts": {"decided": 1, "replayed": 0, "rejected": 1},
    "data": [
        {"index": 0, "status": 201, "decision": A_DECISION, "problem": None},
        {
            "index": 1,
            "status": 422,
            "decision": None,
            "problem": document(
                Said(
                    "order_rejected",
                    "the field is required; add it",
                    [{"pointer": "/items/1/order/lines", "code": "missing", "detail": "the field is required; add it"}],
                ),
                "/v1/orders/batch",
                ORDER,
            ),
        },
    ],
}
BATCH_BODY = JsonBytes(
    BatchAsked.model_json_schema(ref_template=REFERENCES),
    {"items": [{"order": SAMPLE_ORDER, "key": "1001-first"}]},
    most=LARGEST,
    members=MEMBERS,
)


def read_items(body: bytes) -> Sequence[Item]:
    """The items of a batch; what is wrong with one order is found out when it is read. Raises DocumentRejected."""
    try:
        asked = BatchAsked.model_validate(decode(body, LARGEST))
    except OrderRejected as refused:
        raise DocumentRejected(faults=[_of_batch(each) for each in refused.faults]) from None
    except ValidationError as error:
        raise DocumentRejected(faults=faults_of(error.errors(include_url=False, include_input=False))) from None
    return [Item(number=number, document=_whole(each.order), key=each.key) for number, each in enumerate(asked.items)]


def _of_batch(fault: Fault) -> Fault:
    # The reader of orders says how one order is sent, which is no help to who sends many.
    return NO_BATCH if fault.code == NO_BATCH.code else fault


def _whole(order: object) -> Mapping[str, object]:
    # What is no object has no field of an order, and is refused for it like an empty one.
    return order if isinstance(order, Mapping) else {}


def item_bytes(ended: Ended, language: str, instance: str, request_id: str) -> tuple[str, bytes]:
    """How an item ended, in a word and as JSON: bytes, so that nothing of the decision is kept meanwhile."""
    came = ended.came_to
    if isinstance(came, Decided):
        word, status = ("replayed", 200) if came.replayed else ("decided", 201)
        shown: Shown = {"status": status, "decision": shown_decision(came, language), "problem": None}
    else:
        word, said = "rejected", said_by(_placed(came, ended.number), language)
        shown = {"status": said.kind.status, "decision": None, "problem": document(said, instance, request_id)}
    return word, orjson.dumps({"index": ended.number, **shown}, option=orjson.OPT_UTC_Z)


def _placed(error: ClearwayError, number: int) -> ClearwayError:
    """Faults of an order with their places in the batch."""
    if not isinstance(error, OrderRejected):
        return error
    where = f"/items/{number}/order"
    return OrderRejected([Fault(f"{where}{each.pointer}", each.code, each.detail) for each in error.faults])


def batch_done(items: Mapping[int, tuple[str, bytes]]) -> bytes:
    """The answer of a batch that was decided at once."""
    counts = dict.fromkeys(("decided", "replayed", "rejected"), 0)
    for word, _ in items.values():
        counts[word] += 1
    data = list(_fragments(items))
    return orjson.dumps({"counts": counts, "data": data})


def _fragments(items: Mapping[int, tuple[str, bytes]]) -> Iterator[orjson.Fragment]:
    for number in sorted(items):
        yield orjson.Fragment(items[number][1])


def shown_batch(batch: Batch, counts: Mapping[str, int]) -> Shown:
    """A batch that was taken in."""
    link = f"/v1/batches/{batch.id}"
    told = {name: counts.get(name, 0) for name in ("pending", "decided", "rejected")}
    return {
        "id": batch.id,
        "state": "pending" if told["pending"] else "done",
        "total": batch.total,
        "counts": told,
        "created_at": batch.created_at,
        "created_by": batch.created_by,
        "links": {"self": link, "items": f"{link}/items"},
    }


def shown_submission_line(row: Submission, refusal: Refusal | None, request_id: str) -> Shown:
    """A submission without its decision."""
    link = f"/v1/submissions/{row.id}"
    links = {"self": link}
    if row.decision_id is not None:
        links["decision"] = f"/v1/decisions/{row.decision_id}"
    problem = None
    if refusal is not None:
        problem = document(said_kept(refusal.code, refusal.detail, refusal.faults), link, request_id)
    return {
        "id": row.id,
        "index": row.number,
        "state": row.state,
        "merchant_order_id": row.ref,
        "batch_id": row.batch_id,
        "decision_id": row.decision_id,
        "created_at": row.created_at,
        "ended_at": row.ended_at,
        "problem": problem,
        "links": links,
    }


def shown_submission(
    row: Submission, refusal: Refusal | None, decided: Decided | None, language: str, request_id: str
) -> Shown:
    """A submission with its answer."""
    decision = None if decided is None else shown_decision(decided, language)
    return {**shown_submission_line(row, refusal, request_id), "decision": decision}
