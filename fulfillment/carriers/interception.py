"""Asking the carrier to stop parcels that have left, and taking that back."""

from fulfillment.casefile import CaseFile
from fulfillment.jobs import CARRIER_RECALL
from fulfillment.notify.telling import CARRIER, tell
from fulfillment.parts import has_left
from fulfillment.records import Shipment
from fulfillment.states import Voyage
from fulfillment.store.carriers import booking_of_box
from fulfillment.store.shipments import set_recalled

THERE = frozenset({Voyage.RETURNING, Voyage.RETURNED, Voyage.WRITTEN_OFF, Voyage.DELIVERED})
"""Where a parcel has arrived, or comes back by itself."""


def request_interception(file: CaseFile, _: str) -> None:
    """Told to the carrier for each parcel on its way, once until it is taken back; whether it works shows in the
    tracking."""
    for each in file.shipments():
        if has_left(each) and each.state not in THERE and each.recalled_at is None:
            set_recalled(file.session, each.id, file.now)
            ask_for(file, each)


def withdraw_interception(file: CaseFile, _: str) -> None:
    """The parcels that were called back may go on."""
    for each in file.shipments():
        if each.recalled_at is not None:
            set_recalled(file.session, each.id, None)
            file.touch()
            tell(file, "interception_withdrawn", about=_about(file, each), audience=CARRIER, parcel=each)


def ask_for(file: CaseFile, shipment: Shipment) -> None:
    """Asks the carrier for one parcel."""
    file.touch()
    tell(file, "interception", about=_about(file, shipment), audience=CARRIER, parcel=shipment)
    booking = booking_of_box(file.session, file.merchant, file.order_id, shipment.number)
    if booking is not None:
        file.add_job(CARRIER_RECALL, {"booking": booking.id, "about": _about(file, shipment)}, track="carrier:recall")


def _about(file: CaseFile, shipment: Shipment) -> str:
    # A parcel may be stopped, freed and stopped again; each is told once.
    return f"{shipment.id}:{file.case.entries}"
