"""A settlement report in one vocabulary: what every provider's file is read into, and all that matching knows.

Amounts are minor units after ISO 4217, whatever the file counted in, and signed as the merchant sees them: what comes
is positive, what goes is negative. So `net` is always `gross + fee + tax`, and the lines of a batch add up to its
payout.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class LineKind(StrEnum):
    """What a line is about, over all providers."""

    SALE = "sale"
    REFUND = "refund"
    FEE = "fee"
    TAX_WITHHELD = "tax_withheld"
    RESERVE = "reserve"  # negative when it is kept back, positive when it is released
    CHARGEBACK = "chargeback"
    CHARGEBACK_REVERSAL = "chargeback_reversal"
    PENALTY = "penalty"
    ADJUSTMENT = "adjustment"
    EXCHANGE = "exchange"  # one side of a conversion between two currencies of the same account
    PAYOUT = "payout"  # leaves the account for the bank: negative
    BANK_CREDIT = "bank_credit"  # arrives at the bank: positive


@dataclass(frozen=True, slots=True, kw_only=True)
class References:
    """The names by which a line can be matched, best first; empty when the file has none."""

    merchant: str = ""  # our order, as we told it to the gateway, or the channel's order number
    metadata: str = ""  # an order id that we attached
    payment: str = ""  # the gateway's own name of the payment
    modification: str = ""  # the gateway's own name of this capture, refund or dispute
    others: tuple[str, ...] = ()  # further names of the same payment, such as a charge beside its intent


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementLine:
    """One line. `row` counts the rows of the file from 1, `word` is the provider's own type, `batch` its payout.

    A row may say several things (a sale and a promotion, the transactions of a batch entry): it is several lines then,
    so a line is known by its place among the lines of the report, not by its row.
    """

    row: int
    kind: LineKind
    word: str
    currency: str
    gross: int
    fee: int = 0
    tax: int = 0
    at: datetime | None = None
    references: References = field(default_factory=References)
    batch: str = ""
    original_currency: str = ""  # of the sale, where it was exchanged
    original_amount: int = 0
    exchange_rate: Decimal | None = None
    available_at: datetime | None = None
    text: str = ""
    stated_net: int | None = None  # what the row itself says it adds, where it does; `net` must be the same
    fee_parts: tuple[tuple[str, int], ...] = ()  # of what the fee consists, where the row says; they add up to `fee`

    @property
    def net(self) -> int:
        """What the line adds to the account."""
        return self.gross + self.fee + self.tax


class TotalOf(StrEnum):
    """What a stated total counts, over the lines of its batch in its currency."""

    NET = "net"  # all lines
    PAYOUT = "payout"  # all lines but the payout of the total's own row: what was paid out
    CREDITS = "credits"  # gross amounts that came
    DEBITS = "debits"  # gross amounts that went, as a positive number
    FEE_CREDITS = "fee_credits"  # fees that came back
    FEE_DEBITS = "fee_debits"  # fees that were taken, as a positive number


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedTotal:
    """What the file itself says a batch comes to; the lines must add up to it. `row` is where it says so.

    An empty batch is the whole file. `of` is a word of `TotalOf`.
    """

    row: int
    batch: str
    currency: str
    amount: int
    of: str = TotalOf.NET


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWarning:
    """Something a person should look at: a word nobody here knows, a row that moves no money. `row` 0 is the file."""

    row: int
    code: str
    word: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementReport:
    """A whole file. `digest` is of its bytes, so that the same file is known again."""

    provider: str
    name: str
    digest: str
    lines: tuple[SettlementLine, ...]
    totals: tuple[StatedTotal, ...] = ()
    opening: Mapping[str, int] = field(default_factory=dict)  # currency -> balance before, where the file states it
    closing: Mapping[str, int] = field(default_factory=dict)
    since: datetime | None = None
    until: datetime | None = None
    warnings: tuple[ReportWarning, ...] = ()
