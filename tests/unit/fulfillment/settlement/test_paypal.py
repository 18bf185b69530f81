"""PayPal's reports in the shapes that its specification allows: sections, several files, pairs, fees of their own."""

import pytest

from fulfillment.payments.settlement.closing import close
from fulfillment.payments.settlement.readers.paypal_codes import kind_of
from fulfillment.payments.settlement.reading import read_report
from fulfillment.payments.settlement.report import LineKind, SettlementReport
from tests.settlement_files import changed, failing

COLUMNS = (
    "CH,Transaction ID,Invoice ID,PayPal Reference ID,PayPal Reference ID Type,Transaction Event Code,"
    "Transaction Initiation Date,Transaction Completion Date,Transaction Debit or Credit,Gross Transaction Amount,"
    "Gross Transaction Currency,Fee Debit or Credit,Fee Amount,Fee Currency"
)
AT = "2026/11/02 08:00:00 -0800"


def sold(id_: str, amount: int, currency: str = "USD", fee: str = ",,", code: str = "T0006", way: str = "CR") -> str:
    return f"SB,{id_},,REF,TXN,{code},{AT},{AT},{way},{amount},{currency},{fee}"


def a_section(account: str, *rows: str) -> list[str]:
    return [f"SH,{AT},2026/11/02 23:59:59 -0800,{account},", COLUMNS, *rows]


def a_report(*rows: str) -> SettlementReport:
    return read_report("\n".join(rows).encode(), "paypal", "STL.CSV")


def test_sections_when_there_are_two_accounts_then_each_has_its_footer_and_balances_add_up() -> None:
    report = a_report(
        "FH,01",
        *a_section("A1", sold("1", 1000), "SF,USD,1000,0,0,0,CR,500,CR,1500", "SC,1"),
        *a_section("A2", sold("2", 700), "SF,USD,700,0,0,0,CR,0,CR,700", "SC,1"),
        "RF,USD,1700,0,0,0,CR,500,CR,2200",
        "RC,2",
    )
    assert failing(report) == []
    assert [each.batch for each in close(report).batches] == ["A1 2026-11-02", "A2 2026-11-02"]
    assert (report.opening, report.closing) == ({"USD": 500}, {"USD": 2200})


def test_report_when_it_spans_several_files_then_its_sums_are_not_held_against_this_one() -> None:
    report = a_report("FH,02", *a_section("A1", sold("1", 1000), "SF,USD,1000,0,0,0", "SC,1"),
                      "RF,USD,9000,0,0,0", "RC,9", "FF,1")  # fmt: skip
    assert failing(report) == []
    assert [each.code for each in report.warnings] == ["not_checked", "not_checked"]


def test_footer_when_missing_then_is_remarked_on() -> None:
    assert [each.code for each in a_report(*a_section("A1", sold("1", 1000))).warnings] == ["no_footer"]


def test_balance_when_overdrawn_then_is_negative() -> None:
    report = a_report(*a_section("A1", sold("1", 300, way="DR", code="T0400"), "SF,USD,0,300,0,0,CR,100,DR,200"))
    assert failing(report) == []
    assert report.closing == {"USD": -200}


def test_footer_when_fees_stand_debits_first_then_both_orders_are_known() -> None:
    rows = (sold("1", 1000, fee="DR,30,USD"), sold("2", 100, fee="CR,3,USD", code="T1107", way="DR"))
    for fees in ("3,30", "30,3"):
        assert failing(a_report(*a_section("A1", *rows, f"SF,USD,1000,100,{fees}"))) == []


def test_fee_when_in_another_currency_then_is_a_line_of_its_own() -> None:
    report = a_report(*a_section("A1", sold("1", 1000, fee="DR,30,EUR"), "SF,USD,1000,0,0,0", "SF,EUR,0,0,0,30"))
    assert [(each.currency, each.net, each.kind) for each in report.lines] == [
        ("USD", 1000, LineKind.SALE),
        ("EUR", -30, LineKind.FEE),
    ]
    assert failing(report) == []


def test_conversion_when_its_other_side_is_missing_then_is_remarked_on() -> None:
    report = changed(
        "STL-20261102.01.009.CSV",
        '"1AB00000000000002","TXN","T0200",2026/11/02 12:00:00 -0800,2026/11/02 12:00:00 -0800,"CR"',
        '"1AB00000000000003","TXN","T0200",2026/11/02 12:00:00 -0800,2026/11/02 12:00:00 -0800,"CR"',
    )
    assert [each.code for each in report.warnings] == ["lonely_exchange", "lonely_exchange"]


@pytest.mark.parametrize(
    ("code", "comes", "kind"),
    [
        ("T0006", True, LineKind.SALE),
        ("T0006", False, LineKind.ADJUSTMENT),
        ("T0106", False, LineKind.FEE),
        ("T0201", True, LineKind.EXCHANGE),
        ("T0400", False, LineKind.PAYOUT),
        ("T0600", True, LineKind.ADJUSTMENT),
        ("T1102", True, LineKind.ADJUSTMENT),
        ("T1107", False, LineKind.REFUND),
        ("T1114", True, LineKind.ADJUSTMENT),
        ("T1108", True, LineKind.FEE),
        ("T1106", False, LineKind.CHARGEBACK),
        ("T1201", True, LineKind.CHARGEBACK_REVERSAL),
        ("T1202", True, LineKind.CHARGEBACK_REVERSAL),
        ("T1503", False, LineKind.RESERVE),
        ("T2103", False, LineKind.RESERVE),
        ("T7777", True, None),
    ],
)
def test_code_when_looked_up_then_is_that_kind(code: str, comes: bool, kind: LineKind | None) -> None:
    assert kind_of(code, comes=comes) == kind
