"""A model in force against closed gates, by two people apart from each other: one asks and says why, another agrees.

What both did stands in the audit and, for good, in the signed history of models.
"""

from collections.abc import Mapping
from dataclasses import replace

from engine.desk.auditing import audited
from engine.desk.desk import Caller, Desk
from engine.desk.edition_errors import SamePerson
from engine.desk.model_errors import ModelInRole, NoOverrideAsked, NothingToOverride, OverrideWaits, ReasonNeeded
from engine.desk.model_promoting import Measure, Stepped, gates_of, measured, promote
from engine.desk.model_registering import named_model
from engine.desk.people import are_two, somebody
from engine.store.model_overrides import OverrideAsked, add_override, drop_override, override_asked
from engine.store.models import Model
from engine.store.outbox import enqueue
from engine.store.sessions import WriteSession


def ask_override(desk: Desk, caller: Caller, named: str, why: str, *, measure: Measure = measured) -> OverrideAsked:
    """The first person. Raises ModelUnknown, ModelInRole, NothingToOverride where all gates are open, OverrideWaits,
    ReasonNeeded, NameNeeded, ArtefactRefused, ChainBroken."""
    caller = replace(caller, name=somebody(caller.name))
    if not why.strip():
        raise ReasonNeeded
    model = _model(desk, caller, named)
    champion = desk.models.refresh(caller.merchant).roles.champion
    if model.digest == champion:
        raise ModelInRole(model.version, "champion")
    closed = tuple(each.name for each in gates_of(desk, caller, model.digest, measure) if not each.is_open)
    if not closed:
        raise NothingToOverride(model.version)
    asked = OverrideAsked(
        merchant=caller.merchant,
        digest=model.digest,
        asked_by=caller.name,
        identity=caller.identity,
        asked_at=desk.clock.now(),
        why=why.strip(),
        closed=closed,
    )
    with desk.database.write() as session:
        if override_asked(session, caller.merchant, model.digest) is not None:
            raise OverrideWaits(model.version)
        add_override(session, asked)
        _tell(desk, session, caller, "model.override_asked", model, {"why": asked.why, "closed_gates": list(closed)})
    return asked


def agree_override(desk: Desk, caller: Caller, named: str, *, measure: Measure = measured) -> Stepped:
    """The second person: the model is champion from now on. Raises NoOverrideAsked, SamePerson, and as `promote`."""
    caller = replace(caller, name=somebody(caller.name))
    model = _model(desk, caller, named)
    with desk.database.read() as session:
        asked = override_asked(session, caller.merchant, model.digest)
    if asked is None:
        raise NoOverrideAsked(model.version)
    if not are_two(caller, asked.asked_by, asked.identity or None):
        raise SamePerson("the override", asked.asked_by)
    first = Caller(merchant=asked.merchant, name=asked.asked_by, identity=asked.identity)
    return promote(
        desk, first, model.digest, asked.why, approved_by=caller.name, override=True, agreed=True, measure=measure
    )


def withdraw_override(desk: Desk, caller: Caller, named: str) -> None:
    """Nobody can agree to it any more. Raises ModelUnknown, NoOverrideAsked, NameNeeded."""
    caller = replace(caller, name=somebody(caller.name))
    model = _model(desk, caller, named)
    with desk.database.write() as session:
        if not drop_override(session, caller.merchant, model.digest):
            raise NoOverrideAsked(model.version)
        _tell(desk, session, caller, "model.override_withdrawn", model, {})


def _model(desk: Desk, caller: Caller, named: str) -> Model:
    with desk.database.read() as session:
        return named_model(session, caller.merchant, named)


def _tell(
    desk: Desk, session: WriteSession, caller: Caller, action: str, model: Model, data: Mapping[str, object]
) -> None:
    now = desk.clock.now()
    told = {"version": model.version, **data}
    enqueue(session, desk.ids, [audited(caller.name, caller.merchant, action, model.digest, told, now)], now)
