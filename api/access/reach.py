"""What somebody bound to shops may reach: the one place where an order's shop is held against the caller's.

A path that names an order, or something of an order, leads to its shop by one statement, made only for those who are
bound. What leads to no shop is refused to them, unless the route says that it narrows itself or shows nothing of a
shop.
"""

from collections.abc import Mapping
from enum import StrEnum

from engine.store.database import Database
from engine.store.order_shops import ENGINE_IDS, ShopsOf
from fulfillment.store.order_shops import FULFILMENT_IDS, shops_of_parcel_number

SHOP_OF: Mapping[str, ShopsOf] = {**ENGINE_IDS, **FULFILMENT_IDS}  # by the prefix of an id
BY_NAME: Mapping[str, ShopsOf] = {"number": shops_of_parcel_number}  # by the name of a path's part


class Reach(StrEnum):
    """How a route knows which shops it is about."""

    BY_ID = "by_id"  # its path names an order, or something of one
    NARROWED = "narrowed"  # it looks at `Caller.shops` itself
    OPEN = "open"  # it shows and changes nothing that belongs to a shop
    WHOLE = "whole"  # it names an order, but shows or touches those of other shops too


def leads_to_shop(name: str, value: str) -> ShopsOf | None:
    """Who knows the shop of this part of a path. Names that people choose, such as a SKU, lead nowhere, even where they
    look like an id."""
    return SHOP_OF.get(value.partition("_")[0]) if name.endswith("_id") else BY_NAME.get(name)


def in_reach(database: Database, merchant: str, shops: frozenset[str], parts: Mapping[str, str]) -> bool | None:
    """Whether all that a path names is of these shops; None where it names nothing that has a shop."""
    asked = [(leads, value) for name, value in parts.items() if (leads := leads_to_shop(name, value)) is not None]
    if not asked:
        return None
    with database.read() as session:
        return all(_is_within(leads(session, merchant, value), shops) for leads, value in asked)


def _is_within(found: frozenset[str], shops: frozenset[str]) -> bool:
    return bool(found) and found <= shops
