"""The only place that asks what time it is; everything below is handed its times.

A moment is kept in a database as whole microseconds since 1970 in UTC: exact, sortable, and the same everywhere.
"""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

MICROSECOND = timedelta(microseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Clock(Protocol):
    """Tells the time, always with a zone."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's clock, in UTC."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def microseconds(moment: datetime) -> int:
    """Since 1970, exactly."""
    return (moment - EPOCH) // MICROSECOND


def moment(micros: int) -> datetime:
    """The moment that lies so many microseconds after 1970, in UTC; the inverse of `microseconds`."""
    return EPOCH + micros * MICROSECOND


def thread_seconds() -> float:
    """CPU time that this thread has used: what work costs, whatever else the machine does."""
    return time.thread_time()
