"""What was told: read, sent once more by a person, and closed by one who has seen to it."""

from dataclasses import dataclass
from datetime import datetime

from engine.desk.desk import Caller
from engine.desk.telling import audit_job
from engine.ids import Ids, Prefix
from engine.store.feed import NewEvent, add_events
from engine.store.outbox import NewJob, enqueue
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.errors import FulfilmentError, NotFound
from fulfillment.jobs import NOTICE
from fulfillment.notify.seen_to import SeenTo
from fulfillment.records import Notice
from fulfillment.store.bounced import forget_bounced
from fulfillment.store.notices import find_notice, mark_closed, mark_queued, waiting_of


class NoticeNotRefused(FulfilmentError):
    """only a notice that was refused, or waits for another address, is sent again; whatever was taken is not"""

    code = "notice_not_refused"


class NoticeWaitsForNobody(FulfilmentError):
    """only a notice that was refused, or waits for another address, is closed; see its state"""

    code = "notice_waits_for_nobody"

    def __init__(self, state: str) -> None:
        self.state = state
        super().__init__(f"only a notice that was refused, or waits for another address, is closed; it is `{state}`")


@dataclass(frozen=True, slots=True)
class Closing:
    """How people saw to a notice, and what they say of it."""

    how: SeenTo
    why: str


CLOSED = "notice.closed"


def found_notice(session: ReadSession, merchant: str, notice_id: str) -> Notice:
    """A notice. Raises NotFound."""
    notice = find_notice(session, merchant, notice_id)
    if notice is None:
        raise NotFound("notice", notice_id)
    return notice


def send_again(
    session: WriteSession, ids: Ids, merchant: str, notice_id: str, now: datetime, *, address_is_right: bool = False
) -> Notice:
    """For whoever has seen to what refused it: a message of its own, by a job of its own. `address_is_right`: what came
    back of the order did so by mistake, and its addresses are used again. Raises NotFound, NoticeNotRefused."""
    notice = found_notice(session, merchant, notice_id)
    if not mark_queued(session, notice_id):
        raise NoticeNotRefused
    enqueue(session, ids, [_job(merchant, notice.order_id, notice_id)], now)
    if address_is_right:
        forget_bounced(session, merchant, [notice.order_id])
        send_waiting(session, ids, merchant, notice.order_id, now)
    return found_notice(session, merchant, notice_id)


def close_notice(
    session: WriteSession, ids: Ids, caller: Caller, notice_id: str, closing: Closing, now: datetime
) -> Notice:
    """It is not sent any more: its customer was told by another way, or need not be. The feed tells it once, and the
    audit who did it. Raises NotFound, NoticeWaitsForNobody."""
    notice = found_notice(session, caller.merchant, notice_id)
    if not mark_closed(session, notice_id, closing.how, closing.why):
        raise NoticeWaitsForNobody(notice.state)
    told = {"kind": notice.kind, "previous_state": notice.state, "how": closing.how}
    enqueue(session, ids, [audit_job(caller, CLOSED, notice_id, {"order": notice.order_id, **told}, now)], now)
    event = NewEvent(
        id=f"{Prefix.EVENT}_{notice_id.removeprefix(f'{Prefix.NOTICE}_')}_closed",
        merchant=notice.merchant_id,
        type=CLOSED,
        order_id=notice.order_id,
        data={"notice_id": notice_id, **told},
        at=now,
    )
    add_events(session, [event])
    return found_notice(session, caller.merchant, notice_id)


def send_waiting(session: WriteSession, ids: Ids, merchant: str, order_id: str, now: datetime) -> None:
    """What waits for another address of an order is tried again, since there may be one."""
    again = [each for each in waiting_of(session, merchant, order_id) if mark_queued(session, each)]
    enqueue(session, ids, [_job(merchant, order_id, notice_id) for notice_id in again], now)


def _job(merchant: str, order_id: str, notice_id: str) -> NewJob:
    payload = {"order_id": order_id, "merchant": merchant, "notice_id": notice_id}
    return NewJob(kind=NOTICE, merchant=merchant, aggregate=f"{order_id}:notice", payload=payload)
