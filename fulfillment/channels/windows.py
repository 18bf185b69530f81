"""Which stretch of time is read next, and when the next look is: plain computation.

A window begins before the end of the last one, by the overlap, and ends a little before now, by the lag. So an order is
seen whose change the channel enters late, or by a clock of its own: one that is ahead by any time, or behind by no more
than overlap and lag together. What is further off is found by the nightly count.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_WINDOW = timedelta(hours=6)  # after an outage many windows, each with an end, rather than one without
FIRST_PAUSE_S, MOST_PAUSE_S = 5.0, 900.0


@dataclass(frozen=True, slots=True)
class Window:
    """[since, until) by the channel's clock; after it, all that changed before `until` was read."""

    since: datetime
    until: datetime


def next_window(
    read_until: datetime, window_until: datetime | None, latest: datetime, overlap: timedelta
) -> Window | None:
    """The window that is begun already, or the next one, none where all is read up to `latest`."""
    until = window_until or min(latest, read_until + MOST_WINDOW)
    return Window(read_until - overlap, until) if until > read_until else None


def pause_s(failures: int, luck: float) -> float:
    """How long to wait after so many failures in a row, for a random `luck` from 0 to 1: twice as long each time, half
    of it random, so that connections that failed together do not come back together."""
    whole = min(MOST_PAUSE_S, FIRST_PAUSE_S * 2.0 ** min(failures - 1, 20))
    return whole * (0.5 + 0.5 * luck)
