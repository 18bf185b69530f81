"""What was told: read, sent once more by a person, and taken back where a message came back."""

from datetime import datetime

from engine.ids import Ids
from engine.store.outbox import NewJob, enqueue
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.errors import FulfilmentError, NotFound
from fulfillment.jobs import NOTICE
from fulfillment.records import Notice
from fulfillment.store.notices import find_notice, mark_queued


class NoticeNotRefused(FulfilmentError):
    """only a notice that was refused is sent again; whatever was taken is not"""

    code = "notice_not_refused"


def found_notice(session: ReadSession, merchant: str, notice_id: str) -> Notice:
    """A notice. Raises NotFound."""
    notice = find_notice(session, merchant, notice_id)
    if notice is None:
        raise NotFound("notice", notice_id)
    return notice


def send_again(session: WriteSession, ids: Ids, merchant: str, notice_id: str, now: datetime) -> Notice:
    """For whoever has seen to what refused it: a message of its own, by a job of its own. Raises NotFound,
    NoticeNotRefused."""
    notice = found_notice(session, merchant, notice_id)
    if not mark_queued(session, notice_id):
        raise NoticeNotRefused
    job = NewJob(
        kind=NOTICE,
        merchant=merchant,
        aggregate=f"{notice.order_id}:notice",
        payload={"order_id": notice.order_id, "merchant": merchant, "notice_id": notice_id},
    )
    enqueue(session, ids, [job], now)
    return found_notice(session, merchant, notice_id)
