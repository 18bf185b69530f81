"""Work on rule books that takes longer than a request may: tests of a draft, proposing, publishing now or on a day.

What is asked for is a row and a job; a worker does it under the name of who asked. What is refused then, since a gate
is closed or somebody else published, is an answer as good as a result. Work that was begun before a worker died is
begun again, and what it had done already is found.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from engine.desk.desk import Caller, Desk
from engine.desk.drafts import files_to_propose, pull_draft
from engine.desk.edition_errors import GatesClosed, ProposalEnded, RunEnded, RunTooLong
from engine.desk.edition_files import book_of
from engine.desk.edition_reading import a_proposal
from engine.desk.errors import DeskError, NotFound
from engine.desk.people import somebody
from engine.desk.proposals import propose, publish
from engine.desk.rule_telling import tell
from engine.errors import ClearwayError, DataRejected, EngineFault, StoreConflict
from engine.ids import Ids, Prefix
from engine.rulebook.source import RuleBookRejected
from engine.store.backtests import KIND as BACKTEST
from engine.store.editions import activations
from engine.store.handling import AnyHandler, OutsideHandler
from engine.store.outbox import Job, NewJob, enqueue
from engine.store.rescreens import UNDER_WAY, move
from engine.store.rule_runs import (
    RuleRun,
    add_rule_run,
    begin_rule_run,
    cancel_rule_run,
    end_rule_run,
    rule_run_of,
)
from engine.store.sessions import WriteSession
from engine.workbench.gates import Gate
from engine.workbench.proof import proof_of
from engine.workbench.thin_tests import thin_tests

RUN = "rules.run"
LONGEST_MINUTES = 15
MOST_SHOWN = 200  # failed tests and gaps
MOST_LOOKED_AT = 50
Answer = Mapping[str, object]
Doing = Callable[[Desk, Caller, RuleRun], Answer]
REFUSALS = (DeskError, RuleBookRejected, DataRejected, EngineFault, StoreConflict)


@dataclass(frozen=True, slots=True)
class NumberedIds:
    """Identifiers of which the one of a kind is known beforehand, so that work done twice names the same thing."""

    others: Ids
    prefix: Prefix
    id_: str

    def new(self, prefix: Prefix) -> str:
        """The known one, or a new one."""
        return self.id_ if prefix is self.prefix else self.others.new(prefix)


def ask_for(
    desk: Desk, caller: Caller, kind: str, subject: str, asked: Answer, due_at: datetime | None = None
) -> RuleRun:
    """Keeps a run and its job. Raises NameNeeded."""
    caller, now = replace(caller, name=somebody(caller.name)), desk.clock.now()
    run = RuleRun(
        id=desk.ids.new(Prefix.RUN),
        merchant=caller.merchant,
        kind=kind,
        subject=subject,
        asked_by=caller.name,
        asker=caller.identity or None,
        asked_at=now,
        asked=asked,
        due_at=due_at,
    )
    job = NewJob(
        kind=RUN, merchant=caller.merchant, aggregate=run.id, payload={"run": run.id}, dedup=run.id, run_after=due_at
    )
    with desk.database.write() as session:
        add_rule_run(session, run)
        enqueue(session, desk.ids, [job], now)
        if due_at is not None:
            told = {"run": run.id, "kind": kind, "subject": subject, "due_at": due_at.isoformat()}
            tell(desk, session, caller, "rules.scheduled", subject, told, now)
    return run


def schedule_publishing(
    desk: Desk, caller: Caller, proposal_id: str, *, note: str, emergency: bool, due_at: datetime | None
) -> RuleRun:
    """A proposal is to come into force, at once or from a moment on. Raises NotFound, ProposalEnded, NameNeeded."""
    proposal = a_proposal(desk, caller, proposal_id)
    if proposal.state != "open":
        raise ProposalEnded(proposal.id, proposal.state)
    due = None if due_at is None or due_at <= desk.clock.now() else due_at
    return ask_for(desk, caller, "publish", proposal_id, {"note": note, "emergency": emergency}, due)


def cancel(desk: Desk, caller: Caller, run_id: str) -> RuleRun:
    """Calls off what has not begun, and a backtest from its plan to its end; what it has compared stays. Raises
    NotFound and RunEnded."""
    now = desk.clock.now()
    with desk.database.write() as session:
        found = rule_run_of(session, caller.merchant, run_id)
        if found is None:
            raise NotFound("run", run_id)
        is_called_off = cancel_rule_run(session, caller.merchant, run_id, now, {"by": caller.name})
        if not is_called_off and not (found.kind == BACKTEST and move(session, run_id, UNDER_WAY, "cancelled", now)):
            raise RunEnded(run_id, found.state)
        told = {"run": run_id, "kind": found.kind, "subject": found.subject}
        tell(desk, session, caller, "rules.run_cancelled", found.subject, told, now)
    if not is_called_off:
        return found  # its planning is done; the backtest of that id ends
    return replace(found, state="cancelled", finished_at=now, answer={"by": caller.name})


def a_rule_run(desk: Desk, caller: Caller, run_id: str) -> RuleRun:
    """One run. Raises NotFound."""
    with desk.database.read() as session:
        found = rule_run_of(session, caller.merchant, run_id)
    if found is None:
        raise NotFound("run", run_id)
    return found


@dataclass(frozen=True, slots=True)
class _Came:
    state: str
    answer: Answer


class RuleWork:
    """Does runs, each by the function of its kind."""

    def __init__(self, desk: Desk, doing: Mapping[str, Doing]) -> None:
        self._desk = desk
        self._doing = doing

    def act(self, job: Job) -> _Came | None:
        """Does what was asked for; None where it was called off."""
        id_ = str(job.payload["run"])
        with self._desk.database.write() as session:
            run = rule_run_of(session, job.merchant, id_) if begin_rule_run(session, job.merchant, id_) else None
        if run is None:
            return None
        try:
            answer = self._doing[run.kind](self._desk, _asker(run), run)
        except REFUSALS as refused:
            return _Came("refused", refusal(refused))
        return _Came("done", answer)

    def settle(self, session: WriteSession, job: Job, came: _Came | None) -> None:
        """Keeps what came of it, and tells of it."""
        run = rule_run_of(session, job.merchant, str(job.payload["run"]))
        now = self._desk.clock.now()
        if run is None or came is None:
            return
        if end_rule_run(session, run.merchant, run.id, came.state, now, came.answer):
            told = {"run": run.id, "kind": run.kind, "subject": run.subject, "state": came.state}
            told |= {name: str(came.answer[name]) for name in ("code", "detail") if name in came.answer}
            tell(self._desk, session, _asker(run), "rules.run_ended", run.subject, told, now)


def _asker(run: RuleRun) -> Caller:
    """Who asked, by name and by who they are: a second person is one by both."""
    return Caller(merchant=run.merchant, name=run.asked_by, identity=run.asker or "")


def refusal(error: ClearwayError) -> Answer:
    """A refusal as it is kept: its code, what it says, gates and faults."""
    answer: dict[str, object] = {"code": str(error.code), "detail": str(error)}
    if isinstance(error, GatesClosed):
        answer["gates"] = gate_values(error.gates)
    if isinstance(error, RuleBookRejected):
        answer["detail"] = "the rule files have errors; each is listed with its place"
        answer["faults"] = [
            {"code": each.code, "place": str(each.span), "message": each.message, "hint": each.hint}
            for each in error.faults[:MOST_SHOWN]
        ]
    return answer


def gate_values(gates: tuple[Gate, ...]) -> list[dict[str, str]]:
    """Gates as plain values."""
    return [{"name": each.name, "state": str(each.state), "detail": each.detail} for each in gates]


def prove_draft(desk: Desk, caller: Caller, run: RuleRun) -> Answer:
    """The tests of a draft, of one rule or of all, and what they would notice. Raises NotFound, RunTooLong."""
    book = book_of(pull_draft(desk, caller, run.subject).files)
    rule = run.asked.get("rule")
    only = None if rule is None else str(rule)
    if only is not None and all(each.id != only for each in book.rules):
        raise NotFound("rule", only)
    last = desk.clock.now() + timedelta(minutes=LONGEST_MINUTES)

    def within_time(_: int) -> None:
        if desk.clock.now() > last:
            raise RunTooLong(LONGEST_MINUTES)

    proof = proof_of(book, mutation=bool(run.asked.get("mutation")), only=only, step=within_time)
    gaps = thin_tests(proof, book)
    return {
        "rules": proof.rules,
        "tests": proof.tests,
        "failed": [str(each) for each in proof.failed[:MOST_SHOWN]],
        "leaf_coverage": proof.leaf_coverage,
        "mutation_score": proof.mutation_score,
        "gaps": [f"{each.span} {each.message} [{each.code}]" for each in gaps[:MOST_SHOWN]],
    }


def propose_draft(desk: Desk, caller: Caller, run: RuleRun) -> Answer:
    """Stores a draft as an edition with the wish to have it in force."""
    id_ = f"{Prefix.PROPOSAL}_{run.id.removeprefix(f'{Prefix.RUN}_')}"
    try:
        proposal = a_proposal(desk, caller, id_)  # of a worker that died behind it
    except NotFound:
        files = files_to_propose(desk, caller, run.subject)
        numbered = replace(desk, ids=NumberedIds(desk.ids, Prefix.PROPOSAL, id_))
        proposal = propose(numbered, caller, files, None, str(run.asked.get("note", ""))).proposal
    return {"proposal": proposal.id, "edition": proposal.edition, "gates": [dict(each) for each in proposal.gates]}


def publish_proposal(desk: Desk, caller: Caller, run: RuleRun) -> Answer:
    """Puts a proposal in force under the name of who asked."""
    note, emergency = str(run.asked.get("note", "")), bool(run.asked.get("emergency"))
    try:
        done = publish(desk, caller, run.subject, emergency=emergency, note=note)
    except ProposalEnded:
        with desk.database.read() as session:
            history = activations(session, caller.merchant, MOST_LOOKED_AT)
        before = next((each for each in history if each.proposal == run.subject), None)
        if before is None or before.activated_by != caller.name or before.activated_at < run.asked_at:
            raise
        return {"edition": before.edition, "activation": before.id, "kind": before.kind, "gates": []}
    return {
        "edition": done.edition,
        "activation": done.activation,
        "kind": done.kind,
        "gates": gate_values(done.gates),
    }


DOING: Mapping[str, Doing] = {"tests": prove_draft, "propose": propose_draft, "publish": publish_proposal}


def rule_run_handlers(desk: Desk, more: Mapping[str, Doing] | None = None) -> Mapping[str, AnyHandler]:
    """The handler of runs by kind of job; `more` does kinds that this module does not know."""
    work = RuleWork(desk, {**DOING, **(more or {})})
    return {RUN: OutsideHandler(work.act, work.settle)}
