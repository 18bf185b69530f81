"""Orders that are taken in now and decided by a worker: each exactly once, and its answer can be read for a while.

The row and its job commit together; the decision commits with the job's completion and with the row's end. So a kill
at any point loses no order and decides none twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import orjson

from engine.desk.batching import Item, request_of
from engine.desk.deciding import order_key, sighting_token
from engine.desk.desk import Caller, Desk, Request
from engine.desk.errors import BatchReused, NoEdition, NotFound, PersonErased, RequestReused
from engine.desk.intake import Incoming, incoming, place, settled
from engine.errors import ClearwayError, Fault, JobPostponed, StoreError
from engine.ids import Prefix
from engine.store.outbox import Handler, Job, NewJob, enqueue
from engine.store.sessions import ReadSession, WriteSession
from engine.store.submissions import (
    PENDING,
    REJECTED,
    Batch,
    Submission,
    add_batch,
    add_submissions,
    batch_by_key,
    batch_of,
    end_decided,
    end_rejected,
    submission_by_key,
    submission_of,
)

SUBMITTED = "desk.submission"
NOBODY = 0
AGAIN_S = 5.0  # while no rule book is in force


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why an order was not decided: a stable code, in words, and each fault with its place."""

    code: str
    detail: str
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Accepted:
    """What was taken in; `replayed` when the same request came before."""

    submission: Submission
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class BatchAccepted:
    """A batch that was taken in."""

    batch: Batch
    replayed: bool = False


def accept(desk: Desk, caller: Caller, body: bytes, request: Request | None = None) -> Accepted:
    """Keeps an order to be decided later. Raises OrderRejected, OtherMerchant, RequestReused, InFlight."""
    come = incoming(desk, caller, body)

    def once(session: WriteSession) -> Accepted:
        if request is not None:
            before = submission_by_key(session, caller.merchant, request.key)
            if before is not None:
                _same(before.request_fingerprint, desk.seal.digest(request.fingerprint), RequestReused())
                if caller.shops is not None and before.shop not in caller.shops:
                    raise RequestReused
                return Accepted(before, replayed=True)
        row = _row(desk, caller, 0, come, body, request)
        add_submissions(session, [row])
        enqueue(session, desk.ids, [_job(desk, row, come)], row.created_at)
        return Accepted(row)

    return settled(desk, once)


def accept_all(desk: Desk, caller: Caller, items: Sequence[Item], request: Request | None = None) -> BatchAccepted:
    """Keeps a batch to be decided later; what cannot be read is refused in its row at once, and spoils no other.

    Raises BatchReused, InFlight.
    """

    def once(session: WriteSession) -> BatchAccepted:
        before = known_batch(desk, session, caller, request)
        if before is not None:
            return BatchAccepted(before, replayed=True)
        batch = keep_batch(desk, session, caller, len(items), request)
        key = None if request is None else request.key
        rows: list[Submission] = []
        jobs: list[NewJob] = []
        used: set[str | None] = set()
        for item in items:
            row, job = _taken(desk, caller, batch, item, key)
            rows.append(_unkeyed(session, row, used))
            used.add(row.request_key)
            jobs += [] if job is None else [job]
        add_submissions(session, rows)
        enqueue(session, desk.ids, jobs, batch.created_at)
        return BatchAccepted(batch)

    return settled(desk, once)


def known_batch(desk: Desk, session: ReadSession, caller: Caller, request: Request | None) -> Batch | None:
    """The batch that a request led to before. Raises BatchReused when it was another request."""
    if request is None:
        return None
    before = batch_by_key(session, caller.merchant, request.key)
    if before is not None:
        _same(before.request_fingerprint, desk.seal.digest(request.fingerprint), BatchReused())
    return before


def keep_batch(desk: Desk, session: WriteSession, caller: Caller, total: int, request: Request | None) -> Batch:
    """Keeps that a batch came. Raises StoreConflict when the same request is kept meanwhile."""
    batch = Batch(
        id=desk.ids.new(Prefix.BATCH),
        merchant=caller.merchant,
        total=total,
        created_at=desk.clock.now(),
        created_by=caller.name,
        request_key=None if request is None else request.key,
        request_fingerprint=None if request is None else desk.seal.digest(request.fingerprint),
    )
    add_batch(session, batch)
    return batch


def note_batch(desk: Desk, caller: Caller, total: int, request: Request | None) -> bool:
    """Keeps that a batch with an Idempotency-Key is decided at once; answers whether it came before.

    Raises BatchReused, InFlight.
    """

    def once(session: WriteSession) -> bool:
        if known_batch(desk, session, caller, request) is not None:
            return True
        keep_batch(desk, session, caller, total, request)
        return False

    return settled(desk, once) if request is not None else False


def found_submission(session: ReadSession, merchant: str, id_: str) -> Submission:
    """A submission. Raises NotFound."""
    row = submission_of(session, merchant, id_)
    if row is None:
        raise NotFound("submission", id_)
    return row


def found_batch(session: ReadSession, merchant: str, id_: str) -> Batch:
    """A batch. Raises NotFound."""
    batch = batch_of(session, merchant, id_)
    if batch is None:
        raise NotFound("batch", id_)
    return batch


def refusal_of(desk: Desk, row: Submission) -> Refusal | None:
    """Why it was refused; None where it was not."""
    if row.state != REJECTED:
        return None
    if row.sealed is None or row.seal_key is None:
        return Refusal(code=PersonErased.code, detail="personal values of the order were erased")
    told = orjson.loads(desk.seal.opened_bytes(row.seal_key, row.sealed))
    return Refusal(code=told["code"], detail=told["detail"], faults=tuple(Fault(*each) for each in told["faults"]))


def submission_handlers(desk: Desk) -> Mapping[str, Handler]:
    """The handler of what was taken in."""
    return {SUBMITTED: _Submitting(desk)}


