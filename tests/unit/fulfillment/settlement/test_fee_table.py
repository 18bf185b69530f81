"""Tables of agreed fees."""

import pytest

from fulfillment.payments.settlement.case_errors import FeesRejected
from fulfillment.payments.settlement.fee_table import read_fees

HEAD = "provider,currency,percent,fixed,tolerance\n"


def test_table_when_read_then_shares_are_millionths_and_amounts_minor_units() -> None:
    euro, yen = read_fees(f"{HEAD}stripe,EUR,1.4,0.25,0.02\nstripe,JPY,3.6,,\n", "main")
    assert (euro.share_ppm, euro.fixed, euro.tolerance) == (14_000, 25, 2)
    assert (yen.share_ppm, yen.fixed, yen.tolerance) == (36_000, 0, 1)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("stripe,EUR,much,,", "percent"),
        ("stripe,EUR,101,,", "percent"),
        ("stripe,EUR,,,", "percent"),
        ("stripe,XXX,1,,", "currency"),
        (",EUR,1,,", "provider"),
        ("stripe,JPY,1,0.5,", "fixed"),
        ("stripe,EUR,1,-0.5,", "fixed"),
        ("stripe,EUR,1,,NaN", "tolerance"),
        ("stripe,EUR,1,,\nstripe,EUR,2,,", "currency"),
    ],
)
def test_table_when_a_cell_is_wrong_then_row_and_column_are_told(row: str, column: str) -> None:
    with pytest.raises(FeesRejected) as refused:
        read_fees(f"{HEAD}{row}\n", "main")
    assert refused.value.column == column


def test_table_when_a_column_is_missing_then_the_heading_is_told() -> None:
    with pytest.raises(FeesRejected, match="provider,currency,percent"):
        read_fees("provider,currency\nstripe,EUR\n", "main")
