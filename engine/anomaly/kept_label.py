"""What became known of an order, as those who fit and judge models read it."""

from dataclasses import dataclass
from datetime import datetime

FRAUD = frozenset({"fraud", "chargeback"})
FRIENDLY = "friendly_fraud"  # a dispute, or a return of nothing or of other goods, by a buyer who had the goods
HONEST = "legitimate"
KINDS = ("fraud", "chargeback", FRIENDLY, HONEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLabel:
    """`kind` is one of KINDS, `source` who said so, `reason` a code such as a scheme's; `known_at` is when it became
    known: who decided or fitted before could not have known."""

    order_id: str
    kind: str
    source: str
    known_at: datetime
    reason: str = ""
