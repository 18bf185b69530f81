"""Lists of denied parties by edition, and what people said of those who hit them."""

from sqlalchemy import BigInteger, Column, Index, Table, UniqueConstraint, text

from engine.store.tables.naming import METADATA, at, code, key, maybe_at, maybe_code, merchant, one_of, prose, small

IN_FORCE = text("retired_at IS NULL")

PARTY_LIST = Table(
    "party_list",
    METADATA,
    key("id"),
    merchant(),
    code("name"),  # the operator's own name of the list, such as ofac-sdn
    code("source"),
    prose("title"),
    maybe_code("dated"),  # ISO date, as the publisher states it
    code("digest"),
    prose("files"),  # JSON: digests of blobs, in order
    small("entries"),
    small("faults"),
    prose("origin"),
    at("loaded_at"),
    code("loaded_by"),
    maybe_at("retired_at"),
    Index("uq_party_list_in_force", "merchant_id", "name", unique=True, postgresql_where=IN_FORCE,
          sqlite_where=IN_FORCE),
)  # fmt: skip

PARTY_VERDICT = Table(
    "party_verdict",
    METADATA,
    key("id"),
    merchant(),
    Column("party", BigInteger, nullable=False),  # keyed token of the name: the name itself is nowhere here
    code("entry"),  # list and entry, such as ofac-sdn:7157
    code("verdict"),
    maybe_at("until"),
    prose("note"),
    code("order_id"),  # where it was seen
    at("given_at"),
    code("given_by"),
    small("number"),  # counts the verdicts on this party and entry; the last one counts
    one_of("verdict", "cleared", "confirmed"),
    UniqueConstraint("merchant_id", "party", "entry", "number"),
)
