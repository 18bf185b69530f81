"""What comes back, counted; and tables that no spreadsheet takes for formulas."""

from dataclasses import replace
from datetime import UTC, datetime

from fulfillment.claims.figures import as_table, figures
from fulfillment.records import Claim

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
LOST = Claim(
    id="clm_1", merchant_id="main", order_id="ord_1", shipment_id="shp_1", kind="loss", state="closed",
    created_at=NOW, since_at=NOW, carrier="dhl", origin="CN", country="DE", currency="EUR", amount=3000, paid=1000,
    filed_at=NOW,
)  # fmt: skip


def test_figures_when_counted_then_say_which_share_came_back() -> None:
    found = figures(
        [
            LOST,
            replace(LOST, paid=0, denied_at=NOW),
            replace(LOST, filed_at=None, state="time_barred", paid=0),
            replace(LOST, state="withdrawn", amount=99),
        ]
    )
    (row,) = found
    assert dict(row.by) == {"carrier": "dhl", "lane": "CN-DE", "kind": "loss", "month": "2026-11"}
    assert (row.opened, row.filed, row.denied, row.time_barred, row.claimed, row.paid) == (3, 2, 1, 1, 6000, 1000)
    assert row.recovered_bp == 1666


def test_figures_when_counted_by_one_name_then_currencies_stay_apart() -> None:
    found = figures([LOST, replace(LOST, currency="USD"), replace(LOST, country="FR")], ["carrier"])
    assert [(each.currency, each.opened) for each in found] == [("EUR", 2), ("USD", 1)]


def test_table_when_a_carrier_is_called_like_a_formula_then_is_written_as_text() -> None:
    table = as_table(figures([replace(LOST, carrier="=cmd|' /C calc'!A0")])).decode()
    assert "\n'=cmd" in table
    assert table.startswith("carrier,lane,kind,month,currency,opened")
