"""When a claim must be made, in the calendar that the carrier's terms name. Pure."""

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from fulfillment.claims.terms import CountsFrom, Unit, Window

DAY = timedelta(days=1)
SATURDAY = 5
Holidays = Callable[[str, int], frozenset[date]]  # country, year -> public holidays


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """What is known of a parcel's way; None is unknown. `expected`: when it should have arrived."""

    happened: datetime
    hand_over: datetime | None = None
    delivery: datetime | None = None
    expected: datetime | None = None

    def of(self, counts_from: CountsFrom) -> datetime | None:
        """The moment that a window is counted from."""
        match counts_from:
            case CountsFrom.HAND_OVER:
                return self.hand_over
            case CountsFrom.DELIVERY:
                return self.delivery
            case CountsFrom.EXPECTED:
                return self.expected
        return self.happened


def no_holidays(_country: str, _year: int) -> frozenset[date]:
    """Where nobody knows any."""
    return frozenset()


def due(window: Window, moments: Moments, holidays: Holidays = no_holidays) -> datetime | None:
    """The first moment that is too late: the end of the last day, where the carrier is. None while the day that it is
    counted from is unknown."""
    begins = moments.of(window.counts_from)
    if begins is None:
        return None
    zone = ZoneInfo(window.zone)
    last = _last_day(window, begins.astimezone(zone).date(), holidays)
    return datetime.combine(last + DAY, time(), zone).astimezone(UTC)


def opens(window: Window, moments: Moments) -> datetime | None:
    """From when the carrier listens; None where it does at once, or where nobody can know."""
    begins = moments.of(window.counts_from)
    if begins is None or not window.not_before:
        return None
    zone = ZoneInfo(window.zone)
    first = begins.astimezone(zone).date() + DAY * window.not_before
    return datetime.combine(first, time(), zone).astimezone(UTC)


def _last_day(window: Window, begins: date, holidays: Holidays) -> date:
    match window.unit:
        case Unit.MONTHS:
            return months_later(begins, window.many)
        case Unit.WORKING_DAYS:
            return _working_days_later(begins, window.many, window.country, holidays)
    return begins + DAY * window.many


def months_later(day: date, many: int) -> date:
    """The same day of a later month, or its last one where it has no such day."""
    month = day.month - 1 + many
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _working_days_later(day: date, many: int, country: str, holidays: Holidays) -> date:
    while many:
        day += DAY
        many -= day.weekday() < SATURDAY and day not in holidays(country, day.year)
    return day
