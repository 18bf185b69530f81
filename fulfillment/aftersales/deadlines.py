"""The ends of returns, in the one form that all ends have."""

from collections.abc import Sequence

from engine.store.sessions import ReadSession
from fulfillment.deadlines import Deadline, DeadlinesWanted
from fulfillment.records import ReturnCase
from fulfillment.store.aftersales import returns_by_end

KIND, GOODS, HOUSE = "return", "goods", "house policy"


def return_deadlines(session: ReadSession, merchant: str, wanted: DeadlinesWanted) -> Sequence[Deadline]:
    """Of returns that wait for goods, for photos or for a person; see `fulfillment.deadlines`."""
    return [_deadline(each) for each in returns_by_end(session, merchant, wanted)]


def _deadline(case: ReturnCase) -> Deadline:
    assert case.due_at is not None  # noqa: S101 - only those with an end were asked for
    return Deadline(
        kind=KIND,
        id=case.id,
        order_id=case.order_id,
        at=case.due_at,
        what_happens=f"return_{case.awaits or GOODS}",
        source=HOUSE,
    )
