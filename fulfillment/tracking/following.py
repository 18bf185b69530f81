"""Where an order is by where its parcels are. Nothing is told of it while a part of it is still inside."""

from collections.abc import Sequence

from fulfillment.aftersales.comebacks import is_all_back, is_any_coming
from fulfillment.casefile import CaseFile
from fulfillment.parts import INSIDE, has_left
from fulfillment.states import Event, Machine, Stage, Voyage

COMING_BACK = frozenset({Voyage.RETURNING, Voyage.RETURNED})
ARRIVED = frozenset({Voyage.DELIVERED, *COMING_BACK})
MOVING = frozenset({Voyage.IN_TRANSIT, Voyage.STUCK, *ARRIVED})


def follow(file: CaseFile) -> None:
    """Moves the order to where its parcels are, if a step leads there."""
    if any(each.state in INSIDE for each in file.fulfilments()):
        return
    gone = [each.state for each in file.shipments() if has_left(each) and each.state != Voyage.WRITTEN_OFF]
    event = meaning(gone)
    if event is not None and file.can(Machine.ORDER, event):
        file.take(Machine.ORDER, event)
    # What came back before the rest of the order did.
    if file.case.stage == Stage.RETURNING and is_all_back(file) and not is_any_coming(file):
        file.take(Machine.ORDER, Event.TAKE_BACK)


def meaning(states: Sequence[str]) -> Event | None:
    """What parcels mean for their order together; those that were given up are left out.

    It is delivered when all have arrived that do not come back, and turns back when all of them do.
    """
    if states and all(each in ARRIVED for each in states):
        return Event.TURN_BACK if all(each in COMING_BACK for each in states) else Event.DELIVER
    return Event.MOVE if any(each in MOVING for each in states) else None
