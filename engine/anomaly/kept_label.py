"""What became known of an order, as those who fit and judge models read it."""

from dataclasses import dataclass
from datetime import datetime

FRAUD = frozenset({"fraud", "chargeback"})
FRIENDLY = "friendly_fraud"  # a dispute, or a return of nothing or of other goods, by a buyer who had the goods
HONEST = "legitimate"
KINDS = ("fraud", "chargeback", FRIENDLY, HONEST)
# What after-sales teaches. Whether a payment was fraud it does not say: of `DOUBTFUL` orders nothing is known, what
# customs refused is as honest as any other.
NOT_RECEIVED, RETURN_FRAUD, CUSTOMS = "not_received", "return_fraud", "refused_at_customs"
AFTER_SALES = (NOT_RECEIVED, CUSTOMS, RETURN_FRAUD)
DOUBTFUL = frozenset({FRIENDLY, NOT_RECEIVED, RETURN_FRAUD})
EVERY_KIND = (*KINDS, *AFTER_SALES)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLabel:
    """`kind` is one of EVERY_KIND, `source` who said so, `reason` a code such as a scheme's; `known_at` is when it
    became known: who decided or fitted before could not have known."""

    order_id: str
    kind: str
    source: str
    known_at: datetime
    reason: str = ""
