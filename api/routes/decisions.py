"""Decisions: read, explained test by test, decided again, and tried without being stored."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.decision_document import decision_parts
from api.describing import Returns, Tag, operation
from api.routes.asking import desk_caller
from api.routes.examples import A_DECISION, DECISION
from api.routes.language import Language
from api.schemas.alternatives import AlternativesWanted
from api.schemas.body import JsonBody
from api.schemas.ids import DecisionId
from api.schemas.order_body import ORDER_BODY
from api.schemas.replays import ReplayAsked, ReplayShown, shown_replay
from api.schemas.shown import DecisionShown, ModelAnswerShown, ReasonShown, shown_decision
from api.schemas.traces import TraceShown, shown_trace
from api.services import ServicesOf
from engine.desk.reading import decided_again, kept_decision, kept_order, recalled
from engine.desk.replaying import evaluate, replay
from engine.workbench.ways_out import alternatives

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.DECISIONS_READ))]


class EvaluationShown(BaseModel):
    """What would be decided now."""

    merchant_order_id: str
    outcome: str
    score: int
    reasons: list[ReasonShown]
    next_steps: list[dict[str, str]]
    not_checked: list[dict[str, object]]
    shadow: list[dict[str, object]]
    model: ModelAnswerShown | None
    marks: list[dict[str, object]]
    receipt: dict[str, object]
    edition: str


_EVALUATED = {name: A_DECISION[name] for name in EvaluationShown.model_fields}
_REPLAYED = {
    "decision_id": DECISION,
    "deterministic": True,
    "outcome": "ask_customer",
    "differs": [],
    "erased": [],
    "ingredients": [],
    "edition": "5f0c" * 16,
}


@routes.get(
    "/v1/decisions/{decision_id}",
    **operation(
        "get_decision", "Read a decision", Tag.DECISIONS, Returns(DecisionShown, A_DECISION), problems=("not_found",)
    ),
)
def get_decision(services: ServicesOf, who: Reader, decision_id: DecisionId, language: Language) -> Response:
    """The decision as it was made. It never changes; `superseded_by` names the one that counts instead."""
    with services.database.read() as session:
        decided = decided_again(services.desk, session, who.merchant, decision_id, in_clear=who.sees_people)
    return answer(shown_decision(decided, language))


@routes.get(
    "/v1/decisions/{decision_id}/trace",
    **operation(
        "get_trace",
        "Read why, down to each test of each rule",
        Tag.DECISIONS,
        Returns(
            TraceShown,
            {
                "decision_id": DECISION,
                "facts": {"ship_to.country": "DE"},
                "lines": [{"line.quantity": 2}],
                "rules": [
                    {
                        "rule": "ADR-005",
                        "line": None,
                        "truth": True,
                        "tests": [
                            {
                                "fact": "address.postcode_level",
                                "actual": "error",
                                "operator": "eq",
                                "expected": "error",
                                "source": "",
                                "truth": True,
                            }
                        ],
                    }
                ],
                "erased": False,
                "alternatives": None,
            },
        ),
        problems=("not_found", "parameter_rejected"),
    ),
)
def get_trace(services: ServicesOf, who: Reader, decision_id: DecisionId, wanted: AlternativesWanted) -> Response:
    """Every fact, and every rule with every test: the value it met, what it wanted, and whether it held.

    Without `personal:read`, personal facts have no value here, and alternatives are those on other facts alone.
    A truth of null means *unknown*: a value was missing. With `alternatives=true`, also what would have to be otherwise
    for a milder outcome; of an admitted order, the rules that nearly fired. That decides many changed orders, so it
    takes up to `alternatives_ms`; nothing of it is for buyers.
    """
    with services.database.read() as session:
        row = kept_decision(session, who.merchant, decision_id)
        kept = recalled(services.desk, session, row, in_clear=who.sees_people)
        is_open = wanted.asked and kept.is_whole and who.sees_people
        order = kept_order(services.desk, session, row) if is_open else None
    found = None
    if wanted.asked and kept.decision.evaluation is not None:
        admission = services.desk.editions.load(row.edition, row.merchant).admission
        found = alternatives(admission, kept.decision, order, kept.context, enough=wanted.deadline())
    return answer(shown_trace(decision_id, kept.decision, found, is_whole=kept.is_whole))


@routes.post(
    "/v1/decisions/{decision_id}/replay",
    **operation(
        "replay_decision",
        "Decide again from the receipt",
        Tag.DECISIONS,
        Returns(ReplayShown, _REPLAYED),
        problems=("not_found",),
    ),
)
def replay_decision(
    services: ServicesOf,
    who: Reader,
    decision_id: DecisionId,
    asked: Annotated[ReplayAsked, Depends(JsonBody(ReplayAsked, {}))],
) -> Response:
    """Nothing is stored. With another `edition`, this tells what that one would have decided with the same inputs."""
    again = replay(services.desk, desk_caller(who), decision_id, asked.edition)
    return answer(shown_replay(again))


@routes.post(
    "/v1/evaluations",
    **operation(
        "evaluate_order",
        "Try an order without storing anything",
        Tag.DECISIONS,
        Returns(EvaluationShown, _EVALUATED),
        problems=("order_rejected", "other_merchant", "other_shop", "no_edition"),
    ),
)
def evaluate_order(
    services: ServicesOf,
    who: Annotated[Caller, Depends(caller(Scope.EVALUATIONS_WRITE, Reach.NARROWED))],
    body: Annotated[bytes, Depends(ORDER_BODY)],
    language: Language,
) -> Response:
    """What would be decided now, with what is remembered of other orders. No order, decision or event comes of it."""
    run = evaluate(services.desk, desk_caller(who), body)
    customer = run.order.customer
    parts = decision_parts(
        run.decision, run.loaded.admission.book, language, None if customer is None else customer.locale
    )
    return answer({"merchant_order_id": run.order.id, **parts, "edition": run.loaded.digest})
