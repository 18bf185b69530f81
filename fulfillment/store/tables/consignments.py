"""Orders that share a parcel, and the boxes of packing stations."""

from sqlalchemy import CheckConstraint, Index, PrimaryKeyConstraint, Table, UniqueConstraint

from engine.store.tables.naming import at, code, key, maybe_at, maybe_code, merchant, one_of, prose, small
from fulfillment.store.tables.metadata import METADATA

BOX_SIDES = ("inner_length_mm", "inner_width_mm", "inner_height_mm", "outer_length_mm", "outer_width_mm",
             "outer_height_mm")  # fmt: skip

BOX_TYPE = Table(
    "box_type",
    METADATA,
    merchant(),
    code("warehouse"),  # "": at every warehouse of the merchant
    code("name"),
    *(small(name) for name in BOX_SIDES),
    small("empty_g"),
    small("max_g"),
    small("cost_minor"),
    code("currency"),
    prose("materials"),
    PrimaryKeyConstraint("merchant_id", "warehouse", "name"),
    CheckConstraint(" AND ".join(f"{name} > 0" for name in BOX_SIDES), name="sides"),
)

CONSIGNMENT = Table(
    "consignment",
    METADATA,
    key("id"),
    merchant(),
    code("warehouse"),
    code("state"),
    code("digest"),  # of its parts and their orders' versions: the same is proposed once
    code("outcome"),
    prose("data"),  # why it was refused or ended, and what the outcome rests on
    code("edition"),
    code("number"),
    code("box"),
    small("weight_g"),
    at("created_at"),
    code("created_by"),
    maybe_at("decided_at"),
    code("decided_by"),
    maybe_at("packed_at"),
    one_of("state", "proposed", "refused", "accepted", "packed", "opening", "undone", "sent"),
    UniqueConstraint("merchant_id", "digest"),
    Index("ix_consignment_state", "merchant_id", "state"),
)

CONSIGNMENT_MEMBER = Table(
    "consignment_member",
    METADATA,
    code("consignment_id"),
    code("fulfilment_id"),
    merchant(),
    code("order_id"),
    small("order_version"),
    maybe_code("slot"),  # the part again while it is in: so no part is in two at once
    maybe_at("left_at"),
    code("why"),
    PrimaryKeyConstraint("consignment_id", "fulfilment_id"),
    UniqueConstraint("merchant_id", "slot"),
    Index("ix_consignment_member_fulfilment", "fulfilment_id"),
)
