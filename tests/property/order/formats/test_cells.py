"""Amounts and dates come back out of every way of writing them."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.order.formats.cells import amount_text, moment_text

STYLES = [("", "."), (",", "."), (".", ","), (" ", ","), ("'", "."), ("\u00a0", ",")]
FORMS = ("%Y/%m/%d %H:%M:%S", "%d.%m.%Y %H:%M:%S", "%Y年%m月%d日 %H:%M:%S", "%Y-%m-%d %H:%M:%S")
ZONE = timezone(timedelta(hours=8))


@given(
    st.integers(0, 10**9),
    st.sampled_from(STYLES),
    st.sampled_from(["", "€ ", "¥", "CNY "]),
    st.sampled_from(["", " EUR", "€"]),
)
def test_amount_when_written_in_any_style_is_read_back(
    cents: int, style: tuple[str, str], before: str, behind: str
) -> None:
    thousands, decimal = style
    whole = f"{cents // 100:,}".replace(",", thousands)
    assert (
        amount_text(f"{before}{whole}{decimal}{cents % 100:02d}{behind}", decimal)
        == f"{cents // 100}.{cents % 100:02d}"
    )


@given(st.integers(0, 10**9), st.sampled_from([",", "."]))
def test_amount_when_whole_with_marks_of_thousands_is_read_back(amount: int, thousands: str) -> None:
    other = "." if thousands == "," else ","
    assert amount_text(f"{amount:,}".replace(",", thousands), other) == str(amount)


@pytest.mark.parametrize("text", ["", "free", "1 2 x 3", "--1", "1e5"])
def test_amount_when_it_is_none_is_not_read(text: str) -> None:
    assert amount_text(text, ".") is None


@given(st.integers(0, 3 * 10**9), st.sampled_from(FORMS))
def test_moment_when_written_in_any_form_is_read_in_the_zone_of_the_sheet(seconds: int, form: str) -> None:
    moment = datetime.fromtimestamp(seconds, ZONE)
    assert moment_text(moment.strftime(form), FORMS, ZONE) == moment.isoformat()


@pytest.mark.parametrize("text", ["soon", "2026-13-01", "20.11.26", "2026"])
def test_moment_when_it_is_none_is_not_read(text: str) -> None:
    assert moment_text(text, FORMS, ZONE) is None
