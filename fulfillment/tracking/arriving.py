"""What the tracking status means for the parcel's phase and for the order."""

from collections.abc import Mapping
from types import MappingProxyType

from fulfillment.aftersales.claiming import withdraw_loss_claims
from fulfillment.carriers.handing import hand_over_now
from fulfillment.casefile import CaseFile
from fulfillment.states import Event, Guard, Machine, Voyage
from fulfillment.store.shipments import set_status, tracked
from fulfillment.tracking.vocabulary import current, is_under_way, phase_of

REACHED: Mapping[str, Event] = MappingProxyType(
    {
        Voyage.IN_TRANSIT: Event.MOVE,
        Voyage.STUCK: Event.GET_STUCK,
        Voyage.RETURNING: Event.TURN_BACK,
        Voyage.RETURNED: Event.COME_BACK,
        Voyage.LOST: Event.VANISH,
        Voyage.DELIVERED: Event.DELIVER,
    }
)
FOR_THE_ORDER: Mapping[str, Event] = MappingProxyType(
    {
        Voyage.IN_TRANSIT: Event.MOVE,
        Voyage.STUCK: Event.MOVE,
        Voyage.RETURNING: Event.TURN_BACK,
        Voyage.RETURNED: Event.TURN_BACK,
        Voyage.DELIVERED: Event.DELIVER,
    }
)


def catch_up(file: CaseFile) -> None:
    """Brings parcel and order to where the events say they are; does nothing when they are there."""
    if file.case.shipment_id is None:
        return
    shipment = file.shipment()
    best = current(tracked(file.session, shipment.id))
    if best is None:
        return
    if (best.status, best.at) != (shipment.status, shipment.status_at):
        set_status(file.session, shipment.id, best.status, best.at)
        file.touch()
    if shipment.state == Voyage.LABELLED and is_under_way(best.status):
        _leave_by_scan(file, shipment.id)
    if file.shipment().state != Voyage.LABELLED:
        _follow(file, phase_of(best.status))


def _leave_by_scan(file: CaseFile, shipment_id: str) -> None:
    """The carrier has the parcel before we said so. While the order is held that is noted, and nothing goes on."""
    if all(file.holds(guard) for guard in (Guard.CLEAR, Guard.PAID, Guard.CURRENT)):
        hand_over_now(file, manifest_id=None)
    else:
        file.note("scanned_while_blocked", dedup=f"scanned:{shipment_id}")


def _follow(file: CaseFile, phase: Voyage) -> None:
    step = REACHED.get(phase)
    if step is not None and phase != file.shipment().state and file.can(Machine.SHIPMENT, step):
        file.take(Machine.SHIPMENT, step)
    for_order = FOR_THE_ORDER.get(phase)
    if for_order is not None and file.can(Machine.ORDER, for_order):
        file.take(Machine.ORDER, for_order)
    if phase is Voyage.DELIVERED:
        withdraw_loss_claims(file)
