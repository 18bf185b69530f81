"""What follows from decisions and from changes of the product file: which open order holds which SKU, tasks of product
data, and orders decided anew once what they waited for is known. Handlers of the outbox.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from engine.desk.desk import Desk
from engine.desk.rescreening import rescreen_what_is_left
from engine.ids import Ids
from engine.store.decision_rows import whose
from engine.store.feed import under_lock
from engine.store.order_skus import ENDED, forget_order, note_order, waiting_with_skus
from engine.store.outbox import Handler, Job, NewJob, enqueue
from engine.store.product_tasks import open_task, task_id
from engine.store.products import changed_since
from engine.store.sessions import WriteSession

CHANGED, RESCREEN = "desk.products_changed", "desk.rescreen"
BY = "product file"
AT_ONCE = 500
WAITS = frozenset({"hold", "ask_customer"})
CANCELLED = "cancel"


def handlers(desk: Desk) -> Mapping[str, Handler]:
    """The handlers by kind of job."""
    following = _Following(desk)
    return {CHANGED: following.changed, RESCREEN: following.decided_anew, ENDED: ended}


def changed_jobs(merchant: str, skus: Iterable[str]) -> list[NewJob]:
    """Jobs that decide anew whatever waits and holds one of the SKUs."""
    wanted = sorted(set(skus))
    parts = [wanted[first : first + AT_ONCE] for first in range(0, len(wanted), AT_ONCE)]
    return [
        # A SKU may be as long as the column, so its task's id stands for it.
        NewJob(kind=CHANGED, merchant=merchant, aggregate=task_id(merchant, part[0]), payload={"skus": part})
        for part in parts
    ]


def ended(session: WriteSession, job: Job) -> None:
    """Takes an order out of those that a SKU finds."""
    forget_order(session, job.merchant, job.aggregate)


def follow_decision(session: WriteSession, ids: Ids, job: Job) -> None:
    """Notes which SKUs a decided order holds, and opens the tasks that it waits for.

    A product may have changed between the decision and this note; who changed it could not find the order, so it is
    decided anew from here.
    """
    told, order_id = job.payload, job.aggregate
    skus, wants = _texts(told.get("skus")), told.get("wants")
    if told["outcome"] == CANCELLED:
        forget_order(session, job.merchant, order_id)
        return
    waits = told["outcome"] in WAITS
    note_order(session, job.merchant, order_id, skus, waits=waits)
    at = datetime.fromisoformat(str(told["at"]))
    for sku, attributes in wants.items() if isinstance(wants, dict) else ():
        # Under a lock: two workers may want the same tasks in another order.
        under_lock(session, _open, (job.merchant, sku, frozenset(_texts(attributes)), at))
    if waits and changed_since(session, job.merchant, skus, at):
        enqueue(session, ids, [_again(job, order_id)], at)


def _open(session: WriteSession, wanted: Sequence[tuple[str, str, frozenset[str], datetime]]) -> None:
    for merchant, sku, attributes, at in wanted:
        open_task(session, merchant, sku, attributes, at)


class _Following:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def changed(self, session: WriteSession, job: Job) -> None:
        """Has the waiting orders of changed products decided anew, some hundreds at a time."""
        skus, after = _texts(job.payload["skus"]), str(job.payload.get("after", ""))
        orders = waiting_with_skus(session, job.merchant, skus, AT_ONCE, after)
        jobs = [_again(job, order_id) for order_id in orders]
        if len(orders) == AT_ONCE:
            payload = {"skus": list(skus), "after": orders[-1]}
            jobs.append(NewJob(kind=CHANGED, merchant=job.merchant, aggregate=job.aggregate, payload=payload))
        enqueue(session, self._desk.ids, jobs, self._desk.clock.now())

    def decided_anew(self, session: WriteSession, job: Job) -> None:
        """Decides one order anew, if it still waits."""
        owner = whose(session, job.aggregate)
        if owner is not None and owner.outcome in WAITS:
            rescreen_what_is_left(self._desk, session, job.merchant, job.aggregate, BY)


def _again(job: Job, order_id: str) -> NewJob:
    return NewJob(kind=RESCREEN, merchant=job.merchant, aggregate=order_id, dedup=f"{RESCREEN}:{job.id}:{order_id}")


def _texts(value: object) -> Sequence[str]:
    return [str(each) for each in value] if isinstance(value, list) else []
