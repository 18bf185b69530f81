"""Whether payouts reached the bank: lines of a settlement report held against those of a bank statement.

A payout is found by its name first (its batch or reference stands among the references or in the text of a credit),
then by its amount within a window of days, if only one credit fits. Every credit counts once.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from fulfillment.payments.settlement.report import LineKind, SettlementLine, SettlementReport

BEFORE, AFTER = timedelta(days=2), timedelta(days=10)  # bank days and zones before, weekends and holidays after
SHORTEST_NAME = 3  # shorter ones stand in too many texts by chance


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A payout and the credit that it arrived with; `bank_row` is None when none was found. Amounts are positive."""

    row: int
    batch: str
    currency: str
    amount: int
    bank_row: int | None
    arrived: int
    by: str  # reference, amount, or nothing

    @property
    def difference(self) -> int:
        """What arrived less what was paid out; 0 where nothing was found."""
        return self.arrived - self.amount if self.bank_row is not None else 0


def arrivals(report: SettlementReport, bank: SettlementReport) -> tuple[Arrival, ...]:
    """Every payout of a report, in its order."""
    payouts = [line for line in report.lines if line.kind is LineKind.PAYOUT and line.net < 0]
    received = [line for line in bank.lines if line.kind is LineKind.BANK_CREDIT and line.net > 0]
    found: dict[int, tuple[SettlementLine, str]] = {}
    left = dict(enumerate(received))
    for by, fits in (("reference", _named), ("amount", _near)):
        for at, payout in enumerate(payouts):
            if at in found:
                continue
            fitting = [place for place, credit in left.items() if fits(payout, credit)]
            same = [place for place in fitting if left[place].net == -payout.net]
            chosen = same if by == "reference" and same else fitting
            if len(chosen) == 1:
                found[at] = (left.pop(chosen[0]), by)
    return tuple(_arrival(payout, *found.get(at, (None, ""))) for at, payout in enumerate(payouts))


def _arrival(payout: SettlementLine, credit: SettlementLine | None, by: str) -> Arrival:
    return Arrival(
        row=payout.row,
        batch=payout.batch,
        currency=payout.currency,
        amount=-payout.net,
        bank_row=None if credit is None else credit.row,
        arrived=0 if credit is None else credit.net,
        by=by,
    )


def _named(payout: SettlementLine, credit: SettlementLine) -> bool:
    """Whether a credit names the payout, in its own currency."""
    if payout.currency != credit.currency:
        return False
    references = credit.references
    said = (references.merchant, references.payment, references.modification, *references.others, credit.text)
    return any(_stands(name, said) for name in _names(payout))


def _names(payout: SettlementLine) -> Sequence[str]:
    references = payout.references
    names = (payout.batch, references.payment, references.modification, payout.text)
    return [
        name for name in dict.fromkeys(names) if len(name) >= SHORTEST_NAME and any(each.isdigit() for each in name)
    ]


def _stands(name: str, said: Iterable[str]) -> bool:
    """As a word of its own: `118` does not stand in `1184`."""
    mentions = [each for each in said if name.casefold() in each.casefold()]
    word = re.compile(rf"(?<![0-9A-Za-z]){re.escape(name)}(?![0-9A-Za-z])", re.IGNORECASE) if mentions else None
    return word is not None and any(word.search(each) for each in mentions)


def _near(payout: SettlementLine, credit: SettlementLine) -> bool:
    if payout.currency != credit.currency or payout.net != -credit.net:
        return False
    if payout.at is None or credit.at is None:
        return True
    return -BEFORE <= credit.at - payout.at <= AFTER
