"""What all tables share: one metadata with named constraints, and short constructors for columns."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Integer, LargeBinary, MetaData, String, Text

NAMES = {
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
}
METADATA = MetaData(naming_convention=NAMES)
TRADE_FIGURES = "trade_figures"  # in the `info` of a table: what the merchant earns, and nothing of a person


def key(name: str) -> Column[str]:
    """A prefixed UUIDv7, or part of a primary key that is text."""
    return Column(name, String(64), primary_key=True)


def merchant() -> Column[str]:
    """Whose row it is. Every row has one, and everything unique is unique within it."""
    return Column("merchant_id", String(64), nullable=False)


def code(name: str) -> Column[str]:
    """An identifier or a word out of a closed set."""
    return Column(name, String(128), nullable=False)


def maybe_code(name: str) -> Column[str]:
    """An identifier or word that may be absent."""
    return Column(name, String(128))


def prose(name: str) -> Column[str]:
    """Free text, or JSON that people look at; empty rather than absent."""
    return Column(name, Text, nullable=False, default="", server_default="")


def whole(name: str) -> Column[int]:
    """A whole number of 64 bits; a key that is one comes from us, not from a sequence."""
    return Column(name, BigInteger, autoincrement=False, nullable=False)


def small(name: str, default: int = 0) -> Column[int]:
    """A whole number of 32 bits."""
    return Column(name, Integer, nullable=False, default=default, server_default=str(default))


def at(name: str) -> Column[int]:
    """A moment: microseconds since 1970, UTC."""
    return Column(name, BigInteger, nullable=False)


def maybe_at(name: str) -> Column[int]:
    """A moment that may not have come."""
    return Column(name, BigInteger)


def bytes_of(name: str) -> Column[bytes]:
    """Compressed or encrypted content."""
    return Column(name, LargeBinary, nullable=False)


def maybe_bytes(name: str) -> Column[bytes]:
    """Content that can be destroyed, such as a person's key."""
    return Column(name, LargeBinary)


def one_of(name: str, *words: str) -> CheckConstraint:
    """That a column holds one of these words."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{name} IN ({listed})", name=name)
