"""Who may come in: legal entities and shops of a merchant, people with their roles, sessions, one-time links."""

from sqlalchemy import BigInteger, Boolean, Column, Index, PrimaryKeyConstraint, String, Table, UniqueConstraint, true

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
)

LEGAL_ENTITY = Table(
    "legal_entity",
    METADATA,
    merchant(),
    code("code"),
    code("name"),
    maybe_code("country"),
    at("changed_at"),
    code("changed_by"),
    PrimaryKeyConstraint("merchant_id", "code"),
)

SHOP = Table(
    "shop",
    METADATA,
    merchant(),
    code("code"),  # as orders name it
    code("name"),
    maybe_code("legal_entity"),
    Column("active", Boolean, nullable=False, default=True, server_default=true()),
    at("changed_at"),
    code("changed_by"),
    PrimaryKeyConstraint("merchant_id", "code"),
    Index("ix_shop_entity", "merchant_id", "legal_entity"),
)

ACCOUNT = Table(
    "account",
    METADATA,
    key("id"),
    merchant(),
    code("name"),  # what the audit shows
    code("known_as"),  # the name without case, width and blanks: two people never share one
    maybe_code("login"),  # keyed digest of the e-mail; none before an address is known
    maybe_bytes("sealed"),  # the e-mail
    maybe_bytes("person_key"),
    prose("password"),  # argon2id, encoded with its parameters; empty for none
    maybe_code("subject"),  # keyed digest of who an identity provider says it is
    code("state"),
    small("version", 1),
    at("created_at"),
    code("created_by"),
    maybe_at("seen_at"),
    one_of("state", "invited", "active", "disabled"),
    UniqueConstraint("merchant_id", "known_as"),
    UniqueConstraint("merchant_id", "login"),
    UniqueConstraint("merchant_id", "subject"),
)

ROLE_GRANT = Table(
    "role_grant",
    METADATA,
    merchant(),
    code("account_id"),
    code("role"),
    prose("bound_to"),  # JSON: shops and legal entities; empty for all of the merchant
    PrimaryKeyConstraint("account_id", "role"),
)

SIGN_IN = Table(
    "sign_in",
    METADATA,
    key("id"),
    merchant(),
    code("account_id"),
    Column("hash", String(128), nullable=False, unique=True),
    at("begun_at"),
    at("seen_at"),
    at("ends_at"),
    maybe_at("ended_at"),
    maybe_code("end_reason"),
    Index("ix_sign_in_account", "account_id", "ended_at"),
)

ONE_TIME_LINK = Table(
    "one_time_link",
    METADATA,
    Column("hash", String(128), primary_key=True),
    merchant(),
    maybe_code("account_id"),  # none for the link that makes the first person
    code("purpose"),
    at("created_at"),
    code("created_by"),
    at("expires_at"),
    maybe_at("used_at"),
    one_of("purpose", "first_admin", "welcome", "new_password"),
    Index("ix_one_time_link_account", "account_id"),
)

LOGIN_TRY = Table(
    "login_try",
    METADATA,
    merchant(),
    code("login"),  # keyed digest, also of addresses that are nobody's: both are answered alike
    small("failures"),
    at("last_at"),
    Column("locked_until", BigInteger, nullable=False, default=0, server_default="0"),
    PrimaryKeyConstraint("merchant_id", "login"),
    Index("ix_login_try_last", "last_at"),
)
