"""What comes back, added up; and tables that no spreadsheet takes for formulas."""

from dataclasses import replace

from fulfillment.claims.figures import Figures, added_up, as_table

NAMED = {"carrier": "dhl", "lane": "CN-DE", "kind": "loss", "month": "2026-11"}
FILED = Figures(by=NAMED, currency="EUR", opened=2, filed=1, denied=1, claimed=3000, paid_claims=1, paid=500)


def test_figures_when_added_up_then_say_which_share_came_back() -> None:
    (row,) = added_up([FILED, replace(FILED, denied=0), replace(FILED, claimed=0, paid=0, filed=0, time_barred=1)])
    assert (row.by, row.opened, row.filed, row.denied, row.time_barred) == (NAMED, 6, 2, 2, 1)
    assert (row.claimed, row.paid, row.recovered_bp) == (6000, 1000, 1666)


def test_figures_when_added_up_then_currencies_and_names_stay_apart() -> None:
    found = added_up([FILED, replace(FILED, currency="USD"), FILED, replace(FILED, by={**NAMED, "carrier": "a"})])
    assert [(each.by["carrier"], each.currency, each.opened) for each in found] == [
        ("a", "EUR", 2), ("dhl", "EUR", 4), ("dhl", "USD", 2)
    ]  # fmt: skip


def test_table_when_a_carrier_is_called_like_a_formula_then_is_written_as_text() -> None:
    table = as_table([replace(FILED, by={**NAMED, "carrier": "=cmd|' /C calc'!A0"})]).decode()
    assert "\n'=cmd" in table
    assert table.startswith("carrier,lane,kind,month,currency,opened")
