"""What a camt.053 statement states of itself: balances before and after, and sums and counts of its entries.

Balance types: ISO 20022 external code set, `BalanceType`: OPBD and PRCD are before, CLBD is after; ITBD ends a page.
"""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from engine.counted import counted
from engine.order.currency import exponents
from fulfillment.payments.settlement.errors import quoted
from fulfillment.payments.settlement.readers.amounts import BadAmount, minor_units, read_amount
from fulfillment.payments.settlement.readers.camt_amounts import amount_of, sign_of
from fulfillment.payments.settlement.readers.drafting import Draft
from fulfillment.payments.settlement.readers.markup import text
from fulfillment.payments.settlement.report import TotalOf

BEFORE, AFTER, PAGE = ("OPBD", "PRCD"), "CLBD", "ITBD"
MOST_DIGITS = 9
SUMS = (("TtlCdtNtries", TotalOf.CREDITS), ("TtlDbtNtries", TotalOf.DEBITS))


@dataclass(slots=True)
class _Stated:
    """Balances of one statement by type, of one account, in one currency."""

    statement: str
    account: str
    currency: str
    before: int | None = None
    after: int | None = None
    pages: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Balances:
    """Balances and sums as they come; `settle` states them once all statements are read."""

    draft: Draft
    stated: dict[tuple[str, str], _Stated] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def take(self, statement: str, account: str, element: Element) -> None:
        """A balance. Types of no concern here, such as the available balance, are left alone."""
        kind = text(element, "Tp", "CdOrPrtry", "Cd")
        if kind not in (*BEFORE, AFTER, PAGE):
            return
        faults = self.draft.faults
        currency, amount = amount_of(faults, 0, f"Bal {kind}/Amt", element)
        signed = sign_of(faults, 0, f"Bal {kind}/CdtDbtInd", element) * amount
        found = self.stated.setdefault((statement, currency), _Stated(statement, account, currency))
        if kind == PAGE:
            found.pages.append(signed)
        elif kind == AFTER:
            found.after = signed
        elif found.before is None or kind == BEFORE[0]:
            found.before = signed

    def summary(self, statement: str, currency: str, element: Element) -> None:
        """Sums of credits and debits in the account's currency, and how many entries there are."""
        number = text(element, "TtlNtries", "NbOfNtries")
        if number:
            if number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS:
                self.counts[statement] = int(number)
            else:
                self.draft.faults.add(0, "TtlNtries/NbOfNtries", "bad_count", f"`{quoted(number)}` is no count")
        for name, of in SUMS:
            written = text(element, name, "Sum")
            if not written or currency not in exponents():
                continue
            try:
                amount = minor_units(read_amount(written), currency)
            except BadAmount as bad:
                self.draft.faults.add(0, f"{name}/Sum", "bad_amount", str(bad))
                continue
            self.draft.total(0, statement, currency, amount, of)

    def count(self, row: int, statement: str, entries: int) -> None:
        """A statement ends after so many entries; fewer or more than it states is a fault: the file is not whole."""
        stated = self.counts.get(statement, entries)
        if stated != entries:
            detail = f"it states {counted(stated, 'entry', 'entries')} and has {entries}; the file is cut, get it again"
            self.draft.faults.add(row, "TtlNtries/NbOfNtries", "count_differs", detail)

    def settle(self) -> None:
        """What each statement's entries must come to; and by currency, the first balances and the last ones."""
        first: dict[tuple[str, str], int] = {}
        last: dict[tuple[str, str], int] = {}
        for found in self.stated.values():
            before = found.before if found.before is not None else next(iter(found.pages), None)
            after = found.after if found.after is not None else (found.pages[-1] if found.pages else None)
            if before is None or after is None:
                word = BEFORE[0] if before is None else AFTER
                detail = "a balance is missing, so the statement cannot be checked"
                self.draft.warn(0, "no_balance", word, detail)
                continue
            self.draft.total(0, found.statement, found.currency, after - before, TotalOf.NET)
            account = (found.account, found.currency)
            first.setdefault(account, before)
            last[account] = after
        for (_, currency), amount in first.items():
            self.draft.opening[currency] = self.draft.opening.get(currency, 0) + amount
        for (_, currency), amount in last.items():
            self.draft.closing[currency] = self.draft.closing.get(currency, 0) + amount
