"""What persons did after a sale, by keyed token: gone when the person is erased, or when it is too old to count."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table

from engine.aftersale import AftersaleKind
from engine.store.tables.naming import METADATA, at, code, merchant, one_of, whole

AFTERSALE = Table(
    "aftersale",
    METADATA,
    merchant(),
    code("kind"),
    code("about"),  # the order or the return that it is about: each counts once
    whole("person"),
    code("order_id"),
    at("placed_at"),
    at("known_at"),
    one_of("kind", *AftersaleKind),
    PrimaryKeyConstraint("merchant_id", "kind", "about"),
    Index("ix_aftersale_person", "merchant_id", "person", "known_at"),
    Index("ix_aftersale_known", "merchant_id", "known_at"),
)
