"""A parcel's way as claims need it: how it travels, from where to where, and the moments that windows count from."""

from datetime import UTC, datetime, timedelta

from engine.desk.errors import PersonErased
from engine.order.order import Order
from fulfillment.carriers.s10 import is_s10
from fulfillment.casefile import CaseFile
from fulfillment.claims.terms import Carried
from fulfillment.claims.windows import Moments
from fulfillment.records import Shipment, Tracked
from fulfillment.shipping.own_services import service_of_parcel
from fulfillment.shipping.service import Kind
from fulfillment.states import Event, Machine
from fulfillment.store.shipments import tracked
from fulfillment.store.warehouse import find_parcel
from fulfillment.store.warehouses import find_warehouse
from fulfillment.tracking.vocabulary import RANK, Word, is_under_way

POST, COURIER = "post", "courier"
TOLD_BY_NOBODY = frozenset({Word.NO_NEWS, Word.LABEL_CREATED, Word.CANCELLED})


def carried(file: CaseFile, shipment: Shipment) -> Carried:
    """The parcel as carriers' terms see it."""
    left = handed_over(file, shipment) or file.now
    return Carried(
        carrier=shipment.carrier.lower().replace("_", "-"),
        mode=_mode(file, shipment),
        origin=origin(file, shipment),
        country=destination(file),
        on=left.astimezone(UTC).date(),
    )


def origin(file: CaseFile, shipment: Shipment) -> str:
    """The country of the warehouse that it left; what the order says where the warehouse is not known."""
    part = next((each for each in file.fulfilments() if each.id == shipment.fulfilment_id), None)
    kept = None if part is None else find_warehouse(file.session, file.merchant, part.warehouse)
    if kept is not None:
        return kept.country
    order = readable(file)
    return "" if order is None or order.ship_from is None else order.ship_from.country


def destination(file: CaseFile) -> str:
    """The country that the order goes to."""
    order = readable(file)
    return "" if order is None else order.shipping_address.country or ""


def readable(file: CaseFile) -> Order | None:
    """The order; None once its person was erased, of whom parcels may be told all the same."""
    try:
        return file.order
    except PersonErased:
        return None


def moments(file: CaseFile, shipment: Shipment, happened: datetime) -> Moments:
    """What is known of its way."""
    scans = tracked(file.session, shipment.id)
    left = handed_over(file, shipment, scans)
    arrived = [each.at for each in scans if each.status == Word.DELIVERED]
    days = _promised_days(file, shipment)
    return Moments(
        happened=happened,
        hand_over=left,
        delivery=min(arrived, default=None),
        expected=None if left is None or days is None else left + timedelta(days=days),
    )


def handed_over(file: CaseFile, shipment: Shipment, scans: tuple[Tracked, ...] | None = None) -> datetime | None:
    """When the carrier got it: as we told, or by its own first scan."""
    entries = (*file.history(), *file.entered)
    told = [
        each.at
        for each in entries
        if (each.machine, each.subject, each.event) == (Machine.SHIPMENT, shipment.id, Event.HAND_OVER)
    ]
    seen = tracked(file.session, shipment.id) if scans is None else scans
    return min([*told, *(each.at for each in seen if is_under_way(each.status))], default=None)


def last_scan(scans: tuple[Tracked, ...]) -> datetime | None:
    """When the carrier told something last."""
    return max((each.at for each in scans if each.status not in TOLD_BY_NOBODY and each.status in RANK), default=None)


def weight_of(file: CaseFile, shipment: Shipment) -> int | None:
    """Grams, as the scale told when it was packed."""
    parcel = find_parcel(file.session, file.merchant, shipment.parcel_id)
    return None if parcel is None or not parcel.weight_g else parcel.weight_g


def _mode(file: CaseFile, shipment: Shipment) -> str:
    service = service_of_parcel(file.session, shipment)
    if service is not None:
        return POST if service.kind is Kind.POSTAL else str(service.mode)
    return POST if is_s10(shipment.number) else COURIER


def _promised_days(file: CaseFile, shipment: Shipment) -> int | None:
    """The longest that the service states for the country, else what the buyer was promised."""
    service, order, country = service_of_parcel(file.session, shipment), readable(file), destination(file)
    zone = None if service is None else next((each for each in service.zones if country in each.countries), None)
    if zone is not None:
        return zone.days[1]
    return None if order is None or order.shipping is None else order.shipping.promised_days
