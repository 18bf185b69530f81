"""Whether reports close, and the ladder of an order."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from fulfillment.payments.settlement.closing import close
from fulfillment.payments.settlement.ladder import ladders, summary
from fulfillment.payments.settlement.report import (
    LineKind,
    References,
    SettlementLine,
    SettlementReport,
    StatedTotal,
    TotalOf,
)
from tests.settlement_files import changed, failing, read_sample


def a_line(gross: int, **changes: object) -> SettlementLine:
    values: dict[str, object] = {
        "row": 2, "kind": LineKind.SALE, "word": "sale", "currency": "EUR", "gross": gross, "batch": "B",
        "at": datetime(2026, 11, 2, tzinfo=UTC), "references": References(merchant="A-1"),
    }  # fmt: skip
    return SettlementLine(**{**values, **changes})  # type: ignore[arg-type]


def a_report(*lines: SettlementLine, **changes: object) -> SettlementReport:
    values: dict[str, object] = {"provider": "p", "name": "n", "digest": "d", "lines": lines}
    return SettlementReport(**{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("stripe_payout.csv", "eur,120.00,3.78,116.22", "eur,121.00,3.78,117.22", [("payout", -100)]),
        ("stripe_payout.csv", "eur,120.00,3.78,116.22", "eur,120.00,3.78,116.23", [("line_net", 1)]),
        ("adyen_settlement.csv", "49.10,,0.30,", "49.10,,0.31,", [("line_net", 1), ("payout", 1)]),
        ("adyen_settlement.csv", "100.00,0.92,", "100.00,0.93,", [("rate", -100)]),
        ("adyen_settlement.csv", "EUR,3.50,", "EUR,3.40,", [("payout", -10)]),
        ("STL-20261102.01.009.CSV", '"SF","USD",5271', '"SF","USD",5272', [("credits", 1)]),
        ("STL-20261102.01.009.CSV", '"SF","USD",5271,3800', '"SF","USD",5271,3700', [("debits", -100)]),
        ("STL-20261102.01.009.CSV", '"T0106",2026/11/02 11:00:01 -0800,2026/11/02 11:00:01 -0800,"DR",2000',
         '"T0106",2026/11/02 11:00:01 -0800,2026/11/02 11:00:01 -0800,"DR",2100',
         [("balance", 100), ("debits", -100), ("debits", -100)]),
        ("amazon_eu.txt", "\t22,02\t", "\t22,03\t", [("payout", 1)]),
        ("amazon_eu.txt", "\t-1,10\t", "\t-1,20\t", [("payout", 10)]),
        ("ebay_transactions.csv", "-0.4,-2.11,", "-0.4,-2.12,", [("line_net", 1), ("payout", 1)]),
        ("ebay_finances.json", '"value": "29.96"', '"value": "29.95"', [("fee_parts", -1)]),
        ("shopify_payouts.csv", "-13.35,0.00,403.65", "-13.36,0.00,403.65", [("payout", 1)]),
        ("camt053_v08.xml", '"EUR">4.90', '"EUR">5.90', [("balance", 100), ("debits", -100), ("net", 100)]),
        ("generic.csv", "-91.43;0;0;-91.43", "-91.44;0;0;-91.44", [("payout", 1)]),
    ],
)  # fmt: skip
def test_sample_when_an_amount_is_changed_then_what_does_not_close_is_told(
    name: str, old: str, new: str, expected: list[tuple[str, int]]
) -> None:
    assert sorted(failing(changed(name, old, new))) == expected


def test_balances_when_a_middle_row_is_changed_then_do_not_close() -> None:
    assert failing(changed("payoneer.csv", ",29.95,", ",39.95,")) == [("balance", 1000)]


def test_payout_when_its_lines_are_in_another_file_then_nothing_is_held_against_it() -> None:
    payout = a_line(-500, kind=LineKind.PAYOUT)
    total = StatedTotal(row=2, batch="B", currency="EUR", amount=500, of=TotalOf.PAYOUT)
    closing = close(a_report(payout, totals=(total,)))
    assert [each.closes for each in closing.checks] == [None]
    assert closing.closes
    assert closing.batches[0].closes is None


def test_batch_when_two_payouts_share_it_then_each_is_held_against_the_rest() -> None:
    lines = (a_line(1000), a_line(-600, row=3, kind=LineKind.PAYOUT), a_line(-400, row=4, kind=LineKind.PAYOUT))
    totals = [StatedTotal(row=row, batch="B", currency="EUR", amount=amount, of=TotalOf.PAYOUT)
              for row, amount in ((3, 600), (4, 400))]  # fmt: skip
    closing = close(a_report(*lines, totals=tuple(totals)))
    assert [each.closes for each in closing.checks] == [True, True]
    assert (closing.batches[0].net, closing.batches[0].payout) == (1000, 1000)


def test_rate_when_rounding_explains_the_difference_then_closes() -> None:
    line = a_line(9213, original_currency="USD", original_amount=10_000, exchange_rate=Decimal("0.921"))
    assert failing(a_report(line)) == []


def test_rate_when_the_currencies_differ_in_decimals_then_is_of_major_units() -> None:
    line = a_line(15_070, currency="JPY", original_currency="USD", original_amount=10_000,
                  exchange_rate=Decimal("150.7"))  # fmt: skip
    assert failing(a_report(line)) == []


def test_ladder_when_a_fee_names_the_payment_alone_then_counts_for_its_order() -> None:
    report = read_sample("STL-20261102.01.009.CSV")
    found = {(each.order, each.currency): each for each in ladders(report, close(report))}
    order = found["P-100", "USD"]
    assert (order.rungs["paid"], order.rungs["fees"], order.rungs["refunded"], order.net) == (5200, -191, -1000, 4009)
    assert found["P-101", "USD"].rungs["exchanged"] == 71


def test_ladder_when_the_payout_closes_then_says_what_of_an_order_was_paid_out() -> None:
    report = read_sample("amazon_eu.txt")
    order = next(each for each in ladders(report, close(report)) if each.order == "302-0000000-0000001")
    assert order.rungs["tax_withheld"] == -399
    assert order.paid_out == order.net == 1495


def test_ladder_when_the_payout_does_not_close_then_nothing_counts_as_paid_out() -> None:
    report = changed("amazon_eu.txt", "\t22,02\t", "\t22,03\t")
    assert {each.paid_out for each in ladders(report, close(report))} == {0}


def test_ladders_when_added_up_then_are_the_summary() -> None:
    report = read_sample("adyen_settlement.csv")
    rows, (whole,) = ladders(report, close(report)), summary(report)
    assert sum(each.net for each in rows) == whole.net
    assert sum(line.net for line in report.lines) == whole.net + whole.rungs["payout"] + whole.rungs["bank"]
