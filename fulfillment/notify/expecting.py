"""Between which days a parcel should arrive: by what was seen of its service on the lane, else by what the service
states for the destination, else by what was promised at checkout."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from engine.order.order import Order
from engine.store.sessions import ReadSession
from fulfillment.records import Shipment
from fulfillment.shipping.own_services import service_of_parcel
from fulfillment.shipping.quoting import DEFAULT_ORIGIN
from fulfillment.tracking.expected import lane_seen
from fulfillment.tracking.priors import load_priors, stated_of


@dataclass(frozen=True, slots=True)
class Days:
    """Whole days from hand-over to delivery, the fewest and the most."""

    fewest: int
    most: int


Window = Callable[[ReadSession, Shipment, Order], Days | None]


def seen_days(session: ReadSession, shipment: Shipment, order: Order) -> Days | None:
    """As parcels of the service took on this lane, or as it stated when this one got its label; else what was promised
    at checkout."""
    country = order.shipping_address.country
    if country is None or not shipment.service_id:
        return stated_days(session, shipment, order)
    origin = order.ship_from.country if order.ship_from is not None else DEFAULT_ORIGIN
    lane = lane_seen(session, shipment.merchant_id, origin, country).get(shipment.service_id)
    if lane is None or lane.p90_days <= 0:
        return stated_days(session, shipment, order)
    service = service_of_parcel(session, shipment) if lane.is_stated else None
    found = lane if service is None else stated_of(load_priors(), service, country)
    return Days(found.p50_days, found.p90_days)


def stated_days(session: ReadSession, shipment: Shipment, order: Order) -> Days | None:
    """As the service stated when the parcel got its label, one of the merchant's own too; None where nobody does."""
    country, service = order.shipping_address.country, service_of_parcel(session, shipment)
    for zone in () if service is None else service.zones:
        if country in zone.countries:
            return Days(*zone.days)
    promised = order.shipping.promised_days if order.shipping is not None else None
    return None if promised is None else Days(promised, promised)


def expected_between(days: Days | None, since: datetime, now: datetime, zone: ZoneInfo) -> tuple[date, date] | None:
    """The first and the last day by the clock of the destination; None once the last one is over: a day that has passed
    is no longer expected."""
    if days is None:
        return None
    begins, today = since.astimezone(zone).date(), now.astimezone(zone).date()
    first, last = begins + timedelta(days=days.fewest), begins + timedelta(days=days.most)
    return None if last < today else (max(first, today), last)
