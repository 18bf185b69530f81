"""What a source told of a number is read by its table, on the lane of each parcel of that number, and kept."""

from collections.abc import Sequence
from datetime import datetime

from engine.store.sessions import WriteSession
from fulfillment.aftersales.return_scans import record_return_scans, return_lane
from fulfillment.records import Case, Shipment
from fulfillment.site import Occasion, Site
from fulfillment.store.aftersales import return_labelled
from fulfillment.store.shipments import event_of, shipments_of_number
from fulfillment.tracking.correcting import take_back
from fulfillment.tracking.reading import Lane, read
from fulfillment.tracking.recording import event_id, record_scans
from fulfillment.tracking.scan import Scan
from fulfillment.tracking.told import Told
from fulfillment.tracking.trips import lane_of

BY_CARRIER = "by_carrier"  # why an event was taken back


def take_told(session: WriteSession, site: Site, merchant: str, number: str, told: Sequence[Told], now: datetime, *,
              source: str, actor: str) -> tuple[Case, ...]:  # fmt: skip
    """Keeps the events of a number, whatever their order; known ones change nothing. A number that is no parcel's of
    the merchant, nor of a return's label, is passed over: sources follow what they were once told of."""
    shipments = shipments_of_number(session, merchant, number)
    labelled = None if shipments else return_labelled(session, merchant, number)
    if labelled is not None:
        lane = return_lane(session, site, labelled)
        scans = [scan_of(each, lane, now, source) for each in told if not each.voids]
        occasion = Occasion(merchant=merchant, order_id=labelled.order_id, now=now, actor=actor)
        return (record_return_scans(session, site, labelled, scans, occasion),)
    return tuple(_take(session, site, each, told, now, source, actor) for each in shipments)


def _take(session: WriteSession, site: Site, shipment: Shipment, told: Sequence[Told], now: datetime, source: str,
          actor: str) -> Case:  # fmt: skip
    lane = lane_of(session, site, shipment)
    scans = [scan_of(each, lane, now, source) for each in told]
    case = record_scans(session, site, shipment, scans, now, actor)
    for each in scans:
        if each.told is not None and each.told.voids:
            id_ = event_id(shipment.id, each)
            if event_of(session, shipment.merchant_id, id_) is not None:
                case = take_back(session, site, shipment.merchant_id, id_, BY_CARRIER, now, actor)
    return case


def scan_of(told: Told, lane: Lane, now: datetime, source: str) -> Scan:
    """One event as it is read on a lane."""
    found = read(told, lane, now)
    return Scan(
        status=found.word,
        at=found.when.at,
        carrier_code=told.code,
        reason=found.reason,
        location=told.place,
        source=source,
        told=told,
        read=found,
    )
