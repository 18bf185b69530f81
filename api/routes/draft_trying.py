"""A draft tried on one order that is there."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.asking import desk_caller
from api.routes.examples import ORDER, Example
from api.routes.rule_drafts import DraftPath
from api.schemas.body import JsonBody, Strict
from api.schemas.ids import OrderId
from api.schemas.rules_examples import DIGEST
from api.services import ServicesOf
from engine.desk.draft_trying import OnOne, try_on

routes = APIRouter()
A_TRIAL: Example = {
    "order_id": ORDER,
    "edition": DIGEST,
    "left_out": "",
    "before": "admit",
    "after": "hold",
    "before_score": 20,
    "after_score": 60,
    "only_before": {},
    "only_after": {"PAY-064": "hold"},
}


class OnOrder(Strict):
    """Which order."""

    order_id: OrderId


class TrialShown(BaseModel):
    """How the order ends by what is in force and by the draft, both as of today, and which rules speak in one of them
    alone, with their verdicts. An order that cannot be decided as it was has `left_out`, and null for the rest."""

    order_id: str
    edition: str = Field(description="Under which the draft is kept; it is not in force.")
    left_out: str
    before: str | None
    after: str | None
    before_score: int | None
    after_score: int | None
    only_before: dict[str, str]
    only_after: dict[str, str]


@routes.post(
    "/v1/rules/drafts/{draft}/try",
    **operation(
        "try_draft",
        "Try a draft on one order",
        Tag.RULES,
        Returns(TrialShown, A_TRIAL),
        ("not_found", "no_edition", "rule_book_rejected", "name_needed"),
    ),
)
def post_try(
    services: ServicesOf,
    who: Annotated[Caller, Depends(caller(Scope.RULES_WRITE))],
    draft: DraftPath,
    asked: Annotated[OnOrder, Depends(JsonBody(OnOrder, {"order_id": ORDER}))],
) -> Response:
    """With what was known when the order was decided last. Nothing of the order changes."""
    return answer(_shown(asked.order_id, try_on(services.desk, desk_caller(who), draft, asked.order_id)))


def _shown(order_id: str, found: OnOne) -> Mapping[str, object]:
    row = found.row
    before, after = ({}, {}) if row is None else (row.before_rules, row.after_rules)
    return {
        "order_id": order_id,
        "edition": found.candidate,
        "left_out": found.left_out,
        "before": None if row is None else row.before,
        "after": None if row is None else row.after,
        "before_score": None if row is None else row.before_score,
        "after_score": None if row is None else row.after_score,
        "only_before": {rule: said for rule, said in before.items() if after.get(rule) != said},
        "only_after": {rule: said for rule, said in after.items() if before.get(rule) != said},
    }
