"""Between which days a parcel should arrive: by what was seen of its service on the lane, else by what the service
states for the destination, else by what was promised at checkout."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from engine.order.order import Order
from engine.store.sessions import ReadSession
from fulfillment.records import Shipment
from fulfillment.shipping.own_services import shipping_of
from fulfillment.shipping.quoting import DEFAULT_ORIGIN
from fulfillment.shipping.service import Zone
from fulfillment.tracking.expected import lane_seen


@dataclass(frozen=True, slots=True)
class Days:
    """Whole days from hand-over to delivery, the fewest and the most."""

    fewest: int
    most: int


Window = Callable[[ReadSession, Shipment, Order], Days | None]


def seen_days(session: ReadSession, shipment: Shipment, order: Order) -> Days | None:
    """As parcels of the service took on this lane, or as it states; else what was promised at checkout."""
    country = order.shipping_address.country
    if country is None or not shipment.service_id:
        return stated_days(session, shipment, order)
    origin = order.ship_from.country if order.ship_from is not None else DEFAULT_ORIGIN
    lane = lane_seen(session, shipment.merchant_id, origin, country).get(shipment.service_id)
    if lane is None or lane.p90_days <= 0:
        return stated_days(session, shipment, order)
    return Days(lane.p50_days, lane.p90_days)


def stated_days(session: ReadSession, shipment: Shipment, order: Order) -> Days | None:
    """As the service states, one of the merchant's own too; None where nobody does."""
    country = order.shipping_address.country
    for zone in _zones(session, shipment):
        if country in zone.countries:
            return Days(*zone.days)
    promised = order.shipping.promised_days if order.shipping is not None else None
    return None if promised is None else Days(promised, promised)


def _zones(session: ReadSession, shipment: Shipment) -> tuple[Zone, ...]:
    if not shipment.service_id:
        return ()
    service = shipping_of(session, shipment.merchant_id).services.get(shipment.service_id)
    return () if service is None else service.zones


def expected_between(days: Days | None, since: datetime, now: datetime, zone: ZoneInfo) -> tuple[date, date] | None:
    """The first and the last day by the clock of the destination; None once the last one is over: a day that has passed
    is no longer expected."""
    if days is None:
        return None
    begins, today = since.astimezone(zone).date(), now.astimezone(zone).date()
    first, last = begins + timedelta(days=days.fewest), begins + timedelta(days=days.most)
    return None if last < today else (max(first, today), last)
