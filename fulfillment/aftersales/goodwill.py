"""Money given away to keep a customer, within what each role may give a month; each gift is booked, and goes back
through the book of payments like any other money."""

from dataclasses import dataclass

from engine.ids import Prefix
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.errors import BudgetRefused
from fulfillment.naming import fitting
from fulfillment.payments.giving_back import return_part
from fulfillment.records import Goodwill, GoodwillBudget
from fulfillment.site import Occasion, Site
from fulfillment.store.goodwill import add_goodwill, budgets_of, goodwill_named, put_budget, spend, spent_in
from fulfillment.thread import at_work

REASON = "goodwill"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gift:
    """What is to be given away: `amount` in minor units of the order's currency, by somebody in `role`, under a name of
    whoever gives it."""

    role: str
    amount: int
    reason: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLeft:
    """A role's budget in a month, in euro cents."""

    role: str
    monthly: int
    spent: int

    @property
    def left(self) -> int:
        """What can still be given away; nothing where the budget was cut below what was spent."""
        return max(0, self.monthly - self.spent)


def give(session: WriteSession, site: Site, occasion: Occasion, gift: Gift) -> Goodwill:
    """Gives an amount away; the same reference again gives nothing more.

    Raises BudgetRefused over the role's budget, with the roles that could give it, and PaymentRefused for more than was
    kept of the order or a reference that stood for another amount.
    """
    with at_work(session, site, occasion) as file:
        before = goodwill_named(file.session, file.merchant, file.order_id, fitting(gift.reference))
        if before is not None:
            if before.amount != gift.amount:
                raise BudgetRefused(f"`{gift.reference}` stands for a gift of {before.amount}; use another reference")
            return before
        euro = site.desk.in_euro(file.merchant, gift.amount, file.case.currency)
        if euro is None or euro < 0:
            raise BudgetRefused(f"no rate from {file.case.currency} to EUR is known; the budget is in euro")
        month = f"{file.now:%Y-%m}"
        _take(session, file.merchant, gift.role, month, euro)
        return_part(file, gift.amount, reason=REASON)
        given = Goodwill(
            id=file.ids.new(Prefix.GOODWILL),
            merchant_id=file.merchant,
            order_id=file.order_id,
            role=gift.role,
            month=month,
            amount=gift.amount,
            currency=file.case.currency,
            euro=euro,
            why=gift.reason,
            actor=occasion.actor,
            reference=fitting(gift.reference),
            at=file.now,
        )
        add_goodwill(file.session, given)
        file.note("goodwill_given", dedup=f"goodwill:{given.id}",
                  data={"goodwill": given.id, "amount": gift.amount, "role": gift.role})  # fmt: skip
    return given


def set_budget(session: WriteSession, merchant: str, role: str, monthly: int) -> GoodwillBudget:
    """Sets what a role may give away a month, in euro cents; what was given already stays given."""
    budget = GoodwillBudget(merchant_id=merchant, role=role, monthly=monthly)
    put_budget(session, budget)
    return budget


def budgets_left(session: ReadSession, merchant: str, month: str) -> tuple[BudgetLeft, ...]:
    """All budgets with what is left of them in a month, by role."""
    spent = {each.role: each.spent for each in spent_in(session, merchant, month)}
    return tuple(
        BudgetLeft(role=each.role, monthly=each.monthly, spent=spent.get(each.role, 0))
        for each in budgets_of(session, merchant)
    )


def _take(session: WriteSession, merchant: str, role: str, month: str, euro: int) -> None:
    left = {each.role: each for each in budgets_left(session, merchant, month)}
    own = left.get(role)
    if own is None or not spend(session, merchant, role, month, euro, own.monthly):
        others = sorted(each.role for each in left.values() if each.role != role and each.left >= euro)
        who = f"; ask {' or '.join(others)}" if others else "; ask an administrator to raise a budget"
        has = 0 if own is None else own.left
        raise BudgetRefused(f"`{role}` has {has} euro cents left in {month}, not {euro}{who}")
