"""Until when a claim must be made: whatever the day, zone and calendar."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from fulfillment.claims.terms import CountsFrom, Source, Unit, Window
from fulfillment.claims.windows import Moments, due, months_later, opens

SOURCE = Source(id="a", publisher="P", title="T", dated=date(2026, 1, 1), read=date(2026, 1, 1), is_sure=True)
ZONES = ("UTC", "Asia/Shanghai", "America/New_York", "Pacific/Kiritimati", "Pacific/Niue")
DAY = timedelta(days=1)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def window(many: int, unit: Unit = Unit.DAYS, zone: str = "UTC", not_before: int = 0) -> Window:
    return Window(many=many, unit=unit, counts_from=CountsFrom.HAND_OVER, source=SOURCE, zone=zone,
                  not_before=not_before)  # fmt: skip


def end(made: Window, begins: datetime) -> datetime:
    found = due(made, Moments(happened=begins, hand_over=begins))
    assert found is not None
    return found


@given(begins=moments, many=st.integers(1, 400), zone=st.sampled_from(ZONES))
def test_days_when_counted_then_the_last_one_ends_where_the_carrier_is(begins: datetime, many: int, zone: str) -> None:
    ends = end(window(many, zone=zone), begins)
    last = begins.astimezone(ZoneInfo(zone)).date() + DAY * many
    assert (ends - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date() == last
    assert ends.astimezone(ZoneInfo(zone)).date() == last + DAY


@given(begins=moments, later=st.timedeltas(timedelta(0), timedelta(days=40)), many=st.integers(1, 60),
       unit=st.sampled_from(Unit), zone=st.sampled_from(ZONES))  # fmt: skip
def test_end_when_it_begins_later_then_never_comes_earlier(
    begins: datetime, later: timedelta, many: int, unit: Unit, zone: str
) -> None:
    made = window(many, unit, zone)
    assert end(made, begins) <= end(made, begins + later)


@given(begins=moments, many=st.integers(1, 60), unit=st.sampled_from(Unit), zone=st.sampled_from(ZONES))
def test_end_when_more_is_given_then_comes_later_and_never_before_that_many_days(
    begins: datetime, many: int, unit: Unit, zone: str
) -> None:
    ends = end(window(many, unit, zone), begins)
    assert end(window(many + 1, unit, zone), begins) > ends
    assert ends - begins >= DAY * many * (27 if unit is Unit.MONTHS else 1)


@given(day=st.dates(date(2020, 1, 1), date(2040, 1, 1)), many=st.integers(0, 40))
def test_months_when_added_then_keep_the_day_where_there_is_one(day: date, many: int) -> None:
    found = months_later(day, many)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == many
    assert found.day == day.day or (found + DAY).day == 1


@given(begins=moments, many=st.integers(1, 20))
def test_working_days_when_one_is_a_holiday_then_the_end_moves_behind_it(begins: datetime, many: int) -> None:
    made = window(many, Unit.WORKING_DAYS)
    seen = Moments(happened=begins, hand_over=begins)
    usual = due(made, seen)
    assert usual is not None
    last = (usual - timedelta(microseconds=1)).date()
    moved = due(made, seen, lambda _country, _year: frozenset({last}))
    assert moved is not None
    assert moved > usual
    assert last.weekday() < 5


@given(begins=moments, first=st.integers(1, 30), zone=st.sampled_from(ZONES))
def test_carrier_when_it_listens_only_later_then_that_day_begins_where_it_is(
    begins: datetime, first: int, zone: str
) -> None:
    listens = opens(window(60, zone=zone, not_before=first), Moments(happened=begins, hand_over=begins))
    assert listens is not None
    assert listens.astimezone(ZoneInfo(zone)).date() == begins.astimezone(ZoneInfo(zone)).date() + DAY * first


@given(begins=moments, unit=st.sampled_from(Unit))
def test_end_when_nobody_knows_the_day_then_nobody_knows_it(begins: datetime, unit: Unit) -> None:
    assert due(window(14, unit), Moments(happened=begins)) is None
