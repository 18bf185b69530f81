"""Payouts found at the bank: by name, then by amount within a window, each credit once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from fulfillment.payments.settlement.arriving import Arrival, arrivals
from fulfillment.payments.settlement.report import LineKind, References, SettlementLine, SettlementReport

DAY = datetime(2026, 11, 5, tzinfo=UTC)


def a_report(*lines: SettlementLine) -> SettlementReport:
    return SettlementReport(provider="p", name="n", digest="d", lines=lines)


def a_payout(amount: int, batch: str = "", row: int = 2) -> SettlementLine:
    return SettlementLine(
        row=row, kind=LineKind.PAYOUT, word="payout", currency="EUR", gross=-amount, batch=batch, at=DAY
    )


def a_credit(amount: int, text: str = "", days: int = 1, row: int = 7) -> SettlementLine:
    return SettlementLine(
        row=row,
        kind=LineKind.BANK_CREDIT,
        word="",
        currency="EUR",
        gross=amount,
        at=DAY + timedelta(days=days),
        text=text,
    )


def found(payouts: list[SettlementLine], credits_: list[SettlementLine]) -> list[tuple[int | None, str]]:
    return [(each.bank_row, each.by) for each in arrivals(a_report(*payouts), a_report(*credits_))]


@pytest.mark.parametrize(
    ("payout", "credit", "expected"),
    [
        (a_payout(500, "po_77"), a_credit(500, "STRIPE PO_77"), (7, "reference")),
        (a_payout(500, "118"), a_credit(499, "batch 118, Shop"), (7, "reference")),
        (a_payout(500, "118"), a_credit(499, "batch 1184"), (None, "")),
        (a_payout(500, "118"), a_credit(500, "batch 1184"), (7, "amount")),
        (a_payout(500), a_credit(500, days=10), (7, "amount")),
        (a_payout(500), a_credit(500, days=11), (None, "")),
        (a_payout(500), a_credit(500, days=-3), (None, "")),
        (a_payout(500), a_credit(501), (None, "")),
        (a_payout(500, "po_77"), replace(a_credit(500, "po_77"), currency="USD"), (None, "")),
    ],
)
def test_payout_when_a_credit_fits_or_not_then_is_found_or_not(
    payout: SettlementLine, credit: SettlementLine, expected: tuple[int | None, str]
) -> None:
    assert found([payout], [credit]) == [expected]


def test_credit_when_two_payouts_have_its_amount_then_its_name_decides() -> None:
    payouts = [a_payout(500, "po_1"), a_payout(500, "po_2", row=3)]
    assert found(payouts, [a_credit(500, "po_2")]) == [(None, ""), (7, "reference")]


def test_amount_when_two_credits_fit_then_nobody_guesses() -> None:
    assert found([a_payout(500)], [a_credit(500), a_credit(500, row=8)]) == [(None, "")]


def test_credit_when_it_names_by_a_reference_then_is_found() -> None:
    credit = replace(a_credit(500), references=References(payment="po_9"))
    assert found([a_payout(500, "po_9")], [credit]) == [(7, "reference")]


def test_difference_when_less_arrived_then_is_negative() -> None:
    (arrival,) = arrivals(a_report(a_payout(500, "po_1")), a_report(a_credit(480, "po_1")))
    assert arrival == Arrival(row=2, batch="po_1", currency="EUR", amount=500, bank_row=7, arrived=480, by="reference")
    assert arrival.difference == -20
