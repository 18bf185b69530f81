"""Which facts a model reads, and how they become a row of numbers."""

import hashlib
import math
from collections.abc import Mapping
from typing import Final

from engine.lexicon.spec import Value

Vector = tuple[float, ...]  # one number a feature, NaN where the fact is unknown

FEATURES: Final[tuple[str, ...]] = (
    # What is bought, and for how much.
    "order.value_eur_minor",
    "order.value_per_kg_eur_minor",
    "order.units_count",
    "order.max_line_quantity",
    "order.shipping_share_pct",
    "shipment.crosses_border",
    # Who buys.
    "customer.guest",
    "customer.account_age_days",
    "customer.orders_before",
    "customer.email_name_similarity",
    "customer.email_disposable",
    "customer.email_random",
    "customer.name_matches_billing",
    "customer.locale_matches_country",
    # Whether the places and names go together.
    "countries.distinct",
    "ip.matches_billing",
    "ip.matches_shipping",
    "ip.matches_card",
    "device.timezone_matches",
    "address.bill_ship_same_country",
    "address.bill_ship_same_name",
    "address.forwarder_score",
    # How it is paid.
    "payment.card_country_matches_billing",
    "payment.card_country_matches_shipping",
    "payment.card_holder_matches",
    "payment.declined_attempts",
    "payment.gateway_risk",
    # What was seen before.
    "velocity.ip_orders_1h",
    "velocity.ip_orders_24h",
    "velocity.ip_cards_24h",
    "velocity.ip_declines_24h",
    "velocity.network_orders_24h",
    "velocity.card_orders_1h",
    "velocity.card_orders_24h",
    "velocity.card_amount_24h",
    "velocity.card_declines_24h",
    "velocity.card_addresses_30d",
    "velocity.card_emails_30d",
    "velocity.card_first_seen_days",
    "velocity.card_over_mean_pct",
    "velocity.device_orders_24h",
    "velocity.device_cards_7d",
    "velocity.device_emails_30d",
    "velocity.device_first_seen_days",
    "velocity.email_orders_7d",
    "velocity.email_amount_7d",
    "velocity.email_cards_30d",
    "velocity.email_addresses_30d",
    "velocity.email_first_seen_days",
    "velocity.value_over_mean_pct",
    "velocity.phone_emails_30d",
    "velocity.address_orders_7d",
    "velocity.address_names_30d",
    "velocity.address_cards_30d",
    "velocity.address_first_seen_days",
    "velocity.recipient_addresses_30d",
    # What it hangs together with.
    "link.orders",
    "link.component_orders",
    "link.component_customers",
    "link.frauds_two_hops",
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
