"""Orders and what was decided about them. Rows are only ever added; a version or decision that is over says by what.

An order version holds the document without personal values; these are sealed with the key of the person, which
travels wrapped with each version of that person's orders. Blanking `person_key` erases the person everywhere.
"""

from sqlalchemy import Column, Index, PrimaryKeyConstraint, String, Table, Text, UniqueConstraint, text

from engine.facts.sighting import Sighting
from engine.lexicon.velocity_grid import KINDS
from engine.store.tables.naming import (
    METADATA,
    at,
    bytes_of,
    code,
    key,
    maybe_bytes,
    maybe_code,
    merchant,
    one_of,
    prose,
    small,
    whole,
)

ORDER_VERSION = Table(
    "order_version",
    METADATA,
    code("order_id"),
    small("version"),
    merchant(),
    code("shop"),  # empty where the merchant has but one
    maybe_code("legal_entity"),
    code("channel"),
    code("ref"),  # the merchant's own id of the order
    code("digest"),  # keyed, of the canonical document: for natural dedupe
    maybe_code("country"),
    code("currency"),
    whole("total"),
    at("placed_at"),
    bytes_of("document"),
    maybe_bytes("sealed"),
    whole("person"),
    maybe_bytes("person_key"),
    at("created_at"),
    code("created_by"),
    PrimaryKeyConstraint("order_id", "version"),
    UniqueConstraint("merchant_id", "shop", "channel", "ref", "version"),
    Index("ix_order_version_person", "merchant_id", "person", "created_at"),
    Index("ix_order_version_ref", "merchant_id", "ref"),
    # All that figures of a period ask of an order, so that they read no document.
    Index("ix_order_version_arrived", "merchant_id", "created_at", "order_id", "shop", "channel", "country",
          "currency", "total", postgresql_where=text("version = 1"), sqlite_where=text("version = 1")),
    Index("ix_order_version_placed", "merchant_id", "placed_at"),
)  # fmt: skip

DECISION = Table(
    "decision",
    METADATA,
    key("id"),
    merchant(),
    code("order_id"),
    small("version"),
    small("number"),  # counts the decisions of an order from 1
    code("shop"),
    code("outcome"),
    small("score"),
    prose("reasons"),  # reason codes, worst first, as a JSON list
    code("cause"),
    code("edition"),
    maybe_code("model"),  # digest of the model that scored it
    at("placed_at"),
    at("decided_at"),
    Column("said", Text),  # what models said, as JSON: a part of the content, so that figures read no contents
    bytes_of("content"),
    maybe_bytes("sealed"),
    bytes_of("trace"),
    Column("superseded_by", String(64)),
    Column("request_key", String(255)),
    maybe_code("request_fingerprint"),
    one_of("outcome", "admit", "ask_customer", "hold", "cancel"),
    one_of(
        "cause", "submitted", "changed", "released", "rescreened", "held_by_hand", "paper", "party_judged", "expired",
        "answered",
    ),
    UniqueConstraint("order_id", "number"),
    Index("uq_decision_current", "order_id", unique=True, postgresql_where=text("superseded_by IS NULL"),
          sqlite_where=text("superseded_by IS NULL")),
    Index("uq_decision_request_key", "merchant_id", "request_key", unique=True,
          postgresql_where=text("request_key IS NOT NULL"), sqlite_where=text("request_key IS NOT NULL")),
    Index("ix_decision_listing", "merchant_id", "outcome", "id", postgresql_where=text("superseded_by IS NULL"),
          sqlite_where=text("superseded_by IS NULL")),
    # What two models both scored since a moment; `said is not null` would lead those there who read all of them.
    Index("ix_decision_scored", "merchant_id", "decided_at", postgresql_where=text("said <> ''"),
          sqlite_where=text("said <> ''")),
    Index("ix_decision_all", "merchant_id", "id", postgresql_where=text("superseded_by IS NULL"),
          sqlite_where=text("superseded_by IS NULL")),
)  # fmt: skip

# Requests that needed no new decision, since the order stood as it was sent; those that led to one are its columns.
REQUEST = Table(
    "request",
    METADATA,
    merchant(),
    Column("request_key", String(255), nullable=False),
    code("request_fingerprint"),
    code("decision_id"),
    at("created_at"),
    PrimaryKeyConstraint("merchant_id", "request_key"),
)

SIGHTING = Table(
    "sighting",
    METADATA,
    merchant(),
    *(whole(name) for name in Sighting._fields),
    PrimaryKeyConstraint("order"),  # a token has the merchant in it
    *(
        Index(
            f"ix_sighting_{kind}",
            kind,
            "at",
            "order",
            postgresql_where=text(f'"{kind}" <> 0'),
            sqlite_where=text(f'"{kind}" <> 0'),
        )
        for kind in KINDS
    ),
)
