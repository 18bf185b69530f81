"""A period summed up: totals, ladders, batches, reserves, cases by age, as a table and as a page."""

import csv
from datetime import timedelta
from decimal import Decimal
from io import StringIO

from fulfillment.payments.settlement.page import page
from fulfillment.payments.settlement.page_words import CHINESE
from fulfillment.payments.settlement.periods import Asked, Period, period_of
from fulfillment.payments.settlement.report import LineKind, StatedTotal, TotalOf
from fulfillment.payments.settlement.sheet import COLUMNS, sheet
from tests.fulfilment_site import NOON, House
from tests.settlements import SETTLED_AT, a_line, paid_order, take


def november(house: House, **asked: object) -> Period:
    whole = {"since": NOON - timedelta(days=24), "until": NOON + timedelta(days=6), "now": house.clock.now()}
    with house.database.read() as session:
        return period_of(session, Asked(merchant=house.merchant, **whole | asked))  # type: ignore[arg-type]


def filled(house: House) -> None:
    """Two orders in a batch that closes and is at the bank, a reserve, a fine, and a sale that nobody knows."""
    paid_order(house, "ord_1")
    paid_order(house, "ord_2", 1_000)
    stated = StatedTotal(row=6, batch="b1", currency="EUR", amount=4_858, of=TotalOf.PAYOUT)
    take(
        house,
        a_line(payment="pi_ord_1", batch="b1", fee=-155, tax=-20),
        a_line(payment="pi_ord_2", batch="b1", gross=1_000, fee=-55),
        a_line(LineKind.RESERVE, -300, batch="b1"),
        a_line(LineKind.PENALTY, -100, batch="b1", word="=cmd|'/c calc'!A1"),
        a_line(LineKind.PAYOUT, -4_858, batch="b1", at=SETTLED_AT + timedelta(hours=1)),
        a_line(merchant="=A9", batch="b2"),
        totals=[stated],
    )
    take(house, a_line(LineKind.BANK_CREDIT, 4_858, at=SETTLED_AT + timedelta(days=1)), provider="bank")


def test_period_when_read_then_its_ladder_ends_at_what_was_paid_out(house: House) -> None:
    filled(house)
    found = november(house, provider="stripe")
    (batch, waiting) = found.batches
    assert (batch.standing, batch.sums.net, waiting.standing) == ("at_bank", 4_858, "open")
    assert [(each.order_id, each.net, each.reached) for each in found.ladders] == [
        ("ord_1", 4_313, "bank"),
        ("ord_2", 945, "bank"),
    ]
    assert (found.reserves, sum(found.rungs["EUR"].values())) == ({("stripe", "EUR"): 300}, 4_858 + 4_488)


def test_cases_when_they_grow_old_then_stand_under_their_age(house: House) -> None:
    filled(house)
    house.pass_by(days=20)
    ages = november(house).ages()
    assert {kind: counts["15-30"] for (kind, _), counts in ages.items()} == {"penalty": 1, "unknown_in_books": 1}


def test_table_when_written_then_sums_are_numbers_and_no_cell_is_a_formula(house: House) -> None:
    filled(house)
    text = sheet(november(house))
    rows = list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))
    totals = [row for row in rows if row["record"] == "total"]
    assert sum(Decimal(row["net"]) for row in totals if row["provider"] == "stripe") == Decimal("44.88")
    assert tuple(rows[0]) == COLUMNS
    for row in rows:
        for name, cell in row.items():
            assert not cell.startswith(("=", "+", "@")), name
            assert not cell.startswith("-") or Decimal(cell) < 0


def test_page_when_written_then_asks_for_nothing_and_escapes_what_others_wrote(house: House) -> None:
    filled(house)
    take(house, a_line(merchant="X", batch="<script>alert(1)</script>"))
    text = page(november(house))
    assert "<script" not in text
    assert "http" not in text.replace("http-equiv", "")
    assert "&lt;script&gt;" in text


def test_page_when_in_chinese_then_every_text_is(house: House) -> None:
    filled(house)
    text = page(november(house), CHINESE)
    assert '<html lang="zh">' in text
    assert "资金去向" in text
    assert "penalty" not in text


def test_page_when_nothing_happened_then_says_so(house: House) -> None:
    assert "Nothing in this period." in page(november(house))
