"""A part leaves the house: stock, its parcels and, with the last part, the order move together or not at all."""

from collections.abc import Sequence

from fulfillment.casefile import CaseFile
from fulfillment.documents.errors import PaperIncomplete
from fulfillment.records import Shipment
from fulfillment.states import Event, Guard, Machine, Stage
from fulfillment.store.shipments import set_manifest
from fulfillment.tracking.following import follow
from fulfillment.tracking.trips import open_trip


def hand_over_now(file: CaseFile, fulfilment_id: str, manifest_id: str | None) -> int:
    """All parcels of a part leave; answers how many.

    Raises StepBlocked while the order is held or unpaid, or a label is for an older version of it,
    PaperIncomplete while papers lack what their destination asks for.
    """
    file.take(Machine.FULFILMENT, Event.HAND_OVER, fulfilment_id)
    leaving = file.shipments(fulfilment_id)
    _ask_papers(file, leaving)
    for shipment in leaving:
        file.take(Machine.SHIPMENT, Event.HAND_OVER, shipment.id)
        open_trip(file, shipment)
        if manifest_id is not None:
            set_manifest(file.session, shipment.id, manifest_id)
    ship_when_all_left(file)
    return len(leaving)


def ship_when_all_left(file: CaseFile) -> None:
    """The order has shipped when none of its parts is inside any more."""
    if file.case.stage == Stage.FULFILLING and file.holds(Guard.ALL_LEFT):
        file.take(Machine.ORDER, Event.SHIP)
        follow(file)


def _ask_papers(file: CaseFile, leaving: Sequence[Shipment]) -> None:
    watch = file.site.papers
    if watch is None:
        return
    faults = [fault for each in leaving for fault in watch.lacking(file.session, each, file.now, file.occasion.actor)]
    if faults:
        raise PaperIncomplete(list(dict.fromkeys(faults)))
