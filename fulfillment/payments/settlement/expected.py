"""What our own books say of an order's money, and within which bounds a report may say otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One order. Amounts are minor units by currency; `captured_at` is of the first money, None where none came yet.

    An order that a marketplace or a buyer on terms pays has captured nothing: `owed` is then what should come.
    """

    order_id: str
    owed: Mapping[str, int]
    captured: Mapping[str, int] = field(default_factory=dict)
    refunded: Mapping[str, int] = field(default_factory=dict)
    captured_at: datetime | None = None
    refunded_at: datetime | None = None

    @property
    def coming(self) -> Mapping[str, int]:
        """What the reports must come to."""
        return self.captured or self.owed


class Rates(Protocol):
    """Rates of exchange that were stored."""

    def __call__(self, base: str, quote: str, at: datetime) -> Decimal | None:
        """What one major unit of `base` was worth in `quote`; None where nobody stored it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """What was agreed: a share of each sale in millionths, a fixed part, and what it may miss by; minor units."""

    share_ppm: int
    fixed: int = 0
    tolerance: int = 1


def no_rate(base: str, quote: str, at: datetime) -> Decimal | None:
    """Nobody stored any rate."""
    del base, quote, at
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How long things may take and how far amounts may lie apart before somebody must look.

    Defaults are ours, not a provider's: most pay out within a week; `exchange_ppm` leaves room for their margin.
    """

    missing_after: timedelta = timedelta(days=14)
    late_after: timedelta = timedelta(days=10)
    bank_after: timedelta = timedelta(days=5)
    bank_before: timedelta = timedelta(days=1)
    match_days: timedelta = timedelta(days=7)
    exchange_ppm: int = 30_000
    remind_before: timedelta = timedelta(days=3)


BOUNDS = Bounds()


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """By what an order is weighed: when, since when reports are kept, what was agreed and which rates are known."""

    now: datetime
    bounds: Bounds = BOUNDS
    kept_since: datetime | None = None
    fees: Mapping[tuple[str, str], Fee] = field(default_factory=dict)  # provider and currency
    rates: Rates = no_rate
