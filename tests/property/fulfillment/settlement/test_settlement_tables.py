"""Sample tables written otherwise read the same; one digit of an amount changed is noticed."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import StringIO

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fulfillment.payments.settlement.closing import close
from fulfillment.payments.settlement.errors import ReportRejected
from fulfillment.payments.settlement.reading import read_report
from fulfillment.payments.settlement.report import SettlementReport
from tests.settlement_files import plain, read_sample, sample

# File -> the first cell of its header, and the columns of whose amounts every digit counts.
AMOUNTS = {
    "stripe_payout.csv": ("automatic_payout_id", ("gross", "fee", "net")),
    "stripe_balance.csv": ("id", ("Amount", "Fee", "Net")),
    "adyen_settlement.csv": ("Company Account", ("Net Debit (NC)", "Net Credit (NC)", "Markup (NC)")),
    "shopify_transactions.csv": ("Transaction Date", ("Amount", "Fee", "Net")),
    "shopify_payouts.csv": ("Payout Date", ("Charges", "Refunds", "Reserved Funds", "Fees", "Total")),
    "amazon_eu.txt": ("settlement-id", ("total-amount", "amount")),
    "amazon_us.txt": ("settlement-id", ("total-amount", "amount")),
    "amazon_wide.txt": ("settlement-id", ("total-amount", "price-amount", "item-related-fee-amount", "other-amount")),
    "ebay_transactions.csv": ("Transaction creation date", ("Net amount",)),
    "generic.csv": ("at", ("gross", "fee", "tax", "net")),
    "STL-20261102.01.009.CSV": ("CH", ("Gross Transaction Amount", "Fee Amount")),
    "TRR-20261102.01.011.CSV": ("CH", ("Gross Transaction Amount", "Fee Amount")),
}
FOOTERS = {"SF", "RF"}
tables = pytest.mark.parametrize("name", sorted(AMOUNTS))


@dataclass
class Table:
    """A sample as cells; `header` is the place of its header row."""

    rows: list[list[str]]
    header: int

    @classmethod
    def of(cls, name: str) -> "Table":
        text = sample(name).decode()
        first = AMOUNTS[name][0]
        delimiter = next(each for each in "\t;," if each in text.splitlines()[-1])
        quoting = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
        rows = list(csv.reader(StringIO(text), delimiter=delimiter, quoting=quoting))  # type: ignore[arg-type]
        return cls(rows, next(at for at, row in enumerate(rows) if row and row[0] == first))

    def written(self, delimiter: str, encoding: str) -> bytes:
        text = StringIO()
        csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(self.rows)
        return text.getvalue().encode(encoding)

    def moved(self, order: list[int]) -> None:
        """Columns in another order: of all rows under the header, or of transactions where rows say what they are."""
        width = len(self.rows[self.header])
        for at, row in enumerate(self.rows):
            if at >= self.header and (row[:1] in ([], ["SB"], ["CH"]) or self.rows[self.header][0] != "CH"):
                filled = [*row, *[""] * (width - len(row))]
                self.rows[at] = [filled[place] for place in order]


@tables
@given(data=st.data(), delimiter=st.sampled_from(",;\t|"), encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_table_when_columns_delimiter_and_quotation_differ_then_reads_the_same(
    name: str, data: st.DataObject, delimiter: str, encoding: str
) -> None:
    table = Table.of(name)
    width = len(table.rows[table.header])
    fixed = [0] if table.rows[table.header][0] == "CH" else []
    order = [*fixed, *data.draw(st.permutations(range(len(fixed), width)))]
    table.moved(order)
    report = read_report(table.written(delimiter, encoding), provider_named(name), name)
    assert [plain(each) for each in report.lines] == [plain(each) for each in as_it_is(name).lines]


def provider_named(name: str) -> str:
    return "paypal" if name.endswith(".CSV") else name.partition("_")[0].partition(".")[0]


@cache
def as_it_is(name: str) -> SettlementReport:
    return read_sample(name, provider_named(name))


def cells_with_digits(table: Table, columns: tuple[str, ...]) -> list[tuple[int, int]]:
    headers = table.rows[table.header]
    places = [headers.index(column) for column in columns]
    return [
        (at, place)
        for at in range(table.header + 1, len(table.rows))
        for place in places
        if place < len(table.rows[at])
        and any(map(str.isdigit, table.rows[at][place]))
        and (headers[0] != "CH" or table.rows[at][0] == "SB")
    ]


def moved_money(report: SettlementReport) -> Callable[[int], bool]:
    """Whether a row has a line in a batch of which something is stated."""
    closing = close(report)
    stated = {(each.batch, each.currency) for each in closing.batches if each.closes is not None}
    rows = {line.row for line in report.lines if (line.batch, line.currency) in stated}
    return rows.__contains__


@tables
@given(data=st.data(), digit=st.sampled_from("0123456789"))
def test_table_when_one_digit_of_an_amount_is_changed_then_is_noticed(
    name: str, data: st.DataObject, digit: str
) -> None:
    table = Table.of(name)
    at, place = data.draw(st.sampled_from(cells_with_digits(table, AMOUNTS[name][1])))
    cell = table.rows[at][place]
    which = data.draw(st.sampled_from([each for each, letter in enumerate(cell) if letter.isdigit()]))
    assume(cell[which] != digit and moved_money(as_it_is(name))(at + 1))
    table.rows[at][place] = cell[:which] + digit + cell[which + 1 :]
    try:
        report = read_report(table.written(",", "utf-8"), provider_named(name), name)
    except ReportRejected:
        return
    assert not close(report).closes
