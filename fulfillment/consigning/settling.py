"""A person says yes or no to a consignment, or takes it back; and who is left in one is looked at again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.store.sessions import ReadSession, WriteSession
from fulfillment.consigning.errors import ConsignmentRefused, MergeRefused
from fulfillment.consigning.judging import Weighed, candidate, weigh
from fulfillment.consigning.proposing import Asker
from fulfillment.consigning.stages import ACCEPTED, LIVE, OPENING, PROPOSED, REFUSED, UNDONE, moved
from fulfillment.errors import CaseChanged, NotFound
from fulfillment.records import Consignment, ConsignmentMember
from fulfillment.site import Occasion, Site
from fulfillment.states import Event, Machine
from fulfillment.store.cases import find_fulfilment
from fulfillment.store.consignments import (
    find_consignment,
    leave_slot,
    members_of,
    put_consignment,
    set_member_version,
)
from fulfillment.thread import at_work


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsignmentView:
    """A consignment with all that are or were in it."""

    consignment: Consignment
    members: tuple[ConsignmentMember, ...]


def view_of(session: ReadSession, merchant: str, id_: str) -> ConsignmentView:
    """Raises NotFound."""
    return ConsignmentView(consignment=known(session, merchant, id_), members=members_of(session, id_))


def known(session: ReadSession, merchant: str, id_: str) -> Consignment:
    """Raises NotFound."""
    found = find_consignment(session, merchant, id_)
    if found is None:
        raise NotFound("consignment", id_)
    return found


def accept(session: WriteSession, site: Site, who: Asker, id_: str) -> Consignment:
    """The orders will be packed together. They are judged again, as they are now.

    Raises NotFound, ConsignmentRefused where it waits for nobody, MergeRefused.
    """
    found = _standing_at(session, who, id_, (PROPOSED,))
    members = inside(session, found)
    weighed = _weigh(session, site, found, members)
    if not weighed.is_fine:
        raise MergeRefused(weighed.refusals)
    return _judged(session, found, members, weighed, ACCEPTED, who)


def refuse(session: WriteSession, site: Site, who: Asker, id_: str, why: str) -> Consignment:
    """The orders are packed apart. Raises NotFound, ConsignmentRefused."""
    del site
    found = _standing_at(session, who, id_, (PROPOSED,))
    return _ended(session, found, REFUSED, who, why)


def undo(session: WriteSession, site: Site, who: Asker, id_: str, why: str) -> Consignment:
    """The orders are packed apart after all; a shared box is opened. Raises NotFound, and ConsignmentRefused once it
    has left."""
    found = _standing_at(session, who, id_, tuple(LIVE))
    members = inside(session, found)
    ended = _ended(session, found, UNDONE, who, why)
    _open_boxes(session, site, who, members, "undone")
    return ended


def look_again(session: WriteSession, site: Site, merchant: str, id_: str, now: datetime) -> Consignment:
    """Somebody left, or was changed: what was packed is opened, and the rest is judged again. Done again, nothing."""
    found = known(session, merchant, id_)
    if found.state != OPENING:
        return found
    who = Asker(merchant=merchant, name="system", now=now)
    members = inside(session, found)
    _open_boxes(session, site, who, members, "opened")
    weighed = _weigh(session, site, found, members)
    if not weighed.is_fine:
        return _ended(session, found, UNDONE, who, "", weighed)
    # One that nobody accepted yet waits for a person as before.
    target = ACCEPTED if found.decided_at is not None else PROPOSED
    return _judged(session, found, members, weighed, target, who)


def inside(session: ReadSession, consignment: Consignment) -> tuple[ConsignmentMember, ...]:
    """Those that are in it now."""
    return tuple(each for each in members_of(session, consignment.id) if each.slot is not None)


def put(session: WriteSession, consignment: Consignment, was: str) -> Consignment:
    """Raises CaseChanged when it stands elsewhere meanwhile."""
    if not put_consignment(session, consignment, was):
        raise CaseChanged
    return consignment


def _standing_at(session: ReadSession, who: Asker, id_: str, states: Sequence[str]) -> Consignment:
    found = known(session, who.merchant, id_)
    if found.state not in states:
        msg = f"consignment `{id_}` is `{found.state}`; this is possible while it is {' or '.join(sorted(states))}"
        raise ConsignmentRefused(msg)
    return found


def _weigh(session: ReadSession, site: Site, found: Consignment, members: Sequence[ConsignmentMember]) -> Weighed:
    merchant = found.merchant_id
    parts = [find_fulfilment(session, merchant, each.fulfilment_id) for each in members]
    return weigh(
        session, site, merchant, [candidate(session, site, part, found.id) for part in parts if part is not None]
    )


def _judged(
    session: WriteSession,
    found: Consignment,
    members: Sequence[ConsignmentMember],
    weighed: Weighed,
    state: str,
    who: Asker,
) -> Consignment:
    versions = {} if weighed.judged is None else {each.order_id: each.version for each in weighed.judged.orders}
    for each in members:
        set_member_version(session, each, versions[each.order_id])
    is_new = state == ACCEPTED and found.decided_at is None
    kept = moved(
        found,
        state,
        outcome=weighed.outcome,
        data=weighed.data(),
        edition=weighed.edition,
        number="",
        box="",
        weight_g=0,
        packed_at=None,
        decided_at=who.now if is_new else found.decided_at,
        decided_by=who.name if is_new else found.decided_by,
    )
    return put(session, kept, found.state)


def _ended(
    session: WriteSession, found: Consignment, state: str, who: Asker, why: str, weighed: Weighed | None = None
) -> Consignment:
    data = found.data if weighed is None else {**found.data, **weighed.data()}
    told = {**data, "why": why} if why else data
    ended = put(session, moved(found, state, data=told, decided_at=who.now, decided_by=who.name), found.state)
    for each in inside(session, found):
        leave_slot(session, each, who.now, state)
    return ended


def _open_boxes(
    session: WriteSession, site: Site, who: Asker, members: Sequence[ConsignmentMember], cause: str
) -> None:
    for each in members:
        occasion = Occasion(merchant=who.merchant, order_id=each.order_id, now=who.now, actor=who.name)
        with at_work(session, site, occasion) as file:
            if file.can(Machine.FULFILMENT, Event.UNPACK, each.fulfilment_id):
                file.take(Machine.FULFILMENT, Event.UNPACK, each.fulfilment_id, data={"cause": cause})
