"""What carriers tell: every event is kept, each once, and the order follows."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.clock import microseconds
from engine.store.sessions import WriteSession
from fulfillment.casefile import CaseFile
from fulfillment.claims.opening import open_told
from fulfillment.errors import NotFound, TrackingRefused
from fulfillment.notify.telling import tell
from fulfillment.records import Case, Shipment, Tracked
from fulfillment.site import Occasion, Site
from fulfillment.states import Voyage
from fulfillment.store.shipments import add_tracked, find_shipment, new_among, shipments_of_number
from fulfillment.thread import at_work
from fulfillment.tracking.arriving import catch_up_one
from fulfillment.tracking.vocabulary import Word

# Told to the customer when it becomes the status; what comes late is not news.
NEWS = frozenset({Word.IMPORT_HELD, Word.OUT_FOR_DELIVERY, Word.READY_FOR_PICKUP, Word.ATTEMPT_FAILED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """One event in our vocabulary. `at` is the carrier's time with its zone, `carrier_code` the carrier's own word."""

    status: Word
    at: datetime
    carrier_code: str = ""
    reason: str = ""
    location: str = ""


def record_tracking(session: WriteSession, site: Site, merchant: str, number: str, scans: Sequence[Scan],
                    now: datetime, actor: str = "carrier") -> tuple[Case, ...]:  # fmt: skip
    """Keeps the events of a parcel, whatever their order; known ones change nothing. Answers the cases of all orders
    that share the parcel, mostly one.

    Raises NotFound for a number that is none of the merchant's, TrackingRefused for a time without a zone.
    """
    found = shipments_of_number(session, merchant, number)
    if not found:
        raise NotFound("parcel", number)
    return tuple(_record(session, site, shipment, scans, now, actor) for shipment in found)


def _record(session: WriteSession, site: Site, shipment: Shipment, scans: Sequence[Scan], now: datetime,
            actor: str) -> Case:  # fmt: skip
    merchant = shipment.merchant_id
    occasion = Occasion(merchant=merchant, order_id=shipment.order_id, now=now, actor=actor)
    with at_work(session, site, occasion) as file:
        before = shipment.status
        added = _add(file, shipment, scans)
        if shipment.state != Voyage.VOIDED and added:
            open_told(file, shipment, added)
            catch_up_one(file, shipment.id)
            _tell_news(file, shipment.id, before)
    return file.case


def event_id(shipment_id: str, scan: Scan) -> str:
    """The same for the same happening, whoever tells it and how often."""
    told = (shipment_id, scan.status, scan.carrier_code, str(microseconds(scan.at)), scan.location)
    return hashlib.sha256("\x1f".join(told).encode()).hexdigest()


def _add(file: CaseFile, shipment: Shipment, scans: Sequence[Scan]) -> tuple[Tracked, ...]:
    if any(scan.at.tzinfo is None for scan in scans):
        msg = "a tracking time needs a zone; give the offset of where it happened"
        raise TrackingRefused(msg)
    told = {event_id(shipment.id, scan): scan for scan in scans}
    new = new_among(file.session, tuple(told))
    added = tuple(_kept(file, shipment, id_, scan) for id_, scan in told.items() if id_ in new)
    if added:
        # Two who add at once would each see half of the events; touching lets only one of them through.
        file.touch()
        add_tracked(file.session, added)
    return added


def _kept(file: CaseFile, shipment: Shipment, id_: str, scan: Scan) -> Tracked:
    return Tracked(
        id=id_,
        merchant_id=file.merchant,
        order_id=file.order_id,
        shipment_id=shipment.id,
        status=scan.status,
        at=scan.at,
        received_at=file.now,
        carrier_code=scan.carrier_code,
        reason=scan.reason,
        location=scan.location,
    )


def _tell_news(file: CaseFile, shipment_id: str, before: str) -> None:
    shipment = find_shipment(file.session, file.merchant, shipment_id)
    if shipment is not None and shipment.status != before and shipment.status in NEWS:
        tell(file, shipment.status, about=shipment_id, parcel=shipment)
