"""Goodwill: money given away within the budget of a role, and these budgets."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.returns import STEPPING
from api.routes.working import occasion, taken_over, tried
from api.schemas.body import JsonBody, Strict
from api.schemas.ids import OrderId
from api.schemas.returns import A_BUDGET, A_GIFT, BudgetsShown, GoodwillShown, shown_budgets, shown_goodwill
from api.schemas.words import Name, Why
from api.services import Services, ServicesOf
from engine.store.sessions import WriteSession
from fulfillment.aftersales.goodwill import Gift, budgets_left, give, set_budget
from fulfillment.records import Goodwill
from fulfillment.states import Role

routes = APIRouter()
Writer = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]
Manager = Annotated[Caller, Depends(caller(Scope.ADMIN, Reach.OPEN))]
RoleName = Annotated[str, Path(pattern=r"^[a-z_]{1,32}$", examples=["service"])]
MOST = 10**10
PROGRAM = "program"  # a key that was given no role


class GiftAsked(Strict):
    """What is given away, in minor units of the order's currency. `reference` is your own name of it; done once."""

    amount: Annotated[int, Field(ge=1, le=MOST)]
    reason: Why
    reference: Name


class BudgetAsked(Strict):
    """What may be given away a month, in euro cents."""

    monthly: Annotated[int, Field(ge=0, le=MOST)]


@routes.post(
    "/v1/orders/{order_id}/goodwill",
    **operation(
        "give_goodwill",
        "Give money away",
        Tag.FULFILMENT,
        {201: Returns(GoodwillShown, A_GIFT, "Booked against the month's budget of your role.")},
        (*STEPPING, "not_taken_over", "budget_refused", "payment_refused"),
    ),
)
def give_goodwill(
    services: ServicesOf,
    who: Writer,
    order_id: OrderId,
    asked: Annotated[
        GiftAsked, Depends(JsonBody(GiftAsked, {"amount": 500, "reason": "came late", "reference": "g-1001"}))
    ],
) -> Response:
    """Refused over the budget, with the roles that could give it. The same `reference` again gives nothing more."""
    gift = Gift(role=role_of(who), amount=asked.amount, reason=asked.reason, reference=asked.reference)

    def work(session: WriteSession) -> Goodwill:
        with taken_over(session, who.merchant, order_id):
            return give(session, services.site_of(who), occasion(services, who, order_id), gift)

    return answer(shown_goodwill(tried(services, work)), 201)


@routes.get(
    "/v1/goodwill-budgets",
    **operation(
        "list_goodwill_budgets",
        "List what may be given away",
        Tag.FULFILMENT,
        Returns(BudgetsShown, {"month": "2026-11", "data": [A_BUDGET]}),
    ),
)
def list_budgets(
    services: ServicesOf, who: Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE, Reach.OPEN))]
) -> Response:
    """By role, with what is left of this month."""
    return _budgets(services, who.merchant)


@routes.put(
    "/v1/goodwill-budgets/{role}",
    **operation(
        "put_goodwill_budget",
        "Set what a role may give away a month",
        Tag.FULFILMENT,
        Returns(BudgetsShown, {"month": "2026-11", "data": [A_BUDGET]}),
    ),
)
def put_budget(
    services: ServicesOf,
    who: Manager,
    role: RoleName,
    asked: Annotated[BudgetAsked, Depends(JsonBody(BudgetAsked, {"monthly": 50000}))],
) -> Response:
    """Roles are `service`, `packer`, `admin` (all of them), and `program` for keys without one."""
    tried(services, lambda session: set_budget(session, who.merchant, role, asked.monthly))
    return _budgets(services, who.merchant)


def role_of(who: Caller) -> str:
    """Under which budget somebody gives: `admin` for who is everything, else the role in which they serve customers."""
    if who.tellers is None:
        return PROGRAM
    if who.tellers == frozenset(Role):
        return "admin"
    return Role.SERVICE if Role.SERVICE in who.tellers else min(who.tellers, default=Role.SYSTEM)


def _budgets(services: Services, merchant: str) -> Response:
    month = f"{services.clock.now():%Y-%m}"
    with services.database.read() as session:
        return answer(shown_budgets(month, budgets_left(session, merchant, month)))
