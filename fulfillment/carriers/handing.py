"""The parcel leaves the house: stock, parcel and order move together or not at all."""

from fulfillment.casefile import CaseFile
from fulfillment.states import Event, Machine
from fulfillment.store.shipments import set_manifest


def hand_over_now(file: CaseFile, manifest_id: str | None) -> None:
    """Raises StepBlocked while the order is held or unpaid, or its label is for an older version of it."""
    file.take(Machine.FULFILMENT, Event.HAND_OVER)
    file.take(Machine.SHIPMENT, Event.HAND_OVER)
    if manifest_id is not None:
        set_manifest(file.session, file.shipment().id, manifest_id)
    file.take(Machine.ORDER, Event.SHIP)
