"""The orders behind a rule's hits: what it said of each, and how each would have ended had a rule in shadow counted."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.examples import AT, ORDER, Example, a_page
from api.schemas.ids import an_id
from api.schemas.page import Page, PageWanted, listing, page
from api.services import ServicesOf
from engine.clock import microseconds
from engine.domains import ADMISSION
from engine.ids import Prefix
from engine.store.hit_orders import Met, flow_met, orders_met

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.RULES_READ))]
Rule = Annotated[str, Query(min_length=1, max_length=64, description="Which rule.")]
Days = Annotated[int, Query(ge=1, le=400, description="How far back.")]
A_MET: Example = {
    "order_id": ORDER,
    "order": "A-1001",
    "shop": "cyclery-de",
    "country": "DE",
    "currency": "EUR",
    "total": 12900,
    "decision_id": an_id(Prefix.DECISION),
    "status": "shadow",
    "verdict": "hold",
    "outcome": "admit",
    "with_it": "hold",
    "decided_at": AT,
}
A_FLOW: Example = {
    "rule": "FRD-012",
    "since": AT,
    "orders": 9,
    "agreed": 2,
    "flow": [
        {"before": "admit", "after": "hold", "orders": 7},
        {"before": "hold", "after": "hold", "orders": 2},
    ],
}


class MetShown(BaseModel):
    """A new order that a rule met. `verdict` is the rule's, `outcome` that of the decision, `with_it` how the order
    would end with this rule in force."""

    order_id: str
    order: str
    shop: str
    country: str | None
    currency: str
    total: int = Field(description="In minor units.")
    decision_id: str
    status: str = Field(description="`live`, or `shadow`, when it decided nothing.")
    verdict: str
    outcome: str
    with_it: str
    decided_at: datetime


class MetFlow(BaseModel):
    """So many orders that were decided as `before` would end as `after` with the rule in force."""

    before: str
    after: str
    orders: int


class MetFlowShown(BaseModel):
    """Of the new orders that a rule met in shadow: how they were decided, and how they would have been. `agreed` ended
    as the rule would have had them, or worse."""

    rule: str
    since: datetime
    orders: int
    agreed: int
    flow: list[MetFlow]


@routes.get(
    "/v1/rules/hits/orders",
    **operation(
        "list_orders_of_a_rule", "List the orders that a rule met", Tag.RULES, Returns(Page[MetShown], a_page(A_MET))
    ),
)
def list_met(
    services: ServicesOf, who: Reader, rule: Rule, wanted: Annotated[PageWanted, Depends(page)], days: Days = 30
) -> Response:
    """New orders alone, the newest first; a rule that nobody knows has met none."""
    key, since = wanted.after(int, str), services.clock.now() - timedelta(days=days)
    after = None if key is None else (int(key[0]), str(key[1]))
    with services.database.read() as session:
        rows = orders_met(session, who.merchant, rule, since, wanted.rows, after)
    return listing(rows, wanted, lambda each: (microseconds(each.decided_at), each.decision_id), _shown)


@routes.get(
    "/v1/rules/shadow/flow",
    **operation(
        "get_shadow_flow",
        "See what a rule in shadow would have done",
        Tag.RULES,
        Returns(MetFlowShown, A_FLOW),
    ),
)
def get_flow(services: ServicesOf, who: Reader, rule: Rule, days: Days = 30) -> Response:
    """Counted of what it said of new orders while it was in shadow; nothing is decided for it."""
    since = services.clock.now() - timedelta(days=days)
    with services.database.read() as session:
        met = flow_met(session, who.merchant, rule, since)
    found: dict[tuple[str, str], int] = {}
    for (status, verdict, outcome), orders in met.items():
        if status == "shadow":
            place = (outcome, ADMISSION.worst(verdict, outcome))
            found[place] = found.get(place, 0) + orders
    flow = [{"before": before, "after": after, "orders": orders} for (before, after), orders in sorted(found.items())]
    agreed = sum(orders for (before, after), orders in found.items() if before == after)
    return answer({"rule": rule, "since": since, "orders": sum(found.values()), "agreed": agreed, "flow": flow})


def _shown(met: Met) -> dict[str, object]:
    return {
        "order_id": met.order_id,
        "order": met.ref,
        "shop": met.shop,
        "country": met.country,
        "currency": met.currency,
        "total": met.total,
        "decision_id": met.decision_id,
        "status": met.status,
        "verdict": met.verdict,
        "outcome": met.outcome,
        "with_it": ADMISSION.worst(met.verdict, met.outcome),
        "decided_at": met.decided_at,
    }
