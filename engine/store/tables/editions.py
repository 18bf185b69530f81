"""Editions of the rule book and of its data, by content, and which of them is in force."""

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint, String, Table

from engine.store.tables.naming import METADATA, at, bytes_of, code, key, maybe_code, merchant, prose, small

BLOB = Table(
    "blob",
    METADATA,
    merchant(),
    code("digest"),  # SHA-256 of the content before compression
    bytes_of("content"),
    small("size"),
    at("created_at"),
    PrimaryKeyConstraint("merchant_id", "digest"),
)

EDITION = Table(
    "edition",
    METADATA,
    merchant(),
    code("digest"),
    code("book"),  # the rule book's own digest, which receipts name
    prose("manifest"),  # JSON: path -> digest of the blob
    code("engine"),
    small("rules"),
    at("created_at"),
    code("created_by"),
    maybe_code("approved_by"),
    PrimaryKeyConstraint("merchant_id", "digest"),
    Index("ix_edition_book", "merchant_id", "book"),
)

ACTIVATION = Table(
    "activation",
    METADATA,
    key("id"),
    merchant(),
    Column("epoch", Integer, nullable=False),
    Column("edition", String(128), nullable=False),
    at("activated_at"),
    code("activated_by"),
    prose("note"),
    Index("uq_activation_epoch", "merchant_id", "epoch", unique=True),
)
