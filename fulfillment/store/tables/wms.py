"""What an external warehouse was told to do, and what it has told."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table, UniqueConstraint

from engine.store.tables.naming import at, code, merchant, one_of, prose, small, whole
from fulfillment.store.tables.metadata import METADATA

WMS_WORK = Table(
    "wms_work",
    METADATA,
    merchant(),
    code("fulfilment_id"),
    code("order_id"),
    code("warehouse"),
    whole("seq"),
    code("action"),
    code("digest"),
    prose("data"),
    at("at"),
    PrimaryKeyConstraint("merchant_id", "seq"),
    UniqueConstraint("merchant_id", "fulfilment_id"),
    Index("ix_wms_work_warehouse", "merchant_id", "warehouse", "seq"),
    one_of("action", "do", "stop", "cancel", "done"),
)

WMS_EVENT = Table(
    "wms_event",
    METADATA,
    merchant(),
    code("event_id"),
    code("kind"),
    code("digest"),
    at("at"),
    at("received_at"),
    PrimaryKeyConstraint("merchant_id", "event_id"),
)

WMS_SNAPSHOT = Table(
    "wms_snapshot",
    METADATA,
    merchant(),
    code("snapshot_id"),
    code("warehouse"),
    code("digest"),
    at("at"),
    at("received_at"),
    small("levels"),
    small("differing"),
    small("adjusted"),
    PrimaryKeyConstraint("merchant_id", "snapshot_id"),
)
