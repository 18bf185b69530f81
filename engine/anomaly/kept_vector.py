"""What is kept of a decided order for those who fit and judge models: its features, and where it belongs."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.anomaly.features import FEATURES, Vector

SEGMENTS = ("destination", "customer", "currency")  # parts by which models are judged
UNKNOWN = "unknown"
ORDERS_BEFORE = "customer.orders_before"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptVector:
    """`features` are in the order that `schema` is the digest of, NaN unknown; `amount` is in euro cents, None without
    a rate; `card` is the token of the card, 0 without one; `outcome` is what was decided; `segments` has a word for
    each of SEGMENTS. `let_through` says that the order was stopped by rules and let go for the sake of its label."""

    order_id: str
    placed_at: datetime
    features: Vector
    schema: str
    outcome: str
    amount: int | None = None
    card: int = 0
    segments: Mapping[str, str] = field(default_factory=dict)
    let_through: bool = False


def segments(destination: str, currency: str, features: Vector) -> Mapping[str, str]:
    """The parts that an order belongs to. A customer is new or returning by the orders that the shop says there were
    before."""
    # A vector of other features is refused later, where it can be told by name.
    before = features[FEATURES.index(ORDERS_BEFORE)] if len(features) == len(FEATURES) else math.nan
    customer = UNKNOWN if math.isnan(before) else "returning" if before > 0 else "new"
    return {"destination": destination or UNKNOWN, "customer": customer, "currency": currency or UNKNOWN}
