"""Working days of a warehouse: the last moment at which work can begin so that it is done in time. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Protocol
from zoneinfo import ZoneInfo

A_DAY = timedelta(days=1)
LOOK = 400  # days: a calendar that rests for longer than a year is no calendar
WEEKDAYS = frozenset(range(1, 6))
UNIVERSAL = ZoneInfo("UTC")


class WorkCalendar(Protocol):
    """When a warehouse works. `cut_off` is the local time at which parcels leave, `handling_days` how many working
    days an order takes from being free to go until it leaves."""

    @property
    def zone(self) -> ZoneInfo: ...

    @property
    def cut_off(self) -> time: ...

    @property
    def handling_days(self) -> int: ...

    def works_on(self, day: date) -> bool:
        """Whether parcels leave on that day."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekCalendar:
    """Works on some days of every week, by the ISO number of the weekday. What counts where no warehouse is known."""

    zone: ZoneInfo = UNIVERSAL
    cut_off: time = time(16)
    handling_days: int = 1
    days: frozenset[int] = WEEKDAYS

    def works_on(self, day: date) -> bool:
        return day.isoweekday() in self.days


def last_leaving(calendar: WorkCalendar, due: datetime) -> datetime:
    """The last cut-off at or before `due` on a working day, in UTC; `due` itself where there is none within a year."""
    for day in _back(_local(calendar, due)):
        leaves = _at(calendar, day)
        if leaves <= due and calendar.works_on(day):
            return leaves
    return due


def latest_start(calendar: WorkCalendar, due: datetime, days: int) -> datetime:
    """The last moment at which work of so many working days can begin, to have left by `due`; in UTC."""
    leaves = last_leaving(calendar, due)
    _, *earlier = _back(_local(calendar, leaves))
    found = list(islice((day for day in earlier if calendar.works_on(day)), days))
    return _at(calendar, found[-1]) if found else leaves


def working_days_after(calendar: WorkCalendar, start: datetime, days: int) -> datetime:
    """The cut-off on the last of so many working days after the day of `start`, in UTC; none is `start` itself."""
    if days <= 0:
        return start
    working = (day for day in _ahead(_local(calendar, start)) if calendar.works_on(day))
    found = list(islice(working, days))
    # Where it rests for a year, a day is a day.
    return _at(calendar, found[-1]) if len(found) == days else _moved(start, days)


def _local(calendar: WorkCalendar, at: datetime) -> date:
    try:
        return at.astimezone(calendar.zone).date()
    except OverflowError:
        return at.date()


def _at(calendar: WorkCalendar, day: date) -> datetime:
    try:
        return datetime.combine(day, calendar.cut_off, calendar.zone).astimezone(UTC)
    except OverflowError:
        return datetime.combine(day, calendar.cut_off, UTC)


def _moved(start: datetime, days: int) -> datetime:
    try:
        return start + days * A_DAY
    except OverflowError:
        return start


def _back(day: date) -> Iterator[date]:
    for number in range(min(LOOK, day.toordinal())):
        yield date.fromordinal(day.toordinal() - number)


def _ahead(day: date) -> Iterator[date]:
    for number in range(1, min(LOOK * 2, date.max.toordinal() - day.toordinal() + 1)):
        yield date.fromordinal(day.toordinal() + number)
