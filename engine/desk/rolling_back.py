"""Back to an edition that was in force: at once where nothing protected differs, else with a second person."""

from dataclasses import dataclass, replace

from engine.desk.desk import Caller, Desk
from engine.desk.edition_errors import GatesClosed, NoteNeeded, NothingBefore, NothingDiffers, NotInForceBefore
from engine.desk.edition_files import resolved_on
from engine.desk.edition_reading import between, named
from engine.desk.editions import MAIN, standing
from engine.desk.errors import NoEdition
from engine.desk.gating import compile_fault
from engine.desk.people import somebody
from engine.desk.proposals import come_into_force, was_agreed, wish_back
from engine.errors import StoreConflict
from engine.ids import Prefix
from engine.rulebook.book import RuleBook
from engine.store.editions import Activation, NewActivation, activations, last_activation_of
from engine.store.proposals import Proposal
from engine.store.sessions import ReadSession
from engine.workbench.differing import Difference
from engine.workbench.gates import Gate, GateState

FAR_BACK = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class RolledBack:
    """What came of it: in force again as `kind`, or, where `proposal` is given, waiting for a second person."""

    edition: str
    difference: Difference
    kind: str = ""
    activation: str = ""
    proposal: Proposal | None = None


def roll_back(desk: Desk, caller: Caller, word: str | None, note: str, *, emergency: bool = False) -> RolledBack:
    """Goes back to a named edition, or to the one before.

    Raises NameNeeded, NoteNeeded, NoEdition, NothingBefore, NothingDiffers, NotInForceBefore, GatesClosed, and
    StoreConflict when another edition comes into force at the same moment.
    """
    caller = replace(caller, name=somebody(caller.name))
    if not note.strip():
        raise NoteNeeded
    now, target = _from_and_to(desk, caller, word)
    changed = between(desk, caller, now.edition, target)
    needs_two = changed.touches_protected or not was_agreed(desk, caller, target)
    if needs_two and not emergency:
        return RolledBack(edition=target, difference=changed, proposal=wish_back(desk, caller, target, note))
    book = desk.editions.book(target, caller.merchant)
    fault = compile_fault(book, desk.clock.now().date())
    if fault:
        raise GatesClosed([Gate(name="compile", state=GateState.FAILED, detail=fault)])
    desk.editions.load(target, caller.merchant)
    kind = "emergency" if needs_two else "rollback"
    new = _activation(desk, caller, target, kind, note, book)
    with desk.database.write() as session:
        found = standing(session, caller.merchant)
        if found is None or found.id != now.id:
            raise StoreConflict("another edition came into force meanwhile; look at it, and roll back again if need be")
        come_into_force(desk, session, caller, new, found)
    desk.editions.refresh(caller.merchant)
    return RolledBack(edition=target, difference=changed, kind=kind, activation=new.id)


def _from_and_to(desk: Desk, caller: Caller, word: str | None) -> tuple[Activation, str]:
    target = None if word is None else named(desk, caller, word)
    with desk.database.read() as session:
        now = standing(session, caller.merchant)
        if now is None:
            raise NoEdition
        found = _before(session, now) if target is None else target
        if found == now.edition:
            raise NothingDiffers
        merchants = (caller.merchant, MAIN)
        if all(last_activation_of(session, each, found) is None for each in merchants):
            raise NotInForceBefore
    return now, found


def _before(session: ReadSession, now: Activation) -> str:
    """The edition in force before this one; for a merchant's first own, that of `main`."""
    for merchant in dict.fromkeys((now.merchant, MAIN)):
        for each in activations(session, merchant, FAR_BACK):
            if each.edition != now.edition and (merchant != now.merchant or each.epoch < now.epoch):
                return each.edition
    raise NothingBefore


def _activation(desk: Desk, caller: Caller, target: str, kind: str, note: str, book: RuleBook) -> NewActivation:
    now = desk.clock.now()
    return NewActivation(
        id=desk.ids.new(Prefix.ACTIVATION),
        merchant=caller.merchant,
        edition=target,
        kind=kind,
        proposed_by=caller.name,
        by=caller.name,
        proposer=caller.identity or None,
        activator=caller.identity or None,
        at=now,
        note=note,
        resolved=resolved_on(book, now.date()),
    )
