"""What is to be told."""

from sqlalchemy import Table, UniqueConstraint

from engine.store.tables.naming import at, code, key, maybe_at, merchant, one_of, prose
from fulfillment.store.tables.metadata import METADATA

NOTICE = Table(
    "notice",
    METADATA,
    key("id"),
    merchant(),
    code("order_id"),
    code("kind"),
    code("about"),  # with `kind` what makes it the same notice
    code("audience"),
    prose("params"),
    code("state"),
    at("created_at"),
    maybe_at("written_at"),
    UniqueConstraint("order_id", "kind", "about"),
    one_of("audience", "customer", "carrier"),
    one_of("state", "queued", "written"),
)
