"""Deadlines are the earliest of their clocks, and work is counted back over working days alone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from engine.desk.deadlines import Clock, deadline
from engine.desk.queueing import rank_at, urgency
from engine.desk.working_days import WeekCalendar, last_leaving, latest_start, working_days_after

ZONES = ("UTC", "Europe/Berlin", "Asia/Shanghai", "America/Los_Angeles", "Pacific/Apia")
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
HOURS = st.integers(0, 2000).map(lambda hours: timedelta(hours=hours))
CALENDARS = st.builds(
    WeekCalendar,
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    cut_off=st.times(time(0), time(23, 59)).map(lambda at: at.replace(second=0, microsecond=0, fold=0)),
    days=st.frozensets(st.integers(1, 7), min_size=1),
)
ENDS = st.dictionaries(st.sampled_from([each for each in Clock if each is not Clock.GIVE_UP]), MOMENTS)


@given(ENDS, MOMENTS, MOMENTS)
def test_deadline_when_clocks_run_then_is_the_earliest_but_not_before_the_floor(
    ends: dict[Clock, datetime], give_up: datetime, floor: datetime
) -> None:
    clocks = {**ends, Clock.GIVE_UP: give_up}
    found = deadline(clocks, floor)
    assert found.at == max(min(clocks.values()), floor)
    assert clocks[found.clock] == min(clocks.values())


@given(ENDS, MOMENTS, st.sampled_from(list(Clock)), HOURS)
def test_deadline_when_a_clock_ends_sooner_then_is_never_later(
    ends: dict[Clock, datetime], give_up: datetime, clock: Clock, sooner: timedelta
) -> None:
    clocks = {**ends, Clock.GIVE_UP: give_up}
    moved = {**clocks, clock: clocks.get(clock, give_up) - sooner}
    assert deadline(moved, give_up - timedelta(days=9999)).at <= deadline(clocks, give_up - timedelta(days=9999)).at


@given(ENDS, MOMENTS, MOMENTS)
def test_deadline_when_something_was_done_then_what_was_over_rules_no_more(
    ends: dict[Clock, datetime], give_up: datetime, since: datetime
) -> None:
    found = deadline({**ends, Clock.GIVE_UP: give_up}, since, since)
    assert found.at >= since
    assert found.clock is Clock.GIVE_UP or ends[found.clock] > since


@given(CALENDARS, MOMENTS, st.integers(0, 30))
def test_start_when_counted_back_then_so_many_working_days_lie_between(
    calendar: WeekCalendar, due: datetime, days: int
) -> None:
    start, leaves = latest_start(calendar, due, days), last_leaving(calendar, due)
    first, last = (at.astimezone(calendar.zone).date() for at in (start, leaves))
    between = [date.fromordinal(each) for each in range(first.toordinal(), last.toordinal())]
    assert start <= leaves <= due
    assert calendar.works_on(first)
    assert sum(map(calendar.works_on, between)) == days


@given(CALENDARS, MOMENTS, HOURS, st.integers(0, 20), st.integers(0, 5))
def test_start_when_due_later_or_with_less_work_then_is_never_earlier(
    calendar: WeekCalendar, due: datetime, later: timedelta, days: int, fewer: int
) -> None:
    start = latest_start(calendar, due, days)
    assert start <= latest_start(calendar, due + later, days)
    assert start <= latest_start(calendar, due, max(0, days - fewer))


@given(CALENDARS, MOMENTS, st.integers(1, 30))
def test_days_when_counted_ahead_then_counting_back_finds_the_day(
    calendar: WeekCalendar, start: datetime, days: int
) -> None:
    end = working_days_after(calendar, start, days)
    back = latest_start(calendar, end, days - 1).astimezone(calendar.zone).date()
    began = start.astimezone(calendar.zone).date()
    between = [date.fromordinal(each) for each in range(began.toordinal() + 1, back.toordinal())]
    assert end > start - timedelta(days=1)
    assert not any(map(calendar.works_on, between))


@given(st.lists(st.tuples(st.integers(0, 400), MOMENTS), min_size=2, max_size=8), MOMENTS, HOURS)
def test_queue_when_time_goes_by_then_its_order_stays_and_urgency_follows_it(
    reviews: list[tuple[int, datetime]], now: datetime, later: timedelta
) -> None:
    ranked = sorted(reviews, key=lambda each: rank_at(each[0], each[1], now))
    for at in (now, now + later):
        seen = [urgency(priority, due, at) for priority, due in ranked]
        assert seen == sorted(seen, reverse=True)
