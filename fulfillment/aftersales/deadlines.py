"""The ends of returns, in the one form that all ends have."""

from collections.abc import Sequence

from engine.store.sessions import ReadSession
from fulfillment.aftersales.law import return_law
from fulfillment.deadlines import Deadline, DeadlinesWanted
from fulfillment.records import ReturnCase
from fulfillment.store.aftersales import returns_by_end, returns_by_refund

KIND, GOODS, REFUND, HOUSE = "return", "goods", "return_refund", "house policy"


def return_deadlines(session: ReadSession, merchant: str, wanted: DeadlinesWanted) -> Sequence[Deadline]:
    """Of returns that wait for goods, for photos or for a person, and of money that a law wants to have gone back; see
    `fulfillment.deadlines`. Where both are one moment the law's stands, since a list has one place for both."""
    refunds = [_refund(each) for each in returns_by_refund(session, merchant, wanted)]
    taken = {each.place for each in refunds}
    waits = (_wait(each) for each in returns_by_end(session, merchant, wanted))
    return [*(each for each in waits if each.place not in taken), *refunds]


def _refund(case: ReturnCase) -> Deadline:
    assert case.refund_due_at is not None  # noqa: S101 - only those with such a day were asked for
    return Deadline(
        kind=KIND,
        id=case.id,
        order_id=case.order_id,
        at=case.refund_due_at,
        what_happens=REFUND,
        source=law_said(case.refund_source),
    )


def law_said(source: str) -> str:
    """The page that a day was read from; the bare name of one that is not listed any more."""
    found = return_law().sources.get(source)
    return source if found is None else found.said


def _wait(case: ReturnCase) -> Deadline:
    assert case.due_at is not None  # noqa: S101 - only those with an end were asked for
    return Deadline(
        kind=KIND,
        id=case.id,
        order_id=case.order_id,
        at=case.due_at,
        what_happens=f"return_{case.awaits or GOODS}",
        source=HOUSE,
    )
