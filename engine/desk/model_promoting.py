"""Models get and lose their roles: challenger, champion, none. Each step is signed, and written down in the audit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from engine.anomaly.refused import ArtefactRefused
from engine.desk.auditing import audited
from engine.desk.desk import Caller, Desk
from engine.desk.edition_errors import SamePerson
from engine.desk.model_errors import (
    ModelGate,
    ModelGatesClosed,
    ModelInRole,
    NoModelBefore,
    NoModelInRole,
    NoOverrideAsked,
    ReasonNeeded,
    SecondPersonNeeded,
)
from engine.desk.model_gates import evidence_of, gates
from engine.desk.model_registering import card_digest, named_model
from engine.desk.model_roles import Roles, roles_of
from engine.desk.model_signing import checked, signed
from engine.desk.models import InForce, Ready, unpacked
from engine.desk.people import same_person, somebody
from engine.desk.rule_telling import tell
from engine.errors import StoreConflict
from engine.store.model_overrides import drop_override
from engine.store.models import Model, ModelActivation, add_step, model_of, steps_of
from engine.store.outbox import enqueue
from engine.store.sessions import ReadSession, WriteSession

Measure = Callable[[Desk, ReadSession, Ready, InForce], tuple[ModelGate, ...]]
TOLD = {
    "challenge": "model.challenged",
    "promote": "model.promoted",
    "rollback": "model.rolled_back",
    "retire": "model.retired",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stepped:
    """What was done with a model, and how the gates stood."""

    model: Model
    step: ModelActivation
    gates: tuple[ModelGate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    action: str
    role: str
    model: Model
    why: str
    gates: tuple[ModelGate, ...] = ()
    approved_by: str | None = None
    overridden: bool = False
    agreed: bool = False


def measured(desk: Desk, session: ReadSession, candidate: Ready, now: InForce) -> tuple[ModelGate, ...]:
    """How the gates stand for a model, as it was measured now."""
    return gates(evidence_of(desk, session, candidate, now))


def challenge(desk: Desk, caller: Caller, named: str, why: str = "") -> Stepped:
    """From now on a model scores every order in the champion's shadow; rules do not see it. It takes the place of
    another challenger. Raises ModelUnknown, ModelInRole, ArtefactRefused, NameNeeded, ChainBroken, StoreConflict."""
    caller = replace(caller, name=somebody(caller.name))
    with desk.database.read() as session:
        ready, roles = _ready(desk, session, caller, named)
    _not_yet(ready.model, roles)
    return _done(desk, caller, _Wish(action="challenge", role="challenger", model=ready.model, why=why), roles)


def gates_of(desk: Desk, caller: Caller, named: str, measure: Measure = measured) -> tuple[ModelGate, ...]:
    """How the gates stand for a model; nothing is written. Raises ModelUnknown, ArtefactRefused."""
    now = desk.models.refresh(caller.merchant)
    with desk.database.read() as session:
        ready, _ = _ready(desk, session, caller, named)
        return measure(desk, session, ready, now)


def promote(
    desk: Desk,
    caller: Caller,
    named: str,
    why: str,
    *,
    approved_by: str | None = None,
    override: bool = False,
    agreed: bool = False,
    measure: Measure = measured,
) -> Stepped:
    """Makes a model champion: its answers are facts from now on.

    Closed gates refuse; with `override` two people may put it in force nevertheless, and with `agreed` the first of
    them must not have withdrawn it meanwhile. Raises ModelUnknown, ModelInRole, ReasonNeeded, ModelGatesClosed,
    SecondPersonNeeded, SamePerson, NoOverrideAsked, ArtefactRefused, NameNeeded, ChainBroken, and StoreConflict when
    somebody else does something with the models at the same moment.
    """
    caller = replace(caller, name=somebody(caller.name))
    if not why.strip():
        raise ReasonNeeded
    second = _second(caller, approved_by, needed=override)
    now = desk.models.refresh(caller.merchant)
    with desk.database.read() as session:
        ready, roles = _ready(desk, session, caller, named)
        if ready.model.digest == roles.champion:
            raise ModelInRole(ready.model.version, "champion")
        found = measure(desk, session, ready, now)
    closed = not all(each.is_open for each in found)
    if closed and not override:
        raise ModelGatesClosed(found)
    wish = _Wish(
        action="promote",
        role="champion",
        model=ready.model,
        why=why,
        gates=found,
        approved_by=second,
        overridden=closed,
        agreed=agreed,
    )
    return _done(desk, caller, wish, roles)


def roll_back(desk: Desk, caller: Caller, why: str) -> Stepped:
    """Puts the champion before in force again, without any gate. Raises ReasonNeeded, NoModelBefore, ArtefactRefused,
    NameNeeded, ChainBroken, StoreConflict."""
    caller = replace(caller, name=somebody(caller.name))
    if not why.strip():
        raise ReasonNeeded
    with desk.database.read() as session:
        before = _roles(desk, session, caller.merchant).before
        if before is None:
            raise NoModelBefore
        ready, roles = _ready(desk, session, caller, before)
    return _done(desk, caller, _Wish(action="rollback", role="champion", model=ready.model, why=why), roles)


def retire(desk: Desk, caller: Caller, why: str, *, challenger: bool = False) -> Stepped:
    """Takes the champion, or the challenger, out of its role; without a champion no model scores. Raises ReasonNeeded,
    NoModelInRole, NameNeeded, ChainBroken, StoreConflict."""
    caller = replace(caller, name=somebody(caller.name))
    if not why.strip():
        raise ReasonNeeded
    with desk.database.read() as session:
        roles = _roles(desk, session, caller.merchant)
        digest = roles.challenger if challenger else roles.champion
        model = None if digest is None else model_of(session, caller.merchant, digest)
    if model is None:
        raise NoModelInRole
    return _done(desk, caller, _Wish(action="retire", role="none", model=model, why=why), roles)


def _second(caller: Caller, approved_by: str | None, *, needed: bool) -> str | None:
    if approved_by is None:
        if needed:
            raise SecondPersonNeeded
        return None
    second = somebody(approved_by)
    if same_person(second, caller.name):
        raise SamePerson("the promotion", caller.name)
    return second


def _roles(desk: Desk, session: ReadSession, merchant: str) -> Roles:
    steps = steps_of(session, merchant)
    checked(desk.seal, steps)
    return roles_of(steps)


def _ready(desk: Desk, session: ReadSession, caller: Caller, named: str) -> tuple[Ready, Roles]:
    """A model that can be loaded: what cannot must get no role."""
    model = named_model(session, caller.merchant, named)
    artefact = unpacked(session, caller.merchant, model.digest)
    if artefact.card != card_digest(model.card):  # gates read the card
        raise ArtefactRefused("about", "its card is not the one that it was made with")
    return Ready(model=model, artefact=artefact), _roles(desk, session, caller.merchant)


def _not_yet(model: Model, roles: Roles) -> None:
    for role, digest in (("champion", roles.champion), ("challenger", roles.challenger)):
        if digest == model.digest:
            raise ModelInRole(model.version, role)


def _done(desk: Desk, caller: Caller, wish: _Wish, seen: Roles) -> Stepped:
    """One transaction, in which what was looked at before is looked at again."""
    with desk.database.write() as session:
        steps = steps_of(session, caller.merchant)
        checked(desk.seal, steps)
        roles = roles_of(steps)
        if roles != seen:
            raise StoreConflict("another model got or lost a role meanwhile; look at it, and try again if need be")
        step = signed(desk.seal, _step(desk, caller, wish, steps, roles), steps)
        add_step(session, step)
        if wish.role == "champion":
            _settle_override(desk, session, wish, step)
        _tell(desk, session, caller, wish, step)
    desk.models.refresh(caller.merchant)
    return Stepped(model=wish.model, step=step, gates=wish.gates)


def _settle_override(desk: Desk, session: WriteSession, wish: _Wish, step: ModelActivation) -> None:
    """An override that waits is over once the model is champion, whichever way it became that."""
    waited = drop_override(session, step.merchant, step.digest)
    if not wish.agreed:
        return
    if not waited:
        raise NoOverrideAsked(wish.model.version)
    told = {"version": wish.model.version, "asked_by": step.by, "overridden": step.overridden}
    agreed = audited(str(step.approved_by), step.merchant, "model.override_agreed", step.digest, told, step.at)
    enqueue(session, desk.ids, [agreed], step.at)


def _step(desk: Desk, caller: Caller, wish: _Wish, steps: Sequence[ModelActivation], roles: Roles) -> ModelActivation:
    previous = roles.challenger if wish.role == "challenger" else roles.champion
    return ModelActivation(
        merchant=caller.merchant,
        seq=len(steps) + 1,
        role=wish.role,
        digest=wish.model.digest,
        previous=wish.model.digest if wish.role == "none" else previous,
        action=wish.action,
        by=caller.name,
        approved_by=wish.approved_by,
        overridden=wish.overridden,
        why=wish.why.strip(),
        at=desk.clock.now(),
        gates=tuple(each.values() for each in wish.gates),
    )


def _tell(desk: Desk, session: WriteSession, caller: Caller, wish: _Wish, step: ModelActivation) -> None:
    data = {
        "version": wish.model.version,
        "digest": step.digest,
        "previous": step.previous,
        "why": step.why,
        "approved_by": step.approved_by,
        "overridden": step.overridden,
        "closed_gates": [each.name for each in wish.gates if not each.is_open],
    }
    tell(desk, session, caller, TOLD[wish.action], step.digest, data, step.at)
