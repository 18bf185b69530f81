"""Rate cards of merchants, how they choose, and what was chosen, as rows."""

from collections.abc import Sequence
from datetime import date

from engine.store.sessions import ReadSession, WriteSession
from fulfillment.records import ShippingRate
from fulfillment.store.rows import keep, many
from fulfillment.store.tables import SHIPPING_RATE


def add_shipping_rates(session: WriteSession, rates: Sequence[ShippingRate]) -> None:
    """Adds cards; none is ever changed."""
    keep(session, SHIPPING_RATE, *rates)


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
