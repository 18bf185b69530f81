"""Editions of the rule book and of its data, by content; who proposed them, and which of them is in force."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
)

from engine.store.tables.naming import (
    METADATA,
    at,
    bytes_of,
    code,
    key,
    maybe_at,
    maybe_code,
    merchant,
    one_of,
    prose,
    small,
)

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
    prose("data"),  # JSON: part of the data -> its edition
    code("engine"),
    small("rules"),
    at("created_at"),
    code("created_by"),
    PrimaryKeyConstraint("merchant_id", "digest"),
    Index("ix_edition_book", "merchant_id", "book"),
)

PROPOSAL = Table(
    "proposal",
    METADATA,
    key("id"),
    merchant(),
    code("edition"),
    maybe_code("against"),  # the edition that was in force; none when there was none
    code("purpose"),
    code("proposed_by"),
    maybe_code("proposer"),  # the person or key that was known to be behind the name; none where it was only claimed
    at("proposed_at"),
    prose("note"),
    prose("gates"),  # JSON: what the gates said when it was proposed
    prose("proof"),  # JSON: what was measured of the edition, which stays true of it
    code("state"),
    maybe_at("ended_at"),
    maybe_code("ended_by"),
    prose("ended_note"),
    one_of("purpose", "change", "rollback"),
    one_of("state", "open", "published", "withdrawn", "rejected", "outdated"),
    UniqueConstraint("id", "merchant_id", "edition", "proposed_by"),  # what an activation refers to, as a whole
    Index("ix_proposal_state", "merchant_id", "state", "id"),
)


def _differ(one: str, other: str) -> str:
    """Two names are of two people. The desk compares more strictly; this is what nobody gets round."""
    return f"lower(trim({one})) <> lower(trim({other}))"


def _are_two(one: str, other: str) -> str:
    """Two who were known to the door are not the same one; a key counts as the person who made it."""
    return f"{one} IS NULL OR {other} IS NULL OR {one} <> {other}"


# Four eyes: with a proposal, the second person is another one, except for lists that no protected rule reads, and for
# an emergency, which says what it is.
_FOUR_EYES = f"proposal IS NULL OR kind IN ('lists', 'emergency') OR {_differ('proposed_by', 'activated_by')}"

_FOUR_KNOWN = f"proposal IS NULL OR kind IN ('lists', 'emergency') OR {_are_two('proposer', 'activator')}"

ACTIVATION = Table(
    "activation",
    METADATA,
    key("id"),
    merchant(),
    Column("epoch", Integer, nullable=False),
    Column("edition", String(128), nullable=False),
    code("kind"),
    maybe_code("proposal"),
    code("proposed_by"),
    maybe_code("proposer"),
    at("activated_at"),
    code("activated_by"),
    maybe_code("activator"),
    prose("note"),
    prose("resolved"),  # JSON: the day, and the digests of lists and parameters as they count on it
    maybe_code("confirmed_by"),
    maybe_code("confirmer"),
    maybe_at("confirmed_at"),
    one_of("kind", "first", "approved", "lists", "emergency", "rollback", "guard"),
    CheckConstraint("kind <> 'first' OR epoch = 1", name="first"),
    CheckConstraint("kind NOT IN ('approved', 'lists') OR proposal IS NOT NULL", name="proposal"),
    CheckConstraint(_FOUR_EYES, name="four_eyes"),
    CheckConstraint(_FOUR_KNOWN, name="four_known"),
    CheckConstraint("kind <> 'emergency' OR trim(note) <> ''", name="reason"),
    CheckConstraint(_are_two("confirmer", "activator"), name="confirmer"),
    CheckConstraint(f"confirmed_by IS NULL OR {_differ('confirmed_by', 'activated_by')}", name="confirmed_by"),
    # So that nobody can name another proposer, or another edition, than the proposal has.
    ForeignKeyConstraint(
        ["proposal", "merchant_id", "edition", "proposed_by"],
        ["proposal.id", "proposal.merchant_id", "proposal.edition", "proposal.proposed_by"],
    ),
    Index("uq_activation_epoch", "merchant_id", "epoch", unique=True),
)

DRAFT = Table(
    "draft",
    METADATA,
    merchant(),
    code("name"),
    small("revision"),
    maybe_code("base"),  # the edition that the working copy was pulled from
    prose("manifest"),  # JSON: path -> digest of the blob
    prose("faults"),  # JSON: what keeps it from being used, a line each
    at("pushed_at"),
    code("pushed_by"),
    PrimaryKeyConstraint("merchant_id", "name"),
)
