"""What customers are asked. Answers are sealed with the key of the order's person; links are stored nowhere."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table, text

from engine.store.tables.naming import (
    METADATA,
    at,
    bytes_of,
    code,
    key,
    maybe_at,
    maybe_bytes,
    maybe_code,
    merchant,
    one_of,
    prose,
    small,
)

OPEN = text("state = 'open'")

CUSTOMER_REQUEST = Table(
    "customer_request",
    METADATA,
    key("id"),
    merchant(),
    code("order_id"),
    code("shop"),
    code("state"),
    prose("asks"),  # what is asked, as a JSON list of words such as `address.postcode`
    prose("added"),  # those of them that a person added to what the decision asks
    code("decision_id"),  # which asked last, and then the one that the answer led to
    small("round", 1),  # counts the requests of an order
    small("link", 1),  # counts the links that were made; the last one opens the form
    small("reminded"),
    at("created_at"),
    code("created_by"),
    at("expires_at"),
    maybe_at("ended_at"),
    maybe_code("ended_by"),
    maybe_code("end_reason"),
    maybe_code("answered_as"),  # customer or agent
    maybe_bytes("sealed"),
    small("sealed_version"),  # of the order, whose key sealed the answer
    small("version", 1),
    one_of("state", "open", "answered", "expired", "cancelled"),
    Index("uq_customer_request_open", "order_id", unique=True, postgresql_where=OPEN, sqlite_where=OPEN),
    Index("ix_customer_request_order", "merchant_id", "order_id", "id"),
    Index("ix_customer_request_list", "merchant_id", "state", "id"),
)

# Files of an answer that was not complete yet, so that nobody has to choose them again.
CUSTOMER_REQUEST_FILE = Table(
    "customer_request_file",
    METADATA,
    code("request_id"),
    code("question"),
    merchant(),
    small("order_version"),  # whose key sealed it
    bytes_of("sealed"),
    PrimaryKeyConstraint("request_id", "question"),
)
