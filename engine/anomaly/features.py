"""Which facts a model reads, and how they become a row of numbers."""

import hashlib
import math
from collections.abc import Mapping
from typing import Final

from engine.lexicon.spec import Value

Vector = tuple[float, ...]  # one number a feature, NaN where the fact is unknown

FEATURES: Final[tuple[str, ...]] = (
    "order.value_eur_minor",
    "order.max_line_quantity",
    "order.shipping_share_pct",
    "customer.guest",
    "customer.account_age_days",
    "customer.orders_before",
    "customer.email_name_similarity",
    "customer.email_disposable",
    "countries.distinct",
    "ip.matches_shipping",
    "ip.matches_card",
    "address.bill_ship_same_country",
    "address.bill_ship_same_name",
    "address.forwarder_score",
    "velocity.ip_orders_24h",
    "velocity.card_orders_24h",
    "velocity.device_orders_24h",
    "velocity.email_orders_7d",
    "velocity.address_orders_7d",
    "velocity.ip_cards_24h",
    "velocity.device_cards_24h",
    "velocity.value_over_mean_pct",
)


def schema_of(names: tuple[str, ...]) -> str:
    """A digest of the names in their order: vectors of one schema go together."""
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:16]


SCHEMA: Final[str] = schema_of(FEATURES)


def vector_of(facts: Mapping[str, Value], names: tuple[str, ...] = FEATURES) -> Vector:
    """The features of a case from the facts of its whole. A flag is 0 or 1; a fact that is no number is unknown."""
    return tuple([_number(facts.get(name)) for name in names])


def _number(value: Value | None) -> float:
    return float(value) if isinstance(value, int | float) else math.nan
