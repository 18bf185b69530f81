"""For how long a consumer may withdraw: counted in the customer's favour, and with its source."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import DataRejected
from fulfillment.aftersales.law import load_return_law, return_law

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("country", "days"), [("DE", 14), ("FR", 14), ("GB", 14), ("CN", 7), ("KR", 7), ("BR", 7), ("CH", 0)]
)
def test_country_when_read_then_has_its_days(country: str, days: int) -> None:
    row = return_law().row_for(country)
    assert row is not None
    assert (row.days, bool(row.sources)) == (days, True)


def test_country_when_nothing_was_read_of_it_then_nothing_is_said() -> None:
    assert return_law().row_for("US") is None
    assert return_law().row_for(None) is None


@pytest.mark.parametrize(("later", "left"), [(0, 15), (1, 15), (14, 2), (16, 0), (17, -1)])
def test_period_when_it_began_then_ends_when_its_last_day_has_ended_everywhere(later: int, left: int) -> None:
    """Delivered at noon UTC, which is the next day on the first islands; asked a little earlier in the day."""
    asked = NOON - timedelta(hours=1) + timedelta(days=later)
    assert return_law().rows["DE"].days_left(NOON, asked) == left + (later == 0)


@given(
    delivered=st.timedeltas(timedelta(0), timedelta(days=300)).map(lambda span: NOON + span),
    later=st.timedeltas(timedelta(0), timedelta(days=14)),
    zone=st.integers(-12, 14),
)
def test_period_when_a_calendar_anywhere_still_shows_its_last_day_then_is_not_over(
    delivered: datetime, later: timedelta, zone: int
) -> None:
    """By the customer's own calendar: the day of delivery and fourteen more."""
    here = timedelta(hours=zone)
    now = delivered + later
    if ((now + here).date() - (delivered + here).date()).days <= 14:
        assert return_law().rows["DE"].days_left(delivered, now) >= 0


def test_money_when_the_goods_are_not_back_then_may_be_withheld() -> None:
    germany, britain = return_law().rows["DE"], return_law().rows["GB"]
    assert germany.refund_due(NOON, None) is None
    assert germany.refund_due(NOON, NOON + timedelta(days=3)) == NOON + timedelta(days=14)
    assert germany.refund_due(NOON, NOON + timedelta(days=20)) == NOON + timedelta(days=20)
    assert britain.refund_due(NOON, NOON + timedelta(days=3)) == NOON + timedelta(days=17)
    assert return_law().rows["CH"].refund_due(NOON, NOON) is None


@pytest.mark.parametrize(
    ("country", "received", "sent", "due"),
    [
        ("DE", None, 3, 14),
        ("DE", None, 16, 16),
        ("DE", 20, 16, 16),
        ("DE", 15, 16, 15),
        ("DE", 3, None, 14),
        ("GB", None, 3, 17),
        ("GB", 8, 3, 17),
        ("CN", None, 3, None),
        ("CN", 8, 3, 15),
    ],
)
def test_money_when_the_goods_were_proved_to_be_sent_then_may_be_withheld_no_longer_than_until_the_earlier(
    country: str, received: int | None, sent: int | None, due: int | None
) -> None:
    def day(number: int | None) -> datetime | None:
        return None if number is None else NOON + timedelta(days=number)

    assert return_law().rows[country].refund_due(NOON, day(received), day(sent)) == day(due)


@given(
    received=st.none() | st.integers(0, 60),
    sent=st.none() | st.integers(0, 60),
    row=st.sampled_from(["DE", "GB", "CN"]),
)
def test_money_when_there_is_proof_then_is_never_due_later_than_without(
    received: int | None, sent: int | None, row: str
) -> None:
    back = None if received is None else NOON + timedelta(days=received)
    proof = None if sent is None else NOON + timedelta(days=sent)
    without, found = (return_law().rows[row].refund_due(NOON, back, each) for each in (None, proof))
    assert without is None or (found is not None and found <= without)


GOOD = """
sources:
  - {id: s, title: t, publisher: p, url: "https://example.org", dated: "2026", trust: official}
rows:
  - {id: a, countries: [AA], days: 3, sources: [s]}
"""


@pytest.mark.parametrize(
    "broken",
    [
        GOOD.replace("sources: [s]}", "sources: [x]}"),
        GOOD.replace("days: 3", "days: few"),
        GOOD.replace("days: 3", "days: 3, excepts: [ugly]"),
        GOOD + "  - {id: b, countries: [AA], days: 4, sources: [s]}\n",
    ],
)
def test_table_when_a_row_cannot_be_used_then_is_refused(tmp_path: Path, broken: str) -> None:
    file = tmp_path / "returns" / "law.yaml"
    file.parent.mkdir()
    file.write_text(broken, encoding="utf-8")
    with pytest.raises(DataRejected):
        load_return_law(tmp_path)
