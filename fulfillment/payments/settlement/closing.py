"""Whether a settlement report closes: what it states against what its lines add up to.

A check holds (`closes` True), does not (False), or has nothing to hold against (None): a payout whose lines are in
another file. Lines are checked one by one, too: gross, fee and tax against the net of the row, the fee against its
parts, an exchanged amount against its rate. Of those only what fails is told.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from engine.order.currency import exponents
from fulfillment.payments.settlement.report import (
    LineKind,
    SettlementLine,
    SettlementReport,
    StatedTotal,
    TotalOf,
)

BALANCE, LINE_NET, FEE_PARTS, RATE = "balance", "line_net", "fee_parts", "rate"
HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One statement of a file held against its lines, in minor units. `row` is where it stands, 0 for the file."""

    of: str
    row: int
    batch: str
    currency: str
    stated: int
    counted: int
    closes: bool | None

    @property
    def difference(self) -> int:
        """What is stated less what is there."""
        return self.stated - self.counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What the lines of one batch in one currency come to, those apart that are its payout: `payout` is what left
    for the bank, as a positive number, and `net` what the other lines add up to.

    `closes` is None where the file states nothing of it.
    """

    batch: str
    currency: str
    lines: int
    gross: int
    fee: int
    tax: int
    net: int
    payout: int
    closes: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """All checks of a report. It closes when none fails."""

    batches: tuple[Batch, ...]
    checks: tuple[Check, ...]

    @property
    def closes(self) -> bool:
        """Whether no check fails."""
        return all(each.closes is not False for each in self.checks)


@dataclass(slots=True)
class _Parts:
    """What payouts consist of."""

    gross: int = 0
    fee: int = 0
    tax: int = 0


@dataclass(slots=True)
class _Sums:
    """Running sums of the lines of a batch in a currency."""

    lines: int = 0
    gross: int = 0
    fee: int = 0
    tax: int = 0
    payout: int = 0
    others: int = 0
    credits: int = 0
    debits: int = 0
    fee_credits: int = 0
    fee_debits: int = 0
    of_payouts: _Parts = field(default_factory=_Parts)
    payouts: dict[int, int] = field(default_factory=lambda: defaultdict(int))  # by row

    def add(self, line: SettlementLine) -> None:
        self.lines += 1
        self.gross += line.gross
        self.fee += line.fee
        self.tax += line.tax
        self.credits += max(line.gross, 0)
        self.debits += max(-line.gross, 0)
        self.fee_credits += max(line.fee, 0)
        self.fee_debits += max(-line.fee, 0)
        if line.kind is LineKind.PAYOUT:
            self.payout -= line.net
            self.of_payouts.gross += line.gross
            self.of_payouts.fee += line.fee
            self.of_payouts.tax += line.tax
            self.payouts[line.row] += line.net
        else:
            self.others += 1

    @property
    def net(self) -> int:
        return self.gross + self.fee + self.tax


def close(report: SettlementReport) -> Closing:
    """Holds everything that a report states against its lines."""
    sums: dict[tuple[str, str], _Sums] = defaultdict(_Sums)
    for line in report.lines:
        sums[line.batch, line.currency].add(line)
        if line.batch:
            sums["", line.currency].add(line)
    checks = (
        *(_stated(each, sums[each.batch, each.currency]) for each in report.totals),
        *_balances(report, sums),
        *(check for line in report.lines for check in _of_line(line)),
    )
    keys = sorted({(line.batch, line.currency) for line in report.lines})
    return Closing(batches=tuple(_batch(key, _own(report, key, sums), checks) for key in keys), checks=checks)


def _own(report: SettlementReport, key: tuple[str, str], sums: Mapping[tuple[str, str], _Sums]) -> _Sums:
    """Lines without a batch are summed apart from those of the whole file."""
    if key[0]:
        return sums[key]
    own = _Sums()
    for line in report.lines:
        if (line.batch, line.currency) == key:
            own.add(line)
    return own


def _stated(total: StatedTotal, sums: _Sums) -> Check:
    counted = {
        TotalOf.NET: sums.net,
        TotalOf.PAYOUT: sums.net - sums.payouts.get(total.row, 0),
        TotalOf.CREDITS: sums.credits,
        TotalOf.DEBITS: sums.debits,
        TotalOf.FEE_CREDITS: sums.fee_credits,
        TotalOf.FEE_DEBITS: sums.fee_debits,
    }[TotalOf(total.of)]
    elsewhere = total.of == TotalOf.PAYOUT and not sums.others and total.amount > 0
    return Check(
        of=total.of,
        row=total.row,
        batch=total.batch,
        currency=total.currency,
        stated=total.amount,
        counted=counted,
        closes=None if elsewhere else counted == total.amount,
    )


def _balances(report: SettlementReport, sums: Mapping[tuple[str, str], _Sums]) -> Iterator[Check]:
    for currency in sorted(report.opening.keys() & report.closing.keys()):
        moved = sums[("", currency)].net if ("", currency) in sums else 0
        counted = report.opening[currency] + moved
        yield Check(
            of=BALANCE,
            row=0,
            batch="",
            currency=currency,
            stated=report.closing[currency],
            counted=counted,
            closes=counted == report.closing[currency],
        )


def _of_line(line: SettlementLine) -> Iterator[Check]:
    told = (
        (LINE_NET, line.stated_net, line.net),
        (FEE_PARTS, line.fee if line.fee_parts else None, sum(part for _, part in line.fee_parts)),
        (RATE, *_exchanged(line)),
    )
    for of, stated, counted in told:
        if stated is not None and stated != counted:
            yield Check(
                of=of,
                row=line.row,
                batch=line.batch,
                currency=line.currency,
                stated=stated,
                counted=counted,
                closes=False,
            )


def _exchanged(line: SettlementLine) -> tuple[int | None, int]:
    """The gross amount and what the original comes to at the rate; the same where rounding explains the difference.

    A printed rate is exact to half of its last digit, and an amount to half of its minor unit.
    """
    rate = line.exchange_rate
    if rate is None or not line.original_currency:
        return None, 0
    known = exponents()
    scale = known[line.currency] - known[line.original_currency]
    original = Decimal(line.original_amount).scaleb(scale)
    exact = original * rate
    last = rate.as_tuple().exponent
    spread = abs(original) * HALF.scaleb(last if isinstance(last, int) else 0) + 1
    counted = int(exact.to_integral_value())
    return line.gross, line.gross if abs(exact - line.gross) <= spread else counted


def _batch(key: tuple[str, str], sums: _Sums, checks: Sequence[Check]) -> Batch:
    batch, currency = key
    told = [each.closes for each in checks if (each.batch, each.currency) == key and each.closes is not None]
    return Batch(
        batch=batch,
        currency=currency,
        lines=sums.lines,
        gross=sums.gross - sums.of_payouts.gross,
        fee=sums.fee - sums.of_payouts.fee,
        tax=sums.tax - sums.of_payouts.tax,
        net=sums.net + sums.payout,
        payout=sums.payout,
        closes=all(told) if told else None,
    )