@dataclass(frozen=True, slots=True)
class _Submitting:
    desk: Desk

    def __call__(self, session: WriteSession, job: Job, /) -> None:
        """Decides one. What cannot be an order is refused for good; without a rule book it waits."""
        row = submission_of(session, job.merchant, str(job.payload["submission"]))
        if row is None or row.state != PENDING:
            return
        now = self.desk.clock.now()
        try:
            decided = self._decided(session, row)
        except NoEdition as missing:
            raise JobPostponed(AGAIN_S) from missing
        except StoreError:
            raise
        except ClearwayError as refused:  # whatever it is, trying again would not make an order of it
            why = None if row.seal_key is None else self.desk.seal.closed_bytes(row.seal_key, _told(refused))
            end_rejected(session, row, now, row.seal_key, why)
        else:
            end_decided(session, row, decided, now)

    def _decided(self, session: WriteSession, row: Submission) -> str:
        if row.seal_key is None or row.sealed is None:
            raise PersonErased(row.ref or row.id, ("personal values",))
        # A key of one shop sends orders that name none: they are that shop's now as they were then.
        shops = frozenset({row.shop}) if row.shop else None
        caller = Caller(merchant=row.merchant, name=row.created_by, shops=shops)
        head, _, body = self.desk.seal.opened_bytes(row.seal_key, row.sealed).partition(b"\n")
        asked = orjson.loads(head)
        request = None if asked is None else Request(key=asked[0], fingerprint=asked[1])
        return place(self.desk, session, caller, incoming(self.desk, caller, body), request).row.id


def later(desk: Desk, caller: Caller, body: bytes) -> tuple[Submission, NewJob]:
    """An order to be decided later, as a row and its job, for whoever adds them with more of its own.

    Raises OrderRejected, OtherMerchant, OtherShop and ShopUnknown.
    """
    come = incoming(desk, caller, body)
    row = _row(desk, caller, 0, come, body, None)
    return row, _job(desk, row, come)


def refused_later(desk: Desk, caller: Caller, error: ClearwayError) -> Submission:
    """The row of what can be no order, with why, sealed."""
    return _refused_row(desk, caller, None, 0, error)


def _taken(desk: Desk, caller: Caller, batch: Batch, item: Item, key: str | None) -> tuple[Submission, NewJob | None]:
    """The row of one item of a batch, and its job unless it is refused already."""
    try:
        come = incoming(desk, caller, item.document)
    except ClearwayError as refused:
        return _refused(desk, caller, batch, item, refused), None
    # Only of what is an order: JSON allows whole numbers of any length, and not all can be written again.
    body = orjson.dumps(item.document)
    row = replace(_row(desk, caller, item.number, come, body, request_of(item, come, key)), batch_id=batch.id)
    return row, _job(desk, row, come)


def _row(desk: Desk, caller: Caller, number: int, come: Incoming, body: bytes, request: Request | None) -> Submission:
    key = desk.seal.new_key()
    asked = None if request is None else [request.key, request.fingerprint]
    return Submission(
        id=desk.ids.new(Prefix.SUBMISSION),
        merchant=caller.merchant,
        number=number,
        state=PENDING,
        person=come.person,
        shop=order_key(come.order).shop,
        created_at=desk.clock.now(),
        created_by=caller.name,
        request_key=None if request is None else request.key,
        request_fingerprint=None if request is None else desk.seal.digest(request.fingerprint),
        ref=come.order.id,
        seal_key=key,
        # The request is in it as it was made: the decision keeps its own digest of it, which is keyed.
        sealed=desk.seal.closed_bytes(key, orjson.dumps(asked) + b"\n" + body),
    )


def _refused(desk: Desk, caller: Caller, batch: Batch, item: Item, error: ClearwayError) -> Submission:
    return _refused_row(desk, caller, batch.id, item.number, error)


def _refused_row(desk: Desk, caller: Caller, batch: str | None, number: int, error: ClearwayError) -> Submission:
    key, now = desk.seal.new_key(), desk.clock.now()
    return Submission(
        id=desk.ids.new(Prefix.SUBMISSION),
        merchant=caller.merchant,
        batch_id=batch,
        number=number,
        state=REJECTED,
        person=NOBODY,
        shop="" if caller.shops is None else min(caller.shops, default=""),
        created_at=now,
        created_by=caller.name,
        seal_key=key,
        sealed=desk.seal.closed_bytes(key, _told(error)),
        ended_at=now,
    )


def _job(desk: Desk, row: Submission, come: Incoming) -> NewJob:
    """One order's submissions are decided one after the other, as they came; the token says which order it is."""
    token = sighting_token(desk, order_key(come.order))
    return NewJob(
        kind=SUBMITTED,
        merchant=row.merchant,
        aggregate=f"submission:{token:x}",
        payload={"submission": row.id},
        dedup=f"{SUBMITTED}:{row.id}",
    )


def _unkeyed(session: ReadSession, row: Submission, used: set[str | None]) -> Submission:
    """An item whose key came before holds it in its sealed part alone: when it is decided, it gets what the first got,
    or is refused where it is another order."""
    key = row.request_key
    if key is None or (key not in used and submission_by_key(session, row.merchant, key) is None):
        return row
    return replace(row, request_key=None, request_fingerprint=None)


def _told(error: ClearwayError) -> bytes:
    faults = [each for each in getattr(error, "faults", ()) if isinstance(each, Fault)]
    told = {
        "code": error.code,
        "detail": str(error),
        "faults": [[each.pointer, each.code, each.detail] for each in faults],
    }
    return orjson.dumps(told)


def _same(before: str | None, now: str, otherwise: ClearwayError) -> None:
    if before != now:
        raise otherwise
