"""The house's own duty has a clock: the day by which a law wants the money of a withdrawal to have gone back is
watched, and people are told three days before it, and when it has passed (Directive 2011/83/EU, Article 13(1)).

The day is known once the goods are back or there is proof that they were sent, and comes nearer with earlier proof. A
return that was settled while a dispute runs is watched on, since the bank holds its money until that is over.
"""

from dataclasses import replace
from datetime import timedelta

from engine.ids import Prefix
from engine.store.feed import NewEvent, add_events
from fulfillment.aftersales.event_types import REFUND_DUE
from fulfillment.aftersales.law import return_law
from fulfillment.casefile import CaseFile
from fulfillment.claims.way import readable
from fulfillment.jobs import RETURN_REFUND
from fulfillment.lifecycle import RETURN_OVER
from fulfillment.records import ReturnCase
from fulfillment.states import Comeback

NOTED = "return_refund_due"
DAY = timedelta(days=1)
WARNS = (3, 0)  # whole days before the end
PAID = RETURN_OVER | {Comeback.RESOLVED}


def with_refund_clock(file: CaseFile, case: ReturnCase) -> ReturnCase:
    """The return with the day for its money, as far as that is known by now, and watched; whoever asks keeps it."""
    order = readable(file)
    row = None if order is None or not case.granted else return_law().row_for(order.shipping_address.country)
    due = None if row is None else row.refund_due(case.created_at, case.received_at, case.sent_at)
    if row is None or due is None or due == case.refund_due_at:
        return case
    for days in WARNS:
        at = max(file.now, due - days * DAY)
        file.add_job(RETURN_REFUND, {"return_id": case.id}, track="return_refund", run_after=at)
    return replace(case, refund_due_at=due, refund_source=row.sources[0])


def warn_of_refund(file: CaseFile, case: ReturnCase) -> None:
    """Tells people of the day when it is near, and when it has passed, each once; nothing once the money is settled."""
    due = case.refund_due_at
    if due is None or not is_owed(case):
        return
    near = [days for days in WARNS if file.now >= due - days * DAY]
    told = {"return": case.id, "due": due.isoformat(), "days": min(near, default=0)}
    if near and file.note(NOTED, dedup=f"{NOTED}:{case.id}:{due:%Y-%m-%d}:{min(near)}", data=told):
        _tell(file, case.id, {"days_left": max(0, (due - file.now).days), "is_over": file.now >= due})


def is_owed(case: ReturnCase) -> bool:
    """Whether the money of a return has still to go back: it is not settled, or a dispute keeps what is due."""
    return case.state not in PAID or case.refund_waits > 0


def _tell(file: CaseFile, return_id: str, data: dict[str, object]) -> None:
    event = NewEvent(
        id=f"{Prefix.EVENT}_{return_id.removeprefix(f'{Prefix.RETURN}_')}_refund_{file.case.entries}",
        merchant=file.merchant,
        type=REFUND_DUE,
        order_id=file.order_id,
        data={"return_id": return_id, **data},
        at=file.now,
    )
    add_events(file.session, [event])
