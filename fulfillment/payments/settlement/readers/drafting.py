"""A settlement report while its lines come in, shared by all readers."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from fulfillment.payments.settlement.errors import Faults, quoted
from fulfillment.payments.settlement.report import (
    LineKind,
    ReportWarning,
    SettlementLine,
    SettlementReport,
    StatedTotal,
    TotalOf,
)


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What an amount was before it was exchanged; nothing where it was not."""

    currency: str = ""
    amount: int = 0
    rate: Decimal | None = None


NOT_EXCHANGED = Exchanged()


@dataclass(slots=True)
class Draft:
    """Lines, totals and remarks of one file, and its faults."""

    provider: str
    name: str
    content: bytes
    faults: Faults = field(init=False)
    lines: list[SettlementLine] = field(default_factory=list)
    totals: list[StatedTotal] = field(default_factory=list)
    warnings: list[ReportWarning] = field(default_factory=list)
    opening: dict[str, int] = field(default_factory=dict)
    closing: dict[str, int] = field(default_factory=dict)
    since: datetime | None = None
    until: datetime | None = None

    def __post_init__(self) -> None:
        self.faults = Faults(self.provider, self.name)

    def warn(self, row: int, code: str, word: str, detail: str) -> None:
        """Notes what a person should look at."""
        self.warnings.append(ReportWarning(row=row, code=code, word=word, detail=detail))

    def kind(self, row: int, word: str, kinds: Mapping[str, LineKind]) -> LineKind:
        """Of a provider's word; ADJUSTMENT and a warning when nobody here knows it. Keys are in small letters."""
        known = kinds.get(word.casefold())
        if known is not None:
            return known
        self.warn(row, "unknown_word", word, f"`{quoted(word)}` is not known here and counts as an adjustment")
        return LineKind.ADJUSTMENT

    def total(self, row: int, batch: str, currency: str, amount: int, of: TotalOf = TotalOf.PAYOUT) -> None:
        """Notes what the file states."""
        self.totals.append(StatedTotal(row=row, batch=batch, currency=currency, amount=amount, of=of))

    def report(self) -> SettlementReport:
        """The finished report. Raises ReportRejected with every fault."""
        self.faults.settle()
        if not self.lines:
            self.warn(0, "no_lines", "", "the file has no lines; check the period")
        moments = [each.at for each in self.lines if each.at is not None]
        return SettlementReport(
            provider=self.provider,
            name=self.name,
            digest=hashlib.sha256(self.content).hexdigest(),
            lines=tuple(self.lines),
            totals=tuple(self.totals),
            opening=dict(self.opening),
            closing=dict(self.closing),
            since=self.since if self.since is not None else min(moments, default=None),
            until=self.until if self.until is not None else max(moments, default=None),
            warnings=tuple(self.warnings),
        )


def by_sign(amount: int, kind: LineKind) -> LineKind:
    """A chargeback that brings money is the reversal of one."""
    return LineKind.CHARGEBACK_REVERSAL if kind is LineKind.CHARGEBACK and amount > 0 else kind
