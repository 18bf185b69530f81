"""What is kept of settlement reports. Amounts are minor units, signed as the merchant sees them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementFile:
    """A report that was taken in. `done` of its `size` lines are kept; `finished_at` is when batches were judged."""

    id: str
    merchant_id: str
    provider: str
    digest: str
    name: str
    size: int
    received_at: datetime
    received_by: str
    done: int = 0
    fresh: int = 0
    finished_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledLine:
    """One line of a report. `identity` tells it from all others of its provider, whatever file it stands in."""

    id: str
    merchant_id: str
    provider: str
    file_id: str
    number: int
    identity: str
    kind: str
    word: str
    batch: str
    currency: str
    gross: int
    fee: int
    tax: int
    at: datetime
    original_currency: str
    original_amount: int
    exchange_rate: str
    merchant_reference: str
    payment_reference: str
    modification_reference: str
    other_references: str
    place: str
    how: str
    order_id: str | None = None
    payout_id: str | None = None

    @property
    def net(self) -> int:
        """What the line adds to the account."""
        return self.gross + self.fee + self.tax


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedSum:
    """What a file says that a batch comes to."""

    merchant_id: str
    provider: str
    batch: str
    currency: str
    of: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Payout:
    """Money on its way from a provider to the bank; `amount` is positive. `credit_id` is the bank's line."""

    id: str
    merchant_id: str
    provider: str
    batch: str
    currency: str
    amount: int
    at: datetime
    reference: str
    line_id: str
    credit_id: str | None = None
    arrived_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementCase:
    """A difference that somebody must look at. `about` names it once and for all; `due_at` ends the time to appeal."""

    id: str
    merchant_id: str
    kind: str
    about: str
    provider: str
    currency: str
    amount: int
    state: str
    opened_at: datetime
    changed_at: datetime
    order_id: str | None = None
    line_id: str | None = None
    payout_id: str | None = None
    batch: str = ""
    due_at: datetime | None = None
    version: int = 1
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEntry:
    """One line of a case's history: it is only ever added to."""

    case_id: str
    version: int
    merchant_id: str
    act: str
    source: str
    target: str
    amount: int
    at: datetime
    actor: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedFee:
    """What a provider may keep of each sale in a currency: a share in millionths, and a fixed part in minor units."""

    merchant_id: str
    provider: str
    currency: str
    share_ppm: int
    fixed: int
    tolerance: int
