"""What was given away, and how much of each month's budget that took."""

from sqlalchemy import select, update

from engine.store.sessions import ReadSession, WriteSession
from fulfillment.records import Goodwill, GoodwillBudget, GoodwillSpent
from fulfillment.store.rows import keep, many, one
from fulfillment.store.tables import GOODWILL, GOODWILL_BUDGET, GOODWILL_SPENT

_BUDGET, _SPENT = GOODWILL_BUDGET.c, GOODWILL_SPENT.c


def budgets_of(session: ReadSession, merchant: str) -> tuple[GoodwillBudget, ...]:
    """All budgets of a merchant, by role."""
    return many(session, GOODWILL_BUDGET, GoodwillBudget, _BUDGET.merchant_id == merchant)


def put_budget(session: WriteSession, budget: GoodwillBudget) -> None:
    """Sets what a role may give away a month."""
    same = (_BUDGET.merchant_id == budget.merchant_id, _BUDGET.role == budget.role)
    if not session.run(update(GOODWILL_BUDGET).where(*same).values(monthly=budget.monthly)):
        keep(session, GOODWILL_BUDGET, budget)


def spent_in(session: ReadSession, merchant: str, month: str) -> tuple[GoodwillSpent, ...]:
    """What was given away in a month, by role."""
    return many(session, GOODWILL_SPENT, GoodwillSpent, _SPENT.merchant_id == merchant, _SPENT.month == month)


def spend(session: WriteSession, merchant: str, role: str, month: str, euro: int, most: int) -> bool:
    """Takes from a month's budget, as long as no more than `most` is spent; false where it is not enough.

    Compares and sets in one statement: two who give at once never give more than there is.
    """
    same = (_SPENT.merchant_id == merchant, _SPENT.role == role, _SPENT.month == month)
    if not session.run(update(GOODWILL_SPENT).where(*same).values(spent=_SPENT.spent)):
        keep(session, GOODWILL_SPENT, GoodwillSpent(merchant_id=merchant, role=role, month=month, spent=0))
    fits = _SPENT.spent + euro <= most
    return session.run(update(GOODWILL_SPENT).where(*same, fits).values(spent=_SPENT.spent + euro)) == 1


def add_goodwill(session: WriteSession, given: Goodwill) -> None:
    """Books what was given away."""
    keep(session, GOODWILL, given)


def goodwill_named(session: ReadSession, merchant: str, order_id: str, reference: str) -> Goodwill | None:
    """What was given away for an order under a reference."""
    of_it = (GOODWILL.c.merchant_id == merchant, GOODWILL.c.order_id == order_id)
    return one(session, GOODWILL, Goodwill, *of_it, GOODWILL.c.reference == reference)


def goodwill_in(session: ReadSession, merchant: str, month: str, limit: int) -> tuple[Goodwill, ...]:
    """What was given away in a month, the newest first."""
    newest = (
        select(GOODWILL.c.id)
        .where(GOODWILL.c.merchant_id == merchant, GOODWILL.c.month == month)
        .order_by(GOODWILL.c.id.desc())
        .limit(limit)
    )
    return tuple(reversed(many(session, GOODWILL, Goodwill, GOODWILL.c.id.in_(newest))))
