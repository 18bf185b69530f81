"""By when people should see to notices that nobody took or that wait for another address, for the list of all that has
an end. The hours are those of `data/notices/kinds.yaml`.
"""

from collections.abc import Sequence

from engine.store.sessions import ReadSession
from fulfillment.deadlines import Deadline, DeadlinesWanted
from fulfillment.records import Notice
from fulfillment.store.notices import notices_by_end

KIND, UNTOLD, HOUSE = "notice", "untold", "house policy"


def notice_deadlines(session: ReadSession, merchant: str, wanted: DeadlinesWanted) -> Sequence[Deadline]:
    """Of notices that wait for people; see `fulfillment.deadlines`."""
    return [_deadline(each) for each in notices_by_end(session, merchant, wanted)]


def _deadline(notice: Notice) -> Deadline:
    assert notice.due_at is not None  # noqa: S101 - only those with an end were asked for
    return Deadline(
        kind=KIND, id=notice.id, order_id=notice.order_id, at=notice.due_at, what_happens=UNTOLD, source=HOUSE
    )
