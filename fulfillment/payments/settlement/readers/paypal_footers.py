"""Footers of PayPal's reports: what sections and the whole report state of their transactions.

SF and RF: currency, gross credits, gross debits, fee credits, fee debits, then pairs of direction and amount. A row
with three pairs of balances states the total, the available and the payable balance, each at the beginning and at the
end; older files state one. SC, RC and FF count transactions of section, report and file. What spans several files
(RF and RC where FH counts beyond 01) cannot be checked against one of them.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.order.currency import exponents
from fulfillment.payments.settlement.errors import quoted
from fulfillment.payments.settlement.readers.amounts import BadAmount, hundredths
from fulfillment.payments.settlement.readers.drafting import Draft
from fulfillment.payments.settlement.report import LineKind, SettlementLine, TotalOf

SUMS = (TotalOf.CREDITS, TotalOf.DEBITS, TotalOf.FEE_CREDITS, TotalOf.FEE_DEBITS)
FIRST_SUM, FIRST_BALANCE, BALANCE_CELLS = 2, 6, 4
MOST_DIGITS = 9


@dataclass(slots=True)
class _Footer:
    row: int
    batch: str
    currency: str
    sums: tuple[int, ...]
    balances: tuple[tuple[int, int], ...]  # at the beginning, at the end


@dataclass(slots=True)
class Footers:
    """Footers as they come; `settle` turns them into totals once all lines are there."""

    draft: Draft
    sections: list[_Footer] = field(default_factory=list)
    reports: list[_Footer] = field(default_factory=list)
    counts: list[tuple[int, str, int, str]] = field(default_factory=list)  # row, kind, count, section
    counted: Counter[str] = field(default_factory=Counter)
    several_files: bool = False

    def count(self, section: str) -> None:
        """Counts a transaction, whether or not it moved money."""
        self.counted[section] += 1

    def take(self, row: int, cells: Sequence[str], section: str) -> None:
        """A row FH, SF, SC, RF, RC or FF."""
        match cells[0].upper():
            case "FH":
                self.several_files = len(cells) > 1 and cells[1].lstrip("0") not in ("", "1")
            case "SF" | "RF" as kind:
                footer = self._footer(row, cells, section if kind == "SF" else "")
                if footer is not None:
                    (self.sections if kind == "SF" else self.reports).append(footer)
            case kind:
                self._count_row(row, kind, cells, section)

    def settle(self) -> None:
        """States totals and balances of the draft."""
        draft = self.draft
        if self.counted and not self.sections:
            draft.warn(0, "no_footer", "SF", "no section footer, so totals cannot be checked; the file may be cut")
        for footer in self.sections:
            self._state(footer, [each for each in draft.lines if each.batch == footer.batch])
            self._balance(footer)
        if self.several_files:
            for footer in self.reports:
                draft.warn(footer.row, "not_checked", "RF", "this total spans several files and is not checked")
        else:
            for footer in self.reports:
                self._state(footer, draft.lines)
        self._check_counts()

    def _footer(self, row: int, cells: Sequence[str], batch: str) -> _Footer | None:
        currency = cells[1].upper() if len(cells) > 1 else ""
        if currency not in exponents():
            detail = f"`{quoted(currency)}` is no currency; a footer names one in its second cell"
            self.draft.faults.add(row, cells[0], "bad_currency", detail)
            return None
        if len(cells) < FIRST_BALANCE:
            self.draft.faults.add(row, cells[0], "short_footer", "a footer has four sums behind its currency")
            return None
        sums = tuple(self._amount(row, cells, at, currency) for at in range(FIRST_SUM, FIRST_BALANCE))
        balances = tuple(
            (self._signed(row, cells, at, currency), self._signed(row, cells, at + 2, currency))
            for at in range(FIRST_BALANCE, len(cells) - BALANCE_CELLS + 1, BALANCE_CELLS)
        )
        return _Footer(row, batch, currency, sums, balances)

    def _amount(self, row: int, cells: Sequence[str], at: int, currency: str) -> int:
        try:
            return hundredths(cells[at] or "0", currency)
        except BadAmount as bad:
            self.draft.faults.add(row, f"{cells[0]} {at + 1}", "bad_amount", str(bad))
            return 0

    def _signed(self, row: int, cells: Sequence[str], at: int, currency: str) -> int:
        amount = self._amount(row, cells, at + 1, currency)
        return -amount if cells[at].upper() == "DR" else amount

    def _count_row(self, row: int, kind: str, cells: Sequence[str], section: str) -> None:
        text = cells[1] if len(cells) > 1 else ""
        if not text.isascii() or not text.isdigit() or len(text) > MOST_DIGITS:
            self.draft.faults.add(row, kind, "bad_count", f"`{quoted(text)}` is no count of rows")
            return
        self.counts.append((row, kind, int(text), section))

    def _state(self, footer: _Footer, lines: Sequence[SettlementLine]) -> None:
        mine = [each for each in lines if each.currency == footer.currency]
        for of, amount in zip(SUMS, _fees_in_order(mine, footer.sums), strict=True):
            stated = _with_withdrawals(mine, amount) if of is TotalOf.DEBITS else amount
            self.draft.total(footer.row, footer.batch, footer.currency, stated, of)

    def _balance(self, footer: _Footer) -> None:
        """The pair of balances that the lines lead from and to; the first pair when none is."""
        if not footer.balances:
            return
        moved = sum(
            each.net for each in self.draft.lines if each.batch == footer.batch and each.currency == footer.currency
        )
        fitting = [pair for pair in footer.balances if pair[1] - pair[0] == moved]
        begun, ended = (fitting or list(footer.balances))[0]
        draft, currency = self.draft, footer.currency
        draft.opening[currency] = draft.opening.get(currency, 0) + begun
        draft.closing[currency] = draft.closing.get(currency, 0) + ended

    def _check_counts(self) -> None:
        for row, kind, stated, section in self.counts:
            counted = self.counted[section] if kind == "SC" else self.counted.total()
            if kind == "RC" and self.several_files:
                self.draft.warn(row, "not_checked", "RC", "this count spans several files and is not checked")
            elif counted != stated:
                detail = f"{kind} states {stated} transactions and there are {counted}; the file is cut, get it again"
                self.draft.faults.add(row, kind, "count_differs", detail)


def _with_withdrawals(lines: Sequence[SettlementLine], stated: int) -> int:
    """Debits with withdrawals to the bank, which real files leave out of this sum (address_payment.md 5.4): whichever
    of both readings is nearer to the lines."""
    gone = sum(-each.gross for each in lines if each.kind is LineKind.PAYOUT and each.gross < 0)
    all_debits = sum(-each.gross for each in lines if each.gross < 0)
    return min((stated, stated + gone), key=lambda each: abs(each - all_debits))


def _fees_in_order(lines: Sequence[SettlementLine], sums: tuple[int, ...]) -> tuple[int, ...]:
    """The specification puts fee credits before fee debits, and some files debits first: what fits exactly is so."""
    came = sum(max(each.fee, 0) for each in lines)
    went = sum(max(-each.fee, 0) for each in lines)
    return (*sums[:2], came, went) if sums[2:] == (went, came) else sums
