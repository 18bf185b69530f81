"""What a merchant states of costs that no bill names: work at the packing table, tax within prices."""

from sqlalchemy import PrimaryKeyConstraint, Table

from engine.store.tables.naming import code, merchant, whole
from fulfillment.store.tables.metadata import METADATA

PROFIT_TERM = Table(
    "profit_term",
    METADATA,
    merchant(),
    code("kind"),
    code("name"),
    code("currency"),
    whole("minor"),
    whole("share_ppm"),
    PrimaryKeyConstraint("merchant_id", "kind", "name"),
)
