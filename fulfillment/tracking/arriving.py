"""What the tracking status means for a parcel's phase, and then for its order."""

from collections.abc import Mapping
from types import MappingProxyType

from fulfillment.carriers.handing import hand_over_now
from fulfillment.casefile import CaseFile
from fulfillment.claims.opening import withdraw_loss_claims
from fulfillment.records import Shipment
from fulfillment.states import Event, Guard, Machine, Voyage
from fulfillment.store.shipments import set_status, tracked
from fulfillment.tracking.following import follow
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


def catch_up(file: CaseFile, fulfilment_id: str | None = None) -> None:
    """Brings parcels, of one part or of all, and the order to where the events say they are."""
    for shipment in file.shipments(fulfilment_id):
        catch_up_one(file, shipment.id)


def catch_up_one(file: CaseFile, shipment_id: str) -> None:
    """Brings one parcel and its order to where the events say they are; does nothing when they are there."""
    shipment = file.shipment(shipment_id)
    best = current(tracked(file.session, shipment.id))
    if best is None:
        return
    if (best.status, best.at) != (shipment.status, shipment.status_at):
        set_status(file.session, shipment.id, best.status, best.at)
        file.touch()
    if shipment.state == Voyage.LABELLED and is_under_way(best.status):
        _leave_by_scan(file, shipment)
    shipment = file.shipment(shipment_id)
    if shipment.state != Voyage.LABELLED:
        _step(file, shipment, phase_of(best.status))
        follow(file)


def _leave_by_scan(file: CaseFile, shipment: Shipment) -> None:
    """The carrier has the parcel before we said so. While the order is held that is noted, and nothing goes on."""
    if all(file.holds(guard, shipment.fulfilment_id) for guard in (Guard.CLEAR, Guard.PAID, Guard.CURRENT)):
        hand_over_now(file, shipment.fulfilment_id, manifest_id=None)
    else:
        file.note("scanned_while_blocked", dedup=f"scanned:{shipment.id}")


def _step(file: CaseFile, shipment: Shipment, phase: Voyage) -> None:
    event = REACHED.get(phase)
    if event is not None and phase != shipment.state and file.can(Machine.SHIPMENT, event, shipment.id):
        file.take(Machine.SHIPMENT, event, shipment.id)
    if phase is Voyage.DELIVERED:
        withdraw_loss_claims(file, shipment.id)
