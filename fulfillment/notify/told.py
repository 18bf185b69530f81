"""What was told: read, sent once more by a person, and taken back where a message came back."""

from datetime import datetime

from engine.ids import Ids
from engine.store.outbox import NewJob, enqueue
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.errors import FulfilmentError, NotFound
from fulfillment.jobs import NOTICE
from fulfillment.records import Notice
from fulfillment.store.bounced import forget_bounced
from fulfillment.store.notices import find_notice, mark_queued, waiting_of


class NoticeNotRefused(FulfilmentError):
    """only a notice that was refused, or waits for another address, is sent again; whatever was taken is not"""

    code = "notice_not_refused"


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


def send_waiting(session: WriteSession, ids: Ids, merchant: str, order_id: str, now: datetime) -> None:
    """What waits for another address of an order is tried again, since there may be one."""
    again = [each for each in waiting_of(session, merchant, order_id) if mark_queued(session, each)]
    enqueue(session, ids, [_job(merchant, order_id, notice_id) for notice_id in again], now)


def _job(merchant: str, order_id: str, notice_id: str) -> NewJob:
    payload = {"order_id": order_id, "merchant": merchant, "notice_id": notice_id}
    return NewJob(kind=NOTICE, merchant=merchant, aggregate=f"{order_id}:notice", payload=payload)
