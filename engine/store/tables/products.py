"""Product files: versions that only grow, how channels call articles, what lies in kits, what is asked about an
article, and which open orders hold it."""

from sqlalchemy import Boolean, Column, Index, Integer, PrimaryKeyConstraint, Table, text

from engine.store.tables.naming import METADATA, at, code, key, maybe_at, maybe_code, merchant, one_of, prose, small

PRODUCT = Table(
    "product",
    METADATA,
    merchant(),
    code("sku"),
    small("version"),
    code("status"),
    code("digest"),  # SHA-256 of the content: the same content makes no new version
    prose("content"),  # the document, as JSON
    at("created_at"),
    code("created_by"),
    Column("superseded_by", Integer),
    PrimaryKeyConstraint("merchant_id", "sku", "version"),
    Index("uq_product_current", "merchant_id", "sku", unique=True, postgresql_where=text("superseded_by IS NULL"),
          sqlite_where=text("superseded_by IS NULL")),
)  # fmt: skip

# Both are made from the current versions' content, so that one statement finds all that an order needs.
PRODUCT_NAME = Table(
    "product_name",
    METADATA,
    merchant(),
    code("name"),  # what a channel calls the article
    code("channel"),  # `*` for all of them
    code("sku"),
    PrimaryKeyConstraint("merchant_id", "name", "channel"),
    Index("ix_product_name_sku", "merchant_id", "sku"),
)

PRODUCT_PART = Table(
    "product_part",
    METADATA,
    merchant(),
    code("kit"),
    code("sku"),
    PrimaryKeyConstraint("merchant_id", "kit", "sku"),
    Index("ix_product_part_sku", "merchant_id", "sku", "kit"),
)

# One a SKU: it is opened again rather than made anew, so that holds can name it before anybody has opened it.
PRODUCT_TASK = Table(
    "product_task",
    METADATA,
    key("id"),
    merchant(),
    code("sku"),
    prose("attributes"),  # a JSON list of what is wanting
    code("state"),
    at("opened_at"),
    maybe_at("answered_at"),
    maybe_code("answered_by"),
    small("version", 1),
    one_of("state", "open", "answered"),
    Index("uq_product_task_sku", "merchant_id", "sku", unique=True),
    Index("ix_product_task_listing", "merchant_id", "state", "id"),
)

# Built by the worker from decisions. Orders that ended are taken out, so it is as long as the work in hand.
ORDER_SKU = Table(
    "order_sku",
    METADATA,
    merchant(),
    code("sku"),
    code("order_id"),
    Column("waits", Boolean, nullable=False),  # held or asked
    PrimaryKeyConstraint("merchant_id", "sku", "order_id"),
    Index("ix_order_sku_order", "merchant_id", "order_id"),
)
