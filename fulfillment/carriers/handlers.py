"""Which job of live carriers is done by what, for the composition root."""

from collections.abc import Mapping

from engine.store.handling import AnyHandler, OutsideHandler
from fulfillment.carriers.booking_work import BookingWork
from fulfillment.carriers.manifest_work import HandingWork
from fulfillment.carriers.pickup_work import PickupWork
from fulfillment.carriers.port import CarrierPort
from fulfillment.jobs import (
    CARRIER_BOOK,
    CARRIER_MANIFEST,
    CARRIER_PICKUP,
    CARRIER_RECALL,
    CARRIER_SCANS,
    CARRIER_VOID,
)

LANE = "carriers"  # threads of their own: a slow carrier keeps neither channels nor webhooks waiting


def carrier_handlers(port: CarrierPort) -> Mapping[str, AnyHandler]:
    """Kind of job -> its handler."""
    booking, handing, pickups = BookingWork(port), HandingWork(port), PickupWork(port)
    return {
        CARRIER_BOOK: OutsideHandler(booking.book, booking.settle, lane=LANE),
        CARRIER_VOID: OutsideHandler(booking.void, booking.settle, lane=LANE),
        CARRIER_PICKUP: OutsideHandler(pickups.act, pickups.settle, lane=LANE),
        CARRIER_MANIFEST: OutsideHandler(handing.send, handing.sent, lane=LANE),
        CARRIER_RECALL: OutsideHandler(handing.recall, handing.recalled, lane=LANE),
        CARRIER_SCANS: handing.compare,
    }
