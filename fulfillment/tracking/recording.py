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
from fulfillment.notify.on_the_way import tell_of_event
from fulfillment.records import Case, Shipment, Tracked
from fulfillment.site import Occasion, Site
from fulfillment.states import Voyage
from fulfillment.store.shipments import add_tracked, find_shipment, new_among, shipments_of_number, tracked
from fulfillment.thread import at_work
from fulfillment.tracking.arriving import catch_up_one
from fulfillment.tracking.reading import Read
from fulfillment.tracking.told import Told
from fulfillment.tracking.trips import news_of
from fulfillment.tracking.vocabulary import Word, current


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """One event in our vocabulary. `at` is the carrier's time with its zone, `carrier_code` the carrier's own word.

    `told` and `read` where a source told it in its own codes and a table read it; `source` is that source's id.
    """

    status: Word
    at: datetime
    carrier_code: str = ""
    reason: str = ""
    location: str = ""
    source: str = ""
    told: Told | None = None
    read: Read | None = None


def record_tracking(session: WriteSession, site: Site, merchant: str, number: str, scans: Sequence[Scan],
                    now: datetime, actor: str = "carrier") -> tuple[Case, ...]:  # fmt: skip
    """Keeps the events of a parcel, whatever their order; known ones change nothing. Answers the cases of all orders
    that share the parcel, mostly one.

    Raises NotFound for a number that is none of the merchant's, TrackingRefused for a time without a zone.
    """
    found = shipments_of_number(session, merchant, number)
    if not found:
        raise NotFound("parcel", number)
    return tuple(record_scans(session, site, shipment, scans, now, actor) for shipment in found)


def record_scans(session: WriteSession, site: Site, shipment: Shipment, scans: Sequence[Scan], now: datetime,
                 actor: str) -> Case:  # fmt: skip
    """The same for the row of one order."""
    merchant = shipment.merchant_id
    occasion = Occasion(merchant=merchant, order_id=shipment.order_id, now=now, actor=actor)
    with at_work(session, site, occasion) as file:
        before = (shipment.status, shipment.status_at)
        added = _add(file, shipment, scans)
        if shipment.state != Voyage.VOIDED and added:
            open_told(file, shipment, added)
            catch_up_one(file, shipment.id)
            _tell_news(file, shipment.id, before)
            news_of(file, shipment.id)
    return file.case


def event_id(shipment_id: str, scan: Scan) -> str:
    """The same for the same happening, whoever tells it and how often. Of what a table read, the source's own words
    count, so that a better table makes no second event of it."""
    raw = scan.told
    told: tuple[str, ...] = (shipment_id, scan.status, scan.carrier_code, str(microseconds(scan.at)), scan.location)
    if raw is not None:
        told = (shipment_id, raw.table, raw.code, raw.stated, raw.detail, raw.country, raw.place)
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
    raw, read = scan.told, scan.read
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
        country="" if raw is None else raw.country,
        local=scan.at.isoformat(timespec="seconds") if read is None else read.when.local,
        zone_from="stated" if read is None else read.when.zone_from,
        source=scan.source,
        data={} if raw is None else raw.kept(),
        read_by="" if read is None else read.table_digest,
        is_known=read is None or read.is_known,
        # What is taken back before it came must never count.
        void_at=file.now if raw is not None and raw.voids else None,
        void_by=file.occasion.actor if raw is not None and raw.voids else "",
    )


def _tell_news(file: CaseFile, shipment_id: str, before: tuple[str, datetime | None]) -> None:
    """Where the parcel stands elsewhere now, or the same happened to it once more."""
    shipment = find_shipment(file.session, file.merchant, shipment_id)
    if shipment is not None and (shipment.status, shipment.status_at) != before:
        tell_of_event(file, shipment, current(tracked(file.session, shipment_id)))
