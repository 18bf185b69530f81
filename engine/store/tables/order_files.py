"""Files of orders that were sent in one piece, their rows as they stood there, and a merchant's own column profiles.

A file lies sealed until its rows are taken out of it; a row lies sealed under a key of its own, which goes with the
person whom it is about.
"""

from sqlalchemy import Index, PrimaryKeyConstraint, Table, text

from engine.store.tables.naming import (
    METADATA,
    at,
    code,
    key,
    maybe_at,
    maybe_bytes,
    maybe_code,
    merchant,
    one_of,
    prose,
    small,
    whole,
)

SEALED = text("cells IS NOT NULL")

ORDER_FILE = Table(
    "order_file",
    METADATA,
    key("id"),
    merchant(),
    code("shop"),
    code("kind"),
    code("state"),
    code("digest"),  # keyed, of the content: the same file is not taken twice
    maybe_code("profile"),
    maybe_bytes("seal_key"),
    maybe_bytes("sealed"),  # the file while rows are still to be taken out
    prose("headers"),  # a JSON list
    small("read_until"),  # number of the last row that was taken out
    small("orders"),
    maybe_code("code"),  # why it was refused
    prose("detail"),
    at("created_at"),
    code("created_by"),
    maybe_at("read_at"),
    one_of("kind", "csv", "xlsx", "json"),
    one_of("state", "waiting", "read", "refused"),
    Index("uq_order_file_digest", "merchant_id", "digest", unique=True),
    Index("ix_order_file_listing", "merchant_id", "id"),
    Index("ix_order_file_created", "created_at"),
)

ORDER_FILE_ROW = Table(
    "order_file_row",
    METADATA,
    code("file_id"),
    small("number"),  # of the sheet's row, or of the document
    merchant(),
    code("submission_id"),
    whole("person"),
    maybe_bytes("seal_key"),
    maybe_bytes("cells"),  # what stood there, as JSON
    PrimaryKeyConstraint("file_id", "number"),
    Index("ix_order_file_row_person", "merchant_id", "person", postgresql_where=SEALED, sqlite_where=SEALED),
)

COLUMN_PROFILE = Table(
    "column_profile",
    METADATA,
    merchant(),
    code("name"),
    prose("content"),  # JSON
    at("changed_at"),
    code("changed_by"),
    PrimaryKeyConstraint("merchant_id", "name"),
)
