"""Rate cards and services of merchants, how they choose, and what was chosen, as rows."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select

from engine.clock import microseconds
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.records import OwnService, ShippingRate
from fulfillment.store.profit_marks import mark_all
from fulfillment.store.rows import keep, many, one
from fulfillment.store.tables import OWN_SERVICE, SHIPPING_RATE


def add_shipping_rates(session: WriteSession, rates: Sequence[ShippingRate]) -> None:
    """Adds cards; none is ever changed."""
    keep(session, SHIPPING_RATE, *rates)
    for each in rates:
        mark_all(session, each.merchant_id)


def shipping_rates_begun(session: ReadSession, merchant: str, on: date) -> tuple[ShippingRate, ...]:
    """Cards that have begun by a day, in the order in which they were entered."""
    begun = SHIPPING_RATE.c.valid_from <= on.isoformat()
    return many(session, SHIPPING_RATE, ShippingRate, SHIPPING_RATE.c.merchant_id == merchant, begun)


def shipping_rates_after(
    session: ReadSession, merchant: str, after: str = "", limit: int | None = None
) -> tuple[ShippingRate, ...]:
    """All cards behind an id, in the order in which they were entered."""
    where = (SHIPPING_RATE.c.merchant_id == merchant, SHIPPING_RATE.c.id > after)
    return many(session, SHIPPING_RATE, ShippingRate, *where, limit=limit)


def add_own_services(session: WriteSession, services: Sequence[OwnService]) -> None:
    """Adds versions; none is ever changed. Raises StoreConflict where somebody adds the same at once."""
    keep(session, OWN_SERVICE, *services)
    for each in services:
        mark_all(session, each.merchant_id)


def own_services_of(session: ReadSession, merchant: str) -> tuple[OwnService, ...]:
    """The newest version of each service of a merchant, those that were withdrawn too."""
    mine, same = OWN_SERVICE.c, OWN_SERVICE.alias().c
    newest = select(func.max(same.version)).where(same.merchant_id == mine.merchant_id, same.service == mine.service)
    where = (mine.merchant_id == merchant, mine.version == newest.scalar_subquery())
    return many(session, OWN_SERVICE, OwnService, *where)


def own_service_at(session: ReadSession, merchant: str, service: str, at: datetime) -> OwnService | None:
    """The version of a service that was the newest one at a time."""
    mine, same = OWN_SERVICE.c, OWN_SERVICE.alias().c
    by_then = (same.merchant_id == merchant, same.service == service, same.entered_at <= microseconds(at))
    newest = select(func.max(same.version)).where(*by_then).scalar_subquery()
    where = (mine.merchant_id == merchant, mine.service == service, mine.version == newest)
    return one(session, OWN_SERVICE, OwnService, *where)
