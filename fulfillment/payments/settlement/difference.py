"""One thing that differs, before it is a case."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from fulfillment.payments.settlement.kinds import Differs


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """`about` names it, so that it is known again: it depends on what differs, never on the order of files.

    `amount` is what the merchant has more (positive) or less than the books say, in minor units.
    """

    kind: Differs
    about: str
    amount: int
    currency: str
    provider: str = ""
    order_id: str | None = None
    line_id: str | None = None
    payout_id: str | None = None
    batch: str = ""
    due_at: datetime | None = None
    data: Mapping[str, object] = field(default_factory=dict)


def about(kind: Differs, *parts: str) -> str:
    """The name of a difference."""
    return ":".join((kind, *parts))
