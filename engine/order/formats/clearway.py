"""Our own order document, as `docs/order-formats.md` describes it; the settings fill what it leaves open."""

from collections.abc import Mapping
from dataclasses import replace

from engine.order.formats.settings import ImportSettings
from engine.order.order import Order
from engine.order.reading import read_order


def read(payload: Mapping[str, object], *, settings: ImportSettings) -> Order:
    """The order. Raises OrderRejected."""
    order = read_order(payload)
    return replace(
        order,
        id=f"{settings.id_prefix}{order.id}",
        merchant=order.merchant if "merchant" in payload else settings.merchant,
        shop=order.shop if order.shop is not None else settings.shop,
        legal_entity=order.legal_entity if order.legal_entity is not None else settings.legal_entity,
        ship_from=order.ship_from if order.ship_from is not None else settings.ship_from,
    )
