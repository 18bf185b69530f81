"""Decisions: read, explained test by test, decided again, and tried without being stored."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.decision_document import decision_parts
from api.describing import Returns, Tag, operation
from api.routes.asking import desk_caller
from api.routes.examples import A_DECISION, DECISION
from api.routes.language import Language
from api.schemas.body import JsonBody, Strict
from api.schemas.ids import DecisionId
from api.schemas.order_body import ORDER_BODY
from api.schemas.shown import DecisionShown, ReasonShown, shown_decision
from api.schemas.traces import TraceShown, shown_trace
from api.services import ServicesOf
from engine.desk.reading import decided_again, kept_decision, recalled
from engine.desk.replaying import evaluate, replay

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.DECISIONS_READ))]


class ReplayAsked(Strict):
    """With which edition to decide again; the one that decided, unless named."""

    edition: Annotated[str | None, Field(max_length=128)] = None


class ReplayShown(BaseModel):
    """Whether the same inputs led to the same content and trace, byte for byte; else what differs."""

    decision_id: str
    deterministic: bool
    outcome: str | None
    differs: list[str]
    erased: list[str]
    edition: str


class EvaluationShown(BaseModel):
    """What would be decided now."""

    merchant_order_id: str
    outcome: str
    score: int
    reasons: list[ReasonShown]
    next_steps: list[dict[str, str]]
    not_checked: list[dict[str, object]]
    shadow: list[dict[str, object]]
    receipt: dict[str, object]
    edition: str


_EVALUATED = {name: A_DECISION[name] for name in EvaluationShown.model_fields}
_REPLAYED = {
    "decision_id": DECISION,
    "deterministic": True,
    "outcome": "ask_customer",
    "differs": [],
    "erased": [],
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
        decided = decided_again(services.desk, session, who.merchant, decision_id)
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
            },
        ),
        problems=("not_found",),
    ),
)
def get_trace(services: ServicesOf, who: Reader, decision_id: DecisionId) -> Response:
    """Every fact, and every rule with every test: the value it met, what it wanted, and whether it held.

    A truth of null means *unknown*: a value was missing.
    """
    with services.database.read() as session:
        row = kept_decision(session, who.merchant, decision_id)
        kept = recalled(services.desk, session, row)
    return answer(shown_trace(decision_id, kept.decision, is_whole=kept.is_whole))


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
    document = {
        "decision_id": decision_id,
        "deterministic": again.is_same,
        "outcome": again.outcome,
        "differs": list(again.differs),
        "erased": list(again.erased),
        "edition": again.edition,
    }
    return answer(document)


@routes.post(
    "/v1/evaluations",
    **operation(
        "evaluate_order",
        "Try an order without storing anything",
        Tag.DECISIONS,
        Returns(EvaluationShown, _EVALUATED),
        problems=("order_rejected", "other_merchant", "no_edition"),
    ),
)
def evaluate_order(
    services: ServicesOf,
    who: Annotated[Caller, Depends(caller(Scope.EVALUATIONS_WRITE))],
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
