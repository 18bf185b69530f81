"""Where somebody found another number of pieces than the books say."""

from dataclasses import dataclass
from datetime import datetime

ALL_LOTS = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class StockDifference:
    """`found` pieces where the books had `expected` as of `counted_at`. `lot` `*` is all lots of the article together.

    `source` is `wms` (a snapshot) or `transfer` (a carton; `reference` is the transfer's id and the carton's number).
    """

    id: str
    merchant_id: str
    warehouse: str
    sku: str
    lot: str
    source: str
    reference: str
    expected: int
    found: int
    state: str
    counted_at: datetime
    opened_at: datetime
    ended_at: datetime | None = None
    ended_by: str | None = None
    remark: str = ""

    @property
    def pieces(self) -> int:
        """What the books would have to be changed by."""
        return self.found - self.expected


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """Up to so many pieces and so many per cent of the books, a snapshot's difference is adjusted without a person."""

    merchant_id: str
    warehouse: str
    pieces: int = 0
    percent: int = 0
