"""Editions come into force with four eyes: one person proposes, another publishes, and the gates are open.

What one person may do alone: change lists that no protected rule reads, and, loudly, an emergency. The database
refuses everything else (`engine.store.tables.editions`), whatever this module does.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date

from engine.desk.bulk.due import PUBLISHED, trigger
from engine.desk.desk import Caller, Desk
from engine.desk.edition_errors import (
    BegunAlready,
    GatesClosed,
    NoteNeeded,
    NothingDiffers,
    NotWaiting,
    ProposalEnded,
    ProposalOutdated,
    SamePerson,
)
from engine.desk.edition_files import (
    RULES,
    Files,
    book_of,
    changed_paths,
    of_policies_alone,
    part_of,
    policies_of,
    resolved_on,
)
from engine.desk.edition_reading import a_proposal, between
from engine.desk.editions import MAIN, Read, standing
from engine.desk.errors import NoEdition, NotFound
from engine.desk.gating import Candidate, Gather, bar_of, evidence_of, proof_as_values, proof_from_values
from engine.desk.people import are_two, somebody
from engine.desk.rule_telling import tell
from engine.errors import StoreConflict
from engine.ids import Prefix
from engine.rulebook.book import Bar
from engine.rulebook.lock import LOCK_FILE
from engine.store.editions import (
    Activation,
    NewActivation,
    activate,
    activation_of,
    confirm,
    last_activation_of,
)
from engine.store.proposals import Proposal, add_proposal, end_proposal, last_proof_of, outdate_others, proposal_of
from engine.store.sessions import WriteSession
from engine.workbench.difference import difference
from engine.workbench.differing import Difference
from engine.workbench.gates import Evidence, Gate, all_open, gates

NOTHING_ASKED = Bar(leaf_coverage=0, mutation_score=0, backtest_orders=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A proposal, what it would change, and how the gates stand."""

    proposal: Proposal
    gates: tuple[Gate, ...]
    difference: Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What came into force, as which kind, and how the gates stood."""

    edition: str
    activation: str
    kind: str
    gates: tuple[Gate, ...] = ()


def judged(desk: Desk, read: Read, gather: Gather = evidence_of) -> tuple[Gate, ...]:
    """How the gates stand for an edition that would be the first."""
    candidate = Candidate(
        merchant=read.edition.merchant,
        digest=read.edition.digest,
        admission=read.admission,
        rules=part_of(read.files, RULES),
        day=_day(desk),
    )
    bar = bar_of(candidate)
    return gates(gather(desk, candidate, bar), bar, desk.clock.now())


def propose(
    desk: Desk, caller: Caller, rules: Files, data: Files | None, note: str, gather: Gather = evidence_of
) -> Proposed:
    """Stores an edition and the wish to have it in force. `data` is that in force where None is given.

    Closed gates are shown, not refused: they may open later, by a backtest for instance. Raises RuleBookRejected,
    DataRejected, NameNeeded, NoEdition, NothingDiffers.
    """
    caller = replace(caller, name=somebody(caller.name))
    against = _in_force(desk, caller)
    if data is None:
        data = part_of(desk.editions.files(against, caller.merchant)[1], "data/")
    read = desk.editions.read(rules, data, caller.name, caller.merchant)
    if read.edition.digest == against:
        raise NothingDiffers
    candidate = _candidate(desk, caller, read.edition.digest, against, read)
    bar = _bar(candidate)
    evidence = gather(desk, candidate, bar)
    found = gates(evidence, bar, desk.clock.now())
    proposal = _proposal(desk, caller, read.edition.digest, against, note, evidence, found)
    with desk.database.write() as session:
        desk.editions.store(session, read)
        _keep(desk, session, caller, proposal)
    return Proposed(proposal=proposal, gates=found, difference=between(desk, caller, against, read.edition.digest))


def wish_back(desk: Desk, caller: Caller, edition: str, note: str) -> Proposal:
    """A proposal to go back to an edition that was in force, for a second person to publish."""
    against = _in_force(desk, caller)
    proposal = replace(_proposal(desk, caller, edition, against, note, None, ()), purpose="rollback")
    with desk.database.write() as session:
        _keep(desk, session, caller, proposal)
    return proposal


def _keep(desk: Desk, session: WriteSession, caller: Caller, proposal: Proposal) -> None:
    add_proposal(session, proposal)
    told = {"proposal": proposal.id, "edition": proposal.edition, "against": proposal.against, "note": proposal.note}
    tell(desk, session, caller, "rules.proposed", proposal.id, told, proposal.proposed_at)


def _proposal(
    desk: Desk,
    caller: Caller,
    edition: str,
    against: str,
    note: str,
    evidence: Evidence | None,
    found: Sequence[Gate],
) -> Proposal:
    return Proposal(
        id=desk.ids.new(Prefix.PROPOSAL),
        merchant=caller.merchant,
        edition=edition,
        against=against,
        proposed_by=caller.name,
        proposer=caller.identity or None,
        proposed_at=desk.clock.now(),
        note=note,
        gates=tuple({"name": each.name, "state": str(each.state), "detail": each.detail} for each in found),
        proof={} if evidence is None else proof_as_values(evidence.proof),
    )


def withdraw(desk: Desk, caller: Caller, proposal_id: str) -> Proposal:
    """Ends a proposal. Raises NotFound, ProposalEnded, NameNeeded."""
    return _ended(desk, caller, proposal_id, "withdrawn", "")


def reject(desk: Desk, caller: Caller, proposal_id: str, note: str) -> Proposal:
    """Ends a proposal of somebody else, saying why. Raises NotFound, ProposalEnded, NameNeeded, NoteNeeded."""
    if not note.strip():
        raise NoteNeeded
    return _ended(desk, caller, proposal_id, "rejected", note.strip())


def _ended(desk: Desk, caller: Caller, proposal_id: str, state: str, note: str) -> Proposal:
    caller = replace(caller, name=somebody(caller.name))
    proposal, now = a_proposal(desk, caller, proposal_id), desk.clock.now()
    with desk.database.write() as session:
        if not end_proposal(session, proposal, state, caller.name, now, note):
            raise ProposalEnded(proposal.id, _state(session, proposal))
        told = {"proposal": proposal.id} | ({"note": note} if note else {})
        tell(desk, session, caller, f"rules.{state}", proposal.id, told, now)
    return replace(proposal, state=state, ended_at=now, ended_by=caller.name, ended_note=note)


def publish(
    desk: Desk,
    caller: Caller,
    proposal_id: str,
    *,
    emergency: bool = False,
    note: str = "",
    gather: Gather = evidence_of,
) -> Published:
    """Puts what was proposed in force. In an `emergency` one person may, with closed gates, and says why.

    Raises NotFound, NameNeeded, ProposalEnded, ProposalOutdated, SamePerson, NoteNeeded, GatesClosed.
    """
    caller = replace(caller, name=somebody(caller.name))
    proposal = a_proposal(desk, caller, proposal_id)
    if proposal.state == "outdated":
        raise ProposalOutdated(proposal.id)
    if proposal.state != "open":
        raise ProposalEnded(proposal.id, proposal.state)
    against = _in_force(desk, caller)
    if proposal.against != against:
        with desk.database.write() as session:
            end_proposal(session, proposal, "outdated", caller.name, desk.clock.now())
        raise ProposalOutdated(proposal.id)
    kind = _emergency_kind(note) if emergency else _kind(desk, caller, proposal)
    found = _gates_now(desk, caller, proposal, gather, emergency=emergency)
    may_pass = [each for each in found if each.name == "compile"] if emergency else found
    if not all_open(may_pass):
        raise GatesClosed(found)
    desk.editions.load(proposal.edition, caller.merchant)  # what cannot be loaded must not come into force
    activation = _activation(desk, caller, proposal, kind, note or proposal.note)
    _put_in_force(desk, caller, proposal, activation)
    desk.editions.refresh(caller.merchant)
    return Published(edition=proposal.edition, activation=activation.id, kind=kind, gates=found)


def _emergency_kind(note: str) -> str:
    if not note.strip():
        raise NoteNeeded
    return "emergency"


def _kind(desk: Desk, caller: Caller, proposal: Proposal) -> str:
    if are_two(caller, proposal.proposed_by, proposal.proposer):
        return "rollback" if proposal.purpose == "rollback" else "approved"
    assert proposal.against is not None  # noqa: S101 - proposals are made against an edition in force
    if proposal.purpose == "change" and between(desk, caller, proposal.against, proposal.edition).only_lists:
        return "lists"
    raise SamePerson(f"{proposal.id}", proposal.proposed_by)


def _gates_now(desk: Desk, caller: Caller, proposal: Proposal, gather: Gather, *, emergency: bool) -> tuple[Gate, ...]:
    """What two people agreed on before was good enough then; what must hold today too is that the engine takes it."""
    candidate = _candidate(desk, caller, proposal.edition, proposal.against, None)
    if proposal.purpose == "rollback" and was_agreed(desk, caller, proposal.edition):
        bar = NOTHING_ASKED
        return tuple(
            each for each in gates(gather(desk, candidate, bar), bar, desk.clock.now()) if each.name == "compile"
        )
    bar = _bar(candidate)
    return gates(gather(desk, candidate, NOTHING_ASKED if emergency else bar), bar, desk.clock.now())


def _bar(candidate: Candidate) -> Bar:
    """Coverage, mutation and backtests are about rules: values of lists alone have to pass check, engine and tests."""
    before = candidate.before
    if before is not None and difference(before, candidate.book, candidate.changed).changes_lists_alone:
        return NOTHING_ASKED
    bar = bar_of(candidate)
    # A backtest decides orders anew, which no policy has a part in.
    return replace(bar, backtest_orders=0) if of_policies_alone(candidate.changed) else bar


def was_agreed(desk: Desk, caller: Caller, edition: str) -> bool:
    """Whether an edition was in force, and not by one person alone whom nobody has looked after since."""
    with desk.database.read() as session:
        found = (last_activation_of(session, each, edition) for each in (caller.merchant, MAIN))
        last = next((each for each in found if each is not None), None)
    return last is not None and not last.waits_for_a_look


def _candidate(desk: Desk, caller: Caller, edition: str, against: str | None, read: Read | None) -> Candidate:
    if read is None:
        rules = part_of(desk.editions.files(edition, caller.merchant)[1], RULES)
        admission = desk.editions.load(edition, caller.merchant).admission
    else:
        rules, admission = part_of(read.files, RULES), read.admission
    with desk.database.read() as session:
        measured = last_proof_of(session, caller.merchant, edition)
    before = {} if against is None else part_of(desk.editions.files(against, caller.merchant)[1], RULES)
    changed = () if against is None else _changed(desk, caller, against, edition, read)
    return Candidate(
        merchant=caller.merchant,
        digest=edition,
        admission=admission,
        rules=rules,
        day=_day(desk),
        against=against,
        before=None if against is None else book_of(before),
        changed=changed,
        policies=policies_of(rules),
        locks={path: content for path, content in before.items() if path.endswith(LOCK_FILE)},
        proof=proof_from_values(measured),
    )


def _changed(desk: Desk, caller: Caller, against: str, edition: str, read: Read | None) -> tuple[str, ...]:
    with desk.database.read() as session:
        before = desk.editions.edition(session, against, caller.merchant)
        after = desk.editions.edition(session, edition, caller.merchant) if read is None else read.edition
    return changed_paths(before.manifest, after.manifest)


def _activation(desk: Desk, caller: Caller, proposal: Proposal, kind: str, note: str) -> NewActivation:
    return NewActivation(
        id=desk.ids.new(Prefix.ACTIVATION),
        merchant=caller.merchant,
        edition=proposal.edition,
        kind=kind,
        proposal=proposal.id,
        proposed_by=proposal.proposed_by,
        proposer=proposal.proposer,
        by=caller.name,
        activator=caller.identity or None,
        at=desk.clock.now(),
        note=note,
        resolved=resolved_on(desk.editions.book(proposal.edition, caller.merchant), _day(desk)),
    )


def _put_in_force(desk: Desk, caller: Caller, proposal: Proposal, new: NewActivation) -> None:
    """One transaction, in which what was looked at before is looked at again. Of two that come together the second is
    told that its proposal is outdated; PostgreSQL tells so by the number that both would give their activation."""
    try:
        with desk.database.write() as session:
            now = standing(session, caller.merchant)
            done = now is not None and now.edition == proposal.against
            done = done and end_proposal(session, proposal, "published", caller.name, new.at)
            if done:
                come_into_force(desk, session, caller, new, now)
            else:
                end_proposal(session, proposal, "outdated", caller.name, new.at)
    except StoreConflict:
        with desk.database.write() as session:
            now = standing(session, caller.merchant)
            if now is not None and now.edition == proposal.against:
                raise  # nobody else published: the database refuses this activation itself
            end_proposal(session, proposal, "outdated", caller.name, new.at)
        done = False
    if not done:
        raise ProposalOutdated(proposal.id)


def come_into_force(
    desk: Desk, session: WriteSession, caller: Caller, new: NewActivation, seen: Activation | None
) -> None:
    """Activates after what was `seen` to count, ends what was proposed against another edition, and tells of it."""
    activate(session, new, seen)
    outdate_others(session, new.merchant, new.edition, new.by, new.at)
    told = {
        "activation": new.id,
        "edition": new.edition,
        "kind": new.kind,
        "proposal": new.proposal,
        "proposed_by": new.proposed_by,
        "note": new.note,
    }
    type_ = {"emergency": "rules.emergency", "rollback": "rules.rolled_back"}.get(new.kind, "rules.published")
    tell(desk, session, caller, type_, new.edition, told, new.at)
    trigger(session, desk.ids, new.merchant, PUBLISHED, new.id, new.at)


def confirm_emergency(desk: Desk, caller: Caller, activation_id: str) -> None:
    """A second person has looked at what one person did. Raises NotFound, NotWaiting, SamePerson, NameNeeded."""
    caller, now = replace(caller, name=somebody(caller.name)), desk.clock.now()
    with desk.database.write() as session:
        found = activation_of(session, caller.merchant, activation_id)
        if found is None:
            raise NotFound("activation", activation_id)
        if not are_two(caller, found.activated_by, found.activator):
            raise SamePerson(activation_id, found.activated_by)
        if not confirm(session, caller.merchant, activation_id, caller.name, now, caller.identity or None):
            raise NotWaiting
        told = {"activation": activation_id, "edition": found.edition, "activated_by": found.activated_by}
        tell(desk, session, caller, "rules.confirmed", activation_id, told, now)


def begin(desk: Desk, caller: Caller, rules: Files, data: Files, note: str, gather: Gather | None = None) -> Published:
    """Puts the very first edition in force. With `gather`, its gates must be open; what came with Clearway went
    through them before it was released. Raises BegunAlready, GatesClosed, RuleBookRejected, DataRejected."""
    with desk.database.read() as session:
        if standing(session, caller.merchant) is not None:
            raise BegunAlready
    read = desk.editions.read(rules, data, caller.name, caller.merchant)
    found = () if gather is None else judged(desk, read, gather)
    if not all_open(found):
        raise GatesClosed(found)
    loaded = desk.editions.begin(read, caller.name, note)
    return Published(edition=loaded.digest, activation="", kind="first", gates=found)


def _in_force(desk: Desk, caller: Caller) -> str:
    with desk.database.read() as session:
        found = standing(session, caller.merchant)
    if found is None:
        raise NoEdition
    return found.edition


def _state(session: WriteSession, proposal: Proposal) -> str:
    now = proposal_of(session, proposal.merchant, proposal.id)
    return proposal.state if now is None else now.state


def _day(desk: Desk) -> date:
    return desk.clock.now().astimezone(UTC).date()
