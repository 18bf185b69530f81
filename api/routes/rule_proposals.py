"""Proposals of rule books: made from a draft, looked at, published now or later, rejected; roll-backs, second looks."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer, nothing
from api.describing import Returns, Tag, operation
from api.routes.asking import desk_caller
from api.routes.examples import a_page
from api.routes.language import Language
from api.schemas.body import JsonBody
from api.schemas.ids import ActivationId, ProposalId, RuleRunId
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.rules_asked import ProposalAsked, PublishAsked, RejectAsked, RollbackAsked
from api.schemas.rules_examples import A_DIFFERENCE, A_PROPOSAL, A_RUN, DIGEST
from api.schemas.rules_shown import (
    BookDifferenceShown,
    ProposalShown,
    RolledBackShown,
    RuleRunShown,
    shown_difference,
    shown_proposal,
    shown_run,
)
from api.services import ServicesOf
from engine.desk.draft_files import draft_named
from engine.desk.edition_reading import a_proposal, between
from engine.desk.proposals import confirm_emergency, reject, withdraw
from engine.desk.rolling_back import roll_back
from engine.desk.rule_running import a_rule_run, ask_for, cancel, schedule_publishing
from engine.store.proposals import LAST, proposals_before
from engine.store.rule_runs import LAST as LAST_RUN
from engine.store.rule_runs import rule_runs_before

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.RULES_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.RULES_WRITE))]
Approver = Annotated[Caller, Depends(caller(Scope.RULES_APPROVE))]
A_TASK = {202: Returns(RuleRunShown, A_RUN, "A worker does it; read the run.")}
AGREED = {"note": "agreed", "from": "2026-12-01T00:00:00Z"}
ENDED = ("not_found", "proposal_ended", "name_needed")
BACK = {"edition": DIGEST, "kind": "rollback", "activation": None, "proposal": None, "difference": A_DIFFERENCE}


@routes.post(
    "/v1/rules/proposals",
    **operation("propose_edition", "Propose a draft", Tag.RULES, A_TASK, ("not_found", "name_needed")),
)
def add_proposal(
    services: ServicesOf,
    who: Writer,
    asked: Annotated[ProposalAsked, Depends(JsonBody(ProposalAsked, {"draft": "softer-velocity", "note": "usual"}))],
) -> Response:
    """Stores the draft as an edition and measures its gates. The run's answer names the proposal, which a second person
    publishes; closed gates may open later."""
    draft_named(services.desk, desk_caller(who), asked.draft)
    run = ask_for(services.desk, desk_caller(who), "propose", asked.draft, {"note": asked.note})
    return answer(shown_run(run), 202, {"Location": f"/v1/rules/runs/{run.id}"})


@routes.get(
    "/v1/rules/proposals",
    **operation("list_proposals", "List proposals", Tag.RULES, Returns(Page[ProposalShown], a_page(A_PROPOSAL))),
)
def list_proposals(
    services: ServicesOf,
    who: Reader,
    wanted: Annotated[PageWanted, Depends(page)],
    state: Annotated[Literal["open", "all"], Query(description="Those that wait, or all.")] = "open",
) -> Response:
    """Newest first."""
    key = wanted.after(str)
    before = LAST if key is None else str(key[0])
    with services.database.read() as session:
        rows = proposals_before(session, who.merchant, wanted.rows, before, only_open=state == "open")
    return listing(rows, wanted, lambda each: (each.id,), shown_proposal)


@routes.get(
    "/v1/rules/proposals/{proposal_id}",
    **operation("get_proposal", "Read a proposal", Tag.RULES, Returns(ProposalShown, A_PROPOSAL), ("not_found",)),
)
def get_proposal(services: ServicesOf, who: Reader, proposal_id: ProposalId) -> Response:
    """With its gates, as they stood when it was made."""
    return answer(shown_proposal(a_proposal(services.desk, desk_caller(who), proposal_id)))


@routes.get(
    "/v1/rules/proposals/{proposal_id}/difference",
    **operation(
        "compare_proposal",
        "See what a proposal would change",
        Tag.RULES,
        Returns(BookDifferenceShown, A_DIFFERENCE),
        ("not_found",),
    ),
)
def get_proposal_difference(services: ServicesOf, who: Reader, proposal_id: ProposalId, language: Language) -> Response:
    """Against the edition that was in force when it was made, in plain words."""
    proposal = a_proposal(services.desk, desk_caller(who), proposal_id)
    against = proposal.against or proposal.edition
    return answer(shown_difference(between(services.desk, desk_caller(who), against, proposal.edition), language))


@routes.post(
    "/v1/rules/proposals/{proposal_id}/publish",
    **operation("publish_proposal", "Approve and publish a proposal", Tag.RULES, A_TASK, ENDED),
)
def post_publish(
    services: ServicesOf,
    who: Approver,
    proposal_id: ProposalId,
    asked: Annotated[PublishAsked, Depends(JsonBody(PublishAsked, AGREED))],
) -> Response:
    """The second person agrees. The run measures the gates and puts the edition in force, at once or `from` a moment
    on; until then it can be called off. Gates that are closed by then refuse it."""
    run = schedule_publishing(
        services.desk,
        desk_caller(who),
        proposal_id,
        note=asked.note,
        emergency=asked.emergency,
        due_at=asked.from_,
    )
    return answer(shown_run(run), 202, {"Location": f"/v1/rules/runs/{run.id}"})


@routes.post(
    "/v1/rules/proposals/{proposal_id}/reject",
    **operation(
        "reject_proposal",
        "Reject a proposal",
        Tag.RULES,
        Returns(ProposalShown, A_PROPOSAL),
        (*ENDED, "note_needed"),
    ),
)
def post_reject(
    services: ServicesOf,
    who: Approver,
    proposal_id: ProposalId,
    asked: Annotated[RejectAsked, Depends(JsonBody(RejectAsked, {"note": "it would hold all gift cards"}))],
) -> Response:
    """It ends, with the reason."""
    return answer(shown_proposal(reject(services.desk, desk_caller(who), proposal_id, asked.note)))


@routes.post(
    "/v1/rules/proposals/{proposal_id}/withdraw",
    **operation("withdraw_proposal", "Withdraw a proposal", Tag.RULES, Returns(ProposalShown, A_PROPOSAL), ENDED),
)
def post_withdraw(services: ServicesOf, who: Writer, proposal_id: ProposalId) -> Response:
    """Whoever proposed it thought better of it."""
    return answer(shown_proposal(withdraw(services.desk, desk_caller(who), proposal_id)))


@routes.post(
    "/v1/rules/activations/{activation_id}/confirm",
    **operation(
        "confirm_emergency",
        "Look at what one person did in an emergency",
        Tag.RULES,
        {204: Returns(None, description="Somebody else has looked.")},
        ("not_found", "not_waiting", "same_person", "name_needed"),
    ),
)
def post_confirm(services: ServicesOf, who: Approver, activation_id: ActivationId) -> Response:
    """The second pair of eyes, afterwards."""
    confirm_emergency(services.desk, desk_caller(who), activation_id)
    return nothing()


@routes.post(
    "/v1/rules/rollback",
    **operation(
        "roll_back",
        "Go back to an edition that was in force",
        Tag.RULES,
        Returns(RolledBackShown, BACK),
        (
            "not_found",
            "no_edition",
            "name_needed",
            "note_needed",
            "nothing_before",
            "nothing_differs",
            "not_in_force_before",
            "gates_closed",
            "several_editions",
            "store_conflict",
        ),
    ),
)
def post_rollback(
    services: ServicesOf,
    who: Approver,
    asked: Annotated[RollbackAsked, Depends(JsonBody(RollbackAsked, {"note": "too many good orders wait"}))],
    language: Language,
) -> Response:
    """At once where nothing protected differs; else `proposal` waits for a second person, unless it is an emergency."""
    done = roll_back(services.desk, desk_caller(who), asked.edition, asked.note, emergency=asked.emergency)
    return answer(
        {
            "edition": done.edition,
            "kind": done.kind,
            "activation": done.activation or None,
            "proposal": None if done.proposal is None else done.proposal.id,
            "difference": shown_difference(done.difference, language),
        }
    )


@routes.get(
    "/v1/rules/runs",
    **operation("list_rule_runs", "List work on rule books", Tag.RULES, Returns(Page[RuleRunShown], a_page(A_RUN))),
)
def list_runs(
    services: ServicesOf,
    who: Reader,
    wanted: Annotated[PageWanted, Depends(page)],
    kind: Annotated[
        Literal["tests", "propose", "publish", "backtest"] | None, Query(description="Only work of this kind.")
    ] = None,
    subject: Annotated[
        str, Query(max_length=128, pattern=r"^[a-z0-9_.-]*$", description="Only of this draft, edition or proposal.")
    ] = "",
) -> Response:
    """Newest first: tests, proposals, what is published or waits for its day, backtests."""
    key = wanted.after(str)
    before = LAST_RUN if key is None else str(key[0])
    with services.database.read() as session:
        rows = rule_runs_before(session, who.merchant, wanted.rows, before, kind, subject)
    return listing(rows, wanted, lambda each: (each.id,), shown_run)


@routes.get(
    "/v1/rules/runs/{rule_run_id}",
    **operation("get_rule_run", "Read a run", Tag.RULES, Returns(RuleRunShown, A_RUN), ("not_found",)),
)
def get_run(services: ServicesOf, who: Reader, rule_run_id: RuleRunId) -> Response:
    """How far it is, and what came of it."""
    return answer(shown_run(a_rule_run(services.desk, desk_caller(who), rule_run_id)))


@routes.post(
    "/v1/rules/runs/{rule_run_id}/cancel",
    **operation(
        "cancel_rule_run", "Call a run off", Tag.RULES, Returns(RuleRunShown, A_RUN), ("not_found", "run_ended")
    ),
)
def post_cancel(services: ServicesOf, who: Writer, rule_run_id: RuleRunId) -> Response:
    """One that has not begun: an edition that was to come into force on a later day, say. A backtest also while
    it runs; what it has compared by then stays, and its state says so."""
    return answer(shown_run(cancel(services.desk, desk_caller(who), rule_run_id)))
