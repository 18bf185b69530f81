"""Rate cards of a merchant's own, how it chooses, and what was chosen. Rows are only ever added: what a parcel was
quoted and chosen by can be read for ever."""

from sqlalchemy import Index, Table, UniqueConstraint

from engine.store.tables.naming import at, code, key, maybe_at, merchant, one_of, prose, small, whole
from fulfillment.store.tables.metadata import METADATA

SHIPPING_RATE = Table(
    "shipping_rate",
    METADATA,
    key("id"),
    merchant(),
    code("service"),
    code("zone"),
    code("currency"),
    code("valid_from"),
    code("valid_until"),
    prose("data"),
    at("entered_at"),
    code("entered_by"),
    Index("ix_shipping_rate_in_force", "merchant_id", "valid_from"),
)

OWN_SERVICE = Table(
    "shipping_service",
    METADATA,
    key("id"),
    merchant(),
    code("service"),
    small("version"),
    prose("text"),  # the service as it was stated, a YAML document; empty: withdrawn
    at("entered_at"),
    code("entered_by"),
    UniqueConstraint("merchant_id", "service", "version"),
)

SHIPPING_WISHES = Table(
    "shipping_wishes",
    METADATA,
    key("id"),
    merchant(),
    code("shop"),
    prose("data"),
    at("entered_at"),
    code("entered_by"),
    Index("ix_shipping_wishes_shop", "merchant_id", "shop"),
)

SERVICE_CHOICE = Table(
    "service_choice",
    METADATA,
    key("id"),
    merchant(),
    code("order_id"),
    code("fulfilment_id"),
    small("order_version"),
    code("kind"),
    code("state"),
    code("service"),
    code("carrier"),
    whole("price_minor"),
    code("currency"),
    code("terms"),
    code("decided_by"),
    code("shop"),
    code("origin"),
    code("country"),
    code("edition"),
    at("made_at"),
    code("made_by"),
    prose("data"),
    one_of("kind", "forecast", "packed", "named"),
    one_of("state", "chosen", "waits", "none"),
    Index("ix_service_choice_order", "merchant_id", "order_id"),
    Index("ix_service_choice_part", "fulfilment_id", "id"),
    Index("ix_service_choice_state", "merchant_id", "state", "id"),
)

WHAT_IF = Table(
    "shipping_what_if",
    METADATA,
    key("id"),
    merchant(),
    code("state"),
    prose("params"),
    prose("data"),
    code("reached"),
    at("begun_at"),
    code("begun_by"),
    maybe_at("ended_at"),
    one_of("state", "running", "done", "failed"),
    Index("ix_shipping_what_if_merchant", "merchant_id", "id"),
)
