"""How far an order's goods are, and what a change would do there: for people before they promise it, and for the change
itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from fulfillment.lifecycle import ENDED
from fulfillment.parts import INSIDE, has_left
from fulfillment.records import Case, Fulfilment, Shipment
from fulfillment.states import Stage, Voyage, Work


class Reach(StrEnum):
    """How far the goods are that are farthest."""

    UNPICKED = "unpicked"
    PICKED = "picked"
    LABELLED = "labelled"
    HANDED_OVER = "handed_over"
    ARRIVED = "arrived"
    ENDED = "ended"


class Follows(StrEnum):
    """What a change does."""

    CHANGED = "changed"  # a new version, decided anew
    RELABELLED = "relabelled"  # and the labels that wait are void, new ones are made
    REDIRECTED = "redirected"  # and the carrier is asked to bring the parcels elsewhere
    STOPPED = "stopped"  # the order ends in the house
    CALLED_BACK = "called_back"  # the carrier is asked to bring the parcels back
    TOO_LATE = "too_late"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Outlook:
    """What each kind of change would do now."""

    reach: Reach
    address: Follows
    cancellation: Follows


PICKED_AT = frozenset({Work.PICKING, Work.PICKED, Work.REVIEWED, Work.PACKED})
COMING_BACK = frozenset({Voyage.RETURNING, Voyage.RETURNED, Voyage.LOST, Voyage.WRITTEN_OFF})
_ADDRESS = {
    Reach.UNPICKED: Follows.CHANGED,
    Reach.PICKED: Follows.CHANGED,
    Reach.LABELLED: Follows.RELABELLED,
    Reach.HANDED_OVER: Follows.REDIRECTED,
    Reach.ARRIVED: Follows.TOO_LATE,
    Reach.ENDED: Follows.TOO_LATE,
}
_CANCELLATION = {
    Reach.UNPICKED: Follows.STOPPED,
    Reach.PICKED: Follows.STOPPED,
    Reach.LABELLED: Follows.STOPPED,
    Reach.HANDED_OVER: Follows.CALLED_BACK,
    Reach.ARRIVED: Follows.TOO_LATE,
    Reach.ENDED: Follows.NOTHING,
}


def outlook(case: Case, parts: Sequence[Fulfilment], parcels: Sequence[Shipment]) -> Outlook:
    """What would follow, by how far the goods are."""
    reach = reach_of(case, parts, parcels)
    return Outlook(reach=reach, address=_ADDRESS[reach], cancellation=_CANCELLATION[reach])


def reach_of(case: Case, parts: Sequence[Fulfilment], parcels: Sequence[Shipment]) -> Reach:
    """How far the goods are that are farthest; where a parcel is away, the others wait for what is done about it."""
    if case.stage in ENDED:
        return Reach.ENDED
    if case.stage in (Stage.DELIVERED, Stage.RETURNING):
        return Reach.ARRIVED
    away = [each for each in parcels if has_left(each)]
    if away:
        return Reach.HANDED_OVER if any(is_movable(each) for each in away) else Reach.ARRIVED
    inside = {each.state for each in parts if each.state in INSIDE}
    if Work.LABELLED in inside:
        return Reach.LABELLED
    return Reach.PICKED if inside & PICKED_AT else Reach.UNPICKED


def is_movable(parcel: Shipment) -> bool:
    """Whether a carrier has the parcel and could still bring it elsewhere."""
    return has_left(parcel) and parcel.state not in (*COMING_BACK, Voyage.DELIVERED)
