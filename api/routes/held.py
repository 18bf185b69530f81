"""Holds across orders, those that end first at the beginning; and what a merchant wants to follow at their ends."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.asking import desk_caller
from api.routes.examples import A_HOLD, a_page
from api.schemas.body import JsonBody, Strict
from api.schemas.moment import Moment
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.shown import HoldShown, shown_hold
from api.services import ServicesOf
from engine.clock import microseconds
from engine.desk.deadlines import Clock
from engine.desk.hold_actions import choose
from engine.desk.hold_terms import own_terms
from engine.rulebook.holds_block import Expiry
from engine.rulebook.rule_shape import REASON_FORM
from engine.store.hold_listing import HoldsWanted, listed_holds
from engine.store.holds import Hold

routes = APIRouter()
Lister = Annotated[Caller, Depends(caller(Scope.ORDERS_READ, Reach.NARROWED))]
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ, Reach.OPEN))]
SOME_ACTIONS = {"data": [{"reason": "FRD_SCORE", "then": "cancel"}]}


def _only(description: str) -> object:
    return Query(description=description, min_length=1, max_length=128)


class _Filters:
    """The dependency: which holds are asked for."""

    def __call__(
        self,
        state: Annotated[
            Literal["open", "released", "resolved", "expired", "any"], Query(description="Only in this state.")
        ] = "open",
        reason: Annotated[str | None, _only("Only for this reason.")] = None,
        rule: Annotated[str | None, _only("Only of this rule.")] = None,
        owner: Annotated[str | None, _only("Only what this person minds.")] = None,
        unassigned: Annotated[bool, Query(description="Only what nobody minds.")] = False,
        acts: Annotated[str | None, _only("Only what these can act on.")] = None,
        source: Annotated[Literal["rule", "person"] | None, Query(description="Only placed by these.")] = None,
        clock: Annotated[Clock | None, Query(description="Only with this clock ruling.")] = None,
        on_expiry: Annotated[Expiry | None, Query(description="Only where this follows.")] = None,
        due_before: Annotated[Moment | None, Query(description="Only those that end before.")] = None,
    ) -> HoldsWanted:
        return HoldsWanted(
            state=None if state == "any" else state,
            reason=reason,
            rule=rule,
            owner="" if unassigned else owner,
            actor=acts,
            source=source,
            clock=clock,
            on_expiry=on_expiry,
            due_before=due_before,
        )


class ActionAsked(Strict):
    """What follows at the end of holds for a reason; null leaves it to the rule book again."""

    reason: Annotated[str, Field(pattern=f"^{REASON_FORM}$")]
    then: Annotated[Expiry | None, Field(strict=False)]


class ActionShown(BaseModel):
    """What a merchant has chosen for a reason."""

    reason: str
    then: str


class ActionsShown(BaseModel):
    """All that a merchant has chosen; of other reasons the rule book says what follows."""

    data: list[ActionShown]


@routes.get(
    "/v1/holds",
    **operation("list_all_holds", "List holds of all orders", Tag.HOLDS, Returns(Page[HoldShown], a_page(A_HOLD))),
)
def list_all_holds(
    services: ServicesOf,
    who: Lister,
    wanted: Annotated[PageWanted, Depends(page)],
    only: Annotated[HoldsWanted, Depends(_Filters())],
) -> Response:
    """Those that end first come first."""
    key = wanted.after(int, str)
    after = None if key is None else (int(key[0]), str(key[1]))
    with services.database.read() as session:
        rows = listed_holds(session, who.merchant, replace(only, shops=who.shops), wanted.rows, after)
    return listing(rows, wanted, _key, shown_hold)


@routes.get(
    "/v1/hold-actions",
    **operation("list_hold_actions", "What follows at the ends of holds", Tag.HOLDS,
                Returns(ActionsShown, SOME_ACTIONS)),
)  # fmt: skip
def list_hold_actions(services: ServicesOf, who: Reader) -> Response:
    """What the merchant has chosen in place of what the rule book says."""
    with services.database.read() as session:
        return _actions(own_terms(session, who.merchant).then)


@routes.put(
    "/v1/hold-actions",
    **operation("choose_hold_action", "Choose what follows at the end of holds", Tag.HOLDS,
                Returns(ActionsShown, SOME_ACTIONS), ("setting_rejected", "no_edition")),
)  # fmt: skip
def choose_hold_action(
    services: ServicesOf,
    who: Annotated[Caller, Depends(caller(Scope.RULES_WRITE))],
    asked: Annotated[ActionAsked, Depends(JsonBody(ActionAsked, {"reason": "FRD_SCORE", "then": "cancel"}))],
) -> Response:
    """Time releases nothing that import law, parties, missing data or a failed engine hold, whatever is chosen."""
    return _actions(choose(services.desk, desk_caller(who), asked.reason, asked.then))


def _actions(chosen: Mapping[str, Expiry]) -> Response:
    return answer({"data": [{"reason": reason, "then": chosen[reason]} for reason in sorted(chosen)]})


def _key(hold: Hold) -> tuple[int, str]:
    return microseconds(hold.expires_at or hold.placed_at), hold.id
